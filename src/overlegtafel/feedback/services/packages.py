"""Packages: the own paragraph, the chosen content, and putting it on an agenda."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid, Stale, WrongMoment
from overlegtafel.feedback.contents import CONTENTS
from overlegtafel.feedback.models import Package, RegionalItem
from overlegtafel.feedback.policy import require_own
from overlegtafel.feedback.services.items import add_row
from overlegtafel.feedback.states import PackageKind, RegionalItemState, RegionalOrgan
from overlegtafel.feedback.text import PackageText


@transaction.atomic
def keep_package(
    *,
    actor: User,
    package: Package,
    own_text: str,
    expected_revision: int,
    chosen: Sequence[str] = (),
) -> Package:
    """Keep the own paragraph of a municipality and, for a month, which content it chose.

    ``package`` may be new (``queries.package_of``). Raises ``NotAllowed``, ``Stale``, ``Invalid``.
    """
    require_own(actor, package.municipality_id)
    if set(chosen) - set(CONTENTS):
        raise Invalid("Kies uit de lijst.", field="chosen")
    kept, made = _kept(package)
    if not made and kept.revision != expected_revision:
        raise Stale
    facts = {"own_text": own_text.strip(), "chosen": [key for key in CONTENTS if key in chosen]}
    changes = {
        name: (None if made else getattr(kept, name), facts[name])
        for name in facts
        if made or getattr(kept, name) != facts[name]
    }
    revision = kept.revision if made else F("revision") + 1
    Package.objects.filter(pk=kept.pk).update(**facts, revision=revision)
    kept.refresh_from_db()
    # The log is read by the table too: it tells that something changed, never what (R44).
    told = dict.fromkeys(changes, (None, "gewijzigd"))
    record("package.kept", kept, actor=actor, changes=told)
    return kept


@transaction.atomic
def put_on_agenda(
    *,
    actor: User,
    package: Package,
    organ: RegionalOrgan,
    meets_on: date,
    text: PackageText,
    agenda_reference: str = "",
    link: str = "",
) -> RegionalItem:
    """Lay down that a package is on an agenda: its text is frozen as proof (R44, R110).

    Raises ``NotAllowed``, ``Invalid``, ``WrongMoment`` when it stands there already.
    """
    require_own(actor, package.municipality_id)
    if text.organ != organ:
        raise Invalid("Deze tekst is voor een andere zitting gemaakt.", field="organ")
    if text.is_empty:
        raise Invalid("Kies eerst de inhoud, of schrijf een eigen alinea.", field="meets_on")
    if link and not link.startswith("https://"):
        raise Invalid("Het adres moet met https:// beginnen.", field="link")
    meeting = package.meeting
    if package.kind == PackageKind.AFTER and meeting is not None and meets_on < meeting.held_on:
        raise Invalid("Deze zitting valt vóór de vergadering.", field="meets_on")
    kept, _ = _kept(package)
    Package.objects.select_for_update().get(pk=kept.pk)
    there = RegionalItem.objects.filter(package=kept, organ=organ)
    if there.exclude(state=RegionalItemState.DROPPED).exists():
        raise WrongMoment("Dit staat al op die agenda.")
    return add_row(
        actor=actor,
        municipality=kept.municipality,
        organ=organ,
        meets_on=meets_on,
        is_done=meets_on <= clock.today(),
        title=text.title[:200],
        agenda_reference=agenda_reference,
        link=link,
        package=kept,
        content=text.as_document(),
    )


def _kept(package: Package) -> tuple[Package, bool]:
    """The row of a package, made when it is new; and whether it was."""
    return Package.objects.select_related("meeting", "municipality").get_or_create(
        municipality=package.municipality,
        kind=package.kind,
        meeting=package.meeting,
        month=package.month,
    )
