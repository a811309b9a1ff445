"""A world with something to see, hide and leak behind every address of the URL table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.copied_rows import made_once
from tests.factories.cast import Cast
from tests.factories.councils import councils_around, evenings_around, opened_meeting
from tests.factories.couplings import coupled
from tests.factories.drafts import draft_around
from tests.factories.fora import make_forum
from tests.factories.local_drafts import local_drafts_around
from tests.factories.meeting_day import meeting_day
from tests.factories.new_college import new_college_of
from tests.factories.positions import positions_around
from tests.factories.products import products_around
from tests.factories.regional import regional_places

from overlegtafel.common import clock
from overlegtafel.dossiers.content_checks import check_file
from overlegtafel.dossiers.models import Document
from overlegtafel.dossiers.services import (
    LessonWords,
    close_dossier,
    name_co_preparer,
    note_finding,
    open_dossier,
)
from overlegtafel.governance.models import (
    Charter,
    CollectedTheme,
    Evaluation,
    Involvement,
    RoleGrant,
    Seat,
    SharedPiece,
)
from overlegtafel.governance.models.charters import HOW_QUESTIONS
from overlegtafel.governance.rules import CharterRules
from overlegtafel.governance.services import (
    add_body_below,
    add_seat,
    add_seat_for_post,
    adopt_charter,
    collect_theme,
    draft_charter,
    involve_named,
    open_start_path,
    save_charter,
)
from overlegtafel.governance.services.evaluations import open_evaluation
from overlegtafel.governance.services.sharing import share_piece
from overlegtafel.governance.states import BodyKind, Involved, Openness, Situation
from overlegtafel.horizon.services import link_forum, name_guard, note_entry
from overlegtafel.local_decisions.links import report_link
from overlegtafel.meetings.services import (
    add_annex,
    add_to_dossier,
    approve_minutes,
    follow_calendar,
    place_on_agenda,
    remark_on_report,
)
from overlegtafel.meetings.subscriptions import token_of
from overlegtafel.organizations.models import PostRole
from overlegtafel.outbox.preferences import way_out
from overlegtafel.outbox.topics import Topic
from overlegtafel.proposals.models import Proposal
from overlegtafel.publication.services import release_agreement, release_meeting
from overlegtafel.publication.states import LocalDetail
from overlegtafel.reporting.sharing import pieces_to_share

SECRET = "Vertrouwelijk-K7Q"
"""In every title that is not released; it may never reach who has no right to it."""
NOT_OURS = ("account/", "api/")
"""allauth's own pages (tests/accounts) and the public API (tests/api)."""


def named_addresses() -> Iterator[tuple[str, str]]:
    """Name and route of every address in the URL table."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif not route.startswith(NOT_OURS):
                yield pattern.name or route, route

    yield from walk(get_resolver().url_patterns, "")


@dataclass
class World:
    """The cast, with the keys of one secret thread and one released one.

    ``places`` are the keys in an address, ``typed`` what is sent to it.
    """

    cast: Cast
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def address_of(self, name: str) -> str:
        """The address of that name, with the secret thread's own keys filled in."""
        [route] = [route for each, route in named_addresses() if each == name]
        if name in self.places:
            return reverse(name, kwargs=self.places[name])
        for prefix in ("proposal", "meeting", "agreement"):
            if name.startswith(f"{prefix}_") and "<" in route.removeprefix("tafels/<slug:slug>/"):
                return reverse(name, kwargs=self.places[prefix])
        if name == "decisions_open":
            return reverse(name, kwargs=self.places["agreement"])
        return reverse(name, kwargs={"slug": "denderregio"} if "<slug:slug>" in route else {})


