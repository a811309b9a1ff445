"""What a template of someone else may do: insert our words, repeat, choose. Nothing more.

On top of Jinja's sandbox: no calls, no attributes of objects, no own variables, a short list of
filters, and a budget, so that no template runs on or grows without end.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

MAX_ROUNDS = 50_000
"""How often all loops of one render together may go round."""
MAX_LETTERS = 5_000_000
"""How much a template may insert."""
FILTERS = ("upper", "lower", "capitalize", "title", "trim", "length", "first", "last", "join")
_LOOP = ("index", "index0", "first", "last", "length", "revindex")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.For,
    nodes.If,
    nodes.Filter,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Test,
)


class TooMuch(Exception):
    """A template that goes round too often, or makes too much."""


class NotAllowedHere(TemplateSyntaxError):
    """Something that Jinja knows and a template of a report may not do."""


class Missing(Undefined):
    """A name that is not there: empty in the result, and noted with its line."""

    def _note(self) -> None:
        frame = sys._getframe()
        while frame is not None and "__jinja_template__" not in frame.f_globals:
            frame = frame.f_back  # type: ignore[assignment]
        if frame is not None:
            template: Any = frame.f_globals["__jinja_template__"]
            line = template.get_corresponding_lineno(frame.f_lineno)
            template.environment.missing.add((line, str(self._undefined_name)))

    def __str__(self) -> str:
        self._note()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._note()
        return iter(())

    def __bool__(self) -> bool:
        self._note()
        return False

    def __len__(self) -> int:
        self._note()
        return 0

    __eq__ = Undefined.__eq__
    __hash__ = Undefined.__hash__


class ReportEnvironment(ImmutableSandboxedEnvironment):
    """One render of one template; ``missing`` holds line and name of what was not there."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Missing, finalize=self._counted)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS} | {"_rounds": self._rounds}
        self.missing: set[tuple[int, str]] = set()
        self._left, self._letters = MAX_ROUNDS, MAX_LETTERS

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED) and not _is_pair(node):
                raise NotAllowedHere(type(node).__name__, node.lineno)
            if isinstance(node, nodes.Name) and node.name == "self":
                raise NotAllowedHere("self", node.lineno)
            if isinstance(node, nodes.Filter) and node.name not in FILTERS:
                raise NotAllowedHere(f"|{node.name}", node.lineno)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = nodes.Filter(
                loop.iter, "_rounds", [], [], None, None, lineno=loop.lineno
            ).set_environment(self)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of our own data or what a loop says of itself; never an attribute of an object."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As ``getattr``."""
        if isinstance(obj, Missing):
            return obj
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, LoopContext) and argument in _LOOP:
            return getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is called."""
        return False

    def _rounds(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._left -= 1
            if self._left < 0:
                raise TooMuch
            yield value

    def _counted(self, value: Any) -> Any:
        if isinstance(value, str):
            self._letters -= len(value)
            if self._letters < 0:
                raise TooMuch
        return value


def _is_pair(node: nodes.Node) -> bool:
    """The two names of ``for a, b in ..``."""
    return isinstance(node, nodes.Tuple) and node.ctx == "store"
