"""Office files (OOXML and OpenDocument): a sound archive without macros, links out or objects."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree

from overlegtafel.dossiers.content_checks.verdict import RefusedFile
from overlegtafel.dossiers.states import FileKind

MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 200
"""How many times larger a part may become; text in a large sheet stays well under it."""
_RATIO_FROM = 5 * 1024 * 1024
_DEEPEST = 2

_BROKEN = "Dit Office-bestand is beschadigd of onvolledig. Bewaar het opnieuw en probeer nog eens."
_BOMB = "Dit Office-bestand wordt uitgepakt veel groter dan het lijkt. Zo nemen we het niet op."
_MACROS = "In dit Office-bestand zitten macro's. Bewaar het zonder macro's (.docx, .xlsx of .pptx)."
_LINKS = (
    "Dit Office-bestand haalt iets op van buiten (een sjabloon, beeld of ander bestand). Verbreek "
    "die koppelingen, of bewaar het als PDF."
)
_OBJECTS = "In dit Office-bestand zit een ingesloten object. Haal het eruit, of bewaar het als PDF."
_PATHS = "In dit Office-bestand staan namen die buiten het bestand wijzen. Zo nemen we het niet op."
_ENTITIES = "In dit Office-bestand staan eigen XML-definities. Bewaar het opnieuw vanuit Office."
_LOCKED = "Dit Office-bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord."

_OOXML = {
    "wordprocessingml.document.main+xml": FileKind.DOCX,
    "spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "presentationml.presentation.main+xml": FileKind.PPTX,
    "presentationml.slideshow.main+xml": FileKind.PPTX,
}
_ODF = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    b"application/vnd.oasis.opendocument.presentation": FileKind.ODP,
}
_MACRO_PART = re.compile(
    r"(vbaproject|vbadata|macrosheets?/|(^|/)activex/|(^|/)ctrlprops/|(^|/)customui/"
    r"|^basic/|^scripts/)",
    re.IGNORECASE,
)
_OBJECT_PART = re.compile(
    r"(oleobject|\.(bin|exe|dll|js|vbs|hta|bat|lnk|html?|svg)$)", re.IGNORECASE
)
_PRINTER = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_LINK_PART = re.compile(r"(^|/)(externallinks/|connections\.xml|querytables/)", re.IGNORECASE)
_DDE = re.compile(
    rb"\bDDE(AUTO)?\b[^<]{0,200}<|\bddeLink\b|:dde-source\b|ooxWord://", re.IGNORECASE
)
_SCRIPTED = re.compile(rb"<(script:|office:event-listeners|office:script\b[^>]*[^/]>)")
_SOURCES = re.compile(
    rb"<(draw:(image|object|object-ole|plugin|floating-frame|applet)|text:section-source"
    rb"|table:table-source|table:database-source-\w+|presentation:sound|form:connection-resource"
    rb"|text:dde-connection-decl)\b[^>]*xlink:href=[\"'](?!\.?/?[\w% -]+(/[\w%. -]+)*[\"'])",
    re.IGNORECASE,
)
_OPENED = re.compile(r"^(https?|mailto|tel):", re.IGNORECASE)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def check_office(content: bytes) -> FileKind:
    """Which office file it is; it stays as it came. Raises ``RefusedFile``."""
    return _checked(content, depth=0)


def _checked(content: bytes, depth: int) -> FileKind:
    parts = _unpacked(content)
    kind = _kind_of(parts)
    names = [name for name in parts if name]
    if any(_MACRO_PART.search(name) for name in names):
        raise RefusedFile(_MACROS)
    if any(_LINK_PART.search(name) for name in names):
        raise RefusedFile(_LINKS)
    if any(_OBJECT_PART.search(name) and not _PRINTER.search(name) for name in names):
        raise RefusedFile(_OBJECTS)
    for name, data in parts.items():
        lower = name.lower()
        if lower.endswith((".xml", ".rels", ".vml", ".rdf")) or data[:5] == b"<?xml":
            _refuse_xml(name, data)
        if lower.endswith(".rels"):
            _refuse_relations(data)
        if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ")):
            _refuse_inner(data, depth)
    return kind


def _unpacked(content: bytes) -> Mapping[str, bytes]:
    """Every part by name, never more than fits: sizes are counted, not believed."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) - end < 22:
        raise RefusedFile(_BROKEN)
    if end + 22 != len(content):
        raise RefusedFile("Achter dit Office-bestand hangt nog iets anders. Bewaar het opnieuw.")
    parts: dict[str, bytes] = {}
    room = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_ENTRIES:
                raise RefusedFile(_BOMB)
            for info in listed:
                _refuse_entry(info, parts)
                with archive.open(info) as part:
                    data = part.read(min(room, info.file_size + 1))
                room -= len(data)
                if room <= 0:
                    raise RefusedFile(_BOMB)
                parts[info.filename] = data
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
    ) as e:
        raise RefusedFile(_BROKEN) from e
    return parts


