"""What a cart costs: discounts, then tax, then shipping, in whole smallest units, each rounding where it is said.

Discounts apply in the order of ``ORDER``, each to what the ones before have left. A percentage is taken of each line
and rounded there; an amount is spread over the lines in proportion, the units left over going to the largest
remainders (Hamilton's method). Tax is taken of each line after discounts and rounded there. Halves are rounded away
from zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .money import share

ORDER = ("buy_get", "percent", "amount", "threshold")
_MILLION = 1_000_000


@dataclass
class Line:
    """So many of one variant."""

    variant_id: str
    product_id: str
    name: str
    unit: int
    quantity: int
    off: int = 0
    """What discounts take off."""
    tax: int = 0

    @property
    def net(self) -> int:
        """What is left to pay."""
        return self.unit * self.quantity - self.off


@dataclass(frozen=True)
class Rule:
    """A discount.

    Its terms: ``percent`` has ``percent`` (a decimal in text) and maybe ``product_id``; ``amount`` has ``amount``;
    ``buy_get`` has ``buy``, ``get``, ``percent`` and maybe ``product_id``; ``threshold`` has ``over`` and either of
    ``percent`` and ``amount``.
    """

    code: str
    kind: str
    terms: Mapping[str, Any]


@dataclass(frozen=True)
class Rate:
    """A tax."""

    millionths: int
    included: bool
    """Whether prices hold it already."""


@dataclass
class Quote:
    """What a cart costs."""

    lines: list[Line]
    shipping: int
    discounts: dict[str, int] = field(default_factory=dict)
    """What each code takes off."""
    tax_included: bool = False

    @property
    def subtotal(self) -> int:
        return sum(line.unit * line.quantity for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def total(self) -> int:
        return sum(line.net for line in self.lines) + (0 if self.tax_included else self.tax) + self.shipping


def quote(lines: Sequence[Line], rules: Sequence[Rule], rate: Rate | None, shipping: int) -> Quote:
    """What ``lines`` cost.

    Args:
        lines: The cart.
        rules: Discounts, each once.
        rate: The tax of where it goes, if there is one.
        shipping: Not discounted, not taxed.
    """
    made = Quote(list(lines), shipping)
    for rule in sorted(rules, key=lambda each: ORDER.index(each.kind)):
        before = sum(line.off for line in made.lines)
        _APPLY[rule.kind](made.lines, rule.terms)
        made.discounts[rule.code] = sum(line.off for line in made.lines) - before
    if rate is not None:
        made.tax_included = rate.included
        for line in made.lines:
            line.tax = _tax(line.net, rate)
    return made


def _tax(net: int, rate: Rate) -> int:
    if not rate.included:
        return share(net, Decimal(rate.millionths) / _MILLION)
    # Of a price that holds the tax, what is not tax is rounded, and the tax is the rest.
    whole = _MILLION + rate.millionths
    return net - (2 * net * _MILLION + whole) // (2 * whole)


def _percent(lines: list[Line], terms: Mapping[str, Any]) -> None:
    for line in _meant(lines, terms):
        line.off += share(line.net, Decimal(str(terms["percent"])) / 100)


def _amount(lines: list[Line], terms: Mapping[str, Any]) -> None:
    whole = sum(line.net for line in lines)
    off = min(int(terms["amount"]), whole)
    if not off:
        return
    parts = [divmod(off * line.net, whole) for line in lines]
    left = off - sum(part for part, _ in parts)
    largest = sorted(range(len(lines)), key=lambda place: (-parts[place][1], place))[:left]
    for place, line in enumerate(lines):
        line.off += parts[place][0] + (place in largest)


def _threshold(lines: list[Line], terms: Mapping[str, Any]) -> None:
    if sum(line.net for line in lines) >= int(terms["over"]):
        (_percent if "percent" in terms else _amount)(lines, terms)


def _buy_get(lines: list[Line], terms: Mapping[str, Any]) -> None:
    """Of every ``buy`` and ``get`` things, the dearest first, the last ``get`` are cheaper."""
    units = sorted(
        ((line.unit, place) for place, line in enumerate(lines) for _ in range(line.quantity)),
        key=lambda each: (-each[0], each[1]),
    )
    meant = {id(line) for line in _meant(lines, terms)}
    units = [each for each in units if id(lines[each[1]]) in meant]
    group = int(terms["buy"]) + int(terms["get"])
    for start in range(0, len(units) - group + 1, group):
        for unit, place in units[start + int(terms["buy"]) : start + group]:
            # No line comes to less than nothing, however many discounts meet on it.
            lines[place].off += min(share(unit, Decimal(str(terms["percent"])) / 100), lines[place].net)


def _meant(lines: list[Line], terms: Mapping[str, Any]) -> list[Line]:
    product = terms.get("product_id")
    return [line for line in lines if product is None or line.product_id == product]


_APPLY = {"percent": _percent, "amount": _amount, "threshold": _threshold, "buy_get": _buy_get}
