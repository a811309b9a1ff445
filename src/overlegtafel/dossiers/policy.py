"""Who sees and runs dossiers."""

from django.db.models import Q, QuerySet

from overlegtafel.accounts.models import User
from overlegtafel.dossiers.models import CoPreparer, Dossier, Lesson
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.policy import may, require, standing_of
from overlegtafel.governance.states import Task
from overlegtafel.organizations.models import PostRole

_OWNING = (PostRole.MAYOR, PostRole.DIRECTOR, PostRole.OFFICER, PostRole.STAFF, PostRole.CHAIR)
"""Whose hands the owner's dossier is in."""
PREPARING = (PostRole.MAYOR, PostRole.DIRECTOR, PostRole.STAFF, PostRole.EXPERT)
"""Who of a (co-)preparing organization reads along, also what stays inside."""


def dossiers_visible_to(actor: User) -> QuerySet[Dossier]:
    """The dossiers of the tables in whose circle the actor is, and those of its organization.

    One with internal effects is only for insiders (R109): the wider circle doesn't see it, but
    who owns or prepares it does. So does a partner that has it.
    """
    if actor.is_system:
        return Dossier.objects.all()
    standing = standing_of(actor)
    preparing = standing.organizations(PREPARING)
    partners = Q(owner__in=standing.partner_for) | Q(preparer__in=standing.partner_for)
    helped = CoPreparer.objects.filter(municipality__in=preparing)
    return Dossier.objects.filter(
        Q(body__in=standing.insider_of)
        | Q(body__in=standing.circle_of, is_internal=False)
        | Q(owner__in=standing.organizations(_OWNING))
        | Q(preparer__in=preparing)
        | Q(pk__in=helped.values("dossier"))
        | (Q(body__in=standing.partner_of) & partners)
    )


def can_see(actor: User, dossier: Dossier) -> bool:
    """The same answer for one dossier; asks the database only where a stricter sight holds."""
    standing = standing_of(actor)
    if actor.is_system or dossier.body_id in standing.insider_of:
        return True
    if not dossier.is_internal and dossier.body_id in standing.circle_of:
        return True
    return dossiers_visible_to(actor).filter(pk=dossier.pk).exists()


def lessons_visible_to(actor: User) -> QuerySet[Lesson]:
    """The lessons of the dossiers that the actor sees."""
    return Lesson.objects.filter(dossier__in=dossiers_visible_to(actor))


def can_open_dossier(actor: User, body: GoverningBody) -> bool:
    """Whether the actor starts, hands over and closes dossiers of the table."""
    return may(actor, body, Task.DOSSIERS)


def owns(actor: User, dossier: Dossier) -> bool:
    """Whether the actor works for the owner, so that the dossier is in its hands (R103)."""
    if dossier.owner_id is None:
        return False
    standing = standing_of(actor)
    return standing.holds(dossier.owner_id, *_OWNING) or (
        dossier.body_id in standing.partner_of and dossier.owner_id in standing.partner_for
    )


def can_edit(actor: User, dossier: Dossier) -> bool:
    """Whether the actor writes its text and names who helps: its owner, and who runs the table."""
    return dossier.body.ended_on is None and (
        owns(actor, dossier) or can_open_dossier(actor, dossier.body)
    )


def can_note_finding(actor: User, dossier: Dossier) -> bool:
    """Whether the actor says what a test case shows: insiders, and who may edit it."""
    inside = dossier.body_id in standing_of(actor).insider_of
    return dossier.is_test_case and (
        can_edit(actor, dossier) or (inside and dossier.body.ended_on is None)
    )


def require_hand(actor: User, dossier: Dossier) -> None:
    """Let the owner go on, or who the charter lets run dossiers.

    Raises ``NotAllowed``, ``WrongMoment``.
    """
    if owns(actor, dossier) and dossier.body.ended_on is None:
        return
    require(actor, dossier.body, Task.DOSSIERS, dossier)
