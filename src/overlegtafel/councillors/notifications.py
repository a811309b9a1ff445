"""What councillors, and who answers them, hear by mail."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from overlegtafel.accounts.models import User
from overlegtafel.agreements.models import Agreement
from overlegtafel.common import clock
from overlegtafel.common.dates import spoken
from overlegtafel.common.models import valid_on
from overlegtafel.councillors.models import CouncilLetter, CouncillorQuestion, Following
from overlegtafel.councillors.queries import as_text, councillors_of
from overlegtafel.councillors.states import QuestionState
from overlegtafel.governance.secretariats import answers_to, secretariat_of
from overlegtafel.organizations.models import Mandate, PostRole
from overlegtafel.outbox.services import Addressed, queue, queue_all

_OWNERS = (PostRole.DIRECTOR, PostRole.OFFICER, PostRole.STAFF)
"""Who of an organization hears that it has a question to answer."""
QUOTED = 300


def _address(name: str, *args: object) -> str:
    return f"{settings.SITE_ADDRESS}{reverse(name, args=args)}"


def _quote(text: str) -> str:
    """The beginning of what somebody typed, for a mail."""
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()}…"


def owners_of(question: CouncillorQuestion) -> list[User]:
    """Who a question waits for: people of whom it was given to, else the secretariat."""
    if question.owner_id is None:
        return secretariat_of(question.body_id)
    mandates = Mandate.objects.filter(
        valid_on(clock.today()), post__organization=question.owner_id, post__role__in=_OWNERS
    )
    found = User.objects.filter(person__in=mandates.values("person"), is_active=True)
    return list(found.order_by("pk")) or secretariat_of(question.body_id)


def tell_owners(question: CouncillorQuestion, occasion: str, opening: str) -> int:
    """Queue to who a question waits for; return how many. ``occasion`` makes the mail unique."""
    told, answers = 0, answers_to(question.body_id)
    for user in owners_of(question):
        text = (
            f"Dag {user.name},\n\n{opening}\n\n“{_quote(question.text)}”\n\n"
            f"Ze gaat over: {question.about_words}. Het antwoord is er voor de raadsleden van "
            f"alle besturen, uiterlijk op {spoken(question.due_on)}."
        )
        told += bool(
            queue(
                kind="councillor_question",
                recipient=user,
                subject=f"Vraag van {question.from_words}: {question.about_words}",
                text=text,
                key=f"councillor_question:{question.pk}:{occasion}:{user.pk}",
                reply_to=answers,
                action=(
                    "De vraag lezen en beantwoorden",
                    _address("councillor_question", question.body.slug, question.pk),
                ),
            )
        )
    return told


def tell_answer(question: CouncillorQuestion) -> int:
    """Queue what became of a question to who asked it and who follows its dossier.

    Only to who is still a councillor of a member.
    """
    listeners = {question.asked_by_id}
    if question.state != QuestionState.MERGED:
        dossier = question.dossier_id or (
            question.agreement.item.dossier_id if question.agreement is not None else None
        )
        following = Following.objects.filter(dossier=dossier, dossier__is_internal=False)
        listeners |= set(following.values_list("user", flat=True))
        listeners |= set(question.merged.values_list("asked_by", flat=True))
    became = {
        QuestionState.ANSWERED: ("Antwoord op een vraag van een raadslid", "Het antwoord:"),
        QuestionState.DECLINED: ("Een vraag van een raadslid krijgt geen antwoord", "De reden:"),
        QuestionState.MERGED: ("Uw vraag hoort bij een andere vraag", "Ze krijgen samen antwoord."),
    }[QuestionState(question.state)]
    told, answers = 0, answers_to(question.body_id)
    for user in councillors_of(question.body).filter(pk__in=listeners):
        own = user.pk == question.asked_by_id
        whose = "Uw vraag" if own else f"De vraag van {question.from_words}"
        text = (
            f"Dag {user.name},\n\n{whose} over {question.about_words}:\n\n"
            f"“{_quote(question.text)}”\n\n{became[1]}\n\n{question.answer}"
        )
        told += bool(
            queue(
                kind="followed",
                recipient=user,
                subject=f"{became[0]}: {question.about_words}",
                text=f"{text.rstrip()}\n",
                key=f"followed:question:{question.pk}:{question.state}:{user.pk}",
                reply_to=answers,
                action=(
                    "Lezen",
                    _address("councillor_question", question.body.slug, question.pk),
                ),
            )
        )
    return told


def tell_followers(followings: Iterable[Following], agreements: list[Agreement]) -> int:
    """Queue news of one dossier to who follows it; return how many mails."""
    told = 0
    answers: dict[int, str] = {}
    for each in followings:
        new = [one for one in agreements if one.pk not in each.told]
        if not new:
            continue
        lines = [f"- {one.title}, uiterlijk op {spoken(one.due_on)}" for one in new]
        about = "Er is een nieuwe afspraak" if len(new) == 1 else "Er zijn nieuwe afspraken"
        text = (
            f"Dag {each.user.name},\n\n{about} in het dossier “{each.dossier.title}”:\n\n"
            + "\n".join(lines)
        )
        place = (each.dossier.body.slug, each.dossier.reference)
        body_id = each.dossier.body_id
        if body_id not in answers:
            answers[body_id] = answers_to(body_id)
        told += bool(
            queue(
                kind="followed",
                recipient=each.user,
                subject=f"{about}: {each.dossier.title}",
                text=f"{text}\n",
                key=f"followed:dossier:{each.pk}:{'-'.join(str(one.pk) for one in new)}",
                action=("Naar het dossier", _address("councillor_dossier", *place)),
                reply_to=answers[body_id],
            )
        )
    return told


def send_to_councils(letter: CouncilLetter) -> int:
    """Queue a letter to the councillors of every member; return how many there are (R69).

    Who wants none is heard by the outbox; it counts here all the same.
    """
    text = as_text(letter.opening, letter.content, letter.closing)
    address = _address("council_letter", letter.body.slug, letter.meeting.held_on.isoformat())
    action = ("Lezen, een vraag stellen of een dossier volgen", address)
    readers = list(councillors_of(letter.body))
    queue_all(
        kind="council_letter",
        mails=[Addressed(user, f"{text}\n", action) for user in readers],
        subject=f"Raadsbrief {letter.body.name}, {spoken(letter.meeting.held_on)}",
        key=f"council_letter:{letter.pk}",
        reply_to=answers_to(letter.body_id),
    )
    return len(readers)
