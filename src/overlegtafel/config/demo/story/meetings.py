"""The year of meetings, from the plan to the approved report, with the chain around each."""

from datetime import time
from functools import partial
from typing import Any

from overlegtafel.config.demo.scenario import Facts
from overlegtafel.config.demo.story import Story
from overlegtafel.config.demo.story.agreements import agree
from overlegtafel.config.demo.story.proposals import propose_item, travel
from overlegtafel.config.demo.working import CHAIRS
from overlegtafel.dossiers.states import Category, Function, Reason
from overlegtafel.governance.policy import authority_of
from overlegtafel.governance.services import ask_clearance, give_clearance
from overlegtafel.governance.states import Authority, Task
from overlegtafel.meetings.models import Attendance, Meeting
from overlegtafel.meetings.reports import remark_day
from overlegtafel.meetings.services import (
    approve_minutes,
    close_meeting,
    convene_meeting,
    open_meeting,
    place_on_agenda,
    plan_meeting,
    record_presence,
    remark_on_report,
    save_minutes,
    send_concept,
)
from overlegtafel.meetings.states import Outcome, Presence
from overlegtafel.proposals.services import (
    draft_proposal,
    submit_proposal,
)

CITIES = ("Aalst", "Dendermonde", "Geraardsbergen", "Ninove", "Izegem", "Roeselare", "Tielt")
REMARK = "De raden waarover we spraken, zijn die tot half november. Graag erbij zetten."
FOR_NOW = "regiocoördinator, tot er een eigenaar is"
"""Who prepares what comes on an agenda while nobody is named."""


def meet(story: Story, table: str) -> None:
    """The table's year: planned in one go, then meeting by meeting, with its chain."""
    year = story.scenario.meetings(table)
    for count, facts in enumerate(year):
        later = year[count + 1] if count + 1 < len(year) else None
        story.plan(
            story.scenario.moment("2025-12-08", "10:00", minutes=count),
            partial(_plan_meeting, story, table, facts),
        )
        _prepare(story, table, facts)
        if facts["status"] != "gepland":
            _hold(story, table, facts, later)


def _prepare(story: Story, table: str, facts: Facts) -> None:
    now = story.scenario.moment
    key, due = _key(facts), facts["voorstellen_tot"]
    planned = facts["status"] == "gepland"
    for number, item in enumerate(facts["punten"], 1):
        typed = now("2026-11-18", "10:00", minutes=17 * number) if planned else None
        moment = typed or now(due, "10:00", minutes=17 * number, days=-number - 1)
        label = f"{key}.{number}"
        story.plan(moment, partial(propose_item, story, table, label, item, facts["datum"]))
        travels = now("2026-11-20", "11:00", minutes=4 * number) if planned else None
        story.plan(
            travels or now(due, "11:00", minutes=4 * number),
            partial(travel, story, table, label),
        )
        ready = now("2026-11-20", "16:00", minutes=4 * number) if planned else None
        story.plan(
            ready or now(due, "16:00", minutes=4 * number),
            partial(_place, story, table, key, label),
        )
    for link, _ in _chain(facts):
        label = f"{key} {link}"
        story.plan(
            now("2026-11-20", "15:00") if planned else now(due, "15:00"),
            partial(_prepare_link, story, link, label),
        )


def _hold(story: Story, table: str, facts: Facts, later: Facts | None) -> None:
    now, key, day = story.scenario.moment, _key(facts), facts["datum"]
    legs = [(table, key, "09:30" if table == "DBO" else "10:00")]
    legs += [(link, f"{key} {link}", begins) for link, begins in _chain(facts)]
    for body, leg, begins in legs:
        story.plan(now(facts["uitnodiging"], "10:00"), partial(_convene, story, body, leg))
        story.plan(now(day, begins), partial(_open, story, body, leg, facts["nr"]))
        for number in range(1, len(facts["punten"]) + 1) if leg == key else [0]:
            label = f"{key}.{number}" if number else leg
            moment = now(day, begins, minutes=15 + 18 * number)
            story.plan(moment, partial(_minute, story, body, leg, label, facts, number))
        story.plan(now(day, begins, minutes=115), partial(_close, story, body, leg))
        if leg != key and facts["status"] == "verslag goedgekeurd":
            story.plan(now(day, begins, days=21), partial(_approve, story, body, leg))
    if facts["status"] == "verslag concept":
        story.plan(now(day, begins, days=1), partial(_send_concept, story, table, key))
        story.plan(now(day, begins, days=2), partial(_remark, story, table, key))
    if later is not None and facts["status"] == "verslag goedgekeurd":
        story.plan(now(later["datum"], "10:10"), partial(_approve, story, table, key))


