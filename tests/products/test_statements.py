"""A statement: who writes and supports it, frozen at sending, its answer, and what is public."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import FixedClock
from tests.factories.cast import Cast

from overlegtafel.agreements.services import share_position, take_position
from overlegtafel.api.urls import api
from overlegtafel.audit.remember import forget
from overlegtafel.common.errors import Invalid, NotAllowed, NotVisible, Stale, WrongMoment
from overlegtafel.outbox.models import Message
from overlegtafel.products.linking import Origin
from overlegtafel.products.models import Statement, Support
from overlegtafel.products.policy import statements_visible_to, supports_visible_to
from overlegtafel.products.queries import suggested_backing, supports_of
from overlegtafel.products.services import (
    Addressed,
    change_statement,
    close_statement,
    consent_to_naming,
    correct_statement,
    draft_statement,
    note_follow_up,
    record_answer,
    record_support,
    send_statement,
)
from overlegtafel.products.states import Backing, FollowUpKind, Voice
from overlegtafel.publication.statements import release_statement, released_statement

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
MINISTER = Addressed("De minister", "Justitie", "kabinet@example.org")


def drafted(cast: Cast, **facts: Any) -> Statement:
    """A statement of the table about its courts."""
    return draft_statement(
        actor=cast.secretary,
        body=cast.table,
        **{
            "title": "De rechtbank blijft dichtbij",
            "text": "Wij vragen zittingen dicht bij de inwoner.",
            "addressees": [MINISTER],
            **facts,
        },
    )


def sent(cast: Cast, statement: Statement | None = None, **facts: Any) -> Statement:
    """The same, sent today."""
    statement = statement or drafted(cast)
    statement.refresh_from_db()
    return send_statement(
        actor=cast.secretary,
        statement=statement,
        expected_revision=statement.revision,
        **{"sent_on": TODAY, "answer_due_on": TODAY + timedelta(days=60), **facts},
    )


def backed(cast: Cast, statement: Statement, town: str, backing: str, **facts: Any) -> Support:
    """What one municipality says, by the system in its name."""
    return record_support(
        actor=cast.system,
        statement=statement,
        municipality=cast.towns[town],
        backing=backing,
        **({"reservation": "Eerst overleg."} if backing == "reserved" else {}),
        **facts,
    )


def test_who_runs_the_table_writes_and_others_do_not(cast: Cast) -> None:
    for actor in (cast.mayor, cast.officer, cast.alderman):
        with pytest.raises(NotAllowed):
            draft_statement(actor=actor, body=cast.table, title="x", text="y")
    for actor in (cast.partner, cast.councillor, cast.other_mayor, cast.citizen):
        with pytest.raises(NotVisible):
            draft_statement(actor=actor, body=cast.table, title="x", text="y")
    for words in ({"title": " "}, {"text": ""}, {"addressees": [Addressed("")]}):
        with pytest.raises(Invalid):
            drafted(cast, **words)


def test_a_draft_stays_inside_and_what_left_is_for_the_circle(cast: Cast) -> None:
    statement = drafted(cast)
    inside, circle = (cast.mayor, cast.director, cast.chair), (cast.officer, cast.alderman)
    strangers = (cast.partner, cast.councillor, cast.other_mayor, cast.citizen)
    assert all(statements_visible_to(actor).exists() for actor in inside)
    assert not any(statements_visible_to(actor).exists() for actor in (*circle, *strangers))
    sent(cast, statement)
    assert all(statements_visible_to(actor).exists() for actor in (*inside, *circle))
    assert not any(statements_visible_to(actor).exists() for actor in strangers)


def test_of_an_internal_dossier_only_who_reads_that_dossier_sees_it(cast: Cast) -> None:
    type(cast.dossier).objects.update(is_internal=True)
    sent(cast, drafted(cast, origin=Origin(cast.dossier)))
    assert statements_visible_to(cast.mayor).exists()
    assert not statements_visible_to(cast.officer).exists()


def test_support_is_said_by_the_own_mayor_or_director_only(cast: Cast) -> None:
    statement, lede = drafted(cast), cast.towns["Lede"]
    support = record_support(
        actor=cast.mayor,
        statement=statement,
        municipality=lede,
        backing=Backing.SUPPORTS,
        is_named=True,
    )
    assert (support.voice, support.is_named) == (Voice.OWN, True)
    with pytest.raises(NotAllowed):
        record_support(
            actor=cast.mayor,
            statement=statement,
            municipality=cast.towns["Zele"],
            backing=Backing.SUPPORTS,
        )
    for actor in (cast.officer, cast.other_mayor, cast.partner, cast.citizen):
        with pytest.raises(NotVisible):
            record_support(
                actor=actor, statement=statement, municipality=lede, backing=Backing.OPPOSES
            )
    with pytest.raises(Invalid):
        record_support(
            actor=cast.director, statement=statement, municipality=lede, backing=Backing.RESERVED
        )


def test_the_secretariat_notes_what_was_said_without_consent_and_never_over_it(
    cast: Cast,
) -> None:
    statement = drafted(cast)
    noted = record_support(
        actor=cast.secretary,
        statement=statement,
        municipality=cast.towns["Lede"],
        backing=Backing.SUPPORTS,
        is_named=True,
    )
    assert (noted.voice, noted.is_named) == (Voice.NOTED, False)
    record_support(
        actor=cast.director,
        statement=statement,
        municipality=cast.towns["Lede"],
        backing=Backing.OPPOSES,
        is_named=True,
    )
    assert not Support.objects.get().is_named
    with pytest.raises(NotAllowed):
        record_support(
            actor=cast.secretary,
            statement=statement,
            municipality=cast.towns["Lede"],
            backing=Backing.SUPPORTS,
        )


def test_a_shared_position_is_offered_as_a_start_and_records_nothing(cast: Cast) -> None:
    item = cast.thread("convened").item
    assert item is not None
    lede = cast.towns["Lede"]
    position = take_position(
        actor=cast.mayor,
        item=item,
        municipality=lede,
        stance="reserved",
        basis="personal",
        reservation="Eerst overleg.",
        expected_revision=0,
    )
    statement = drafted(cast, origin=Origin(item=item))
    assert suggested_backing(cast.secretary, statement, [lede]) == {}
    share_position(actor=cast.mayor, position=position)
    suggested = suggested_backing(cast.secretary, statement, [lede])
    assert suggested == {lede.pk: (Backing.RESERVED, "Eerst overleg.")}
    assert supports_of(cast.secretary, statement).unknown == 5


def test_what_was_sent_is_frozen_and_a_correction_points_back(cast: Cast) -> None:
    statement = drafted(cast)
    support = backed(cast, statement, "Lede", "supports")
    sent(cast, statement)
    assert statement.is_whole and statement.frozen["text"] == statement.text
    assert [each["municipality"] for each in statement.frozen["supports"]] == ["Lede"]
    with pytest.raises(WrongMoment):
        change_statement(
            actor=cast.secretary,
            statement=statement,
            expected_revision=statement.revision,
            title="Anders",
            text="Anders",
            addressees=[],
        )
    with pytest.raises(WrongMoment):
        backed(cast, statement, "Zele", "opposes")
    with pytest.raises(WrongMoment):
        sent(cast, statement)
    made = correct_statement(actor=cast.secretary, statement=statement)
    assert (made.number, made.replaces, made.supports.count()) == (2, statement, 0)
    with pytest.raises(WrongMoment):
        correct_statement(actor=cast.secretary, statement=statement)
    sent(cast, made)
    statement.refresh_from_db()
    assert statement.state == "closed" and statement.is_whole
    assert support.statement.frozen["number"] == 1


def test_an_altered_text_shows_against_its_checksum(cast: Cast) -> None:
    statement = sent(cast)
    frozen = {**statement.frozen, "text": "Iets anders."}
    Statement.objects.filter(pk=statement.pk).update(frozen=frozen)
    statement.refresh_from_db()
    assert not statement.is_whole


def test_two_who_write_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    statement = drafted(cast)
    words: dict[str, Any] = {"title": "Nieuw", "text": "Nieuw", "addressees": [MINISTER]}
    change_statement(actor=cast.secretary, statement=statement, expected_revision=1, **words)
    with pytest.raises(Stale):
        change_statement(actor=cast.chair, statement=statement, expected_revision=1, **words)
    with pytest.raises(Stale):
        send_statement(
            actor=cast.secretary, statement=statement, expected_revision=1, sent_on=TODAY
        )


def test_it_leaves_by_mail_to_who_has_an_address_once(cast: Cast) -> None:
    statement = drafted(cast, addressees=[MINISTER, Addressed("De gouverneur")])
    sent(cast, statement, by_mail=True)
    [mail] = Message.objects.filter(kind="statement.sent")
    assert (mail.address, mail.recipient) == ("kabinet@example.org", None)
    assert statement.text in mail.text
    with pytest.raises(Invalid):
        sent(cast, drafted(cast, addressees=[Addressed("De gouverneur")]), by_mail=True)
    with pytest.raises(Invalid):
        sent(cast, drafted(cast, addressees=[]))


def test_a_late_answer_is_told_to_its_owner_once(cast: Cast, clock: FixedClock) -> None:
    statement = sent(cast)
    clock.travel_to("2027-01-22 06:00")
    call_command("daily_round")
    assert not Message.objects.filter(kind="statement.overdue").exists()
    clock.travel_to("2027-01-23 06:00")
    call_command("daily_round")
    call_command("daily_round")
    told = Message.objects.filter(kind="statement.overdue")
    assert {each.recipient for each in told} == {
        cast.secretary,
        cast.second_secretary,
        cast.chair,
    }
    note_follow_up(
        actor=cast.secretary,
        statement=statement,
        kind=FollowUpKind.REMINDED,
        done_on=date(2027, 1, 23),
        answer_due_on=date(2027, 3, 1),
    )
    call_command("daily_round")
    assert told.count() == 3
    record_answer(
        actor=cast.secretary,
        statement=statement,
        answered_on=date(2027, 1, 23),
        answer="De zittingen blijven.",
    )
    with pytest.raises(WrongMoment):
        record_answer(
            actor=cast.secretary,
            statement=statement,
            answered_on=date(2027, 1, 23),
            answer="Nog eens.",
        )
    close_statement(actor=cast.secretary, statement=statement, reason="Gevolgd.")
    assert statement.state == "closed"


def test_who_supports_stays_at_the_table(cast: Cast) -> None:
    statement = drafted(cast)
    backed(cast, statement, "Zele", "opposes")
    sent(cast, statement)
    assert supports_visible_to(cast.mayor).exists()
    for actor in (cast.officer, cast.alderman, cast.partner, cast.councillor, cast.other_mayor):
        assert not supports_visible_to(actor).exists()


def test_only_the_municipality_itself_lets_it_be_named_and_takes_that_back(cast: Cast) -> None:
    statement = drafted(cast)
    support = backed(cast, statement, "Lede", "supports")
    against = backed(cast, statement, "Zele", "opposes")
    sent(cast, statement)
    for actor in (cast.secretary, cast.chair):
        with pytest.raises(NotAllowed):
            consent_to_naming(actor=actor, support=support, is_named=True)
    with pytest.raises(WrongMoment):
        consent_to_naming(actor=cast.system, support=against, is_named=True)
    consent_to_naming(actor=cast.mayor, support=support, is_named=True)
    release_statement(actor=cast.secretary, statement=statement)
    shown = released_statement(statement.pk, cast.table)
    assert [each.name for each in shown.supporters] == ["Lede"]
    consent_to_naming(actor=cast.director, support=support, is_named=False)
    assert released_statement(statement.pk, cast.table).supporters == []


def test_a_draft_a_named_place_and_an_internal_dossier_do_not_go_out_unasked(cast: Cast) -> None:
    with pytest.raises(WrongMoment):
        release_statement(actor=cast.secretary, statement=drafted(cast))
    place = sent(cast, drafted(cast, text="De rechtbank van Aalst blijft open."))
    with pytest.raises(Invalid, match="Aalst"):
        release_statement(actor=cast.secretary, statement=place)
    release_statement(actor=cast.secretary, statement=place, despite_names=True)
    type(cast.dossier).objects.update(is_internal=True)
    inside = sent(cast, drafted(cast, origin=Origin(cast.dossier)))
    with pytest.raises(Invalid, match="interne gevolgen"):
        release_statement(actor=cast.secretary, statement=inside)
    for actor in (cast.mayor, cast.other_secretary, cast.partner):
        with pytest.raises(NotAllowed):
            release_statement(actor=actor, statement=place, despite_names=True)


PUBLIC = ("public_statement", "public_statements", "public_table")
SAID = st.tuples(st.sampled_from([*Backing.values, ""]), st.booleans())


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(SAID, min_size=5, max_size=5))
def test_no_public_output_tells_who_did_not_consent_or_how_many_support(
    cast: Cast, client: Client, said: list[tuple[str, bool]]
) -> None:
    """Whatever is said: two tables that differ only in who is not named read the same."""
    statement = drafted(cast)
    named = []
    for (town, _), (backing, consents) in zip(cast.towns.items(), said, strict=True):
        if backing:
            backed(cast, statement, town, backing, is_named=consents)
            if consents and backing in ("supports", "reserved"):
                named.append(town)
    sent(cast, statement)
    release_statement(actor=cast.secretary, statement=statement)
    forget()
    page = client.get(reverse("public_statement", args=["denderregio", statement.pk]))
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert sorted(town for town in cast.towns if town in main) == sorted(named)
    assert f"{len(named)} best" in main or not named
    others = [town for town in cast.towns if town not in named]
    statement.supports.filter(municipality__name__in=others).delete()
    forget()
    again = client.get(reverse("public_statement", args=["denderregio", statement.pk]))
    assert again.content == page.content
    index = client.get(reverse("public_statements", args=["denderregio"])).content.decode()
    listed = index.partition("<main")[2].partition("</main>")[0]
    assert not [town for town in cast.towns if town in listed]


def test_the_api_holds_no_name_of_a_supporter(cast: Cast, client: Client) -> None:
    statement = drafted(cast)
    backed(cast, statement, "Zele", "opposes")
    sent(cast, statement)
    release_statement(actor=cast.secretary, statement=statement)
    for path in api.get_openapi_schema()["paths"]:
        if "{" not in path:
            said = client.get(path).content.decode()
            assert statement.title not in said
