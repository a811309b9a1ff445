"""Text pasted from a word processor comes in as it was meant."""

import pytest

from overlegtafel.common.text import from_word


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Eerst\vdan\r\nen\rslot", "Eerst\ndan\nen\nslot"),
        ("•\tLaadpalen\n·  Fietsen\n▪ Bussen", "- Laadpalen\n- Fietsen\n- Bussen"),
        ("\uf0b7\tLaadpalen\n\uf0a7 Fietsen", "- Laadpalen\n- Fietsen"),
        ("o\tLaadpalen\n  o\tFietsen", "- Laadpalen\n  - Fietsen"),
        ("Kop\v•\u00a0Punt", "Kop\n- Punt"),
        ("a\x00b\x07c\ue000d\x1f", "abcd"),
        ("o ja, en 3 · 4 = 12", "o ja, en 3 · 4 = 12"),
        ("•zonder spatie", "•zonder spatie"),
        ("kolom\tkolom\n\n- al een lijst", "kolom\tkolom\n\n- al een lijst"),
        ("Dépôt “Aalst” – 5 €", "Dépôt “Aalst” – 5 €"),
        ("", ""),
    ],
)
def test_pasted_text_is_cleaned(pasted: str, meant: str) -> None:
    assert from_word(pasted) == meant


def test_cleaning_twice_changes_nothing_more() -> None:
    once = from_word("•\tLaadpalen\v\uf0b7\tFietsen\x0c")
    assert from_word(once) == once
