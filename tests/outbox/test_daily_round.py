"""The daily round does every chore, each apart."""

import pytest
from django.core.management import CommandError, call_command

from overlegtafel.common.chores import chores


def test_a_chore_that_fails_does_not_stop_the_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []

    def broken() -> int:
        raise OSError("de schijf is vol")

    def fine() -> int:
        done.append(True)
        return 3

    for name in list(chores):
        monkeypatch.delitem(chores, name)
    monkeypatch.setitem(chores, "aaa", broken)
    monkeypatch.setitem(chores, "bbb", fine)
    with pytest.raises(CommandError, match="mislukt: aaa"):
        call_command("daily_round")
    said = capsys.readouterr()
    assert done == [True]
    assert "bbb: 3" in said.out
    assert "de schijf is vol" in said.err
