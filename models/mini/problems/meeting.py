"""Two that move: when they meet, or when one catches up with the other."""

import re

from ..formula import Formula
from .told import NUMBER, Told

_SPEED = re.compile(
    rf"(?P<v>{NUMBER}) ?(?:(?:km|kilomet(?:re|er)s?|kilomet|m|met(?:re|er)?s?|miles?) ?(?:/|per|an?|moi|mot) ?(?:h|hours?|gio|min(?:ute)?s?|phut|s|seconds?|giay)|kmh|kph|mph)\b"
)
_TOWARDS = re.compile(
    r"towards? (?:each other|one another)|in opposite directions|nguoc chieu|doi chieu|gap nhau|meet|ve phia nhau"
)
_SAME_WAY = re.compile(r"same direction|catch(?:es)? up|overtakes?|cung chieu|duoi kip|duoi theo")
_WHEN = re.compile(
    r"how long|how many (?:hours|minutes|seconds)|when|bao lau|may gio|may tieng|(?:bao nhieu|may) (?:gio|phut|giay)"
)


def meeting(problem: Told) -> Formula | None:
    """After what time two meet: *54 km apart, one at 16 km/h, the other at 20 km/h*, towards each other."""
    speeds = list(_SPEED.finditer(problem.text))
    if len(speeds) != 2 or len(problem.amounts) != 3 or not _WHEN.search(problem.asks or problem.text):
        return None
    places = {each.start("v") for each in speeds}
    (way,) = (each for each in problem.amounts if each.start not in places)
    first, second = (each["v"] for each in speeds)
    if re.match(r" ?(?:h|hours?|gio|min|phut|tieng)\b", problem.text[way.end :]) or "#" in problem.text:
        return None
    if _SAME_WAY.search(problem.text):
        fast, slow = sorted((first, second), key=float, reverse=True)
        return Formula(f"{way.text} / ({fast} - {slow})") if float(fast) > float(slow) else None
    return Formula(f"{way.text} / ({first} + {second})") if _TOWARDS.search(problem.text) else None
