"""A region's configuration in the browser: kept, looked at, brought in; and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries
from tests.factories.cast import Cast, make_person
from tests.factories.routes import make_body, settle
from tests.workspace.conftest import SignIn

from overlegtafel.audit.models import AuditEntry
from overlegtafel.governance.configuration.exporting import export_for
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.services import change_body, end_role, give_clearance
from overlegtafel.governance.states import BodyKind, TableRole, Task

PAGE = "/tafels/denderregio/configuratie/"
FILE, BRING_IN = f"{PAGE}bestand/", f"{PAGE}inlezen/"
FOUND = "/tafels/nieuw/inlezen/"
pytestmark = pytest.mark.django_db


def upload(text: str | bytes, name: str = "dender.yaml") -> dict[str, Any]:
    """A file as a browser sends it."""
    content = text.encode() if isinstance(text, str) else text
    return {"file": SimpleUploadedFile(name, content, content_type="application/yaml")}


def sent_on(page: Any) -> dict[str, str]:
    """What the page with the differences sends when one confirms."""
    form = page.context["form"]
    return {
        "content": form["content"].value() or "",
        "name": form["name"].value() or "",
        "choice": form["choice"].value() or "" if "choice" in form.fields else "",
        "seen": page.context["preview"].seen,
        "step": "confirm",
    }


@pytest.fixture
def text(cast: Cast) -> str:
    """The configuration of the table, in which its rhythm may be changed."""
    change_body(actor=cast.system, body=cast.table, rhythm="elke maand")
    settle(cast)
    return export_for(actor=cast.secretary, body=cast.table)


# Keeping


def test_who_runs_the_table_takes_a_file_along(cast: Cast, as_: SignIn, text: str) -> None:
    secretary = as_(cast.secretary)
    assert f'href="{FILE}"' in secretary.get(PAGE).text
    assert f'href="{PAGE}"' in secretary.get("/tafels/denderregio/organen/").text
    file = secretary.get(FILE)
    assert file.headers["Content-Type"] == "application/yaml; charset=utf-8"
    named = 'attachment; filename="denderregio-2026-11-23.yaml"'
    assert file.headers["Content-Disposition"] == named
    assert file.content.decode() == text


def test_who_runs_a_body_below_is_told_who_keeps_the_whole(cast: Cast, as_: SignIn) -> None:
    group = make_body(cast, "Werkgroep", "wg", BodyKind.WORKGROUP, parent=cast.table)
    lead = make_person(cast.system, "Trekker")
    group.role_grants.create(person=lead.person, role=TableRole.SUPPORT)
    page = as_(lead).get("/tafels/wg/configuratie/")
    assert "Het geheel bewaart wie Denderregio Burgemeestersoverleg begeleidt." in page.text
    assert as_(lead).get("/tafels/wg/configuratie/bestand/").status_code == 403


@pytest.mark.parametrize("bodies", [1, 12])
def test_the_page_costs_the_same(
    cast: Cast, as_: SignIn, bodies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(bodies):
        make_body(cast, f"Groep {number}", f"wg-{number}", BodyKind.WORKGROUP, parent=cast.table)
    client = as_(cast.secretary)
    with django_assert_num_queries(10):
        assert client.get(PAGE).status_code == 200
    with django_assert_num_queries(7):
        assert client.get(BRING_IN).status_code == 200


# Looking, and bringing in


def test_what_changes_is_shown_before_anything_is_written(
    cast: Cast, as_: SignIn, text: str
) -> None:
    client, logged = as_(cast.secretary), AuditEntry.objects.count()
    newer = text.replace("rhythm: elke maand", "rhythm: elke week")
    page = client.post(BRING_IN, upload(newer))
    assert page.status_code == 200
    assert "ritme: “elke maand” wordt “elke week”" in page.text
    assert AuditEntry.objects.count() == logged
    done = client.post(BRING_IN, sent_on(page))
    assert (done.status_code, done.headers["Location"]) == (302, PAGE)
    assert GoverningBody.objects.get(pk=cast.table.pk).rhythm == "elke week"
    again = client.post(BRING_IN, upload(newer))
    assert "Dit bestand verandert niets" in again.text
    assert 'value="confirm"' not in again.text


def test_windows_line_ends_and_a_pasted_text_do_as_well(cast: Cast, as_: SignIn, text: str) -> None:
    newer = text.replace("elke maand", "elke week").replace("\n", "\r\n")
    page = as_(cast.secretary).post(BRING_IN, {"content": newer})
    assert "wordt “elke week”" in page.text
    assert as_(cast.secretary).post(BRING_IN, sent_on(page)).status_code == 302


def test_what_was_not_shown_is_not_brought_in(cast: Cast, as_: SignIn, text: str) -> None:
    client = as_(cast.secretary)
    shown = sent_on(client.post(BRING_IN, upload(text.replace("elke maand", "elke week"))))
    other = shown | {"content": shown["content"].replace("elke week", "nooit")}
    for sent in (other, shown | {"seen": ""}, shown | {"seen": "0" * 64}):
        answer = client.post(BRING_IN, sent)
        assert answer.status_code == 409
        assert "Kijk de verschillen nog eens na" in answer.text
    assert GoverningBody.objects.get(pk=cast.table.pk).rhythm == "elke maand"


def test_who_was_first_stays_and_the_file_too(cast: Cast, as_: SignIn, text: str) -> None:
    client = as_(cast.secretary)
    shown = client.post(BRING_IN, upload(text.replace("elke maand", "elke week")))
    change_body(actor=cast.chair, body=cast.table, rhythm="om de twee weken")
    answer = client.post(BRING_IN, sent_on(shown))
    assert answer.status_code == 409
    assert "ritme: “om de twee weken” wordt “elke week”" in answer.text
    assert "rhythm: elke week" in sent_on(answer)["content"]
    assert client.post(BRING_IN, sent_on(answer)).status_code == 302


# What is refused


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("rhythm: elke maand", "rythm: elke maand", "dit veld bestaat niet"),
        ("kind: mayors", "kind: koning", "dit kan niet; wel:"),
        ("41002 Aalst", "99999 Nergens", "deze gemeente bestaat niet"),
        ("format: 1", "format: [", "dit is geen geldige YAML"),
    ],
)
def test_a_broken_file_names_line_and_field_and_comes_back(
    cast: Cast, as_: SignIn, text: str, wrong: str, right: str, sentence: str
) -> None:
    assert wrong in text
    broken = text.replace(wrong, right, 1)
    page = as_(cast.secretary).post(BRING_IN, upload(broken))
    assert page.status_code == 422
    assert "Er is niets ingelezen" in page.text
    [first, *_] = page.context["form"].mistakes
    assert sentence in first.sentence
    assert f'<th scope="row">Regel {first.line}</th>' in page.text
    assert page.context["form"]["content"].value() == broken
    mended = as_(cast.secretary).post(BRING_IN, {"content": text.replace("maand", "week")})
    assert mended.status_code == 200


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"   ", "het bestand is leeg"),
        (b"\xff\xfe\x00", "dit is geen UTF-8"),
        (b"\x00\x01", "hier staat een teken dat niet in een tekst hoort"),
        (b"x" * 1_000_001, "groter dan 1 MB"),
        (b"%PDF-1.7\n%\xe2\xe3", "dit is geen UTF-8"),
        (b"a: &a [*a]", "verwijzingen"),
        (b"[" * 5000, ""),
        (b"- een lijst", "hier horen velden"),
        (b"<script>alert(1)</script>", "hier horen velden"),
    ],
)
def test_a_hostile_file_is_refused(cast: Cast, as_: SignIn, content: bytes, sentence: str) -> None:
    page = as_(cast.secretary).post(BRING_IN, upload(content, "<b>x</b>.yaml"))
    assert page.status_code == 422
    assert sentence in page.text
    assert "<script>alert" not in page.text
    assert "<b>x" not in page.text


def test_names_with_html_are_shown_as_text(cast: Cast, as_: SignIn, text: str) -> None:
    newer = text.replace("rhythm: elke maand", "rhythm: <img src=x onerror=alert(1)></textarea>")
    page = as_(cast.secretary).post(BRING_IN, upload(newer))
    assert page.status_code == 200
    assert "<img src=x" not in page.text
    assert page.text.count("</textarea>") == 1


def test_nothing_chosen_says_so(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.secretary).post(BRING_IN, {})
    assert page.status_code == 422
    assert "Kies een bestand." in page.text


def test_a_file_about_another_table_is_refused_here(cast: Cast, as_: SignIn, text: str) -> None:
    theirs = export_for(actor=cast.other_secretary, body=cast.other_table)
    page = as_(cast.secretary).post(BRING_IN, upload(theirs))
    assert page.status_code == 422
    assert "Dit bestand gaat niet over Denderregio Burgemeestersoverleg." in page.text


def test_a_body_that_someone_else_runs_is_refused_whole(cast: Cast, as_: SignIn) -> None:
    make_body(cast, "Werkgroep", "wg", BodyKind.WORKGROUP, parent=cast.table)
    text = export_for(actor=cast.secretary, body=cast.table)
    page = as_(cast.secretary).post(BRING_IN, upload(text.replace("name: Werk", "name: Denk")))
    assert page.status_code == 403
    assert "daarvoor begeleidt u ook Denkgroep" not in page.text
    assert "daarvoor begeleidt u ook Werkgroep" in page.text
    assert "Denkgroep" in page.context["form"]["content"].value()


def test_where_the_chair_comes_first_the_page_asks_the_chair(cast: Cast, as_: SignIn) -> None:
    settle(cast, support={"tasks": {"compose": "after_chair"}})
    text = export_for(actor=cast.secretary, body=cast.table)
    newer = text.replace("short_name: Denderregio", "short_name: Dender")
    client = as_(cast.secretary)
    assert "Vraag" in client.get(BRING_IN).text
    assert client.post(BRING_IN, upload(newer)).status_code == 403
    give_clearance(actor=cast.chair, body=cast.table, task=Task.COMPOSE)
    assert client.post(BRING_IN, sent_on(client.post(BRING_IN, upload(newer)))).status_code == 302


def test_staff_that_never_composes_reads_but_brings_nothing_in(cast: Cast, as_: SignIn) -> None:
    settle(cast, support={"tasks": {"compose": "never"}})
    assert "Configuratie inlezen" not in as_(cast.secretary).get(PAGE).text
    assert as_(cast.secretary).get(BRING_IN).status_code == 403
    assert as_(cast.chair).get(BRING_IN).status_code == 200


def test_without_the_right_nobody_founds_from_a_file(cast: Cast, as_: SignIn) -> None:
    for who in (cast.secretary, cast.chair, cast.citizen):
        assert as_(who).get(FOUND).status_code == 403
        assert as_(who).post(FOUND, upload("format: 1")).status_code == 403


def test_who_no_longer_runs_the_table_brings_nothing_in(cast: Cast, as_: SignIn, text: str) -> None:
    client = as_(cast.secretary)
    shown = client.post(BRING_IN, upload(text.replace("elke maand", "elke week")))
    [grant] = cast.table.role_grants.filter(person=cast.secretary.person)
    end_role(actor=cast.system, grant=grant, on=date(2026, 11, 22))
    assert client.post(BRING_IN, sent_on(shown)).status_code in (403, 404)
    assert GoverningBody.objects.get(pk=cast.table.pk).rhythm == "elke maand"
