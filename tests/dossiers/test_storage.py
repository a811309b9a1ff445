"""The files of documents: kept whole, found damaged, swept when nothing needs them."""

import os
import time

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.factories.cast import Cast

from overlegtafel.dossiers import storage
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.models import Document
from overlegtafel.meetings.services import add_to_dossier, remove_document


def kept(cast: Cast, text: bytes) -> Document:
    return add_to_dossier(
        actor=cast.secretary,
        dossier=cast.dossier,
        title="Kader",
        file=check_file(text, "kader.txt"),
    )


def grow_old(checksum: str) -> None:
    then = time.time() - 25 * 60 * 60
    os.utime(storage.path_of(checksum), (then, then))


def test_a_damaged_or_lost_file_is_named(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    path = storage.path_of(kept(cast, b"Heel.").current.checksum)
    call_command("check_integrity")
    path.write_bytes(b"Anders.")
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert "Kader, versie 1: het bestand is gewijzigd of beschadigd" in capsys.readouterr().out
    path.unlink()
    with pytest.raises(CommandError):
        call_command("check_integrity")
    assert "Kader, versie 1: het bestand ontbreekt" in capsys.readouterr().out


def test_only_what_nothing_needs_is_swept_and_not_at_once(cast: Cast) -> None:
    stays, goes = kept(cast, b"Blijft."), kept(cast, b"Gaat weg.")
    checksums = [each.current.checksum for each in (stays, goes)]
    remove_document(actor=cast.secretary, document=goes)
    call_command("sweep_files")
    assert storage.read(checksums[1]) == b"Gaat weg."
    for checksum in checksums:
        grow_old(checksum)
    call_command("sweep_files")
    assert storage.read(checksums[0]) == b"Blijft."
    assert not storage.path_of(checksums[1]).exists()


def test_what_is_added_again_is_young_again(cast: Cast) -> None:
    goes = kept(cast, b"Twee keer.")
    checksum = goes.current.checksum
    remove_document(actor=cast.secretary, document=goes)
    grow_old(checksum)
    kept(cast, b"Twee keer.")
    assert time.time() - storage.path_of(checksum).stat().st_mtime < 60


def test_half_a_file_is_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError("schijf vol")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="schijf vol"):
        storage.keep(b"Past er niet meer bij.")
    assert not list(storage.path_of("0" * 64).parent.parent.glob("*/new-*"))
