"""A number in the unit that its argument is declared in: *80 cm* for a length in metres is 0.8."""

import re
from fractions import Fraction
from functools import cache
from typing import Final

from reckoner.core import fold

from ..times import any_of, factor, unit_of
from ..units import unit_at, unit_named, unit_names

_PREFIXES: Final = {"milli": Fraction(1, 1000), "centi": Fraction(1, 100), "kilo": Fraction(1000)}
_METRIC: Final = frozenset({"meter", "gram", "liter"})


def in_declared_unit(number: float, after: str, described: str) -> float:
    """``number``, as people say it, in the unit that ``described`` names.

    Args:
        number: As it was said.
        after: The text behind it, which may begin with its unit.
        described: The argument's description.
    """
    said, wanted = fold(after), _declared().search(fold(described))
    if wanted is None:
        return number
    word = re.match(r"[ -]?([a-z]+)", said)
    times = unit_of(word[1]) if word else "", unit_of(wanted["unit"])
    scale = _between_times(*times) or _between_metric(unit_at(said), unit_named(wanted["unit"]))
    return float(Fraction(str(number)) * scale) if scale else number


@cache
def _declared() -> re.Pattern[str]:
    return re.compile(rf"(?:\bin |\bnumber of |\()(?P<unit>{any_of()}|{unit_names()})(?![\w/²³^])")


def _between_times(said: str, wanted: str) -> Fraction | None:
    if not said or not wanted:
        return None
    if more := factor(said, wanted):
        return more
    fewer = factor(wanted, said)
    return 1 / fewer if fewer else None


def _between_metric(said: str, wanted: str) -> Fraction | None:
    (first, of), (second, into) = _metric(said), _metric(wanted)
    return of / into if first == second and first in _METRIC else None


def _metric(unit: str) -> tuple[str, Fraction]:
    for prefix, scale in _PREFIXES.items():
        if unit.startswith(prefix):
            return unit.removeprefix(prefix), scale
    return unit, Fraction(1)
