"""Speed, time and distance."""

import re
from collections.abc import Container
from fractions import Fraction

from ..arithmetic import Formula
from .told import NUMBER, Told

_METRES: dict[str, Fraction] = {
    **dict.fromkeys(("km", "kilometer", "kilometre"), Fraction(1000)),
    **dict.fromkeys(("m", "met", "meter", "metre"), Fraction(1)),
    "mile": Fraction("1609.344"),
}
_SECONDS = {
    "hour": 3600,
    "h": 3600,
    "gio": 3600,
    "tieng": 3600,
    "minute": 60,
    "min": 60,
    "phut": 60,
    "second": 1,
    "s": 1,
    "giay": 1,
}
_DISTANCE = "kilometers?|kilometres?|km|miles?|meters?|metres?|met|m"
_TIME_UNIT = "hours?|tieng|gio|h|minutes?|mins?|phut|seconds?|giay|s"
_SPEED = re.compile(
    rf"(?P<v>{NUMBER}) ?(?:(?P<d>{_DISTANCE}) ?(?:/|per|an?|moi|mot) ?(?P<t>{_TIME_UNIT})|(?P<short>kmh|kph|mph))\b"
)


def motion(problem: Told) -> Formula | None:
    """Speed, time or distance, two of them being known, in the units that are asked for."""
    text = problem.text
    speed = _SPEED.search(text)
    rest = text[: speed.start()] + " _ " + text[speed.end() :] if speed else text
    time = _time(rest)
    distance = re.search(rf"(?P<n>{NUMBER}) ?(?P<d>{_DISTANCE})\b(?!/)", rest)
    asks = problem.asks
    if (
        speed
        and time
        and not distance
        and re.search(
            r"how far|distance|quang duong|bao xa|(?:bao nhieu|may|how many) (?:km|kilomet|dam|miles|m\b)|di duoc", text
        )
    ):
        return _distance(speed, time, asks)
    if distance and time and not speed and re.search(r"speed|how fast|van toc|toc do", text):
        return _speed(distance, time, asks)
    if (
        distance
        and speed
        and not time
        and re.search(
            r"how long|how many (?:hours|minutes)|time|bao lau|may gio|may tieng|thoi gian|mat bao|may phut", text
        )
    ):
        return _duration(distance, speed, asks)
    return None


def _time(text: str) -> tuple[str, int] | None:
    """A span of time, and the seconds of its unit; hours and minutes together count in hours."""
    both = re.search(r"(\d+) ?(?:hours?|h|gio|tieng)(?: and| va)? (\d+) ?(?:minutes?|mins?|phut)", text)
    if both:
        return f"({both[1]} + {both[2]}/60)", 3600
    found = re.search(rf"(?P<n>{NUMBER}) ?(?P<t>{_TIME_UNIT})\b(?!/)", text)
    return (found["n"], _SECONDS[_one(found["t"], _SECONDS)]) if found else None


def _one(unit: str, units: Container[str]) -> str:
    return unit if unit in units else unit.removesuffix("s")


def _of(speed: re.Match[str]) -> tuple[str, str]:
    """The units of distance and of time of a speed."""
    if speed["short"]:
        return ("mile" if speed["short"] == "mph" else "km"), "hour"
    return _one(speed["d"], _METRES), _one(speed["t"], _SECONDS)


def _asked(asks: str, units: str, known: Container[str]) -> str:
    found = re.search(rf"(?:how many|bao nhieu|may|in) ({units})\b", asks)
    return _one(found[1], known) if found else ""


def _times(factor: Fraction) -> str:
    """`` * a / b``, or nothing for one."""
    up = f" * {factor.numerator}" if factor.numerator != 1 else ""
    return f"{up} / {factor.denominator}" if factor.denominator != 1 else up


def _distance(speed: re.Match[str], time: tuple[str, int], asks: str) -> Formula:
    length, span = _of(speed)
    wanted = _asked(asks, _DISTANCE, _METRES) or length
    factor = Fraction(time[1], _SECONDS[span]) * _METRES[length] / _METRES[wanted]
    return Formula(f"{speed['v']} * {time[0]}{_times(factor)}", f" {_SHORT.get(wanted, wanted)}")


def _speed(distance: re.Match[str], time: tuple[str, int], asks: str) -> Formula | None:
    told = _one(distance["d"], _METRES)
    asked = re.search(rf"({_DISTANCE}) ?(?:/|per|an?|moi|mot) ?({_TIME_UNIT})\b|(kmh|kph|mph)", asks)
    if asked is None:
        return (
            Formula(f"{distance['n']} / {time[0]}")
            if time[1] == 3600 or (told in ("m", "met", "meter", "metre") and time[1] == 1)
            else None
        )
    length = ("mile" if asked[3] == "mph" else "km") if asked[3] else _one(asked[1], _METRES)
    span = 3600 if asked[3] else _SECONDS[_one(asked[2], _SECONDS)]
    factor = _METRES[told] / _METRES[length] * Fraction(span, time[1])
    return Formula(f"{distance['n']} / {time[0]}{_times(factor)}")


def _duration(distance: re.Match[str], speed: re.Match[str], asks: str) -> Formula:
    length, span = _of(speed)
    told = _one(distance["d"], _METRES)
    wanted = _asked(asks, _TIME_UNIT, _SECONDS) or span
    factor = _METRES[told] / _METRES[length] * Fraction(_SECONDS[span], _SECONDS[wanted])
    return Formula(f"{distance['n']} / {speed['v']}{_times(factor)}", f" {_SHORT.get(wanted, wanted)}")


_SHORT = {
    "hour": "h",
    "gio": "h",
    "tieng": "h",
    "minute": "min",
    "phut": "min",
    "mile": "mi",
    "kilometer": "km",
    "kilometre": "km",
    "met": "m",
}
