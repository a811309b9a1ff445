"""What is told about a place at a table."""

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import password_link
from overlegtafel.common import clock
from overlegtafel.common.models import valid_on
from overlegtafel.governance.models import Clearance, GoverningBody
from overlegtafel.governance.states import TableRole
from overlegtafel.organizations.models import Mandate, Organization, Person, PostRole
from overlegtafel.outbox.services import queue


def tell_invited(user: User, *, inviter: User, place: str, key: str) -> None:
    """Tell who was invited; with a link to choose a password, unless there is one already."""
    name = settings.SITE_NAME
    host = "" if inviter.is_system else f"{inviter.name} nodigt u uit. "
    if user.has_usable_password():
        how = f"Aanmelden: {settings.SITE_ADDRESS}{reverse('account_login')}"
    else:
        days = settings.PASSWORD_RESET_TIMEOUT // 86_400
        how = (
            f"Kies uw wachtwoord: {password_link(user)}\n\n"
            f"De link werkt één keer en blijft {days} dagen geldig. Later vraagt u een nieuwe "
            "aan met “Wachtwoord vergeten” op de aanmeldpagina."
        )
    queue(
        kind="account.invitation",
        recipient=user,
        subject=f"Uitnodiging voor {name}" + (f": {place}" if place else ""),
        text=f"Dag {user.name}\n\n{host}U krijgt toegang tot {name}"
        + (f" als {place}" if place else "")
        + f".\n\n{how}\n",
        key=key,
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
        )


def tell_chairs(clearance: Clearance) -> None:
    """Tell who chairs the table that the secretariat asks a go-ahead."""
    body = clearance.body
    page = f"{settings.SITE_ADDRESS}/tafels/{body.slug}/akkoord/"
    chairs = User.objects.filter(
        valid_on(clock.today(), "person__role_grants__"),
        person__role_grants__body=body,
        person__role_grants__role=TableRole.CHAIR,
    ).distinct()
    for chair in chairs:
        queue(
            kind="clearance.asked",
            recipient=chair,
            subject=f"{body.short_name}: uw akkoord gevraagd",
            text=f"Dag {chair.name},\n\n{clearance.asked_by} vraagt uw akkoord: "
            f"{clearance.get_task_display()} ({clearance.subject_label}).\n\n{page}\n",
            key=f"clearance:{clearance.pk}:{clearance.asked_at.timestamp():.0f}:{chair.pk}",
        )


def tell_asker(clearance: Clearance) -> None:
    """Tell who asked that the chair agrees."""
    if clearance.asked_by_id == clearance.given_by_id or clearance.given_at is None:
        return
    body = clearance.body
    queue(
        kind="clearance.given",
        recipient=clearance.asked_by,
        subject=f"{body.short_name}: de voorzitter is akkoord",
        text=f"Dag {clearance.asked_by.name},\n\n{clearance.given_by} is akkoord: "
        f"{clearance.get_task_display()} ({clearance.subject_label}).\n\n"
        f"{settings.SITE_ADDRESS}/tafels/{body.slug}/\n",
        key=f"cleared:{clearance.pk}:{clearance.given_at.timestamp():.0f}",
    )
