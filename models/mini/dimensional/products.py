"""Products of amounts that measure what is asked, and amounts made ready for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Final

from ..formula import number
from .measure import Amount
from .sizes import COUNT, CUSTOMS, MONEY

_REPEATS: Final = frozenset(f"{COUNT}{each}" for each in ("coat", "layer", "time", "lan", "lop", "luot", "way", "trip"))
"""What only says how often something is done."""
_CUSTOMS: Final = ((), *((Amount(str(count), 0, 0, powers),) for count, powers in CUSTOMS))
_FARTHEST: Final = Fraction(10**8)
_HANDS: Final = re.compile(
    r"worker|builder|painter|person|m[ae]n|farmer|tho|cong|may|tap|voi|pump|machine|gardener|cleaner"
)
"""Of these, more are done sooner."""
_FENCE: Final = re.compile(
    r"\bfenc(?:e|ing)|\baround\b|\bround (?:it|the)|\bhang rao|\brao (?:kin|quanh|xung)|\b(?:xung )?quanh\b|\bborder|\bskirting|\bedging"
)
_GATE: Final = re.compile(r"\bgate|\bdoor|\bopening|\bcong\b|\bcua\b|\bloi (?:vao|ra)")


def freed(told: list[Amount], aim: Iterable[tuple[str, int]]) -> list[Amount]:
    """The amounts, none told for each of a thing that is only there: *a tin of 900 g, 45 g a day*."""
    counted = {name for each in told for name, power in each.dimensions.items() if power > 0} | {
        name for name, _ in aim
    }
    return [
        replace(
            each,
            dimensions={name: power for name, power in each.dimensions.items() if name in counted or name[0] != COUNT},
        )
        for each in told
    ]


def product_of(group: Sequence[Amount], aim: dict[str, int], size: Fraction) -> str | None:
    """The one product of all numbers of ``group``, each to the power of 1 or -1, that measures ``aim``; or ``None``.

    Where there is none, one custom may be taken besides: that a year has twelve months. Where there are several, what is
    told for so many decides.
    """
    for customs in _CUSTOMS:
        factors = (*group, *customs)
        fitting = [powers for powers in product((1, -1), repeat=len(factors)) if _fits(factors, powers, aim)]
        if len(fitting) > 1 and not any(_HANDS.fullmatch(noun) for each in group for noun in each.nouns[:1]):
            fitting = [powers for powers in fitting if _keeps(factors, powers)]
        if len(fitting) > 1:
            return None
        if fitting:
            return _spelt(factors, fitting[0], size)
    return None


def _spelt(factors: Sequence[Amount], powers: Sequence[int], size: Fraction) -> str | None:
    """A product as a formula in the unit that is asked for; ``None`` where its units are too far apart to belong together."""
    factor = 1 / size
    above: list[str] = []
    below: list[str] = []
    for each, power in zip(factors, powers, strict=True):
        factor *= each.size**power
        (above if power == 1 else below).append(each.text)
    if not 1 / _FARTHEST < factor < _FARTHEST:
        return None
    if factor.numerator != 1:
        above.append(number(Fraction(factor.numerator)))
    if factor.denominator != 1:
        below.append(number(Fraction(factor.denominator)))
    above = [each for each in above if each != "1"] or ["1"]
    return " / ".join((" * ".join(above), *(each for each in below if each != "1")))


def _keeps(factors: Sequence[Amount], powers: Sequence[int]) -> bool:
    """Whether what is told for so many stands over these: *7 litres per 100 km*, *1 m³ costs 115*."""
    pairs = zip(factors, powers, factors[1:], powers[1:], strict=False)
    return all(
        own != before
        for former, before, each, own in pairs
        if each.under or (former.text == "1" and MONEY in each.dimensions and MONEY not in former.dimensions)
    )


def _fits(group: Sequence[Amount], powers: Sequence[int], aim: dict[str, int]) -> bool:
    """Whether the product measures ``aim``; what only says how often has no measure."""
    sums: dict[str, int] = {}
    for each, power in zip(group, powers, strict=True):
        if power == -1 and set(each.dimensions) <= _REPEATS:  # A ratio, which has none, multiplies, too.
            return False
        for name, times in each.dimensions.items():
            sums[name] = sums.get(name, 0) + times * power
    return {
        name: times for name, times in sums.items() if times and (name in aim or name not in _REPEATS or times != 1)
    } == aim


def around(told: list[Amount], text: str) -> list[Amount]:
    """The amounts, the two sides of what a fence goes around as the way around it, but for a gate."""
    sides = [place for place, each in enumerate(told) if each.dimensions == {"length": 1}]
    if not _FENCE.search(text) or not 2 <= len(sides) <= 3 or sides != list(range(sides[0], sides[0] + len(sides))):
        return told
    first, second, *gates = (told[place] for place in sides)
    if first.size != second.size or any(each.size != first.size or not _GATE.search(text) for each in gates):
        return told
    way = f"(2 * ({first.text} + {second.text}){''.join(f' - {each.text}' for each in gates)})"
    return [*told[: sides[0]], replace(first, text=way), *told[sides[-1] + 1 :]]


def paired(told: list[Amount]) -> list[Amount]:
    """The amounts, each price behind the one amount that it is told for each of: *0.53 a day and 0.24 a kWh: 30 days, 310 kWh*."""
    found, used = [], set()
    for price in told:
        per = {name: -power for name, power in price.dimensions.items() if name != MONEY}
        of = [each for each in told if each.dimensions == per] if MONEY in price.dimensions and per else []
        if len(of) == 1 and id(of[0]) in used:
            return told  # Two prices of one amount.
        if len(of) == 1:
            found += [of[0], price]
            used |= {id(of[0]), id(price)}
    return found + [each for each in told if id(each) not in used]


def bracketed(expression: str, sign: str) -> str:
    """``expression`` in brackets where it is to stand beside ``sign`` and would be read otherwise."""
    sums = re.search(r" [+-] ", re.sub(r"\([^()]*\)", "", expression))
    return f"({expression})" if sums and sign != "+" else expression
