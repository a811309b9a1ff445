"""What someone looked at before confirming: it travels signed in the form, and is kept nowhere."""

from typing import Any

from django.core import signing

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.errors import NotVisible, WrongMoment
from overlegtafel.organizations.models import Organization


def as_looked_at(
    content: dict[str, Any], actor: User, municipality: Organization, salt: str
) -> str:
    """``content`` for this person, this municipality and today only."""
    stamp = {
        "user": actor.pk,
        "municipality": municipality.pk,
        "on": clock.today().isoformat(),
    }
    return signing.dumps(stamp | content, salt=salt, compress=True)


def what_was_looked_at(
    token: str, actor: User, municipality: Organization, salt: str
) -> dict[str, Any]:
    """The content again. Raises ``NotVisible`` when it is not ours, ``WrongMoment`` when over."""
    try:
        content: dict[str, Any] = signing.loads(token, salt=salt)
    except signing.BadSignature:
        raise NotVisible from None
    own = (content["user"], content["municipality"]) == (actor.pk, municipality.pk)
    if not own or content["on"] != clock.today().isoformat():
        raise WrongMoment("Dit is niet meer na te gaan. Lees het bestand opnieuw in.")
    return content
