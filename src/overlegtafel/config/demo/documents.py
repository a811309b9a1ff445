"""A few documents at items, small and recognizably invented: notes in PDF, a Word file, a picture.

The scenario names none, so they say of themselves that they are made up. Their bytes are made once
per process: a demo that is loaded again only keeps them.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial

from docx import Document as WordFile
from PIL import Image, ImageDraw, ImageFont

from overlegtafel.config.demo.story import Story
from overlegtafel.dossiers.content_checks import CheckedFile, check_file
from overlegtafel.meetings.services import add_annex
from overlegtafel.printing.typesetting import FONTS, typed, typeset

INVENTED = "Demo: dit document is verzonnen. Namen van besturen bestaan; al de rest niet."
MADE_AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""The same in every load, so that the same bytes are kept once."""


@dataclass(frozen=True)
class Paper:
    """A document of the demo: at which item, when it is added, and what it says."""

    item: str
    on: str
    kind: str
    title: str
    text: str

    @property
    def table(self) -> str:
        """The table of its item."""
        return self.item.split(maxsplit=1)[0]


PAPERS = (
    Paper(
        "DBO 6.1",
        "2026-10-07",
        "pdf",
        "Nota bij het ontwerp van de energiestrategie",
        "## Waarover gaat het\n\nHet ontwerp is klaar voor bespreking. Deze nota toont in één blad "
        "waar de opmerkingen van de besturen over gingen.\n\n## Gevraagd\n\n"
        "- kennis nemen van wat werd overgenomen;\n"
        "- zeggen welke opmerking u aan tafel wilt bespreken.",
    ),
    Paper(
        "DBO 8.3",
        "2026-11-20",
        "pdf",
        "Nota over een jaar buitenschoolse opvang en activiteiten",
        "## Waarover gaat het\n\nEen jaar geleden namen de besturen de regie over. Deze nota zet "
        "op een rij wat we aan elkaar kunnen vragen.\n\n## Vragen aan de tafel\n\n"
        "1. Wat werkte, en wat niet?\n2. Wat nemen we over van elkaar?\n"
        "3. Wat vraagt een gesprek met de scholen?",
    ),
    Paper(
        "DBO 8.3",
        "2026-11-20",
        "docx",
        "Werkblad om vooraf in te vullen",
        "Wat werkte in uw gemeente?\nWat werkte niet?\nWat wilt u van een ander bestuur horen?",
    ),
    Paper(
        "DBO 8.4",
        "2026-11-20",
        "png",
        "Grafiek van de punten per functie",
        "Uitwisseling 9\nAfstemming 14\nBeleid 6",
    ),
    Paper(
        "MWO 10.1",
        "2026-11-20",
        "pdf",
        "Nota over één clausule voor regiomobiliteit",
        "## Waarover gaat het\n\nIn een andere regio werken besturen aan één clausule voor "
        "personeelsmobiliteit. Deze nota vraagt of wij dat ook willen.\n\n## Gevraagd\n\n"
        "- een eerste richting: ja, nee, of later;\n- wie het voorbereidt.",
    ),
)


def plan_documents(story: Story) -> None:
    """Each is added by who runs the table, once its item stands on an agenda that is not sent."""
    for count, paper in enumerate(PAPERS):
        moment = story.scenario.moment(paper.on, "17:05", minutes=3 * count)
        story.plan(moment, partial(_add, story, paper))


def _add(story: Story, paper: Paper) -> None:
    item = story.items[paper.item]
    add_annex(
        actor=story.cast.secretary(paper.table),
        proposal=item.proposal,
        title=paper.title,
        file=_file_of(paper),
    )


@lru_cache(maxsize=len(PAPERS))
def _file_of(paper: Paper) -> CheckedFile:
    make = {"pdf": _pdf, "docx": _word, "png": _picture}[paper.kind]
    return check_file(make(paper), f"{paper.title}.{paper.kind}")


def _pdf(paper: Paper) -> bytes:
    text = typed(f"*{INVENTED}*\n\n{paper.text}")
    return typeset(
        "plain", {"text": text}, title=paper.title, author="Secretariaat", made_at=MADE_AT
    )


def _word(paper: Paper) -> bytes:
    file = WordFile()
    file.core_properties.title, file.core_properties.author = paper.title, "Secretariaat"
    file.core_properties.language = "nl-BE"
    file.add_heading(paper.title, level=1)
    file.add_paragraph(INVENTED)
    for question in paper.text.splitlines():
        file.add_heading(question, level=2)
        file.add_paragraph("…")
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _picture(paper: Paper) -> bytes:
    """A bar for each line, ``name number``."""
    picture = Image.new("RGB", (1200, 560), "white")
    draw = ImageDraw.Draw(picture)
    large, small = (ImageFont.truetype(FONTS / "DejaVuSans.ttf", size) for size in (38, 24))
    draw.text((40, 32), paper.title, "black", large)
    for row, line in enumerate(paper.text.splitlines()):
        name, figure = line.rsplit(maxsplit=1)
        top = 120 + 120 * row
        draw.text((40, top + 24), name, "black", small)
        draw.rectangle((260, top, 260 + 50 * int(figure), top + 76), "#2c5d8f")
        draw.text((280 + 50 * int(figure), top + 24), figure, "black", small)
    draw.text((40, 500), INVENTED, "black", small)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
