"""So much in one time, asked for another time and in another unit: *drips 15 ml a minute: how many litres in a day?*"""

import re
from fractions import Fraction

from ..formula import Formula
from ..times import any_of, factor, unit_of
from ..units import scale, unit_at, unit_named, unit_names
from .told import Amount, Told, group

_TIME = any_of("year", "month", "week", "day", "hour", "minute", "second")
_EVERY = re.compile(rf" ?(?:per|a|an|each|every|/|moi|mot|1) ?({_TIME})\b")
_BEFORE = re.compile(rf"\b(?:each|every|per|moi|mot|1) ({_TIME})\b[^.?!;,0-9]*$")
_ASKED = re.compile(
    rf"(?:how (?:many|much)|bao nhieu|may|nhieu) (?P<unit>{unit_names()})(?![\w/²³])|(?:in|theo|ra) (?P<unit2>{unit_names()})(?![\w/²³])"
)
_SPAN = re.compile(
    rf"\b(?:in|per|over|during|for|a|each|every|one|trong|moi|mot|1|ca|sau) (?:a |an |one |1 |mot |ca |the |whole |full )*(?P<span>{_TIME})\b"
)


def flow(problem: Told) -> Formula | None:
    """What flows in one time, from what flows in another, in the unit that is asked for."""
    if len(problem.amounts) != 1:
        return None
    (amount,) = problem.amounts
    behind = problem.text[amount.end :]
    source = unit_at(behind)
    if not source:
        return None
    rest = re.sub(rf"^ ?(?:{unit_names()})(?![\w/²³])", "", behind)
    told = _EVERY.match(rest) or _BEFORE.search(problem.before(amount))
    wanted = _ASKED.search(problem.asks)
    spans = [unit_of(each["span"]) for each in _SPAN.finditer(problem.asks)]
    if told is None or wanted is None or len(set(spans)) != 1:
        return None
    times = factor(spans[0], unit_of(told[1]))
    larger = scale(source, unit_named(group(wanted, "unit")))
    if times is None or larger is None or unit_of(told[1]) == spans[0]:
        return None
    return Formula(" ".join((amount.text, *_by(times), *_by(larger))))


def other_unit(problem: Told) -> bool:
    """Whether it is told in one unit of measure and asked for in another."""
    wanted = _ASKED.search(problem.asks)
    told = {unit_at(problem.text[each.end :]) for each in problem.amounts} - {""}
    return wanted is not None and bool(told) and unit_named(group(wanted, "unit")) not in told


def larger_unit(problem: Told, amount: Amount) -> str | None:
    """What turns a number of the unit of ``amount`` into the one that is asked for, as the end of a formula.

    Returns:
        Nothing where it is the same or none is asked for, ``None`` where they are not told in one system.
    """
    wanted, source = _ASKED.search(problem.asks), unit_at(problem.text[amount.end :])
    if wanted is None or not source:
        return ""
    larger = scale(source, unit_named(group(wanted, "unit")))
    return None if larger is None else "".join(f" {each}" for each in _by(larger))


def _by(number: Fraction) -> tuple[str, ...]:
    if number == 1:
        return ()
    if number.denominator == 1:
        return ("*", str(number.numerator))
    return ("/", str((1 / number).numerator)) if number.numerator == 1 else ("*", f"({number})")
