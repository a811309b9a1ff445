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


def test_the_round_comes_back_each_hour_and_stops_soon_after_its_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rounds: list[int] = []
    slept: list[int] = []
    for name in list(chores):
        monkeypatch.delitem(chores, name)
    monkeypatch.setitem(chores, "count", lambda: rounds.append(len(slept)) or 0)
    monkeypatch.setattr("time.sleep", slept.append)
    monkeypatch.setattr("os.getppid", lambda: 7 if sum(slept) < 3700 else 1)
    call_command("daily_round", every=3600, with_parent=7)
    assert rounds == [0, 3600 // 5]
    assert sum(slept) == 3700
