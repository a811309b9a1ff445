"""How a source is printed."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_ADDRESS = re.compile(r"(https?://[^\s;,()]+)")
_REVISION = re.compile(r"@[0-9a-f]{7,}(?::\s?[^\s;,()]+)?(?:\s\+\s[^\s;,()]+)*")
"""Where in a repository it was read: for who rebuilds the data, not for who reads the page."""
_SHOWN = 64


@register.filter
def source(text: str) -> SafeString:
    """A source with only its full web addresses as links; a repository by its name."""
    parts = _ADDRESS.split(_REVISION.sub("", text))
    return format_html_join(
        "", "{}", ((_link(part) if n % 2 else part,) for n, part in enumerate(parts))
    )


@register.filter
def bare_region(name: str) -> str:
    """The name without "Regio" before it: after the word "referentieregio"."""
    return name.removeprefix("Regio ")


def _link(address: str) -> SafeString:
    words = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
    words = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    return format_html('<a href="{}" rel="external nofollow">{}</a>', address, words)
