"""What a dossier teaches: test cases of the charter, and lessons of what stopped (R117, R123)."""

import pytest
from tests.factories.cast import Cast
from tests.factories.routes import settle

from overlegtafel.common.errors import Invalid, NotAllowed, WrongMoment
from overlegtafel.dossiers.models import Dossier, Lesson
from overlegtafel.dossiers.queries import cases_of, lessons_of
from overlegtafel.dossiers.services import (
    LessonWords,
    close_dossier,
    edit_dossier,
    note_finding,
    open_dossier,
    share_lesson,
)
from overlegtafel.governance.services.sharing import withdraw_piece
from overlegtafel.reporting.sharing import library_visible_to

WORDS = LessonWords("Het bleef liggen.", "Niemand trok het.", "Eerst een trekker.")


def stop(cast: Cast, *, domain: str = "ruimte", is_shared: bool = False) -> Lesson:
    dossier = open_dossier(actor=cast.secretary, body=cast.table, title="Drones", domain=domain)
    close_dossier(
        actor=cast.secretary,
        dossier=dossier,
        verb="stop",
        note="Geen eigenaar.",
        lesson=WORDS,
        is_shared=is_shared,
    )
    return dossier.lessons.get()


@pytest.mark.parametrize(
    ("lesson", "field"),
    [
        (None, "what"),
        (LessonWords("Het bleef liggen.", " ", "x"), "why"),
        (LessonWords("Het bleef liggen.", "Niemand.", ""), "next_time"),
    ],
)
def test_stopping_asks_a_whole_lesson(cast: Cast, lesson: LessonWords | None, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        close_dossier(
            actor=cast.secretary, dossier=cast.dossier, verb="stop", note="Op.", lesson=lesson
        )
    assert refused.value.field == field
    cast.dossier.refresh_from_db()
    assert cast.dossier.state == "open"


def test_completing_asks_none(cast: Cast) -> None:
    close_dossier(actor=cast.secretary, dossier=cast.dossier, verb="complete", note="Klaar.")
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("who", ["mayor", "officer", "partner", "other_secretary", "citizen"])
def test_who_does_not_run_the_table_closes_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        close_dossier(
            actor=getattr(cast, who), dossier=cast.dossier, verb="complete", note="Klaar."
        )


def test_the_next_dossier_in_the_domain_meets_the_lesson(cast: Cast) -> None:
    lesson = stop(cast)
    assert list(lessons_of(cast.mayor, cast.table, "ruimte")) == [lesson]
    assert list(lessons_of(cast.mayor, cast.table, "wonen")) == []
    assert list(lessons_of(cast.other_mayor, cast.table, "ruimte")) == []


def test_a_lesson_stays_inside_until_it_is_shared_in_the_name_of_its_table(cast: Cast) -> None:
    lesson = stop(cast)
    assert not library_visible_to(cast.other_mayor).exists()
    share_lesson(actor=cast.secretary, lesson=lesson)
    [piece] = library_visible_to(cast.other_mayor)
    assert (piece.body, piece.kind) == (cast.table, "lesson")
    assert piece.content["next_time"] == "Eerst een trekker."
    with pytest.raises(WrongMoment, match="al gedeeld"):
        share_lesson(actor=cast.secretary, lesson=lesson)
    withdraw_piece(actor=cast.secretary, piece=piece)
    assert not Lesson.objects.get(pk=lesson.pk).is_shared


def test_it_may_be_shared_at_once_by_who_may(cast: Cast) -> None:
    assert stop(cast, is_shared=True).is_shared
    with pytest.raises(NotAllowed):
        share_lesson(actor=cast.mayor, lesson=stop(cast))


def test_a_test_case_tests_the_version_of_its_day(cast: Cast) -> None:
    first = settle(cast)
    case = open_dossier(
        actor=cast.secretary, body=cast.table, title="Proef", domain="wonen", is_test_case=True
    )
    assert case.charter == first
    edit_dossier(actor=cast.secretary, dossier=cast.dossier, expected_revision=1, is_test_case=True)
    assert cast.dossier.charter == first
    edit_dossier(
        actor=cast.secretary, dossier=cast.dossier, expected_revision=2, is_test_case=False
    )
    assert cast.dossier.charter is None


def test_findings_are_dated_by_whom_and_stand_with_the_version(cast: Cast) -> None:
    first = settle(cast)
    case = open_dossier(
        actor=cast.secretary, body=cast.table, title="Proef", domain="wonen", is_test_case=True
    )
    note_finding(actor=cast.mayor, dossier=case, text="De stuurgroep kwam te laat.")
    note_finding(actor=cast.secretary, dossier=case, text="De nota was te lang.")
    [found] = cases_of(cast.mayor, cast.table, first)
    assert [(each.text, each.recorded_by) for each in found.findings.all()] == [
        ("De stuurgroep kwam te laat.", cast.mayor),
        ("De nota was te lang.", cast.secretary),
    ]


@pytest.mark.parametrize("who", ["officer", "alderman", "councillor", "partner", "other_mayor"])
def test_who_is_no_insider_notes_no_finding(cast: Cast, who: str) -> None:
    Dossier.objects.update(is_test_case=True)
    cast.dossier.refresh_from_db()
    with pytest.raises(NotAllowed):
        note_finding(actor=getattr(cast, who), dossier=cast.dossier, text="Ik vind.")


def test_only_a_test_case_has_findings(cast: Cast) -> None:
    with pytest.raises(WrongMoment):
        note_finding(actor=cast.secretary, dossier=cast.dossier, text="Iets.")


def test_the_lesson_of_an_internal_dossier_is_for_who_sees_it(cast: Cast) -> None:
    lesson = stop(cast, domain="personeel")
    Dossier.objects.filter(pk=lesson.dossier_id).update(is_internal=True)
    assert list(lessons_of(cast.director, cast.table)) == [lesson]
    assert list(lessons_of(cast.officer, cast.table)) == []
