"""Problems whose numbers fit together in one way only: by what they are counted in.

*280 g a day, a bag of 12 kg: how many days?* In one way alone is days made of grams a day and kilograms. A product of all
numbers, each multiplied by or divided by, is looked for that measures what is asked; a bill is a sum of such products.
Dimensional analysis, after Bridgman, *Dimensional Analysis* (1922).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from reckoner.core import Language, fold, language_of

from ..formula import Formula
from .asked import Wanted, wanted
from .measure import COIN, Amount
from .problem import Problem
from .reading import amounts_in, amounts_of, as_read, asked_clause, with_money, within_reach
from .sizes import TIME

_ALIKE: Final = Fraction(1, 10)
_MOST: Final = 9
"""Numbers of a problem."""


def by_units(text: str, language: Language) -> Formula | None:
    """The formula of the problem that ``text`` tells, where what its numbers are counted in leaves one way only; or ``None``."""
    shown = as_read(text, language)
    folded = fold(shown)
    # Most questions are other ones, and that costs less to see than what their numbers are counted in.
    return solved(folded, amounts_in(shown)) if within_reach(text, folded, shown) else None


def solved(folded: str, told: Sequence[Amount]) -> Formula | None:
    """The formula that the amounts of ``folded`` make."""
    return next((made for made, _ in _ways(folded, told)), None)


def wanted_of(text: str) -> Wanted | None:
    """What ``text`` asks for: what its amounts make, or else what its question says."""
    shown, told = amounts_of(text, language_of(text))
    folded = fold(shown)
    found = next((aim for _, aim in _ways(folded, told)), None)
    asks = asked_clause(folded.replace(COIN, " "))
    return found or next(iter(wanted(asks, with_money(told, asks, folded))), None)


def duration(text: str, language: Language) -> str | None:
    """How many minutes all that ``text`` tells takes, as a formula: *40 minutes a kilo, 4.5 kg, and 20 minutes more*.

    Nothing but the amounts is looked at; that they all are of one course of things is the caller's to see.
    """
    shown, found = amounts_of(text, language)
    folded = fold(shown)
    if not 1 <= len(found) <= _MOST or any(each.share or not each.dimensions for each in found):
        return None
    made = Problem(folded, "", found, Wanted({TIME: 1}, Fraction(60)), several=True).formula()
    return made.expression if made else None


def _ways(folded: str, told: Sequence[Amount]) -> Iterator[tuple[Formula, Wanted]]:
    """The formulas that all amounts make, each with what it measures."""
    asks = asked_clause(folded.replace(COIN, " "))
    told = with_money(told, asks, folded)
    if not 2 <= len(told) <= _MOST or not all(each.share or each.ratio or each.dimensions for each in told):
        return
    if any(each.plain and not float(each.text) for each in told):
        return  # Nothing is divided by none.
    if any(each.ratio and abs(Fraction(each.text) * each.size - 1) < _ALIKE for each in told):
        return  # It tells how large a unit is: *2.2 lb per kg*.
    for aim in wanted(asks, told):
        if made := Problem(folded, asks, told, aim).formula():
            yield made, aim
