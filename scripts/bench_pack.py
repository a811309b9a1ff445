"""Measure the pack of a large meeting: 60 items and 40 annexes, through the services.

Part of ``make bench``. Fills a database of its own with the cast of the tests, convenes, has the
pack of the secretariat and of an officer made, reads both back, and writes
``docs/reference/packs.md``. Stops with an error when a page number on paper is not the one kept.
"""

import io
import os
import platform
import re
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
TARGET = ROOT / "docs" / "reference" / "packs.md"
ITEMS, ANNEXES = 60, 40


def main() -> None:
    """Fill, make, read back, write down."""
    with tempfile.TemporaryDirectory(prefix="overlegtafel-pack-") as data:
        os.environ.update(DATA=data, DJANGO_SETTINGS_MODULE="overlegtafel.config.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        cast, meeting = large_meeting()
        rows = [measure(cast.secretary, meeting, "secretariaat")]
        rows.append(measure(cast.officer, meeting, "medewerker van een lokaal bestuur"))
    TARGET.write_text(report(rows), encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


def large_meeting() -> tuple[Any, Any]:
    """A convened meeting; of each four annexes one is a picture, one Word, two are PDF."""
    from tests.factories.cast import make_cast
    from tests.factories.files import ooxml

    from overlegtafel.dossiers.content_checks import check_file
    from overlegtafel.governance.states import Openness
    from overlegtafel.meetings.services import add_annex, convene_meeting, place_on_agenda

    cast = make_cast()
    meeting = cast.meeting(date(2099, 3, 5))
    files = [(pdf(14), "studie.pdf"), (pdf(5), "raming.pdf"), (photo(), "plan.jpg")]
    files.append((ooxml(), "ontwerptekst.docx"))
    for number in range(1, ITEMS + 1):
        proposal = cast.proposal(title=f"Punt over onderwerp {number}", note="Een nota. " * 120)
        if number <= ANNEXES:
            content, name = files[number % len(files)]
            add_annex(
                actor=cast.secretary,
                proposal=proposal,
                title=f"Stuk bij onderwerp {number}",
                file=check_file(content, name),
                openness=Openness.TABLE if number % 2 else Openness.LOCAL,
            )
        place_on_agenda(actor=cast.system, meeting=meeting, proposal=proposal)
    convene_meeting(actor=cast.system, meeting=meeting)
    return cast, meeting


def pdf(pages: int) -> bytes:
    """A PDF of so many full pages."""
    from overlegtafel.printing.typesetting import typed, typeset

    words = typed("Woorden van een studie over laadpalen en wat ze kosten. " * 66)
    return typeset("plain", {"text": words * pages}, title="Studie", author="Studiebureau")


def photo() -> bytes:
    """A photo as a telephone takes it: 12 megapixels, noisy."""
    from PIL import Image

    made = io.BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(made, "JPEG", quality=80)
    return made.getvalue()


def measure(actor: Any, meeting: Any, who: str) -> str:
    """Have one pack made and read it back: a row of the table."""
    from overlegtafel.printing.models import Pack
    from overlegtafel.printing.pack_file import pdf_path
    from overlegtafel.printing.queries import pack_view
    from overlegtafel.printing.services import ask_for_pack, make_pack

    asked = ask_for_pack(actor=actor, meeting=meeting)
    start = time.perf_counter()
    make_pack(asked.pk)
    seconds = time.perf_counter() - start
    pack = Pack.objects.get(pk=asked.pk)
    if pack.state != "ready":
        sys.exit(f"De bundel is niet gemaakt: {pack.problem}")
    compare(pdf_path(pack.fingerprint).read_bytes(), pack_view(actor, meeting), pack)
    annexes = sum(name.startswith("annex-") for name in pack.places)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"| {who} | {len(pack.places) - annexes} | {annexes} | {pack.pages} | {seconds:.1f} "
        f"| {pack.size / 1e6:.1f} | {pack.zip_size / 1e6:.1f} | {peak:.0f} |"
    )


def compare(paper: bytes, view: Any, pack: Any) -> None:
    """Read every page back: its number, and what the agenda says stands on it."""
    from pdfminer.high_level import extract_text

    pages = [" ".join(page.split()) for page in extract_text(io.BytesIO(paper)).split("\f")[:-1]]
    wrong = [n for n, said in enumerate(pages, 1) if f"blz. {n} van {pack.pages}" not in said]
    for line in view.lines:
        heads = [(line.page, f"{line.item.order}. {line.item.title}")]
        heads += [(each.page, f"Bijlage {each.number}: {each.title}") for each in line.annexes]
        wrong += [page for page, head in heads if not page or head not in pages[page - 1]]
    listed = re.findall(r"Bijlage \d+\.\d+:", " ".join(pages[1:2]))
    if wrong or not listed:
        sys.exit(f"Bladzijdenummers kloppen niet: {wrong}")


def report(rows: list[str]) -> str:
    """The page of documentation."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [
        "# The pack of a large meeting",
        "",
        f"Written by `make bench` on {date.today().isoformat()}; {machine}. {ITEMS} items and "
        f"{ANNEXES} annexes (PDF of 14 and of 5 pages, photos of 12 megapixels, Word), half of "
        "them for the table only. Made by one worker on SQLite; every page number is read back "
        "from the PDF and equals the one shown on screen.",
        "",
        "| reader | items | annexes | pages | seconds | PDF, MB | ZIP, MB | peak memory, MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    return "\n".join([*lines, *rows, ""])


if __name__ == "__main__":
    main()
