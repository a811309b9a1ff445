"""Who has a dossier, and who prepares it (R103, R106, R107)."""

from datetime import date

from django.db import transaction

from overlegtafel.accounts.models import User
from overlegtafel.audit.services import changed_in_words, record
from overlegtafel.common import clock
from overlegtafel.common.errors import Invalid
from overlegtafel.dossiers.models import CoPreparer, Dossier, HandOver
from overlegtafel.dossiers.policy import require_hand
from overlegtafel.dossiers.services.opening import refuse_closed
from overlegtafel.dossiers.states import PreparerKind
from overlegtafel.governance.policy import require
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import Classification, Organization

_KIND_OF = {
    Classification.MUNICIPALITY: PreparerKind.LOCAL_GOVERNMENT,
    Classification.INTERMUNICIPAL: PreparerKind.IGS_EXPERT,
    Classification.PARTNER: PreparerKind.PARTNER,
}
"""What kind an organization is as long as nobody says otherwise."""


@transaction.atomic
def hand_over(
    *,
    actor: User,
    dossier: Dossier,
    to_owner: Organization | None,
    handed_on: date,
    reason: str,
    to_label: str = "",
    contact: str = "",
) -> HandOver:
    """Give a dossier another owner from a day, with the reason; who had it stays written (R103).

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, dossier.body, Task.DOSSIERS, dossier)
    current = Dossier.objects.select_for_update().get(pk=dossier.pk)
    refuse_closed(current)
    if to_owner is None and not to_label.strip():
        raise Invalid("Kies wie het dossier overneemt.", field="to_owner")
    if (to_owner, to_label) == (current.owner, current.owner_label):
        raise Invalid("Dat is nu al de eigenaar.", field="to_owner")
    if not reason.strip():
        raise Invalid("Schrijf waarom, in één zin.", field="reason")
    _check_day(current, handed_on)
    step = HandOver.objects.create(
        dossier=current,
        from_owner=current.owner,
        from_label=current.owner_label,
        to_owner=to_owner,
        to_label=to_label,
        handed_on=handed_on,
        reason=reason,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    Dossier.objects.filter(pk=dossier.pk).update(
        owner=to_owner, owner_label=to_label, owner_contact=contact, owner_since=handed_on
    )
    dossier.refresh_from_db()
    record(
        "dossier.handed_over",
        dossier,
        actor=actor,
        changes={
            "owner": (step.from_words, step.to_words),
            "owner_since": (current.owner_since, handed_on),
        },
        reason=reason,
        body_id=dossier.body_id,
    )
    return step


@transaction.atomic
def set_preparer(
    *,
    actor: User,
    dossier: Dossier,
    preparer: Organization | None,
    preparer_kind: PreparerKind | str = "",
    preparer_label: str = "",
    preparer_contact: str = "",
    preparer_from: date | None = None,
    preparer_until: date | None = None,
) -> Dossier:
    """Settle who prepares a dossier and for how long (R85); all empty leaves it to the charter.

    Raises ``NotAllowed``, ``WrongMoment``, ``Invalid``.
    """
    require(actor, dossier.body, Task.DOSSIERS, dossier)
    current = Dossier.objects.select_for_update().get(pk=dossier.pk)
    refuse_closed(current)
    if preparer_from and preparer_until and preparer_until < preparer_from:
        raise Invalid("De afspraak eindigt vóór ze begint.", field="preparer_until")
    if preparer_kind and preparer_kind not in PreparerKind.values:
        raise Invalid("Kies een van de soorten.", field="preparer_kind")
    known = Classification(preparer.classification) if preparer else None
    new = {
        "preparer": preparer,
        "preparer_kind": preparer_kind or (_KIND_OF.get(known, "") if known else ""),
        "preparer_label": preparer_label,
        "preparer_contact": preparer_contact,
        "preparer_from": preparer_from,
        "preparer_until": preparer_until,
    }
    changes = changed_in_words(current, new)
    if changes:
        Dossier.objects.filter(pk=dossier.pk).update(**new)
        dossier.refresh_from_db()
        record(
            "dossier.preparer_set", dossier, actor=actor, changes=changes, body_id=dossier.body_id
        )
    return dossier


@transaction.atomic
def name_co_preparer(
    *, actor: User, dossier: Dossier, municipality: Organization, who: str
) -> CoPreparer:
    """Say who in a municipality helps to prepare (R107); the same municipality again replaces.

    By the owner, or who runs the table's dossiers. Raises ``NotAllowed``, ``WrongMoment``,
    ``Invalid``.
    """
    require_hand(actor, dossier)
    refuse_closed(Dossier.objects.select_for_update().get(pk=dossier.pk))
    if municipality.classification != Classification.MUNICIPALITY:
        raise Invalid("Kies een lokaal bestuur.", field="municipality")
    if not who.strip():
        raise Invalid("Schrijf wie het is, of hoe men die bereikt.", field="who")
    old = CoPreparer.objects.filter(dossier=dossier, municipality=municipality).first()
    row, _ = CoPreparer.objects.update_or_create(
        dossier=dossier, municipality=municipality, defaults={"who": who}
    )
    record(
        "dossier.co_preparer_named",
        dossier,
        actor=actor,
        changes={"co_preparer": (str(old or ""), str(row))},
        body_id=dossier.body_id,
    )
    return row


@transaction.atomic
def drop_co_preparer(*, actor: User, co_preparer: CoPreparer) -> None:
    """Take a co-preparer off a dossier. Raises ``NotAllowed``, ``WrongMoment``."""
    dossier = co_preparer.dossier
    require_hand(actor, dossier)
    refuse_closed(Dossier.objects.select_for_update().get(pk=dossier.pk))
    words = str(co_preparer)
    co_preparer.delete()
    record(
        "dossier.co_preparer_dropped",
        dossier,
        actor=actor,
        changes={"co_preparer": (words, "")},
        body_id=dossier.body_id,
    )


def _check_day(current: Dossier, handed_on: date) -> None:
    if handed_on > clock.today():
        raise Invalid("Die dag moet nog komen.", field="handed_on")
    if current.owner_since and handed_on < current.owner_since:
        raise Invalid("Toen was de vorige eigenaar er nog niet.", field="handed_on")
