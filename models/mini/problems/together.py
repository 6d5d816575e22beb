"""Two who work at once: pipes that fill, painters that paint, a tap and a drain."""

import re

from ..formula import Formula, times
from ..times import any_of, factor, unit_of
from .told import NUMBER, Told

_TIME = any_of("hour", "minute", "day")
_TAKES = re.compile(rf"(?<![\w.])(?P<n>{NUMBER}) ?(?P<unit>{_TIME})\b")
_ALONE = re.compile(
    r"\b(?:alone|by (?:himself|herself|itself|themselves)|on (?:his|her|its|their) own|can (?:fill|paint|do|finish|build|mow|clean|type|complete)|fills|takes|rieng|mot minh|(?:chay|lam|son) [^.;,]{0,16}(?:day|xong))\b"
)
_AT_ONCE = re.compile(
    r"\b(?:together|both (?:of them|taps|pipes|pumps|work\w*)|with both|at the same time|cung (?:luc|mo|chay|lam|son|xay|chay)|ca hai|ca 2|mo 2|mo hai|hai (?:voi|nguoi|chu) cung|cung nhau|lam chung)\b"
)
_ASKED = re.compile(r"how (?:long|many (?:hours|minutes|days))|bao lau|(?:bao nhieu|may) (?:gio|tieng|phut|ngay|h\b)")
_FLOW = r"(?: ?(?:l|lit|lits|litres?|liters?|gallons?|m3))?[^0-9.]{0,12}?(?:/|per|an?|each|every|moi|mot|1) ?(?:min\w*|phut|h|hours?|gio)\b"
_IN_AND_OUT = re.compile(
    rf"(?P<inn>{NUMBER}){_FLOW}[^0-9]{{1,60}}?(?:drain\w*|leak\w*|los(?:es?|ing)|\bout\b|ro ri|\bro\b|thoat|chay ra|\brut\b)[^0-9]{{0,40}}?(?P<out>{NUMBER}){_FLOW}"
)


def at_once(problem: Told) -> Formula | None:
    """How long two take together who each take so long alone: *6 hours and 3 hours*."""
    if len(problem.amounts) != 2 or not _AT_ONCE.search(problem.text) or not _ASKED.search(problem.asks):
        return None
    takes = list(_TAKES.finditer(problem.text))
    if len(takes) != 2 or len({unit_of(each["unit"]) for each in takes}) != 1 or not _ALONE.search(problem.text):
        return None
    first, second = (each["n"] for each in takes)
    unit = unit_of(takes[0]["unit"])
    asked = re.search(rf"(?:how many|bao nhieu|may) ({_TIME})\b", problem.asks)
    into = factor(unit, unit_of(asked[1])) if asked else None
    return Formula(f"1 / (1 / {first} + 1 / {second}){times(into) if into else ''}")


def tap_and_drain(problem: Told) -> Formula | None:
    """How long filling takes while some runs out: *180 litres, 12 in and 3 out a minute*."""
    flows = _IN_AND_OUT.search(problem.text)
    if flows is None or len(problem.amounts) != 3 or not _ASKED.search(problem.asks):
        return None
    whole = problem.outside(*flows.span())
    if len(whole) != 1 or "#" in problem.text or float(flows["inn"]) <= float(flows["out"]):
        return None
    return Formula(f"{whole[0].text} / ({flows['inn']} - {flows['out']})")
