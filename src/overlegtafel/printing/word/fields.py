"""The names a Word template may use, what each means, and the words behind them."""

from collections.abc import Mapping
from typing import Any

from overlegtafel.common.text import is_sign
from overlegtafel.meetings.reports import Content
from overlegtafel.printing.reports import poll_answers, presence_groups, sentence, title_of
from overlegtafel.printing.typesetting import Node, typed
from overlegtafel.printing.word.marks import paragraphs

_NO_CHARACTER = 0xFFFE
PARAGRAPH = "\a"
"""Where the Word renderer begins a new paragraph, with the style of the one it stands in."""

FIELDS: dict[str, tuple[str, str]] = {
    "titel": ("de titel van het verslag", "Verslag Burgemeestersoverleg, vrijdag 20 november 2026"),
    "overleg": ("de naam van het overleg", "Burgemeestersoverleg"),
    "datum": ("de dag, voluit", "vrijdag 20 november 2026"),
    "uur": ("het beginuur", "9.30"),
    "plaats": ("waar", "Gemeentehuis"),
    "thema": ("het thema, of leeg", "Mobiliteit"),
    "stand": ("concept, of wanneer goedgekeurd", "Concept: nog niet goedgekeurd"),
    "aanwezigheid": ("lijst: een regel per soort aanwezigheid", ""),
    "aanwezigheid.soort": ("aanwezig, vervangen, verontschuldigd …", "Aanwezig"),
    "aanwezigheid.wie": ("wie", "An Peeters, Jan Maes"),
    "zetels": ("lijst: een regel per zetel", ""),
    "zetels.zetel": ("de zetel", "Burgemeester van een gemeente"),
    "zetels.naam": ("wie de zetel vult", "An Peeters"),
    "zetels.aanwezig": ("aanwezig, vervangen, verontschuldigd …", "vervangen"),
    "zetels.vervanger": ("wie verving, of leeg", "Jan Maes, schepen"),
    "punten": ("lijst: de punten in volgorde", ""),
    "punten.nummer": ("het nummer van het punt", "1"),
    "punten.titel": ("de titel", "Laadpalen langs het water"),
    "punten.samenvatting": ("waarover het gaat", "Elk bestuur kiest nu alleen."),
    "punten.aangebracht_door": ("wie het aanbracht", "een gemeente"),
    "punten.voorbereid_door": ("wie het voorbereidde", "een algemeen directeur"),
    "punten.functie": ("uitwisseling, afstemming of beleid", "afstemming"),
    "punten.categorie": ("de categorie", "intergemeentelijk project"),
    "punten.verslag": ("wat er gezegd werd", "De burgemeesters delen de vraag."),
    "punten.uitkomst": ("de uitkomst in één woord", "afspraak"),
    "punten.uitkomst_zin": ("de uitkomst in één zin", "We kopen samen aan."),
    "punten.verwachte_beslissing": ("welk lokaal orgaan beslist", "gemeenteraad"),
    "punten.komen_en_gaan": (
        "wie bij dit punt aankwam of vertrok",
        "An Peeters kwam aan bij dit punt.",
    ),
    "punten.peilingen": ("lijst: peilingen bij het punt", ""),
    "punten.peilingen.vraag": ("de vraag", "Nu al beginnen?"),
    "punten.peilingen.soort": ("dat ze niemand bindt", "peiling, niet bindend"),
    "punten.peilingen.antwoorden": ("hoeveel wat antwoordden", "ja 4, neen 1"),
    "punten.afspraken": ("lijst: afspraken bij het punt", ""),
    "punten.afspraken.nummer": ("het nummer van de afspraak", "A-01"),
    "punten.afspraken.titel": ("de afspraak", "We kopen samen laadpalen aan"),
    "punten.afspraken.tekst": ("de volledige tekst", "Eén bestuur schrijft de opdracht uit."),
    "punten.afspraken.uitvoerders": ("wie uitvoert", "Een gemeente, een andere gemeente"),
    "punten.afspraken.uiterlijk": ("tegen wanneer", "31 december 2026"),
    "punten.afspraken.lokale_beslissing": ("wie lokaal beslist, of leeg", "gemeenteraad"),
}
"""Every name, what it means and an example. A name with a dot is of one row of that list."""