def make_world(cast: Cast) -> World:
    """A finished thread under a secret title, one released part, and a proposal in the pool."""
    thread = cast.thread(title=f"{SECRET} afspraak", dossier=cast.dossier)
    assert thread.meeting and thread.agreement and thread.item
    cast.dossier.title = f"{SECRET} dossier"
    cast.dossier.save()
    planned = cast.meeting(date(2026, 12, 18))
    place_on_agenda(
        actor=cast.secretary, meeting=planned, proposal=cast.proposal(title=f"{SECRET} punt")
    )
    shown = cast.thread(title="Openbare afspraak", held_on=date(2026, 10, 16))
    assert shown.meeting and shown.agreement
    opened = _opened(cast, shown.proposal)
    release_meeting(actor=cast.secretary, meeting=shown.meeting)
    release_agreement(
        actor=cast.secretary, agreement=shown.agreement, local_detail=LocalDetail.PER_MUNICIPALITY
    )
    approve_minutes(actor=cast.secretary, meeting=shown.meeting)
    remark = remark_on_report(actor=cast.mayor, item=thread.item, text=f"{SECRET} opmerking")
    for_councils, council_places = opened_meeting(cast)
    shown_day = {"day": shown.meeting.held_on.isoformat()}
    still_read = cast.thread("convened", title="Nog te lezen", held_on=date(2026, 10, 30))
    assert still_read.meeting
    for_reader = _opened(cast, still_read.proposal)
    day_places = meeting_day(cast, thread.item, still_read.meeting, SECRET)
    executor = thread.agreement.executors.get(organization=cast.towns["Lede"])
    waiting = cast.proposal(title=f"{SECRET} voorstel", prepared_by=cast.towns["Lede"])
    table, day = {"slug": "denderregio"}, {"day": thread.meeting.held_on.isoformat()}
    coming = {"day": planned.held_on.isoformat()}
    reference = {"reference": thread.agreement.reference}
    item = {"item": planned.items.get(title=f"{SECRET} punt").pk}
    seat, grant, involvement, theme = _composed(cast)
    charter, evaluation, piece = _settled(cast)
    draft = _drafted(cast)
    helper, lesson = _taught(cast)
    position_places = positions_around(cast, thread.item, SECRET)
    feed, document = follow_calendar(actor=cast.mayor), _kept(cast)
    for_guest = _opened(cast, Proposal.objects.get(title="Gastpunt"))
    annex = _annexed(cast, planned.items.get(title=f"{SECRET} punt").proposal)
    entry, link, guard = _coming(cast)
    council_places |= councils_around(cast, for_councils, shown.meeting)
    council_places |= evenings_around(cast, SECRET)
    places = {
        **council_places,
        **regional_places(cast, shown, SECRET),
        **position_places,
        **draft_around(cast, thread.agreement, SECRET),
        **local_drafts_around(cast, shown.agreement, SECRET),
        **products_around(cast, SECRET),
        "horizon_entry": {"slug": "denderregio", "pk": entry},
        "forum_link": {"slug": "denderregio", "pk": link},
        "forum_guard_end": {"slug": "denderregio", "pk": link, "guard": guard},
        "calendar_feed": {"token": token_of(feed)},
        "calendar_renew": {"pk": feed.pk},
        "mail_choice": {
            "token": way_out(cast.mayor, Topic.MEETINGS).rstrip("/").rpartition("/")[2]
        },
        "seat_end": {**table, "seat": seat.pk},
        "holder": {**table, "seat": seat.pk},
        "category": {**table, "key": "mayor"},
        "role_end": {**table, "grant": grant.pk},
        "invite_again": {**table, "person": cast.mayor.person.pk},
        "involvement_end": {**table, "pk": involvement.pk},
        "start_text": {**table, "name": "preconditions"},
        "theme_merge": {**table, "theme": theme.pk},
        "theme_move": {**table, "theme": theme.pk},
        "charter_part": {**table, "address": "agendering"},
        "charter_version": {**table, "number": charter.number},
        "evaluation": {**table, "pk": evaluation.pk},
        "evaluation_close": {**table, "pk": evaluation.pk},
        "evaluation_change": {**table, "pk": evaluation.pk},
        "library_piece": {"pk": piece.pk},
        "share_withdraw": {**table, "pk": piece.pk},
        "region": table,
        "consultation": table,
        "public_municipality": {"slug": "lede"},
        "municipality": {"slug": "lede"},
        "sittings": {"slug": "lede"},
        "link_sheet": {"slug": "lede"},
        "municipality_executions": {"slug": "lede"},
        "municipality_executions_file": {"slug": "lede", "kind": "xlsx"},
        "agreement_classify": {**table, **reference},
        "couplings": {"slug": "lede"},
        "coupling_revoke": {"slug": "lede", "pk": coupled(cast)[0].pk},
        "installation": {"slug": "lede"},
        "reconfirmation": {"slug": "lede", "pk": new_college_of(cast)},
        "public_meeting": {**table, "day": "2026-10-16"},
        "public_document": {**table, "day": "2026-10-16", "checksum": opened.current.checksum},
        "public_agreement": {**table, "reference": shown.agreement.reference},
        "agenda": {**table, **coming},
        "agenda_place": {**table, **coming},
        "agenda_move": {**table, **coming, **item},
        "agenda_remove": {**table, **coming, **item},
        "agenda_complete": {**table, **coming, **item},
        "meeting_visit": {**table, **coming},
        "meeting_edit": {**table, **coming},
        "meeting_move": {**table, **coming},
        "meeting_convene": {**table, **coming},
        "minutes": {**table, **day, "item": thread.item.pk},
        "item_document": {**table, **day, "item": thread.item.pk},
        "item_openness": {**table, **day, "item": thread.item.pk},
        **{name: {**table, "pk": document.pk} for name in _DOCUMENT},
        "document_file": {**table, "pk": document.pk, "number": 1},
        "document_move": {**table, "pk": annex.pk},
        "guest_file": {**day_places["guest_item"], "pk": for_guest.pk, "number": 1},
        "reading_file": {**day_places["meeting_reading"], "pk": for_reader.pk, "number": 1},
        "report": {**table, **day},
        **{name: {**table, **day} for name in _REPORT},
        "item_text": {**table, **day, "item": thread.item.pk},
        "report_remark": {**table, **day, "item": thread.item.pk},
        "report_answer": {**table, **day, "pk": remark.pk},
        "report_reopen": {**table, **shown_day},
        "report_version": {**table, **shown_day, "number": 1},
        "agreement_new": {**table, **day, "item": thread.item.pk},
        "minutes_states": {**table, **day},
        **{name: {**table, **day, "item": thread.item.pk} for name in _BESIDE_MINUTES},
        "execution": {**table, **reference, "executor": executor.pk},
        "decision": {**table, **reference, "municipality": "lede"},
        "outcomes_file": {**table, "kind": "csv"},
        "executions_file": {**table, "kind": "csv"},
        "article_8_file": {**table, "kind": "xlsx"},
        "agreement_outcomes_file": {**table, **reference, "kind": "csv"},
        "decision_link": {
            "token": report_link(shown.decisions["Lede"], cast.officer)
            .rstrip("/")
            .rpartition("/")[2]
        },
        "decisions_several": {"slug": "lede"},
        "decisions_import": {"slug": "lede"},
        "decisions_published": {"slug": "lede"},
        "decisions_sheet": {"slug": "lede", "kind": "csv"},
        "dossier": {**table, "reference": "D-01"},
        **{name: {**table, "reference": "D-01"} for name in _DOSSIER},
        "dossier_helper_drop": {**table, "reference": "D-01", "pk": helper},
        "lesson_share": {**table, **lesson},
        "proposal": {**table, "pk": waiting.pk},
        **day_places,
        "meeting": {**table, **day},
        "agreement": {**table, **reference},
    }
    poll = thread.item.polls.create(
        question=f"{SECRET} peiling",
        options=["ja", "nee"],
        counts=[2, 1],
        held_at=clock.now(),
        held_by=cast.secretary,
    )
    typed: dict[str, dict[str, Any]] = {
        "minutes_poll_remove": {"poll": poll.pk},
        "minutes_progress": {"executor": executor.pk, "verb": "start"},
        "agenda_place": {"proposal": waiting.pk},
        "agenda_supplement_act": {"verb": "op", "proposal": waiting.pk},
        "meeting_visit": {"seat": _guest(cast).pk},
        "charter_publish": {"expected_revision": draft.revision},
        "draft_clause_act": {"verb": "up", "clause": "a2"},
        "draft_remark_act": {"verb": "send"},
        "clearance": {"task": "convene", "kind": "overleg", "verb": "give"},
    }
    return World(cast, places, typed)


