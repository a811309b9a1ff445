"""What is told about a place at a table, and about the chair's go-ahead."""

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import invitation_link
from overlegtafel.accounts.tokens import last_day_of_invitation
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.models import valid_on
from overlegtafel.governance.clearing import about
from overlegtafel.governance.models import Clearance, GoverningBody, RoleGrant
from overlegtafel.governance.secretariats import answers_to
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Mandate, Organization, Person, PostRole
from overlegtafel.outbox.services import queue


def tell_invited(
    user: User,
    *,
    inviter: User,
    body: GoverningBody | None,
    place: str,
    key: str,
    since: date | None = None,
) -> None:
    """Tell who was invited to what, by whom, and how to come in (R65).

    ``since`` is the first day of the place; with a link to choose a password, unless there is
    one already.
    """
    site, there = settings.SITE_NAME, body.name if body else settings.SITE_NAME
    where = there if body is None else f"{there} op {site}"
    role = f" als {place}" if place else ""
    host = "" if inviter.is_system else f"{_host(inviter, body)} nodigt u uit voor {there}{role}."
    parts = [
        f"Dag {user.name},",
        host or f"U krijgt toegang tot {where}{role}.",
        _purpose(body),
        _from_when(since),
        _way_in(user, body, since, inviter),
        _answer_to(inviter),
    ]
    queue(
        kind="account.invitation",
        recipient=user,
        subject=f"Uitnodiging voor {where}" + (f": {place}" if place else ""),
        text="\n\n".join(part for part in parts if part) + "\n",
        key=key,
        reply_to=answers_to(body.pk) if body else "",
    )


def tell_role(grant: RoleGrant, giver: User) -> None:
    """Tell who chairs, runs or accompanies a table from now on, or from a later day.

    Nobody hears of what they did themselves, nor of what the system loaded.
    """
    user, body = grant.person.user, grant.body
    if user is None or giver.is_system or user.pk == giver.pk or grant.role not in _TOLD_ROLES:
        return
    role, since = grant.get_role_display(), grant.valid_from
    parts = [
        f"Dag {user.name},",
        f"{_host(giver, body)} gaf u een rol: u bent {role} van {body.name}.",
        _from_when(since),
        _way_in(user, body, since, giver),
        _answer_to(giver),
    ]
    queue(
        kind="role.granted",
        recipient=user,
        subject=f"{body.name}: u bent {role}" + (f" {_later(since)}" if _later(since) else ""),
        text="\n\n".join(part for part in parts if part) + "\n",
        key=f"role:{grant.pk}",
        reply_to=answers_to(body.pk),
    )


_TOLD_ROLES = (TableRole.CHAIR, TableRole.SUPPORT, TableRole.PARTNER)


def _host(inviter: User, body: GoverningBody | None) -> str:
    """Who invites, with the organization that this person speaks for at the table."""
    mine = valid_on(clock.today()) & Q(person__user=inviter)
    grants = RoleGrant.objects.filter(mine, body=body, organization__isnull=False)
    posts = Mandate.objects.filter(mine)
    house = (
        grants.values_list("organization__name", flat=True).first()
        or posts.values_list("post__organization__name", flat=True).first()
    )
    return f"{inviter.name} ({house})" if house else inviter.name


def _purpose(body: GoverningBody | None) -> str:
    site = settings.SITE_NAME
    if body is None:
        return f"{site} is de website waar besturen hun overleg voorbereiden en opvolgen."
    said = " ".join(body.purpose.split())
    about = f"Waarvoor het dient: {said}\n" if said else ""
    return f"{about}{site} is de website met de agenda en de afspraken van {body.name}."


def _later(since: date | None) -> str:
    return f"vanaf {spoken(since)}" if since and since > clock.today() else ""


def _from_when(since: date | None) -> str:
    return f"Dit geldt {_later(since)}." if _later(since) else ""


def _way_in(user: User, body: GoverningBody | None, since: date | None, host: User) -> str:
    """The one thing to do: choose a password, or sign in; then straight to the table."""
    onward = f"/tafels/{body.slug}/" if body and not _later(since) else ""
    login = f"{settings.SITE_ADDRESS}{reverse('account_login')}"
    if user.has_usable_password():
        return f"Aanmelden: {login}" + (f"?next={onward}" if onward else "")
    again = "" if host.is_system else f", of vraag {host.name} om de uitnodiging opnieuw te sturen"
    return (
        f"Kies uw wachtwoord:\n{invitation_link(user, onward)}\n\n"
        "De link is voor u alleen, werkt één keer en blijft geldig tot en met "
        f"{spoken(last_day_of_invitation())}. Is die dag voorbij? Vraag een nieuwe link met "
        f"“Wachtwoord vergeten?” op {login}{again}."
    )


