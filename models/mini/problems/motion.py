"""Speed, time and distance."""

import re
from fractions import Fraction

from ..formula import Formula, times
from ..times import any_of, unit_of
from ..times import factor as of_time
from .told import NUMBER, Told, group, without

_METRES: dict[str, Fraction] = {
    **dict.fromkeys(("km", "kilometer", "kilometre", "kilomet"), Fraction(1000)),
    **dict.fromkeys(("m", "met", "meter", "metre"), Fraction(1)),
    **dict.fromkeys(("mile", "dam"), Fraction("1609.344")),
}
_SHORT = {Fraction(1000): "km", Fraction(1): "m", Fraction("1609.344"): "mi"}
_CLOCK = {"hour": "h", "minute": "min", "second": "s"}
_DISTANCE = "kilometers?|kilometres?|kilomet|km|miles?|dam|meters?|metres?|met|m"
_TIME = any_of(*_CLOCK)
SPEED = re.compile(
    rf"(?P<v>{NUMBER}) ?(?:(?P<d>{_DISTANCE}) ?(?:/|per|an?|moi|mot) ?(?P<t>{_TIME})|(?P<short>kmh|kph|mph))\b"
)
_HOW_FAR = re.compile(
    r"how far|distance|quang duong|bao xa|(?:bao nhieu|may|how many) (?:km|kilomet|dam|met|miles|meters|metres|m\b)|di duoc"
)
_HOW_FAST = re.compile(
    rf"speed|how fast|van toc|toc do|(?:bao nhieu|may|how many) (?:{_DISTANCE}) ?(?:/|per|an?|moi|mot) ?(?:{_TIME})\b"
)
_HOW_LONG = re.compile(r"how long|how many (?:hours|minutes)|time|bao lau|may gio|may tieng|thoi gian|mat bao|may phut")


_AT = r"(?:[a-z]+ ){0,3}?(?:at|with|doing|voi|van toc|toc do)(?: (?:an? |the )?(?:average |constant )?(?:speed of|van toc|toc do))?"
_FAR_LEG = re.compile(rf"(?P<n>{NUMBER}) ?(?P<unit>{_DISTANCE})\b,? {_AT} (?={NUMBER})")
_LONG_LEG = re.compile(rf"(?P<n>{NUMBER}) ?(?P<unit>{_TIME})\b,? {_AT} (?={NUMBER})")
_AVERAGE = re.compile(r"average|trung binh")


def legs(problem: Told) -> Formula | None:
    """The time, the way or the mean speed of a way in parts: *240 km at 80 km/h and then 90 km at 60 km/h*."""
    text, asks = problem.text, problem.asks or problem.text
    for pattern, is_way in ((_FAR_LEG, True), (_LONG_LEG, False)):
        found = [(each, SPEED.match(text, each.end())) for each in pattern.finditer(text)]
        parts = [(each, speed) for each, speed in found if speed]
        if len(parts) < 2 or len(parts) != len(found) or len(problem.amounts) != 2 * len(parts):
            continue
        measures = {measure_of(speed) for _, speed in parts}
        metres, span = measures.pop()
        own = {_metres(each["unit"]) == metres if is_way else unit_of(each["unit"]) == span for each, _ in parts}
        if measures or own != {True}:
            return None
        told = " + ".join(each["n"] for each, _ in parts)
        computed = " + ".join(f"{each['n']} {'/' if is_way else '*'} {speed['v']}" for each, speed in parts)
        ways, spans = (told, computed) if is_way else (computed, told)
        if _AVERAGE.search(asks):
            return Formula(f"({ways}) / ({spans})")
        if not is_way:
            return Formula(ways) if _HOW_FAR.search(asks) else None
        wanted = unit_of(_asked(asks, _TIME)) or span
        inner = spans if wanted == span else f"({spans}){times(_ratio(span, wanted))}"
        return Formula(inner) if _HOW_LONG.search(asks) else None
    return None


def motion(problem: Told) -> Formula | None:
    """Speed, time or distance, two of them being known, in the units that are asked for."""
    text, asks = problem.text, problem.asks
    speed = SPEED.search(text)
    rest = without(text, speed) if speed else text
    time = _time(rest)
    distance = distance_in(rest)
    if speed and time and not distance and _HOW_FAR.search(text):
        return _way(speed, time, asks)
    if distance and time and not speed and _HOW_FAST.search(text):
        return _pace(distance, time, asks)
    if distance and speed and not time and _HOW_LONG.search(text):
        return duration(distance, speed, asks)
    stop = _STOP.search(rest)
    if distance and speed and stop and _HOW_LONG.search(asks):
        return _with_stop(duration(distance, speed, asks), stop, unit_of(_asked(asks, _TIME)) or measure_of(speed)[1])
    return None


