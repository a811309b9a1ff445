"""Text that people type: cleaned, and never trusted."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("zero", {"breaks": True}).enable(
    ["list", "emphasis", "heading", "newline", "escape"]
)
_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "h1", "h2", "h3"}


@lru_cache(maxsize=1024)
def render_text(source: str) -> SafeString:
    """Typed text as safe HTML: paragraphs, lists, emphasis and headings, nothing else.

    The source stays as it was typed; tags in it are shown as text. What comes out passes
    nh3, so that a fault in the renderer can't become a hole.
    """
    html = _markdown.render(source).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    return mark_safe(nh3.clean(html, tags=_TAGS, attributes={}))


def join_dutch(parts: list[str]) -> str:
    """``["a", "b", "c"]`` becomes ``"a, b en c"``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} en {parts[-1]}"
