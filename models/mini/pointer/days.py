"""The day that words of a conversation name."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from reckoner.core import Language, fold

from ..dates import days_in

_NEAR: Final = (
    (0, r"today|tonight|this (?:morning|afternoon|evening)|hom nay|toi nay|sang nay|chieu nay"),
    (1, r"tomorrow(?: (?:morning|afternoon|evening|night))?|ngay mai|mai|sang mai|chieu mai|toi mai"),
    (2, r"(?:the )?day after tomorrow|ngay kia|mot"),
    (-1, r"yesterday|hom qua"),
)
_OF_THE_WEEK: Final = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6, "thu hai": 0, "thu 2": 0, "thu ba": 1, "thu 3": 1,
    "thu tu": 2, "thu 4": 2, "thu nam": 3, "thu 5": 3, "thu sau": 4, "thu 6": 4, "thu bay": 5, "thu 7": 5, "chu nhat": 6,
}  # fmt: skip
_WEEKDAY: Final = re.compile(
    r"(?:on )?(?:(?P<which>this|the coming|coming|next) )?(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?"
    r"|(?P<vi>thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)(?: (?P<week>tuan sau|tuan toi|nay|tuan nay|toi))?"
)
_OF_THE_MONTH: Final = re.compile(
    r"(?:on )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)(?: (?:of )?(?P<which>this|next) month)?"
    r"|(?:ngay|mung|mong) (?P<ngay>\d{1,2})(?: thang (?P<thang>nay|sau|toi))?"
)


def day(words: str, language: Language, today: date | None = None) -> date | None:
    """The day that ``words`` name, from today on where they do not say the year."""
    today = today or datetime.now().astimezone().date()
    folded = fold(words).strip()
    for shift, pattern in _NEAR:
        if re.fullmatch(pattern, folded):
            return today + timedelta(days=shift)
    if iso := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", folded):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if found := days_in(words, language):
        year, month, number = re.findall(r"date\.today\(\)\.year|\d+", found[0])[:3]
        if year.isdigit():
            return _date(int(year), int(month), int(number))
        return _upcoming(int(month), int(number), today)
    return _of_the_week(folded, today) or _of_the_month(folded, today)


def _upcoming(month: int, number: int, today: date) -> date | None:
    named = _date(today.year, month, number)
    return named if named is None or named >= today else _date(today.year + 1, month, number)


def _of_the_week(folded: str, today: date) -> date | None:
    """The next day of that name; where "next" stands before it, that of the week after this."""
    match = _WEEKDAY.fullmatch(folded)
    if not match:
        return None
    wanted = _OF_THE_WEEK[match["en"] or match["vi"]]
    if match["which"] == "next" or match["week"] in ("tuan sau", "tuan toi"):
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _of_the_month(folded: str, today: date) -> date | None:
    """The next day of that number; where a month is told, that of it."""
    match = _OF_THE_MONTH.fullmatch(folded)
    if not match:
        return None
    number, which = int(match["day"] or match["ngay"]), match["which"] or match["thang"]
    later = which in ("next", "sau", "toi") or (which is None and number < today.day)
    year, month = (today.year + today.month // 12, today.month % 12 + 1) if later else (today.year, today.month)
    return _date(year, month, number)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