_REPORT = ("report_pdf", "report_word", "report_send", "report_remarks")
"""Pages of the one secret concept report."""
_BESIDE_MINUTES = (
    "action_new",
    "minutes_clock",
    "minutes_join",
    "minutes_poll",
    "minutes_poll_remove",
    "minutes_progress",
    "minutes_withhold",
)
"""What is done beside the minutes of the secret item."""
_DOSSIER = (
    "dossier_document",
    "dossier_move",
    "dossier_edit",
    "dossier_hand_over",
    "dossier_preparers",
    "dossier_helper_new",
    "dossier_step",
    "dossier_rhythm",
    "dossier_finding",
)
"""Pages of the one secret dossier, a test case."""


def _coming(cast: Cast) -> tuple[int, int, int]:
    """Something secret on its way, and a link with a secret arrangement, guarded by Lede."""
    entry = note_entry(
        actor=cast.secretary,
        body=cast.table,
        title=f"{SECRET} oproep",
        source=f"{SECRET} brief",
        expected_on=date(2027, 5, 1),
    )
    link = link_forum(
        actor=cast.secretary,
        body=cast.table,
        forum=make_forum(cast),
        arrangement=f"{SECRET} afspraak",
        brings_news=False,
    )
    guard = name_guard(actor=cast.secretary, link=link, municipality=cast.towns["Lede"])
    return entry.pk, link.pk, guard.pk


