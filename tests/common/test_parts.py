"""The shared partials: fields, pills, the turn line, the route."""

import re

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from overlegtafel.common.drawing.states import MARKS


class ProposalForm(forms.Form):
    """A form with one field of each kind."""

    title = forms.CharField(label="Titel", help_text="In één regel.")
    note = forms.CharField(label="Nota", required=False)
    kind = forms.ChoiceField(
        label="Wat vraagt u?", choices=[("a", "Advies")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Besproken", required=False)


def field(form: forms.Form, name: str) -> str:
    return render_to_string("common/_field.html", {"field": form[name]})


def test_an_error_stands_at_its_field_and_is_tied_to_it() -> None:
    printed = field(ProposalForm({"title": ""}), "title")
    assert 'aria-invalid="true"' in printed
    assert 'aria-describedby="id_title_helptext id_title_error"' in printed
    assert 'id="id_title_helptext"' in printed
    assert re.search(r'class="field-error" id="id_title_error">.*verplicht', printed, re.S)


def test_a_sound_field_has_no_error() -> None:
    printed = field(ProposalForm({"title": "Zwembad"}), "title")
    assert "aria-invalid" not in printed
    assert "field-error" not in printed
    assert 'aria-describedby="id_title_helptext"' in printed


def test_required_and_optional_are_said_in_words() -> None:
    form = ProposalForm()
    assert "(verplicht)" in field(form, "title")
    assert "(mag leeg)" in field(form, "note")


def test_choices_are_a_group_with_a_legend() -> None:
    printed = field(ProposalForm({}), "kind")
    assert re.search(r'<fieldset[^>]*aria-describedby="id_kind_error"', printed)
    assert "<legend>Wat vraagt u?" in printed


def test_a_checkbox_stands_before_its_words() -> None:
    printed = field(ProposalForm(), "agreed")
    assert printed.index('type="checkbox"') < printed.index("Besproken")


def test_the_summary_leads_to_each_field() -> None:
    printed = render_to_string("common/_form_errors.html", {"form": ProposalForm({})})
    assert 'href="#id_title"' in printed
    assert 'href="#id_kind' in printed
    assert "2 punten" in printed
    assert 'role="alert"' in printed


def test_a_form_without_errors_has_no_summary() -> None:
    form = ProposalForm({"title": "Zwembad", "kind": "a"})
    assert render_to_string("common/_form_errors.html", {"form": form}).strip() == ""


def test_the_route_says_where_it_stands_in_words() -> None:
    steps = [
        {"label": "Aangebracht", "note": "9 jan", "state": "done"},
        {"label": "Lokale beslissing", "note": "3 van 14", "state": "now"},
        {"label": "Uitvoering", "note": "", "state": "todo"},
    ]
    printed = render_to_string("common/_flow.html", {"steps": steps})
    assert [word in printed for word in ("(gedaan)", "(nu)", "(nog te doen)")] == [True] * 3
    assert printed.count('aria-current="step"') == 1


def test_the_turn_line_names_the_one_who_waits() -> None:
    printed = render_to_string(
        "common/_turn.html",
        {
            "sentence": "Bij vijf raden.",
            "link_href": "/n/",
            "link_label": "Ninove",
            "after": "wacht.",
        },
    )
    assert "Bij wie ligt het?" in printed
    assert '<a href="/n/">Ninove</a> wacht.' in printed


def test_typed_text_is_shown_as_text() -> None:
    printed = render_to_string("common/_stale.html", {"theirs": "<b>x</b>", "mine": "<i>y</i>"})
    assert "&lt;b&gt;x" in printed
    assert "&lt;i&gt;y" in printed


def test_pages_keep_the_other_choices() -> None:
    request = RequestFactory().get("/?q=zwembad&page=2")
    page = Paginator(range(30), 10).page(2)
    printed = render_to_string("common/_pagination.html", {"page": page}, request)
    assert "?q=zwembad&amp;page=3" in printed
    assert "Bladzijde 2 van 3" in printed


def test_every_mark_has_its_colour_in_the_style_sheet() -> None:
    path = finders.find("common/app.css")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as sheet:  # noqa: PTH123
        css = sheet.read()
    assert len(css) < 40_000
    assert [name for name in MARKS if f".state-{name}" not in css] == []


@pytest.mark.parametrize("name", ["404.html", "403.html", "429.html", "400.html", "500.html"])
def test_error_pages_are_calm_dutch_and_lead_back(name: str) -> None:
    printed = render_to_string(name)
    assert 'lang="nl-BE"' in printed
    assert 'href="/"' in printed
    assert "style=" not in printed


@pytest.mark.parametrize("name", ["login", "password_reset", "password_reset_done", "logout"])
def test_account_pages_are_ours(name: str) -> None:
    printed = render_to_string(f"account/{name}.html", {"form": ProposalForm()})
    assert 'lang="nl-BE"' in printed
    assert "Overlegtafel" in printed