def _plan_meeting(story: Story, table: str, facts: Facts) -> None:
    key, day = _key(facts), story.scenario.day(facts["datum"])
    names = story.scenario.municipalities(table)
    host = names[(3 * facts["nr"]) % len(names)]
    place = f"{'Stadhuis' if host in CITIES else 'Gemeentehuis'} {host}"
    plan = partial(plan_meeting, actor=story.lead(table), held_on=day, location=place)
    links = dict(_chain(facts))
    before = None
    if "zoneraad" in links:
        before = plan(body=story.tables.bodies["zoneraad"], starts_at=time(8, 30), ends_at=time(10))
        story.meetings[f"{key} zoneraad"] = before
    moved = facts["verplaatst_van"]
    meeting = plan(
        body=story.tables.bodies[table],
        starts_at=time(9, 30) if table == "DBO" else time(10, 0),
        ends_at=time(12),
        proposals_due_on=story.scenario.day(facts["voorstellen_tot"]),
        moved_from=story.scenario.day_or_none(moved),
        moved_because=facts["reden"] or "",
        follows=before,
    )
    story.meetings[key] = meeting
    if "vervoerregioraad" in links:
        body = story.tables.bodies["vervoerregioraad"]
        after = plan(body=body, starts_at=time(13, 30), ends_at=time(15, 30), follows=meeting)
        story.meetings[f"{key} vervoerregioraad"] = after


def _prepare_link(story: Story, link: str, label: str) -> None:
    texts = story.scenario.texts["links"][link]
    lead = story.lead(link)
    proposal = draft_proposal(
        actor=lead,
        body=story.tables.bodies[link],
        title=texts["title"],
        summary=texts["summary"],
        function=Function.EXCHANGE,
        category=Category.INFORMATION,
        reasons=(Reason.INFORMATION,),
        brought_by=story.tables.organizations[link],
        brought_by_label=texts["by"],
    )
    story.proposals[label] = submit_proposal(actor=lead, proposal=proposal)
    _place(story, link, label, label)


def _place(story: Story, body: str, meeting: str, label: str) -> None:
    story.items[label] = place_on_agenda(
        actor=story.lead(body),
        meeting=story.meetings[meeting],
        proposal=story.proposals[label],
        preparer_label="" if story.proposals[label].preparer_label else FOR_NOW,
    )


def _convene(story: Story, body: str, key: str) -> None:
    _let_chair_agree(story, body, story.meetings[key])
    convene_meeting(actor=story.lead(body), meeting=story.meetings[key])


def _let_chair_agree(story: Story, table: str, meeting: Meeting) -> None:
    """Where the charter asks it, the chair lets the agenda go out."""
    body, staff = meeting.body, story.lead(table)
    if authority_of(staff, body, Task.CONVENE) == Authority.AFTER_CHAIR:
        both: dict[str, Any] = {"body": body, "task": Task.CONVENE, "subject": meeting}
        ask_clearance(actor=staff, **both)
        give_clearance(actor=story.cast.users[CHAIRS[table]], **both)


def _open(story: Story, body: str, key: str, number: int) -> None:
    meeting = open_meeting(actor=story.lead(body), meeting=story.meetings[key])
    rows = meeting.attendances.select_related("seat__municipality")
    present = {row.pk: _presence(row, number) for row in rows}
    record_presence(actor=story.lead(body), meeting=meeting, presences=present)


def _minute(story: Story, body: str, key: str, label: str, facts: Facts, number: int) -> None:
    texts = story.scenario.texts
    said = texts["items"][label] if number else texts["links"][body]
    item = story.items[label]
    item.meeting = story.meetings[key]
    story.items[label] = save_minutes(
        actor=story.lead(body),
        item=item,
        minutes=story.scenario.words(said["minutes"]),
        outcome=said.get("outcome", Outcome.NOTED),
        outcome_note=story.scenario.words(said["note"]),
        expected_revision=item.revision,
    )
    if number:
        outcome = facts["punten"][number - 1]["uitkomst"]
        for agreement in story.scenario.facts["afspraken"]:
            if f"afspraak {agreement['id']}:" in outcome:
                agree(story, body, label, agreement)


def _close(story: Story, body: str, key: str) -> None:
    close_meeting(actor=story.lead(body), meeting=story.meetings[key])


def _approve(story: Story, body: str, key: str) -> None:
    chair = story.cast.users[CHAIRS[body]] if body in CHAIRS else story.lead(body)
    approve_minutes(actor=chair, meeting=story.meetings[key])


def _send_concept(story: Story, body: str, key: str) -> None:
    meeting = story.meetings[key]
    until = remark_day(meeting)
    send_concept(actor=story.lead(body), meeting=meeting, remarks_until=until)


def _remark(story: Story, body: str, key: str) -> None:
    """The chair reads along, and asks to put one sentence right."""
    item = story.items[f"{key}.2"]
    item.meeting = story.meetings[key]
    remark_on_report(actor=story.cast.users[CHAIRS[body]], item=item, text=REMARK)


def _key(facts: Facts) -> str:
    return f"{facts['orgaan']} {facts['nr']}"


def _chain(facts: Facts) -> list[tuple[str, str]]:
    """The meetings before and after on the same day, with their hour."""
    links = " ".join(facts["keten"] or ())
    hours = (("zoneraad", "08:30"), ("vervoerregioraad", "13:30"))
    return [(link, hour) for link, hour in hours if link in links]


def _presence(row: Attendance, number: int) -> tuple[Presence, str]:
    """Mostly present; who is not follows from the seat and the meeting's number."""
    draw = (row.seat.order * 5 + number * 3) % 17
    if draw == 4:
        return Presence.EXCUSED, ""
    if draw == 11 and row.seat.municipality is not None:
        return Presence.REPLACED, f"Eerste schepen {row.seat.municipality}"
    return Presence.PRESENT, ""