def _taught(cast: Cast) -> tuple[int, dict[str, Any]]:
    """A co-preparer and a finding of the secret dossier, and a lesson of one that stopped."""
    type(cast.dossier).objects.filter(pk=cast.dossier.pk).update(is_test_case=True)
    cast.dossier.refresh_from_db()
    row = name_co_preparer(
        actor=cast.secretary,
        dossier=cast.dossier,
        municipality=cast.towns["Zele"],
        who=f"{SECRET} dienst",
    )
    note_finding(actor=cast.mayor, dossier=cast.dossier, text=f"{SECRET} bevinding")
    stopped = open_dossier(
        actor=cast.secretary, body=cast.table, title=f"{SECRET} proef", domain="personeel"
    )
    words = LessonWords(f"{SECRET} bleef liggen.", "Niemand trok.", "Eerst een trekker.")
    close_dossier(
        actor=cast.secretary, dossier=stopped, verb="stop", note="Geen trekker.", lesson=words
    )
    return row.pk, {"reference": stopped.reference, "pk": stopped.lessons.get().pk}


_DOCUMENT = (
    "document",
    "document_version",
    "document_openness",
    "document_remove",
    "document_refusal",
)
"""Pages of the one secret document, which only the table itself reads."""


def _kept(cast: Cast) -> Document:
    """A document of the secret dossier, for the table alone."""
    return add_to_dossier(
        actor=cast.secretary,
        dossier=cast.dossier,
        title=f"{SECRET} document",
        file=check_file(f"{SECRET} inhoud".encode(), f"{SECRET} bestand.txt"),
        openness=Openness.TABLE,
    )


def _annexed(cast: Cast, proposal: Proposal) -> Document:
    """An annex of a coming item, for the table alone."""
    return add_annex(
        actor=cast.secretary,
        proposal=proposal,
        title=f"{SECRET} bijlage",
        file=check_file(b"Nog in volgorde te zetten.", "bijlage.txt"),
        openness=Openness.TABLE,
    )


def _opened(cast: Cast, proposal: Proposal) -> Document:
    """A document that everyone may read."""
    return add_annex(
        actor=cast.secretary,
        proposal=proposal,
        title="Open bijlage",
        file=check_file(b"Voor iedereen.", "open.txt"),
        openness=Openness.PUBLIC,
    )


