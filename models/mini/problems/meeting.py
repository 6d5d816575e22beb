"""Two that move: when they meet, or when one catches up with the other."""

import re

from ..formula import Formula
from .motion import SPEED, distance_in, duration, measure_of
from .told import Told, without

_TOWARDS = re.compile(
    r"towards? (?:each other|one another)|in opposite directions|nguoc chieu|doi chieu|gap nhau|meet|ve phia nhau"
)
_SAME_WAY = re.compile(r"same direction|catch(?:es)? up|overtakes?|cung chieu|duoi kip|duoi theo")
_WHEN = re.compile(
    r"how long|how many (?:hours|minutes|seconds)|when|bao lau|may gio|may tieng|(?:bao nhieu|may) (?:gio|phut|giay)"
)


def meeting(problem: Told) -> Formula | None:
    """After what time two meet: *54 km apart, one at 16 km/h, the other at 20 km/h*, towards each other."""
    speeds = list(SPEED.finditer(problem.text))
    if len(speeds) != 2 or len(problem.amounts) != 3 or not _WHEN.search(problem.asks or problem.text):
        return None
    first, second = (each["v"] for each in speeds)
    way = distance_in(without(without(problem.text, speeds[1]), speeds[0]))
    if way is None or measure_of(speeds[0]) != measure_of(speeds[1]) or "#" in problem.text:
        return None
    if _SAME_WAY.search(problem.text):
        fast, slow = sorted((first, second), key=float, reverse=True)
        return duration(way, speeds[0], problem.asks, f"({fast} - {slow})") if float(fast) > float(slow) else None
    return duration(way, speeds[0], problem.asks, f"({first} + {second})") if _TOWARDS.search(problem.text) else None
