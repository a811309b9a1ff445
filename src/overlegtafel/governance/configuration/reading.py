"""Reading a configuration file: every mistake at once, each with file, line and field, in Dutch."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from overlegtafel.common.errors import Invalid
from overlegtafel.governance.configuration.schema import Configuration

MOST_BYTES = 1_000_000
_Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """Something wrong in a file: ``line`` counts from 1, 0 when it is the file as a whole."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(f"regel {self.line}")
        if self.field:
            place.append(self.field)
        return f"{', '.join(place)}: {self.sentence}"


class BrokenConfiguration(Invalid):
    """A file that is refused whole. ``mistakes`` names every place."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(str(each) for each in self.mistakes), field="file")


@dataclass(frozen=True)
class Document:
    """A file that was read and follows the schema, with the line of each field."""

    file: str
    configuration: Configuration
    lines: dict[_Path, int]

    def mistake(self, path: _Path, sentence: str) -> Mistake:
        """Something wrong at a place in this file."""
        return Mistake(self.file, line_of(self.lines, path), field_of(path), sentence)


def read_configuration(content: bytes, file: str) -> Document:
    """Read a file. Raises ``BrokenConfiguration`` with every mistake in it."""
    if len(content) > MOST_BYTES:
        raise BrokenConfiguration([Mistake(file, 0, "", "het bestand is groter dan 1 MB")])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise BrokenConfiguration([Mistake(file, line, "", "dit is geen UTF-8")]) from None
    lines: dict[_Path, int] = {}
    wrong_values: list[Mistake] = []
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise _broken(file, event, "verwijzingen (& en *) zijn hier niet toegelaten")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = root and _value(root, (), lines, wrong_values, file)
    except yaml.reader.ReaderError as wrong:
        line = text[: wrong.position].count("\n") + 1
        mistake = Mistake(file, line, "", "hier staat een teken dat niet in een tekst hoort")
        raise BrokenConfiguration([mistake]) from None
    except yaml.MarkedYAMLError as wrong:
        raise BrokenConfiguration([_syntax(file, wrong)]) from None
    except RecursionError:
        raise BrokenConfiguration([Mistake(file, 0, "", "te diep genest")]) from None
    if root is None:
        raise BrokenConfiguration([Mistake(file, 0, "", "het bestand is leeg")])
    if wrong_values:
        raise BrokenConfiguration(wrong_values)
    try:
        configuration = Configuration.model_validate(data)
    except ValidationError as wrong:
        raise BrokenConfiguration(_translated(file, lines, wrong)) from None
    return Document(file, configuration, lines)


def _broken(file: str, event: yaml.Event, sentence: str) -> BrokenConfiguration:
    line = event.start_mark.line + 1 if event.start_mark else 0
    return BrokenConfiguration([Mistake(file, line, "", sentence)])


def _syntax(file: str, wrong: yaml.MarkedYAMLError) -> Mistake:
    mark = wrong.problem_mark or wrong.context_mark
    return Mistake(
        file,
        mark.line + 1 if mark else 0,
        "",
        "dit is geen geldige YAML: kijk inspringing, dubbele punten en aanhalingstekens na",
    )


class _Loader(yaml.SafeLoader):
    """Makes plain values of single nodes."""


def _value(
    node: yaml.Node, path: _Path, lines: dict[_Path, int], wrong: list[Mistake], file: str
) -> Any:
    """The value of a node, noting where each field starts and keys that come twice."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(getattr(key_node, "value", "?"))
            line = key_node.start_mark.line + 1
            if key in found:
                wrong.append(
                    Mistake(file, line, field_of((*path, key)), "dit veld staat er twee keer")
                )
            found[key] = _value(value_node, (*path, key), lines, wrong, file)
            lines[(*path, key)] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(each, (*path, number), lines, wrong, file)
            for number, each in enumerate(node.value)
        ]
    try:
        loader = _Loader("")
        value = loader.construct_object(node)
    except (yaml.YAMLError, ValueError):
        wrong.append(Mistake(file, lines[path], field_of(path), "deze waarde is niet te lezen"))
        return None
    return value


def line_of(lines: dict[_Path, int], path: _Path) -> int:
    """The line of a field, or of the nearest part around it that is in the file."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0


def field_of(path: Iterable[str | int]) -> str:
    """A field as one writes it: ``bodies[2].seats[3].municipality``."""
    written = ""
    for each in path:
        written += f"[{each + 1}]" if isinstance(each, int) else f".{each}" if written else each
    return written


_SENTENCES = {
    "extra_forbidden": "dit veld bestaat niet",
    "missing": "dit veld ontbreekt",
    "string_type": "hier hoort tekst; zet ze tussen aanhalingstekens",
    "string_too_short": "dit mag niet leeg zijn",
    "string_too_long": "dit is te lang",
    "string_pattern_mismatch": "dit heeft niet de gevraagde vorm",
    "bool_type": "hier hoort true of false",
    "bool_parsing": "hier hoort true of false",
    "int_type": "hier hoort een geheel getal",
    "int_parsing": "hier hoort een geheel getal",
    "int_from_float": "hier hoort een geheel getal",
    "date_type": "hier hoort een datum, zoals 2026-11-23",
    "date_parsing": "hier hoort een datum, zoals 2026-11-23",
    "date_from_datetime_parsing": "hier hoort een datum, zoals 2026-11-23",
    "date_from_datetime_inexact": "hier hoort een datum zonder uur",
    "tuple_type": "hier hoort een lijst",
    "list_type": "hier hoort een lijst",
    "dict_type": "hier horen velden",
    "model_type": "hier horen velden",
    "model_attributes_type": "hier horen velden",
    "too_short": "hier hoort er minstens één",
}


def _translated(file: str, lines: dict[_Path, int], wrong: ValidationError) -> list[Mistake]:
    found: dict[tuple[int, str], Mistake] = {}
    errors = wrong.errors(include_url=False)
    places = [each["loc"] for each in errors]
    for error in errors:
        here = error["loc"]
        inside = any(each[: len(here)] == here and each != here for each in places)
        if error["type"] == "too_short" and inside:
            continue  # there is one, and what is wrong with it is told
        path = tuple(each for each in error["loc"] if not _is_alternative(each))
        sentence = _sentence(dict(error))
        place = (line_of(lines, path), field_of(path))
        found.setdefault(place, Mistake(file, *place, sentence))
    return sorted(found.values(), key=lambda each: (each.line, each.field))


def _is_alternative(step: str | int) -> bool:
    """Whether a step of pydantic's path names an alternative or a key's check, not a field."""
    return isinstance(step, str) and (
        step.startswith(("constrained-", "literal[", "PostRole", "function-")) or step in ("[key]",)
    )


def _sentence(error: dict[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("enum", "literal_error"):
        expected = str(context["expected"]).replace(" or ", " of ").replace("'", "")
        return f"dit kan niet; wel: {expected}"
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        return f"dit is {'minstens' if 'ge' in context else 'hoogstens'} {limit}"
    return _SENTENCES.get(kind, "dit klopt niet")
