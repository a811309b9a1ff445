"""A site of the first edition keeps what it holds: its seats, their rights, its log."""

import json
import subprocess
import sys
from pathlib import Path

from overlegtafel.audit.models import AuditEntry
from overlegtafel.audit.services import digest_of
from overlegtafel.common import clock


def test_seats_keep_their_place_their_rights_and_whether_they_count(
    empty_database: dict[str, str],
    clean_environment: dict[str, str],
    repository: Path,
) -> None:
    script = Path(__file__).with_name("upgrade.py")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=repository,
        env={
            **clean_environment,
            **empty_database,
            "DJANGO_SETTINGS_MODULE": "overlegtafel.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        ["Aalst", "burgemeester", "mayor", True],
        ["Lede", "burgemeester", "mayor", True],
        ["Ninove", "afgevaardigde", "", True],
        ["Gent", "gast", "", False],
        ["AD WVI", "afgevaardigde, telt niet mee", "", False],
    ]


def test_a_line_from_before_capacities_keeps_its_digest() -> None:
    entry = AuditEntry(
        at=clock.now(),
        actor_id=1,
        verb="meeting.planned",
        subject_type="meetings.meeting",
        subject_id=7,
        subject_label="DBO 23/11/2026",
        changes={},
        previous_digest="0" * 64,
    )
    written_by_the_first_edition = (
        "c6eacf0b59a55f7ecd7427284253631a6f42a4288884ce44a0a7d5340a1a8ebc"
    )
    assert digest_of(entry) == written_by_the_first_edition
    entry.capacity = "SOLVA"
    assert digest_of(entry) != written_by_the_first_edition
