"""Which theme a text is about: by its words, deterministic, and nothing when nothing fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overlegtafel.governance.rules import CharterRules
from overlegtafel.proposals.platforms import conflicts, suggest_platform

RULES = CharterRules.model_validate(
    {
        "themes": [
            {
                "theme": "Sociaal wonen",
                "words": ["toewijzing", "sociale woning"],
                "platforms": [
                    {"platform": "Toewijzingsraad", "role": "agree"},
                    {"platform": "bo", "role": "advise"},
                ],
            },
            {
                "theme": "Mobiliteit",
                "words": ["vervoer", "fiets"],
                "platforms": [
                    {"platform": "Vervoerregioraad", "role": "agree"},
                    {"platform": "bo", "role": "agree"},
                ],
            },
        ]
    }
)


@pytest.mark.parametrize(
    ("title", "summary", "domain", "theme"),
    [
        ("Nieuw toewijzingsreglement", "", "", "Sociaal wonen"),
        ("Een SOCIALE WONING voor wie wacht", "", "", "Sociaal wonen"),
        ("Fietsen", "naar de toewijzing", "", "Mobiliteit"),
        ("Iets", "over sociale woningen", "", "Sociaal wonen"),
        ("Iets", "", "mobiliteit", "Mobiliteit"),
        ("Snelfiets", "", "", None),
        ("", "", "", None),
    ],
)
def test_the_theme_that_fits_best(title: str, summary: str, domain: str, theme: str | None) -> None:
    found = suggest_platform(RULES, title, summary, domain)
    assert (found.theme if found else None) == theme


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_the_answer_is_a_theme_or_nothing(
    title: str, summary: str, domain: str
) -> None:
    found = suggest_platform(RULES, title, summary, domain)
    assert found is None or found in RULES.themes
    assert suggest_platform(CharterRules(), title, summary, domain) is None


def test_two_that_agree_are_a_conflict() -> None:
    assert [theme.theme for theme in conflicts(RULES)] == ["Mobiliteit"]
