"""Days and hours are written in one way, in one place: ``common.dates`` (house style)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.template import Context, Template

from overlegtafel.common import dates

SOURCE = Path(dates.__file__).parents[1]
OTHERWISE = {
    "common/sheets/writing.py": "days in a CSV file, as Excel reads them",
    "config/formats/nl/formats.py": "how days are typed",
    "workspace/forms/fields.py": "what a browser's own field for a day or hour wants",
    "meetings/services/planning.py": "hours in the log, read back by reporting.words",
    "meetings/services/rescheduling.py": "hours in the log, read back by reporting.words",
    "publication/services.py": "hours in a released snapshot, for machines",
    "feedback/register.py": "a month in an address",
    "feedback/queries/packages.py": "a month in an address",
}
"""Where a day or hour is written for a machine, and why."""
FOR_MACHINES = {"'c'", "'Y-m-d'", '"Y-m-d"', '"c"', '"Y"'}
SPELLED = re.compile(r"%[HdmY][.:/-]%[MmdYy]|\.hour\}|\.starts_at\.hour|removeprefix\(\"0\"\)")


def spelled_out() -> Iterator[str]:
    """Places in the code that write a day or hour themselves."""
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        if name in OTHERWISE or name == "common/dates.py" or "/migrations/" in name:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if SPELLED.search(line):
                yield f"{name}:{number}: {line.strip()}"


def formatted_in_templates() -> Iterator[str]:
    """Places in templates that pick a format of their own."""
    for path in SOURCE.rglob("*.html"):
        for own in re.findall(r"\|(?:date|time)\b(?::('[^']*'|\"[^\"]*\"))?", path.read_text()):
            if own not in FOR_MACHINES:
                yield f"{path.relative_to(SOURCE)}: {own or 'without a format'}"


def test_nothing_writes_a_day_or_hour_by_itself() -> None:
    assert list(spelled_out()) == []
    assert list(formatted_in_templates()) == []


def test_every_exception_still_writes_one() -> None:
    assert {
        name for name in OTHERWISE if not re.search(r"%[HdmY]", (SOURCE / name).read_text())
    } == set()


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ day|spoken }}", "14 januari 2027"),
        ("{{ day|weekday }}", "donderdag 14 januari 2027"),
        ("{{ day|month }}", "januari 2027"),
        ("{{ day }}", "14 januari 2027"),
        ("{{ start|hour }}", "9.30"),
        ("{{ start|hours }}", "9.30 uur"),
        ("{{ start|hours:end }}", "9.30 tot 11.05 uur"),
        ("{{ start|hours:none }}", "9.30 uur"),
        ("{{ at|moment }}", "14 januari 2027 om 9.05 uur"),
        ("{{ at }}", "14 januari 2027 om 9.05 uur"),
        ("{{ none|hours }}{{ none|hour }}{{ none|moment }}{{ none|month }}", ""),
    ],
)
def test_pages_write_them_so(template: str, words: str) -> None:
    facts = {
        "day": date(2027, 1, 14),
        "start": time(9, 30),
        "end": time(11, 5),
        "at": datetime(2027, 1, 14, 8, 5, tzinfo=UTC),
        "none": None,
    }
    assert Template("{% load text %}" + template).render(Context(facts)) == words


def test_mails_and_files_write_them_so() -> None:
    start, end = time(9, 30), time(11, 0)
    assert dates.at_hours(start) == "om 9.30 uur"
    assert dates.at_hours(start, end) == "van 9.30 tot 11.00 uur"
    assert dates.hours(time(0, 5)) == "0.05 uur"
