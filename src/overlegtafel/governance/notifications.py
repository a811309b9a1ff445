"""What is told about a place at a table."""

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.accounts.services import password_link
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
