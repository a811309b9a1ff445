"""What a new table is called in addresses, in front of its agreements and in short."""

from django.utils.text import slugify

from overlegtafel.common.errors import Invalid
from overlegtafel.governance.models import GoverningBody
from overlegtafel.governance.states import BodyKind


def free_slug(name: str) -> str:
    """An address for a new table that nobody has yet."""
    address = slugify(name)[:40].strip("-") or "overleg"
    taken = set(
        GoverningBody.objects.filter(slug__startswith=address).values_list("slug", flat=True)
    ) | {"nieuw"}
    slug, number = address, 1
    while slug in taken:
        number += 1
        slug = f"{address}-{number}"
    return slug


def free_prefix(name: str, start: str = "A") -> str:
    """A prefix for the agreements of a new table, from the letters of its name."""
    words = [word for word in slugify(name).upper().split("-") if word]
    letters = "".join(word[0] for word in words)[:4] or "X"
    longer = (words[0] if words else "X")[:5]
    taken = set(GoverningBody.objects.values_list("agreement_prefix", flat=True))
    for tail in (letters[:1], letters, longer, *(f"{letters[:3]}{n}" for n in range(2, 1000))):
        prefix = f"{start}-{tail}"[:10]
        if prefix not in taken:
            return prefix
    raise Invalid("Kies zelf een voorvoegsel.", field="agreement_prefix")


def short_of(name: str) -> str:
    """A short name to start from: the name itself when it is short, else its first words.

    A long name that begins with what every such table is called starts from what is its own.
    """
    longest = 30
    if len(name) <= longest:
        return name
    for kind in BodyKind:
        own = name[len(kind.label) :].strip()
        if name.casefold().startswith(f"{kind.label} ") and own:
            return short_of(own[0].upper() + own[1:])
    return name[: longest + 1].rpartition(" ")[0] or name[:longest]
