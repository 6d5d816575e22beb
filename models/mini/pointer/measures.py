"""A number in the unit that its argument is declared in: *80 cm* for a length in metres is 0.8."""

import re
from fractions import Fraction
from functools import cache

from reckoner.core import fold

from ..times import any_of, factor, unit_of
from ..units import scale, unit_at, unit_named, unit_names

_HUNDREDTHS = re.compile(r" ?(?:cents?|pence)\b")
_MONEY = re.compile(r"\b(?:dollars?|euros?|pounds?)\b(?!.*\b(?:cents?|pence)\b)")


def in_declared_unit(number: float, after: str, described: str) -> float:
    """``number``, as people say it, in the unit that ``described`` names.

    Args:
        number: As it was said.
        after: The text behind it, which may begin with its unit.
        described: The argument's description.
    """
    said, wanted = fold(after), _declared().search(fold(described))
    if _HUNDREDTHS.match(said) and _MONEY.search(fold(described)):
        return float(Fraction(str(number)) / 100)
    if wanted is None:
        return number
    word = re.match(r"[ -]?([a-z]+)", said)
    times = unit_of(word[1]) if word else "", unit_of(wanted["unit"])
    by = _between_times(*times) or scale(unit_at(said), unit_named(wanted["unit"]))
    return float(Fraction(str(number)) * by) if by else number


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