def _guest(cast: Cast) -> Seat:
    """A city that comes once a year."""
    return add_seat(
        actor=cast.system, body=cast.table, category="guest", municipality=cast.towns["Zele"]
    )


def _composed(cast: Cast) -> tuple[Seat, RoleGrant, Involvement, CollectedTheme]:
    """A seat of a post, a role, an involvement, and a start path under way with a secret theme."""
    seat = add_seat_for_post(
        actor=cast.system,
        body=cast.table,
        category="standing-participant",
        organization="Zorgzaam vzw",
        label="directeur",
        role=PostRole.DIRECTOR,
    )
    involvement = involve_named(
        actor=cast.system, body=cast.table, name="Zorgzaam vzw", way=Involved.INFORMED
    )
    path = open_start_path(actor=cast.system, body=cast.table, situation=Situation.STARTED)
    theme = collect_theme(
        actor=cast.mayor, path=path, title=f"{SECRET} thema", brought_by=cast.towns["Lede"]
    )
    return seat, cast.table.role_grants.all()[0], involvement, theme


def _settled(cast: Cast) -> tuple[Charter, Evaluation, SharedPiece]:
    """A charter in force that settles much, an open evaluation, a piece that was shared."""
    steering = add_body_below(
        actor=cast.secretary,
        parent=cast.table,
        name="Stuurgroep",
        kind=BodyKind.STEERING,
        members=[cast.towns["Aalst"], cast.towns["Ninove"]],
    )
    draft = draft_charter(actor=cast.chair, body=cast.table)
    saved = save_charter(
        actor=cast.chair,
        charter=draft,
        expected_revision=draft.revision,
        rules=rules_with(steering.slug),
        is_public=True,
        **dict.fromkeys(HOW_QUESTIONS, "Eenvoudig, en samen."),
    )
    charter = adopt_charter(
        actor=cast.system,
        charter=saved,
        valid_from=date(2026, 11, 1),
        adopted_on=date(2026, 11, 1),
    )
    evaluation = open_evaluation(
        actor=cast.secretary,
        body=cast.table,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 11, 1),
    )
    kind, title, content = pieces_to_share(cast.table)["charter"]
    piece = share_piece(
        actor=cast.secretary, body=cast.table, kind=kind, title=title, content=content
    )
    return charter, evaluation, piece


def rules_with(steering: str) -> CharterRules:
    """Rules with something in every part: a route, domains, standing items, templates, themes."""
    domains = {"mobiliteit": "alignment", "zorg": "exchange", "ruimte": "policy"}
    return CharterRules.model_validate(
        {
            "agendering": {
                "cut_off_days": 14,
                "route": [{"body": steering, "does": "screens"}],
                "standing_items": [
                    {"title": "Nieuws van de Stuurgroep", "feedback_from": steering}
                ],
                "templates": [{"title": "Samen aankopen", "note": "Wie koopt, en wanneer?"}],
            },
            "preparation": {
                "domains": [
                    {"name": name, "ambition": ambition, "advice": [steering]}
                    for name, ambition in domains.items()
                ]
            },
            "ratification": {"written_rounds": {"allowed": True}},
            "councillors": {"mode": "evening", "step": "report", "public_letters": True},
            "themes": [
                {
                    "theme": "mobiliteit",
                    "words": ["fiets", "bus"],
                    "platforms": [
                        {"platform": steering, "role": "advise"},
                        {"platform": "Vervoerregioraad", "role": "agree"},
                    ],
                }
            ],
        }
    )


def _drafted(cast: Cast) -> Charter:
    """A next version under way: only who runs the table reads it."""
    draft = draft_charter(actor=cast.chair, body=cast.table)
    return save_charter(
        actor=cast.chair,
        charter=draft,
        expected_revision=draft.revision,
        ambition=f"{SECRET} ambitie",
    )


@pytest.fixture
def world(cast: Cast) -> World:
    """Something behind every address."""
    return made_once("world", lambda: make_world(cast))
