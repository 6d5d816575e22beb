"""Spans of time in hours and minutes: *a film of 2 h 50, 95 minutes of it watched: how many minutes are left?*"""

import re

from ..formula import Formula
from .told import Told

_HOURS = re.compile(
    r"(?<![\w.])(?P<h>\d{1,2}) ?(?:h|hours?|hrs?|gio|tieng)(?:,? (?:and |va )?| ?)(?P<m>\d{1,2})(?: ?(?:m|mins?|minutes?|phut))?\b"
)
_MINUTES = re.compile(r"(?<![\w.])(?P<n>\d{1,3}) ?(?:mins?|minutes?|phut)\b")
_LEFT = re.compile(r"\bleft\b|remain|\bto go\b|con (?:lai )?(?:bao nhieu|may|bao lau)|\bnua\b")


def time_left(problem: Told) -> Formula | None:
    """The minutes that are left of hours and minutes."""
    whole = _HOURS.search(problem.text)
    if whole is None or not _LEFT.search(problem.asks or problem.text):
        return None
    gone = list(_MINUTES.finditer(problem.text, whole.end()))
    if len(gone) != 1 or len(problem.outside(whole.start(), whole.end())) != 1:
        return None
    return Formula(f"{whole['h']} * 60 + {whole['m']} - {gone[0]['n']}", " min")
