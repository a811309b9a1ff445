"""Numbers as they are written here, and an amount shared to the cent (peers part 4, row 19)."""

import re
from collections.abc import Mapping
from decimal import Decimal

from overlegtafel.common.errors import Invalid

ROUNDING = (
    "Elk aandeel wordt eerst naar beneden afgerond op de cent. De centen die dan overblijven, gaan "
    "één voor één naar de besturen met de grootste rest; bij gelijke rest in alfabetische volgorde."
)
"""The rounding rule, as the owner and every municipality read it."""
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(?:[. \u00a0\u202f]\d{3})+)(?:,(\d{1,4}))?", re.ASCII)
_CENT = Decimal("0.01")


def dutch_number(text: str) -> Decimal | None:
    """``1.234,56``, ``1234,5`` or ``€ 12`` as a number; ``None`` for what is not one.

    A comma is for decimals, a point or a space between thousands; ``1234.56`` is refused, because
    nobody can say what was meant by ``1.234``.
    """
    cleaned = text.strip().removeprefix("€").removeprefix("EUR").strip()
    cleaned = cleaned.removesuffix("€").removesuffix("euro").strip()
    if len(cleaned) > 30:
        return None
    found = _NUMBER.fullmatch(cleaned)
    if found is None:
        return None
    whole = re.sub(r"[^\d]", "", found[1])
    number = Decimal(f"{whole}.{found[2]}" if found[2] else whole)
    return -number if cleaned.startswith("-") else number


def spoken_number(number: Decimal | int) -> str:
    """``12.345``, ``12,5`` or ``12,50``: the decimals with which it was written."""
    sign, digits = ("-", -number) if number < 0 else ("", number)
    whole, _, decimals = f"{Decimal(digits):f}".partition(".")
    return f"{sign}{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")


def spoken_amount(amount: Decimal) -> str:
    """``1.234,50 euro``."""
    whole, _, cents = f"{abs(amount):.2f}".partition(".")
    sign = "-" if amount < 0 else ""
    return f"{sign}{int(whole):,}".replace(",", ".") + f",{cents} euro"


def share(amount: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The amount over all, by weight, in cents; together exactly the amount (``ROUNDING``).

    The keys are in the order that breaks ties. Raises ``Invalid`` when no weight counts.
    """
    total = sum(weights.values(), Decimal(0))
    if any(each < 0 for each in weights.values()):
        raise Invalid("Een verdeelsleutel kan niet onder nul gaan.", field="key")
    if total <= 0:
        raise Invalid("De verdeelsleutel is overal nul: er valt niets te verdelen.", field="key")
    cents = int(amount / _CENT)
    scale = 10 ** max(-int(each.normalize().as_tuple().exponent) for each in weights.values())
    parts = {name: int(each * max(scale, 1)) for name, each in weights.items()}
    whole = sum(parts.values())
    shares = {name: cents * part // whole for name, part in parts.items()}
    rests = {name: cents * part % whole for name, part in parts.items()}
    left = cents - sum(shares.values())
    for name in sorted(rests, key=lambda name: -rests[name])[:left]:
        shares[name] += 1
    return {name: share * _CENT for name, share in shares.items()}