_STOP = re.compile(
    rf"(?:stop\w*|breaks?|rests?|pauses?|nghi|dung)\b[^0-9]{{0,24}}(?P<n>{NUMBER}) ?(?P<t>{_TIME})\b|(?P<n2>{NUMBER})[ -](?P<t2>{_TIME}) (?:stop|break|rest|pause)"
)


def _with_stop(drive: Formula, stop: re.Match[str], wanted: str) -> Formula:
    """The time on the way with that of a stop."""
    return Formula(
        f"{drive.expression} + {group(stop, 'n')}{times(_ratio(unit_of(group(stop, 't')), wanted))}", drive.unit
    )


def distance_in(text: str) -> re.Match[str] | None:
    """The way that ``text`` tells, ``n`` of ``d``."""
    return re.search(rf"(?P<n>{NUMBER}) ?(?P<d>{_DISTANCE})\b(?!/)", text)


def _time(text: str) -> tuple[str, str] | None:
    """A span of time and its unit; hours and minutes together count in hours."""
    hours, minutes = any_of("hour"), any_of("minute")
    if both := re.search(rf"(\d+) ?(?:{hours})(?: and| va)? ?(\d+) ?(?:{minutes}|p)\b", text):
        return f"({both[1]} + {both[2]}/60)", "hour"
    found = re.search(rf"(?P<n>{NUMBER}) ?(?P<t>{_TIME})\b(?!/)", text)
    return (found["n"], unit_of(found["t"])) if found else None


def _metres(name: str) -> Fraction:
    return _METRES.get(name) or _METRES[name.removesuffix("s")]


def measure_of(speed: re.Match[str]) -> tuple[Fraction, str]:
    """The metres of a speed's unit of distance, and its unit of time."""
    if speed["short"]:
        return _METRES["mile" if speed["short"] == "mph" else "km"], "hour"
    return _metres(speed["d"]), unit_of(speed["t"])


def _asked(asks: str, units: str) -> str:
    found = re.search(rf"(?:how many|bao nhieu|may|in) ({units})\b", asks)
    return found[1] if found else ""


def _ratio(first: str, second: str) -> Fraction:
    """How many of the second unit of time the first is."""
    larger = of_time(first, second)
    return larger if larger is not None else 1 / (of_time(second, first) or Fraction(1))


def _way(speed: re.Match[str], time: tuple[str, str], asks: str) -> Formula:
    metres, span = measure_of(speed)
    asked = _asked(asks, _DISTANCE)
    wanted = _metres(asked) if asked else metres
    factor = _ratio(time[1], span) * metres / wanted
    return Formula(f"{speed['v']} * {time[0]}{times(factor)}", f" {_SHORT[wanted]}")


def _pace(distance: re.Match[str], time: tuple[str, str], asks: str) -> Formula:
    metres, span = _metres(distance["d"]), time[1]
    wanted, every = metres, span
    if asked := re.search(rf"({_DISTANCE}) ?(?:/|per|an?|moi|mot) ?({_TIME})\b|(kmh|kph|mph)", asks):
        wanted = _METRES["mile" if asked[3] == "mph" else "km"] if asked[3] else _metres(asked[1])
        every = "hour" if asked[3] else unit_of(asked[2])
    factor = metres / wanted * _ratio(every, span)
    return Formula(f"{distance['n']} / {time[0]}{times(factor)}", f" {_SHORT[wanted]}/{_CLOCK[every]}")


def duration(distance: re.Match[str], speed: re.Match[str], asks: str, closing: str = "") -> Formula:
    """The time that a way takes in the unit that is asked for; at ``closing``, in the units of ``speed``, if that is told."""
    metres, span = measure_of(speed)
    wanted = unit_of(_asked(asks, _TIME)) or span
    factor = _metres(distance["d"]) / metres * _ratio(span, wanted)
    return Formula(f"{distance['n']} / {closing or speed['v']}{times(factor)}", f" {_CLOCK[wanted]}")