def context_of(content: Content, status: str) -> dict[str, Any]:
    """What a template inserts: our names, text in which a paragraph stays a paragraph."""
    return {
        "titel": line(title_of(content)),
        "overleg": line(content["table"]),
        "datum": content["day"],
        "uur": content["hour"],
        "plaats": line(content["location"]),
        "thema": line(content["theme"]),
        "stand": status,
        "aanwezigheid": [
            {"soort": each["words"], "wie": line(each["who"])} for each in presence_groups(content)
        ],
        "zetels": [
            {
                "zetel": line(each["seat"]),
                "naam": line(each["holder"]),
                "aanwezig": each["words"],
                "vervanger": line(each["replaced_by"]),
            }
            for each in content["presence"]
        ],
        "punten": [_item(item) for item in content["items"]],
    }


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "nummer": str(item["order"]),
        "titel": line(item["title"]),
        "samenvatting": rich(item.get("summary", "")),
        "aangebracht_door": line(item.get("brought_by", "")),
        "voorbereid_door": line(item.get("prepared_by", "")),
        "functie": item.get("function", ""),
        "categorie": item.get("category", ""),
        "verslag": rich(item.get("minutes", "")),
        "uitkomst": item.get("outcome", ""),
        "uitkomst_zin": sentence(line(item.get("outcome_note", ""))),
        "verwachte_beslissing": item.get("expected_decision", ""),
        "komen_en_gaan": line(" ".join(item["presence"])),
        "peilingen": [
            {
                "vraag": line(poll["question"]),
                "soort": poll["label"],
                "antwoorden": line(poll_answers(poll)),
            }
            for poll in item["polls"]
        ],
        "afspraken": [
            {
                "nummer": each["reference"],
                "titel": line(each["title"]),
                "tekst": rich(each["text"]),
                "uitvoerders": line(", ".join(each["executors"])),
                "uiterlijk": each["until"],
                "lokale_beslissing": each["local_decision"],
            }
            for each in item["agreements"]
        ],
    }


def plain(source: str) -> str:
    """Typed text without its light notation, a paragraph or list item each on its own."""
    return PARAGRAPH.join(_clean(each) for each in _lines(typed(source)))


def rich(source: str) -> str:
    """Typed text for a Word template: as ``plain``, with its looks in signs of ``marks``."""
    return PARAGRAPH.join(paragraphs(_cleaned(typed(source))))


def _cleaned(nodes: list[Node]) -> list[Node]:
    """The same nodes without what no XML can hold, nor a sign of ours that somebody typed."""
    return [
        node | {"items": [_cleaned(item) for item in node["items"]]}
        if node["kind"] == "list"
        else node | {"words": [word | {"text": _clean(word["text"])} for word in node["words"]]}
        for node in nodes
    ]


def _lines(parts: list[Node], before: str = "") -> list[str]:
    found: list[str] = []
    for node in parts:
        if node["kind"] == "list":
            for number, item in enumerate(node["items"], 1):
                mark = f"{number}. " if node["ordered"] else "• "
                found += _lines(item, before + mark)
        else:
            found.append(before + "".join(word["text"] for word in node["words"]))
    return found


def line(text: str) -> str:
    """One line of what someone typed."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """Without what no XML can hold."""
    return "".join(
        each for each in text if each == "\n" or (is_sign(each) and ord(each) % 65536 < 65534)
    )


def example_of(fields: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The examples of fields as a template gets them: every list with one row."""
    whole: dict[str, Any] = {}
    for name, (_, example) in fields.items():
        *path, last = name.split(".")
        here = whole
        for step in path:
            here = here[step][0]
        here[last] = example or [{}]
    return whole


EXAMPLE: dict[str, Any] = example_of(FIELDS)
"""A report in which every list has a row: what a template is tried on."""