def _answer_to(inviter: User) -> str:
    if inviter.is_system:
        return ""
    return (
        "Een vraag, of twijfelt u of deze mail echt is? Dat vraagt u aan "
        f"{inviter.name}: {inviter.email}"
    )


def tell_directors(
    person: Person, organization: Organization, role: str, body: GoverningBody, *, inviter: User
) -> None:
    """Tell a municipality's general director who was invited for it, as what and by whom."""
    day, moment = clock.today(), clock.now().timestamp()
    directing = Mandate.objects.filter(
        valid_on(day), post__organization=organization, post__role=PostRole.DIRECTOR
    ).select_related("person__user")
    page = f"{settings.SITE_ADDRESS}/besturen/{organization.slug}/"
    host = settings.SITE_NAME if inviter.is_system else inviter.name
    answers = answers_to(body.pk)
    for mandate in directing:
        director = mandate.person.user
        if director is None or director.pk in (person.user_id, inviter.pk):
            continue
        queue(
            kind="account.invited_for_us",
            recipient=director,
            subject=f"{body.short_name}: {person.name} is uitgenodigd als {role} van "
            f"{organization}",
            text=f"Dag {director.name},\n\n{host} nodigde {person.name} uit als {role} van "
            f"{organization}, voor {body.name}.\n\nKlopt dat niet, neem dan contact op met "
            f"het secretariaat van {body.name}.\n\n{page}\n",
            key=f"invited:{body.pk}:{person.pk}:{role}:{organization.pk}:{director.pk}"
            f":{moment:.0f}",
            reply_to=answers,
        )


def tell_chairs(clearance: Clearance) -> None:
    """Tell who chairs the table that the secretariat asks a go-ahead, and for what exactly."""
    body = clearance.body
    page = f"{settings.SITE_ADDRESS}/tafels/{body.slug}/akkoord/"
    chairs = User.objects.filter(
        valid_on(clock.today(), "person__role_grants__"),
        person__role_grants__body=body,
        person__role_grants__role=TableRole.CHAIR,
    ).distinct()
    answers = answers_to(body.pk)
    for chair in chairs.exclude(pk=clearance.asked_by_id):
        words = about(clearance, chair).words
        queue(
            kind="clearance.asked",
            recipient=chair,
            subject=f"{body.short_name}: uw akkoord gevraagd",
            text=f"Dag {chair.name},\n\n{clearance.asked_by} vraagt uw akkoord: "
            f"{clearance.get_task_display()} ({clearance.subject_label}).\n\n"
            + (f"{words}\n\n" if words else "")
            + f"Lezen en antwoorden:\n{page}\n",
            key=f"clearance:{clearance.pk}:{clearance.asked_at.timestamp():.0f}:{chair.pk}",
            reply_to=answers,
        )


def tell_asker(clearance: Clearance) -> None:
    """Tell who asked that the chair agrees, with the way to go on."""
    if clearance.asked_by_id == clearance.given_by_id or clearance.given_at is None:
        return
    body = clearance.body
    queue(
        kind="clearance.given",
        recipient=clearance.asked_by,
        subject=f"{body.short_name}: de voorzitter is akkoord",
        text=f"Dag {clearance.asked_by.name},\n\n{clearance.given_by} is akkoord: "
        f"{clearance.get_task_display()} ({clearance.subject_label}).\n\n"
        "Nu kunt u verder:\n"
        f"{settings.SITE_ADDRESS}{about(clearance, clearance.asked_by).onward}\n",
        key=f"cleared:{clearance.pk}:{clearance.given_at.timestamp():.0f}",
        reply_to=answers_to(body.pk),
    )


def tell_declined(clearance: Clearance, chair: User, reason: str) -> None:
    """Tell who asked that the chair does not agree, and why."""
    if clearance.asked_by_id == chair.pk:
        return
    body, asked = clearance.body, clearance.asked_by
    queue(
        kind="clearance.declined",
        recipient=asked,
        subject=f"{body.short_name}: de voorzitter is niet akkoord",
        text=f"Dag {asked.name},\n\n{chair.name} is niet akkoord: "
        f"{clearance.get_task_display()} ({clearance.subject_label}).\n\n"
        f"Waarom:\n{reason.strip()}\n\nPas het aan en vraag daarna opnieuw akkoord:\n"
        f"{settings.SITE_ADDRESS}{about(clearance, asked).mend}\n",
        key=f"declined:{clearance.pk}:{clearance.asked_at.timestamp():.0f}",
        reply_to=answers_to(body.pk),
    )
