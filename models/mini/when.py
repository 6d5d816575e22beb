"""The day that a question asks for, with the year that its document leaves unsaid: *paid by 28 March*, in a letter of 2025."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from reckoner.core import fold, language_of

from .dates import days_in
from .read import Found, passages
from .times import weekdays_in

_ASKED: Final = re.compile(
    r"\bwhen\b|\b(?:what|which)(?: is| was|'s)?(?: the)?(?: last| latest| first| final| exact| closing| due)? (?:date|day)\b|"
    r"\b(?:last|latest|final) (?:day|date)\b|\bdeadline\b|\bdates? (?:of|for|is)\b|"
    r"\bkhi nao\b|\bngay (?:nao|may|bao nhieu|thang nao)\b|\bhan (?:chot|cuoi|nop|chung)\b|\bbao gio\b|\bngay (?:cuoi|hen)\b|\bhom nao\b"
)
_TIME: Final = re.compile(r"\btime\b|\bmay gio\b|\bhow long\b|\bbao lau\b|\bweekday\b|\bthu may\b")
_YEAR: Final = re.compile(r"(?<![\d.,$€£-])(?:19|20)\d\d(?![\d%]|[.,]\d| ?(?:km|kg|g|m|ml|₫|đ)\b)")
_WRITTEN: Final = re.compile(r"date\((?P<y>\d{4}|date\.today\(\)\.year), (?P<m>\d+), (?P<d>\d+)\)")


def day_asked(question: str, found: Found, results: Sequence[str]) -> date | None:
    """The one day of what was ``found`` for ``question``, where that asks for a day; see ``day_told``."""
    return day_told(found, results) if asks_day(question) else None


def asks_day(question: str) -> bool:
    """Whether ``question`` asks for a day, and not for a time of it."""
    folded = fold(question)
    return bool(_ASKED.search(folded)) and not _TIME.search(folded)


def day_told(found: Found, results: Sequence[str]) -> date | None:
    """The one day of what was ``found``, which is told without its year.

    The year is that of the document, where what was read of it names but one, or but one in which the weekday that stands
    before the day falls on it. ``None`` where there is no such day, or its year is told.

    Args:
        found: The sentence that tells it.
        results: What the document search returned, as text.
    """
    days = days_in(found.quote, language_of(found.quote))
    written = _WRITTEN.fullmatch(days[0]) if len(days) == 1 else None
    if written is None or written["y"].isdigit():
        return None
    told = (re.sub(r"[\W_]+", " ", found.name), *passages(results, found.name))
    years = {int(year) for text in told for year in _YEAR.findall(text)}
    month, day = int(written["m"]), int(written["d"])
    fitting = [date(year, month, day) for year in years]  # The 29th of February is never told without its year here.
    weekdays = [number for *_, number in weekdays_in(fold(found.quote))]
    if len(fitting) > 1 and len(weekdays) == 1:
        fitting = [each for each in fitting if each.weekday() == weekdays[0]]
    return fitting[0] if len(fitting) == 1 else None
