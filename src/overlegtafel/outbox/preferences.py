"""How much mail someone wants: chosen per topic, and held together in one mail a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.errors import NotVisible
from overlegtafel.outbox.identity import new_message_id
from overlegtafel.outbox.models import Message, Preference
from overlegtafel.outbox.topics import Delivery, Topic, topic_of

_SALT = "overlegtafel.outbox.preference"


def delivery_for(user: User, kind: str, is_urgent: bool = False) -> Delivery:
    """When this person wants mail of this kind; what is urgent waits for no overview."""
    return deliveries_for([user.pk], kind, is_urgent).get(user.pk, Delivery.NOW)


def deliveries_for(
    user_ids: Iterable[int], kind: str, is_urgent: bool = False
) -> dict[int, Delivery]:
    """The choices that differ from "at once", by the id of who made them: at most one query."""
    topic = topic_of(kind)
    if topic is None:
        return {}
    rows = Preference.objects.filter(user__in=list(user_ids), topic=topic)
    return {
        user: Delivery(delivery)
        for user, delivery in rows.exclude(delivery=Delivery.NOW).values_list("user", "delivery")
        if not (is_urgent and delivery == Delivery.DIGEST)
    }


def choices_of(user: User) -> dict[Topic, Delivery]:
    """What someone chose of every topic."""
    chosen = dict(Preference.objects.filter(user=user).values_list("topic", "delivery"))
    return {topic: Delivery(chosen.get(topic, Delivery.NOW)) for topic in Topic}


@transaction.atomic
def choose_delivery(*, actor: User, choices: Mapping[Topic, Delivery]) -> None:
    """Choose for oneself. What waited for an overview that is no longer wanted leaves at once."""
    for topic, delivery in choices.items():
        Preference.objects.update_or_create(
            user=actor,
            topic=topic,
            defaults={"delivery": delivery, "chosen_at": clock.now()},
        )
    wanted = [topic for topic, delivery in choices.items() if delivery == Delivery.NOW]
    held = Message.objects.filter(recipient=actor, state=Message.State.HELD)
    free = [pk for pk, kind in held.values_list("pk", "kind") if topic_of(kind) in wanted]
    held.filter(pk__in=free).update(state=Message.State.PENDING)


def way_out(user: User, topic: Topic) -> str:
    """The address where this person alone says how much mail of this topic is wanted."""
    token = signing.dumps([user.pk, topic.value], salt=_SALT, compress=True)
    return f"{settings.SITE_ADDRESS}{reverse('mail_choice', args=[token])}"


def choice_by(token: str) -> tuple[User, Topic]:
    """Whose choice of which topic this is about. Raises ``NotVisible`` for a made-up token."""
    try:
        pk, topic = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise NotVisible from None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        raise NotVisible
    return user, Topic(topic)


_SEVERAL = (
    "Dit overzicht komt van meer dan één overleg. Wilt u antwoorden, schrijf dan naar het adres "
    "bij het bericht zelf, en antwoord niet op deze mail."
)


@transaction.atomic
def make_overviews() -> int:
    """Put what is held for each person together in one message; return how many overviews.

    Once a day: a second time the same day adds nothing for who has one already.
    """
    today = clock.today()
    held = Message.objects.select_for_update().filter(state=Message.State.HELD)
    waiting: dict[int, list[Message]] = {}
    for message in held.filter(recipient__is_active=True).order_by("id"):
        waiting.setdefault(message.recipient_id or 0, []).append(message)
    made = 0
    for user in User.objects.filter(pk__in=waiting):
        made += _overview(user, waiting[user.pk], today)
    return made


def _overview(user: User, messages: list[Message], today: date) -> int:
    key = f"digest:{user.pk}:{today.isoformat()}"
    if Message.objects.filter(key=key).exists():
        return 0
    tables = {message.reply_to for message in messages}
    one = len(tables) == 1
    parts = [
        f"{number}. {message.subject}\n{indented(message.text)}{'' if one else _answer(message)}"
        for number, message in enumerate(messages, 1)
    ]
    if not one:
        parts.append(_SEVERAL)
    many = "1 bericht" if len(messages) == 1 else f"{len(messages)} berichten"
    overview = Message.objects.create(
        kind="digest",
        recipient=user,
        address=user.email,
        reply_to=messages[0].reply_to if one else "",
        subject=f"Overlegtafel: {many} op {spoken(today)}",
        text=f"Dag {user.name},\n\nDit is uw dagoverzicht.\n\n" + "\n\n".join(parts) + "\n",
        key=key,
        action_label="Naar Mijn tafel",
        action_url=f"{settings.SITE_ADDRESS}{reverse('my_table')}",
        message_id=new_message_id(),
        created_at=clock.now(),
    )
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(
        state=Message.State.BUNDLED, bundled_in=overview
    )
    return 1


def _answer(message: Message) -> str:
    """Where to write about one part of an overview of more tables."""
    return f"\n   Antwoorden: {message.reply_to}" if message.reply_to else ""


def indented(text: str) -> str:
    """A text under its own number."""
    return "\n".join(f"   {line}".rstrip() for line in text.strip().split("\n"))