def _refuse_entry(info: zipfile.ZipInfo, seen: Mapping[str, bytes]) -> None:
    """What may be said of a part before it is unpacked."""
    name = info.orig_filename
    steps = name.replace("\\", "/").split("/")
    if ".." in steps or name.startswith("/") or "\\" in name or ":" in steps[0] or "\0" in name:
        raise RefusedFile(_PATHS)
    if info.filename in seen or stat.S_ISLNK(info.external_attr >> 16):
        raise RefusedFile(_PATHS)
    if info.flag_bits & 0x1:
        raise RefusedFile(_LOCKED)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedFile(_BROKEN)
    unpacked = info.file_size
    if unpacked > MOST_UNPACKED or (
        unpacked > _RATIO_FROM and unpacked > MOST_RATIO * max(info.compress_size, 1)
    ):
        raise RefusedFile(_BOMB)


def _kind_of(parts: Mapping[str, bytes]) -> FileKind:
    types = parts.get("[Content_Types].xml")
    if types is not None:
        _refuse_xml("[Content_Types].xml", types)
        found = types.decode("utf-8", "replace")
        if re.search(r"macroEnabled|vbaProject|ms-office\.activeX", found, re.IGNORECASE):
            raise RefusedFile(_MACROS)
        for content_type, kind in _OOXML.items():
            if content_type in found:
                return kind
    kind_word = parts.get("mimetype", b"").strip()
    if kind_word in _ODF and "content.xml" in parts:
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise RefusedFile(_LOCKED)
        return _ODF[kind_word]
    raise RefusedFile(
        "Dit is een ingepakt bestand (ZIP), geen Office-bestand. Voeg de documenten apart toe."
    )


def _refuse_xml(name: str, data: bytes) -> None:
    """No definitions, no scripts, nothing that is fetched; and it must be XML."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        data = data.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise RefusedFile(_ENTITIES)
    if _SCRIPTED.search(data):
        raise RefusedFile(_MACROS)
    if _SOURCES.search(data) or (_DDE.search(data) and not name.startswith("docProps/")):
        raise RefusedFile(_LINKS)


def _refuse_relations(data: bytes) -> None:
    """Only links that a reader clicks on may lead outside."""
    try:
        relations = ElementTree.fromstring(data).iter(_RELATIONS)
    except ElementTree.ParseError as fault:
        raise RefusedFile(_BROKEN) from fault
    for each in relations:
        kind, target = each.get("Type", ""), each.get("Target", "").strip()
        if kind.endswith(("/oleObject", "/control", "/vbaProject", "/attachedToolbars")):
            raise RefusedFile(_OBJECTS)
        is_outside = each.get("TargetMode", "") == "External" or re.match(
            r"^(\w+:|\\\\|//)", target
        )
        if is_outside and not (kind.endswith("/hyperlink") and _OPENED.match(target)):
            raise RefusedFile(_LINKS)


def _refuse_inner(data: bytes, depth: int) -> None:
    """The sheet behind a chart is an office file of its own; anything else is no part of one."""
    if depth >= _DEEPEST or not data.startswith(b"PK\x03\x04"):
        raise RefusedFile(_OBJECTS)
    try:
        _checked(data, depth + 1)
    except RefusedFile as inner:
        if inner.sentence in (_MACROS, _LINKS, _BOMB):
            raise
        raise RefusedFile(_OBJECTS) from inner
