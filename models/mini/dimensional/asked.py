"""What a problem asks for, as dimensions: money, hours, kilometres an hour, litres a week."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ..times import ADJECTIVES
from ..units import unit_names
from .measure import Amount, named, noun
from .sizes import COUNT, MONEY, SPANS, TIME, Dimensions, Unit, way_of

_COUNTED: Final = re.compile(
    r"\b(?:how many|bao nhieu|nhieu|may|bn|how much)(?: (?:more|whole|full|extra|other))*(?: \d[\d.]* ?(?:g|kg|ml|l|cl|oz|lb|m|cm))?[ -](?P<what>(?:ki-lo-gam|[a-z]+)\d?)(?: (?P<next>[a-z]+))?"
)
_MONEY: Final = re.compile(
    r"\bhow much\b|\bcosts?\b|\bprice\b|\bpay|\bspen[dt]|\bearn|\btien\b|\bbao nhieu\b|\bbn\b|\bnhieu\b|\btotal\b|\bbill\b|\bchange\b|\btong\b|\bowe\b|\bsalary\b|\bwages?\b|\bmoney\b"
)
_LONG: Final = re.compile(r"\bhow long\b|\bbao lau\b")
_FAR: Final = re.compile(r"\bhow far\b|\bbao xa\b")
_IN_MONEY: Final = re.compile(r"\bhow many (?:pounds|dollars|euros)\b")
_IN: Final = re.compile(rf"\b(?:in|ra|bang|theo|to) (?P<what>(?:{unit_names()})(?![\w²³^])|[a-z]+(?:/[a-z]+)?)\b")
_SIZE: Final = re.compile(r"\b(?:(?P<area>area|dien tich)|(?P<volume>volume|the tich))\b")
_SIZES: Final = {"area": 2, "volume": 3}
_RATE: Final = re.compile(r"\b(?:mpg|mph|kmh|km/h|m/s|kph)(?!\w)")
_NUMBERED: Final = re.compile(r"\d ?[a-z]* ?$")
_OF_EACH: Final = re.compile(r"(?:\bper |\ba |\ban |\beach |\bevery |/ ?|\bmoi |\bmot |\b1 )(?P<what>[a-z]+)\b")
_EACH: Final = re.compile(
    r"\beach\b|\bper (?:person|head)\b|\bapiece\b|\b(?:moi|mot|1) (?:nguoi|ban|dua|em|ng)\b|a head\b"
)
_IDLE: Final = frozenset(
    "whole full more other is are do does did will would can i we you they he she it tien dong thi la do total in time money the a".split()
)


@dataclass(frozen=True)
class Wanted:
    """What may be asked for."""

    dimensions: Dimensions
    size: Fraction = Fraction(1)
    shown: str = ""
    """How its unit stands behind a number."""
    counted: str = ""
    """The thing of which the number is asked for, where it is one that is counted."""


def things(asks: str) -> frozenset[str]:
    """The things of which ``asks`` asks the number."""
    found = _COUNTED.search(asks)
    words = [each for each in (found["what"], found["next"]) if each and each not in _IDLE] if found else []
    return frozenset(map(noun, words))


def wanted(asks: str, told: Sequence[Amount]) -> Iterator[Wanted]:
    """What ``asks`` may ask for, the likeliest first."""
    for base in _bases(asks, told):
        for per in _denominators(asks, told):
            powers = dict(base.dimensions)
            for name, power in per.dimensions.items():
                powers[name] = powers.get(name, 0) - power
            yield Wanted(
                {name: power for name, power in powers.items() if power}, base.size / per.size, base.shown, base.counted
            )
        yield base


def _bases(asks: str, told: Sequence[Amount]) -> Iterator[Wanted]:
    money = any(MONEY in each.dimensions for each in told)
    if money and not any("mass" in each.dimensions for each in told):
        asks = _IN_MONEY.sub("how much", asks)
    if named_ones := list(_counted(asks, money=money)) or list(_in_unit(asks)):
        yield from named_ones
        return
    yield from _measured(asks, told)
    if _LONG.search(asks):
        yield from (Wanted({TIME: 1}, size, shown) for size, shown in _times(told))
        spans = {name: None for each in told for name in each.dimensions if name in SPANS[1:]}
        yield from (Wanted({name: 1}) for name in spans)
    elif _FAR.search(asks):
        yield from (Wanted({"length": 1}, size) for size in dict.fromkeys(_lengths(told)))
    elif money and _MONEY.search(asks):
        yield Wanted({MONEY: 1})


def _counted(asks: str, *, money: bool) -> Iterator[Wanted]:
    """What *how many* asks for: a unit, or else a thing."""
    found = _COUNTED.search(asks)
    if found is None:
        return
    first, second = found["what"].replace("ki-lo-gam", "kg"), found["next"] or ""
    for word in (f"{first} {second}".strip(), first):
        known = named(word) if word.split()[0] not in _IDLE else None
        if known and not known.counts:
            yield Wanted(known.dimensions, known.size)
            return
    if first not in _IDLE and "how much" not in found[0] and not (money and first == "tien"):
        yield from (Wanted({COUNT + noun(each): 1}, counted=noun(each)) for each in (first, second) if each)


def _in_unit(asks: str) -> Iterator[Wanted]:
    """What is asked for *in* a unit; of pounds, it is not said of which."""
    found = _IN.search(asks)
    known = named(found["what"]) if found and found["what"] not in ("pounds", "pound") else None
    if known and not known.counts:
        yield Wanted(known.dimensions, known.size)


def _measured(asks: str, told: Sequence[Amount]) -> Iterator[Wanted]:
    """What is asked for by its name: an area, a volume, miles per gallon."""
    if found := _SIZE.search(asks):
        power = next(power for name, power in _SIZES.items() if found[name])
        sizes = {each.size for each in told if each.dimensions == {"length": 1}}
        if len(sizes) == 1:
            yield Wanted({"length": power}, sizes.pop() ** power)
    elif found := _RATE.search(asks):
        known = named(found[0])
        yield Wanted(known.dimensions, known.size)


def _times(told: Sequence[Amount]) -> list[tuple[Fraction, str]]:
    """The units in which a time may be told: those of the amounts."""
    names = {Fraction(60): " min", Fraction(3600): " h"}
    hourly = any(each.dimensions.get(TIME) == -1 and "length" in each.dimensions for each in told)
    sizes = [Fraction(3600)] if hourly else []
    sizes += [each.size for each in told if each.dimensions == {TIME: 1}]
    sizes += [1 / each.size for each in told if each.dimensions.get(TIME) == -1 and each.size.numerator == 1]
    return [(size, names.get(size, "")) for size in dict.fromkeys(sizes)]


def _lengths(told: Sequence[Amount]) -> Iterator[Fraction]:
    """The units in which a way may be told: those of the amounts; of a speed, that of its way."""
    for each in told:
        if each.dimensions == {"length": 1}:
            yield each.size
        elif each.dimensions == {"length": 1, TIME: -1}:
            yield way_of(each.size)


def _denominators(asks: str, told: Sequence[Amount]) -> Iterator[Unit]:
    """What it may be asked for each of."""
    if _EACH.search(asks):
        yield Unit({f"{COUNT}person": 1})
    # What stands behind a number is told of that, and not asked.
    said = [found["what"] for found in _OF_EACH.finditer(asks) if not _NUMBERED.search(asks[: found.start()])]
    said += re.findall(rf"\b(?:{ADJECTIVES})\b", asks)
    for word in reversed(said):  # What is said last is asked: *11 a month, how much a year*.
        each = named(word)
        if set(each.dimensions) <= set(SPANS) or any(set(each.dimensions) & set(amount.dimensions) for amount in told):
            yield each
