"""Every address x every role: the expected answer, and no leaked title.

The addresses come from the URL table itself: an address without a row in ``ADDRESSES`` fails the
test, so none is forgotten.
"""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.factories.cast import Cast
from tests.factories.world import SECRET, World, named_addresses

from overlegtafel.accounts.models import User
from overlegtafel.local_decisions.services import record_decision

LEADS = {"secretary", "second_secretary", "chair"}
INSIDERS = LEADS | {"mayor", "director"}
CIRCLE = INSIDERS | {"officer", "other_officer", "alderman"}
AROUND = CIRCLE | {"partner", "councillor"}
STRANGERS = {"other_mayor", "other_secretary", "citizen"}
EVERYONE = AROUND | STRANGERS
OWN_OFFICERS = {"officer", "director", "mayor"}
ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Address:
    """Who may use an address; who may only know it exists (403); all others get 404."""

    allowed: set[str]
    told: set[str]
    method: str = "get"
    public: bool = False


def public() -> Address:
    return Address(EVERYONE, set(), public=True)


def page(allowed: set[str], told: set[str] | None = None) -> Address:
    return Address(allowed, (told or set()) - allowed)


def act(allowed: set[str], told: set[str]) -> Address:
    return Address(allowed, told - allowed, "post")


ADDRESSES = {
    # everyone
    "home": public(),
    "regions": public(),
    "region": public(),
    "public_municipality": public(),
    "public_tables": public(),
    "public_table": public(),
    "public_charter": public(),
    "register": public(),
    "situation_on": public(),
    "consultation": public(),
    "public_meeting": public(),
    "public_document": public(),
    "public_agreements": public(),
    "public_letter": public(),
    "public_agreement": public(),
    "accessibility": public(),
    "sources": public(),
    # who is signed in
    "my_table": page(EVERYONE),
    "calendars": page(EVERYONE),
    "mail_choices": page(EVERYONE),
    "mail_choice": public(),
    "calendar_renew": act({"mayor"}, set()),
    "calendar_feed": public(),
    "meeting_calendar": page(CIRCLE),
    "meeting_reschedule": page(LEADS, CIRCLE),
    "municipality": page(LEADS | OWN_OFFICERS | {"alderman", "councillor"}),
    "sittings": page(LEADS | OWN_OFFICERS | {"alderman", "councillor"}),
    "link_sheet": page(LEADS | OWN_OFFICERS | {"alderman"}),
    "terms": page(EVERYONE),
    "municipality_executions": page(LEADS | OWN_OFFICERS | {"alderman", "councillor"}),
    "municipality_executions_file": page(LEADS | OWN_OFFICERS | {"alderman", "councillor"}),
    "executions": page(CIRCLE),
    "executions_file": page(CIRCLE),
    "unproven_agreements": page(CIRCLE),
    "agreement_classify": page(LEADS, CIRCLE),
    "couplings": page(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    "coupling_revoke": act(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    "installation": page(LEADS | OWN_OFFICERS | {"alderman"}, {"councillor"}),
    "reconfirmation": page(LEADS | OWN_OFFICERS | {"alderman"}),
    # regional work on the own college and council
    "article_8": page(LEADS | OWN_OFFICERS | {"alderman"}),
    "article_8_year_file": page(LEADS | OWN_OFFICERS | {"alderman"}),
    "regional_item": page(LEADS | OWN_OFFICERS | {"alderman"}),
    "regional_counts": act(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    "package": page(OWN_OFFICERS | {"alderman"}),
    "package_agenda": act(OWN_OFFICERS, {"alderman"}),
    "package_file": page(OWN_OFFICERS | {"alderman"}),
    "article_8_table": page(LEADS, CIRCLE),
    "article_8_file": page(LEADS, CIRCLE),
    # the table
    "table": page(CIRCLE | {"partner"}),
    "table_invite": page(LEADS, CIRCLE | {"partner"}),
    # setting and changing a table
    "table_new": page(set(), EVERYONE),
    "table_import": page(set(), EVERYONE),
    "invite_members": page(LEADS, CIRCLE),
    "invite_again": act(LEADS, CIRCLE),
    "composition": page(CIRCLE),
    "seat_new": page(LEADS, CIRCLE),
    "seat_end": page(LEADS, CIRCLE),
    "holder": page(LEADS, CIRCLE),
    "category": page(LEADS, CIRCLE),
    "role_new": page(LEADS, CIRCLE),
    "role_end": page(LEADS, CIRCLE),
    "involve": page(LEADS, CIRCLE),
    "involvement_end": page(LEADS, CIRCLE),
    "support": page(LEADS, CIRCLE),
    "composition_review": act(LEADS, CIRCLE),
    "align_members": page(LEADS, CIRCLE),
    "bodies": page(CIRCLE),
    "body_new": page(LEADS, CIRCLE),
    "bodies_merge": page(LEADS, CIRCLE),
    "body_edit": page(LEADS, CIRCLE),
    "body_remove": page(LEADS, CIRCLE),
    "fact_new": page(LEADS, CIRCLE),
    "configuration": page(LEADS, CIRCLE),
    "configuration_file": page(LEADS, CIRCLE),
    "configuration_import": page(LEADS, CIRCLE),
    "situation": page(LEADS, CIRCLE),
    "start_path": page(CIRCLE),
    "start_text": page(LEADS, CIRCLE),
    "theme_merge": page(LEADS, CIRCLE),
    "theme_move": act(LEADS, CIRCLE),
    "start_finish": act(LEADS, CIRCLE),
    "logbook": page(LEADS, CIRCLE | {"partner"}),
    "charter": page(CIRCLE),
    "charter_version": page(CIRCLE),
    "charter_start": act(LEADS, CIRCLE),
    "charter_draft": page(LEADS, CIRCLE),
    "charter_part": page(LEADS, CIRCLE),
    "charter_publish": act(LEADS, CIRCLE),
    "charter_drop": act(LEADS, CIRCLE),
    "clearance": page(LEADS, CIRCLE),
    "role_sheet": page(CIRCLE),
    "working": page(CIRCLE),
    "working_items": page(CIRCLE),
    "assessment": page({"mayor", "chair"}, CIRCLE),
    "charter_acknowledge": page({"chair"} | OWN_OFFICERS | {"other_officer"}, CIRCLE),
    "road": page(CIRCLE),
    "share": page(LEADS, CIRCLE),
    "share_withdraw": act(LEADS, CIRCLE),
    "evaluations": page(CIRCLE),
    "evaluation": page(CIRCLE),
    "evaluation_close": act(LEADS, CIRCLE),
    "evaluation_change": act(LEADS, CIRCLE),
    "library": page(EVERYONE),
    # what comes towards the table
    "horizon": page(CIRCLE),
    "horizon_entry": page(LEADS, CIRCLE),
    "forum_links": page(CIRCLE),
    "forum_link": page(LEADS, CIRCLE),
    "forum_guard_end": act(LEADS, CIRCLE),
    "dossier_rhythm": page(LEADS, CIRCLE),
    "library_piece": page(INSIDERS | {"other_mayor", "other_secretary"}),
    "platforms": page(CIRCLE),
    "proposals": page(INSIDERS | {"partner"}, CIRCLE),
    "proposal_new": page(INSIDERS | {"partner"}, CIRCLE),
    "proposal": page(INSIDERS),
    "proposal_edit": page({"mayor", "director"}, INSIDERS),
    "proposal_submit": act({"mayor", "director"}, INSIDERS),
    "proposal_withdraw": act({"mayor", "director"}, INSIDERS),
    "proposal_screen": page(LEADS, INSIDERS),
    "proposal_tell": page(LEADS, INSIDERS),
    "proposal_note": page({"mayor", "director"}, INSIDERS),
    "meetings": page(CIRCLE),
    "meeting_new": page(LEADS, CIRCLE),
    "year_calendar": page(LEADS, CIRCLE),
    # back-planning
    "link_sheets": page(LEADS, CIRCLE),
    "back_planning": page(CIRCLE),
    "agreement_leaving": page(CIRCLE),
    "meeting_move": page(LEADS, CIRCLE),
    "meeting": page(CIRCLE),
    "agenda": page(LEADS, CIRCLE),
    "agenda_place": act(LEADS, CIRCLE),
    "agenda_move": act(LEADS, CIRCLE),
    "agenda_remove": act(LEADS, CIRCLE),
    "agenda_complete": page(LEADS, CIRCLE),
    "agenda_version": page(CIRCLE),
    "agenda_read": act(CIRCLE, CIRCLE),
    "agenda_dispatch": page(LEADS, CIRCLE),
    "agenda_dispatch_act": act(LEADS, CIRCLE),
    "agenda_supplement": page(LEADS, CIRCLE),
    "agenda_supplement_act": act(LEADS, CIRCLE),
    "agenda_supplement_send": page(LEADS, CIRCLE),
    "agenda_supplement_item": page(LEADS, CIRCLE),
    "meeting_visit": act(LEADS, CIRCLE),
    "meeting_edit": page(LEADS, CIRCLE),
    "meeting_convene": page(LEADS, CIRCLE),
    "meeting_open": act(LEADS, CIRCLE),
    "meeting_presence": page(LEADS, CIRCLE),
    "meeting_turn": act(LEADS, CIRCLE),
    "meeting_turn_drop": act(LEADS, CIRCLE),
    # who comes, who stands in, the exchange round, guests at one item
    "reply_link": public(),  # for who has the signed link; without it 404
    "meeting_reading": public(),
    "guest_item": public(),
    "guest_file": public(),
    "reading_file": public(),
    "meeting_replies": page(LEADS, CIRCLE),
    "meeting_remind": act(LEADS, CIRCLE),
    "meeting_reply": page(LEADS | {"mayor", "director"}, CIRCLE),
    "exchange": page(CIRCLE),
    "exchange_file": page(CIRCLE),
    "exchange_row": page(LEADS | OWN_OFFICERS, CIRCLE),
    "guest_new": page(LEADS, CIRCLE),
    "guest_revoke": act(LEADS, CIRCLE),
    "minutes": page(LEADS, CIRCLE),
    "minutes_states": page(LEADS, CIRCLE),
    "minutes_join": act(LEADS, CIRCLE),
    "minutes_clock": act(LEADS, CIRCLE),
    "minutes_withhold": act(LEADS, CIRCLE),
    "minutes_poll": page(LEADS, CIRCLE),
    "minutes_poll_remove": act(LEADS, CIRCLE),
    "minutes_progress": act(LEADS, CIRCLE),
    "agreement_new": page(LEADS, CIRCLE),
    "action_new": page(LEADS, CIRCLE),
    "meeting_close": act(LEADS, CIRCLE),
    "meeting_approve": act(LEADS, CIRCLE),
    "item_text": page(LEADS, CIRCLE),
    "report": page(INSIDERS),
    "report_pdf": page(INSIDERS),
    "report_word": page(INSIDERS),
    "report_send": page(LEADS, CIRCLE),
    "report_remark": act(INSIDERS, set()),
    "report_remarks": page(LEADS, CIRCLE),
    "report_answer": page(LEADS, CIRCLE),
    "report_reopen": page(LEADS, CIRCLE),
    "report_version": page(CIRCLE),
    "word_template": page(LEADS, CIRCLE),
    "word_template_file": page(LEADS, CIRCLE),
    "word_template_test": page(LEADS, CIRCLE),
    "meeting_cancel": page(LEADS, CIRCLE),
    "meeting_release": page(LEADS, CIRCLE),
    "meeting_pack": page(CIRCLE),
    "meeting_pack_pdf": page(CIRCLE),
    "meeting_pack_zip": page(CIRCLE),
    # positions, what a municipality prepares inside, written rounds
    "item": page(CIRCLE),
    "preparation": page(OWN_OFFICERS | {"alderman"}, CIRCLE),
    "position": page({"mayor", "director"}, CIRCLE),
    "remark_share": act({"mayor"}, CIRCLE),
    "remark_drop": act({"alderman"}, CIRCLE),
    "rounds": page(INSIDERS, CIRCLE),
    "round_new": page(LEADS, CIRCLE),
    "round": page(INSIDERS, CIRCLE),
    "round_reply": act({"mayor"}, CIRCLE),
    "round_remind": act(LEADS, CIRCLE),
    "round_close": page(LEADS, CIRCLE),
    "round_agree": page(LEADS, CIRCLE),
    "dossiers": page(CIRCLE),
    "dossier": page(CIRCLE),
    "dossier_new": page(LEADS, CIRCLE),
    "dossier_move": page(LEADS, CIRCLE),
    "dossier_preparation": page(CIRCLE),
    "dossier_edit": page(LEADS, CIRCLE),
    "dossier_hand_over": page(LEADS, CIRCLE),
    "dossier_preparers": page(LEADS, CIRCLE),
    "dossier_helper_new": act(LEADS, CIRCLE),
    "dossier_helper_drop": act(LEADS, CIRCLE),
    "dossier_step": page(LEADS, CIRCLE),
    "dossier_finding": page(INSIDERS, CIRCLE),
    "dossier_document": page(LEADS, CIRCLE),
    "proposal_document": page(INSIDERS),
    "item_document": page(LEADS, CIRCLE),
    "item_openness": page(LEADS, CIRCLE),
    "document": page(LEADS | {"mayor"}),
    "document_file": page(LEADS | {"mayor"}),
    "document_version": page(LEADS, {"mayor"}),
    "document_openness": page(LEADS, {"mayor"}),
    "document_remove": page(LEADS, {"mayor"}),
    "document_refusal": page(LEADS, {"mayor"}),
    "document_move": act(LEADS | {"mayor"}, set()),
    "lessons": page(CIRCLE),
    "lesson_share": act(LEADS, CIRCLE),
    "agreements": page(CIRCLE),
    "agreement": page(CIRCLE),
    "agreement_edit": page(LEADS, CIRCLE),
    "agreement_remove": page(LEADS, CIRCLE),
    "execution": page(LEADS | OWN_OFFICERS, CIRCLE),
    "agreement_release": page(LEADS, CIRCLE),
    "decisions_open": page(LEADS, CIRCLE),
    "decision": page(CIRCLE),
    # the councillor's room
    "councillor_room": page(CIRCLE | {"councillor"}),
    "councillor_meeting": page(CIRCLE | {"councillor"}),
    "councillor_file": page(CIRCLE | {"councillor"}),
    "councillor_agreement": page(CIRCLE | {"councillor"}),
    "councillor_dossier": page(CIRCLE | {"councillor"}),
    "councillor_follow": act({"councillor"}, CIRCLE),
    "councillor_question_new": page({"councillor"}, CIRCLE),
    "councillor_question": page(CIRCLE | {"councillor"}),
    "councillor_questions": page(CIRCLE),
    "council_letter": page(CIRCLE | {"councillor"}),
    "council_letter_edit": page(LEADS, CIRCLE),
    "info_evening": page(CIRCLE | {"councillor"}),
    "info_evening_reply": act({"councillor"}, CIRCLE),
    "info_evening_calendar": page(CIRCLE | {"councillor"}),
    "info_evening_link": public(),  # for who has the signed link; without it 404
    "info_evening_new": page(LEADS, CIRCLE),
    "info_evening_lead": page(LEADS, CIRCLE),
    "info_evening_edit": page(LEADS, CIRCLE),
    "info_evening_invite": act(LEADS, CIRCLE),
    "info_evening_call_off": page(LEADS, CIRCLE),
    "info_evening_list": page(LEADS, CIRCLE),
    "info_evening_file": page(LEADS, CIRCLE),
    # what a table makes beside agreements
    "public_statements": public(),
    "public_statement": public(),
    "products": page(CIRCLE),
    "statement_new": page(LEADS, CIRCLE),
    "statement": page(CIRCLE),
    "statement_edit": page(LEADS, INSIDERS),
    "statement_support": page(INSIDERS),
    "statement_naming": act({"mayor", "director"}, CIRCLE),
    "statement_send": page(LEADS, INSIDERS),
    "statement_follow_up": page(LEADS, CIRCLE),
    "statement_answer": page(LEADS, CIRCLE),
    "statement_close": page(LEADS, CIRCLE),
    "statement_correct": act(LEADS, CIRCLE),
    "statement_release": page(LEADS, CIRCLE),
    "joint_new": page(LEADS, CIRCLE),
    "joint": page(CIRCLE),
    "joint_edit": page(LEADS, INSIDERS),
    "joint_open": act(LEADS, INSIDERS),
    "joint_sign": page(INSIDERS, CIRCLE),
    "joint_take_back": page(LEADS, CIRCLE),
    "joint_remind": act(LEADS, CIRCLE),
    "joint_correct": act(LEADS, CIRCLE),
    "examples": page(CIRCLE),
    "example_new": page(LEADS, CIRCLE),
    "example_edit": page(LEADS, CIRCLE),
    "example_choose": page(LEADS | OWN_OFFICERS, CIRCLE),
    "strategy_new": page(LEADS, CIRCLE),
    "strategy": page(CIRCLE),
    "strategy_edit": page(LEADS, CIRCLE),
    "assembly_new": page(LEADS, CIRCLE),
    "assembly": page(CIRCLE),
    "assembly_edit": page(LEADS, CIRCLE),
    # who decided what, and how a municipality tells it
    "outcomes": page(CIRCLE),
    "outcomes_file": page(CIRCLE),
    "agreement_outcomes": page(CIRCLE),
    "agreement_outcomes_file": page(CIRCLE),
    "agreement_remind": page(LEADS, CIRCLE),
    # for who has the signed link, and is nobody else just now; without it 404
    "decision_link": Address({"officer"}, EVERYONE - {"officer"}, public=True),
    "decisions_several": page(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    "decisions_import": page(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    "decisions_published": page(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    "decisions_sheet": page(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    # the common draft, and the round on it
    "master_draft": page(CIRCLE),
    "draft_start": act(LEADS, CIRCLE),
    "draft_write": page(LEADS, CIRCLE),
    "draft_clause_act": act(LEADS, CIRCLE),
    "draft_clause": page(LEADS, CIRCLE),
    "draft_fields": page(LEADS, CIRCLE),
    "draft_columns": act(LEADS, CIRCLE),
    "draft_preview": page(CIRCLE),
    "draft_versions": page(CIRCLE),
    "draft_version": page(CIRCLE),
    "draft_finish": page(LEADS, CIRCLE),
    "draft_rewrite": act(LEADS, CIRCLE),
    "draft_drop": page(LEADS, CIRCLE),
    "draft_round_open": page(LEADS, CIRCLE),
    "draft_round_close": page(LEADS, CIRCLE),
    "draft_round_remind": act(LEADS, CIRCLE),
    "draft_feedback": page(OWN_OFFICERS | {"alderman"}, CIRCLE),
    "draft_nothing": act(OWN_OFFICERS, CIRCLE),
    "draft_remark_act": act(OWN_OFFICERS, CIRCLE),
    "draft_remarks": page(CIRCLE),
    "draft_answer": page(LEADS, CIRCLE),
    # each municipality's own draft, and the Word templates they are made from
    "local_drafts": page(LEADS, CIRCLE),
    "local_drafts_zip": page(LEADS, CIRCLE),
    "local_draft": page(LEADS | OWN_OFFICERS | {"alderman"}),
    "local_draft_zip": page(LEADS | OWN_OFFICERS | {"alderman"}),
    "local_draft_file": page(LEADS | OWN_OFFICERS | {"alderman"}),
    "local_draft_text": page(OWN_OFFICERS, LEADS | {"alderman"}),
    "local_draft_take_over": page(OWN_OFFICERS, LEADS | {"alderman"}),
    "local_draft_adopted": page(OWN_OFFICERS, LEADS | {"alderman"}),
    "draft_template": page(LEADS, CIRCLE),
    "draft_template_file": page(LEADS, CIRCLE),
    "local_template": page(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
    "local_template_file": page(OWN_OFFICERS, LEADS | {"alderman", "councillor"}),
}


def test_every_address_has_a_row() -> None:
    assert {name for name, _ in named_addresses()} == set(ADDRESSES)


def client_of(user: User | None) -> Client:
    """A browser, signed in or not."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_each_role_gets_what_it_may_and_nothing_more(world: World, name: str) -> None:
    expected, address = ADDRESSES[name], world.address_of(name)
    seen = {}
    for role in sorted(EVERYONE):
        with transaction.atomic():  # every role starts from the same moment
            client = client_of(getattr(world.cast, role))
            answer = getattr(client, expected.method)(address, world.typed.get(name, {}))
            transaction.set_rollback(True)
        if role in expected.allowed:
            fine = {200} if expected.method == "get" else {200, 302, 409, 422}
            # a verb whose moment has passed is refused, but told why
            fine |= {409} if not expected.public else set()
            right = answer.status_code in fine
        else:
            right = answer.status_code == (403 if role in expected.told else 404)
        text = answer.content.decode(errors="replace")
        leaked = SECRET in text and (role not in AROUND or answer.status_code in (403, 404))
        if not right or leaked:
            seen[role] = (answer.status_code, "gelekt" if leaked else "")
    assert seen == {}, address


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_without_signing_in_only_the_public_pages_open(world: World, name: str) -> None:
    expected, address = ADDRESSES[name], world.address_of(name)
    answer = getattr(client_of(None), expected.method)(address)
    if expected.public:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    assert SECRET not in answer.content.decode(errors="replace")


@pytest.mark.parametrize("role", ["councillor", "partner", "citizen", "other_mayor"])
def test_no_page_that_opens_leaks_a_title_to_who_is_outside_the_circle(
    world: World, role: str
) -> None:
    leaks = []
    for name in sorted(ADDRESSES):
        if ADDRESSES[name].method == "get":
            answer = client_of(getattr(world.cast, role)).get(world.address_of(name))
            if SECRET in answer.content.decode(errors="replace"):
                leaks.append(name)
    assert leaks == []


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_only_the_chair_gives_the_go_ahead(world: World, role: str) -> None:
    client = client_of(getattr(world.cast, role))
    answer = client.post(world.address_of("clearance"), world.typed["clearance"])
    assert answer.status_code == (302 if role == "chair" else 403 if role in CIRCLE else 404)


@pytest.mark.parametrize("name", sorted(n for n, a in ADDRESSES.items() if a.method == "post"))
def test_what_writes_does_not_answer_to_get(world: World, name: str) -> None:
    answer = client_of(world.cast.secretary).get(world.address_of(name))
    assert answer.status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/tafels/denderregio/vergaderingen/2026-13-45/",
        "/tafels/denderregio/vergaderingen/morgen/",
        "/tafels/denderregio/afspraken/A-D99/",
        "/tafels/denderregio/dossiers/D-99/",
        "/tafels/denderregio/voorstellen/999999/",
        "/tafels/denderregio/afspraken/../../x/",
        "/tafels/atlantis/",
        "/besturen/atlantis/",
        "/openbaar/denderregio/vergaderingen/gisteren/",
        "/regios/atlantis/",
        "/gemeenten/atlantis/",
    ],
)
def test_what_does_not_exist_is_not_found(world: World, address: str) -> None:
    assert client_of(world.cast.secretary).get(address).status_code == 404


def test_another_tables_things_are_not_found_under_our_own_address(world: World) -> None:
    client = client_of(world.cast.other_secretary)
    for name in ("proposal", "agreement", "meeting", "dossier", "minutes", "decision"):
        address = reverse(name, kwargs={**world.places[name], "slug": "midwest"})
        assert client.get(address).status_code == 404, address


def test_a_councillor_sees_the_own_councils_row_once_it_is_on_the_agenda(cast: Cast) -> None:
    decision = cast.thread(title=f"{SECRET} afspraak").decisions["Lede"]
    own_page = reverse("municipality", kwargs={"slug": "lede"})
    assert SECRET not in client_of(cast.councillor).get(own_page).text
    record_decision(
        actor=cast.officer,
        decision=decision,
        verb="put_on_agenda",
        expected_revision=1,
        meets_on=date(2026, 12, 17),
    )
    assert f"{SECRET} afspraak" in client_of(cast.councillor).get(own_page).text
    assert client_of(cast.councillor).get("/besturen/ninove/").status_code == 404
