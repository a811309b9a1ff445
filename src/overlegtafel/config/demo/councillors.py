"""What councillors asked and follow, and the letter to the councils after a meeting."""

from functools import partial

from overlegtafel.config.demo.story import Story
from overlegtafel.councillors.models import CouncillorQuestion
from overlegtafel.councillors.services import (
    answer_question,
    ask_question,
    follow_dossier,
    save_letter,
    send_letter,
)
from overlegtafel.dossiers.models import Dossier
from overlegtafel.meetings.models import Meeting
from overlegtafel.meetings.states import MeetingState

ASKED_ABOUT = "A-D07"
QUESTION = "Wat gebeurt er als één gemeenteraad de regiomobiliteit niet goedkeurt?"
ANSWER = (
    "De clausule werkt tussen de besturen die ze wel opnemen. Personeel van een bestuur dat ze "
    "niet opneemt, kan er geen gebruik van maken. De andere besturen hoeven niets te herzien."
)
WAITING = "Komt er in het voorjaar weer een infoavond, en mogen we zelf een onderwerp voorstellen?"
FOLLOWED = {"raadslid.lede": "D-05", "raadslid.tielt": "M-01"}
OPENING = (
    "Beste raadsleden,\n\n"
    "Dit leverde het laatste Midwestoverleg op. Dezelfde brief gaat naar de raadsleden van alle "
    "vijftien besturen."
)
CLOSING = (
    "Een vraag? Stel ze bij de afspraak of het dossier: het antwoord is er voor iedereen.\n\n"
    "Communicatie DVV Midwest"
)


def plan_councillors(story: Story) -> None:
    """A question with its answer, one that waits, what is followed, and a letter."""
    now, asked = story.scenario.moment, list[CouncillorQuestion]()
    story.plan(now("2026-11-04", "20:15"), partial(_ask, story, asked))
    story.plan(now("2026-11-09", "11:00"), partial(_answer, story, asked))
    for key, reference in FOLLOWED.items():
        story.plan(now("2026-11-10", "21:05"), partial(_follow, story, key, reference))
    story.plan(now("2026-11-23", "10:40"), partial(_write, story))
    story.plan(now("2026-11-24", "21:30"), partial(_wonder, story))


def _ask(story: Story, asked: list[CouncillorQuestion]) -> None:
    asked.append(
        ask_question(
            actor=story.cast.users["raadslid.lede"],
            body=story.tables.bodies["DBO"],
            agreement=story.agreements[ASKED_ABOUT],
            text=QUESTION,
        )
    )


def _answer(story: Story, asked: list[CouncillorQuestion]) -> None:
    answer_question(actor=story.cast.secretary("DBO"), question=asked[0], answer=ANSWER)


def _wonder(story: Story) -> None:
    tielt = story.cast.users["raadslid.tielt"]
    ask_question(actor=tielt, body=story.tables.bodies["MWO"], text=WAITING)


def _follow(story: Story, key: str, reference: str) -> None:
    dossier = Dossier.objects.select_related("body").get(reference=reference)
    follow_dossier(actor=story.cast.users[key], dossier=dossier)


def _write(story: Story) -> None:
    """Communication writes about the last approved meeting; the secretariat sends it."""
    meeting = (
        Meeting.objects.filter(body=story.tables.bodies["MWO"], state=MeetingState.APPROVED)
        .select_related("body")
        .order_by("-held_on")[0]
    )
    letter = save_letter(
        actor=story.cast.users["communicatie.dvv"],
        meeting=meeting,
        opening=OPENING,
        closing=CLOSING,
        expected_revision=0,
    )
    send_letter(actor=story.cast.secretary("MWO"), letter=letter, expected_revision=letter.revision)
