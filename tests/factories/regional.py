"""What one municipality keeps for its college and council, with secrets in it."""

from datetime import date
from typing import Any

from tests.factories.cast import Cast, Thread

from overlegtafel.feedback.queries import key_of, package_of
from overlegtafel.feedback.services import keep_package, put_on_agenda
from overlegtafel.feedback.states import PackageKind, RegionalOrgan
from overlegtafel.local_decisions.services import record_decision
from overlegtafel.printing.packages import compose


def regional_places(cast: Cast, shown: Thread, secret: str) -> dict[str, dict[str, Any]]:
    """A package of Lede with a secret paragraph, put on its college; a council item to count."""
    assert shown.meeting
    lede = {"slug": "lede"}
    kept = keep_package(
        actor=cast.director,
        package=package_of(cast.director, cast.towns["Lede"], "maand-2026-07"),
        own_text=f"{secret} eigen alinea",
        chosen=["map"],
        expected_revision=0,
    )
    item = put_on_agenda(
        actor=cast.director,
        package=kept,
        organ=RegionalOrgan.COLLEGE,
        meets_on=date(2026, 7, 7),
        text=compose(kept, RegionalOrgan.COLLEGE),
    )
    asked = shown.decisions["Lede"]
    record_decision(
        actor=cast.officer,
        decision=asked,
        verb="put_on_agenda",
        expected_revision=asked.revision,
        meets_on=date(2026, 12, 17),
    )
    key = {"key": key_of(PackageKind.AFTER, shown.meeting)}
    return {
        "article_8": lede,
        "regional_item": {**lede, "pk": item.pk},
        "regional_counts": {**lede, "decision": asked.pk},
        "article_8_year_file": {**lede, "kind": "csv"},
        "package": {**lede, **key},
        "package_agenda": {**lede, **key},
        "package_file": {**lede, **key, "organ": "college", "kind": "docx"},
    }
