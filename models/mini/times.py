"""Units of time as both languages name them, and how many of one make another."""

import re
from fractions import Fraction
from typing import Final

from reckoner.core import fold

NAMES: Final = {
    "year": "years?|yrs?|năm", "month": "months?|tháng", "week": "weeks?|tuần", "day": "days?|ngày", "night": "nights?|đêm",
    "hour": "hours?|hrs?|giờ|tiếng|h", "minute": "minutes?|mins?|phút", "second": "seconds?|giây|s",
}  # fmt: skip
"""For each unit a pattern of its names."""
FOLDED: Final = {unit: fold(names) for unit, names in NAMES.items()}
"""The same without diacritics."""
_SECONDS: Final = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_CUSTOMARY: Final = {("year", "month"): 12, ("year", "week"): 52, ("year", "day"): 365}
_UNITS: Final = {
    name: unit
    for unit, names in FOLDED.items()
    for each in names.split("|")
    for name in ((each[:-2], each[:-1]) if each.endswith("?") else (each,))
}


_ADJECTIVES: Final = {
    **dict.fromkeys(("annual", "annually", "yearly", "annum"), "year"),
    **{"monthly": "month", "weekly": "week", "daily": "day", "nightly": "night", "hourly": "hour"},
}
ADJECTIVES: Final = "|".join(_ADJECTIVES)
"""A pattern of the words for what is told of each: *monthly*."""


def hour_of(hour: int, part: str) -> int:
    """The hour of the day that ``hour`` means in a part of it (``am``, ``pm``, ``sang``, ``trua``, ``chieu``, ``toi``, ``dem``).

    One at noon is 13:00, ten is before it; one at night is 01:00, eleven is 23:00.
    """
    late = part in ("pm", "chieu", "toi") or (part == "trua" and hour < 4) or (part == "dem" and hour > 5)
    if part in ("am", "sang", "dem") and hour == 12:
        return 0
    return hour + 12 if late and hour < 12 else hour


def any_of(*units: str) -> str:
    """A pattern of the names of ``units``, or of all, without diacritics, the longest first."""
    names = [name for name, unit in _UNITS.items() if not units or unit in units]
    return "|".join(sorted(names, key=len, reverse=True))


def unit_of(word: str) -> str:
    """The unit that ``word``, without diacritics, is a name of or is told for each of; or nothing."""
    return _UNITS.get(word) or _ADJECTIVES.get(word, "")


FOR_EACH: Final = re.compile(
    rf"(?:/|\b(?:per|an?|each|every|moi|mot|hang)) ?(?P<unit>{any_of('year', 'month', 'week', 'day', 'night', 'hour')}|annum)\b|"
    rf"\b(?P<of>{ADJECTIVES})\b"
)
"""What says that something is told for each unit of time: *per month*, *monthly*, *mỗi tháng*."""


def factor(larger: str, smaller: str) -> Fraction | None:
    """How many of ``smaller`` make one of ``larger``, where that is one number for everybody."""
    if larger == smaller:
        return Fraction(1)
    if (larger, smaller) in _CUSTOMARY:
        return Fraction(_CUSTOMARY[larger, smaller])
    if larger in _SECONDS and smaller in _SECONDS:
        return Fraction(_SECONDS[larger], _SECONDS[smaller])
    return None


def units_in(folded: str) -> set[str]:
    """The units that ``folded`` names."""
    return {unit for unit, names in FOLDED.items() if re.search(rf"\b(?:{names})\b", folded)}


_WEEKDAYS: Final = (
    ("monday", "mon", "thứ hai", "thứ 2", "thu hai", "thu 2", "t2"),
    ("tuesday", "tues", "tue", "thứ ba", "thứ 3", "thu ba", "thu 3", "t3"),
    ("wednesday", "wed", "thứ tư", "thứ 4", "thu tu", "thu 4", "t4"),
    ("thursday", "thurs", "thur", "thu", "thứ năm", "thứ 5", "thu nam", "thu 5", "t5"),
    ("friday", "fri", "thứ sáu", "thứ 6", "thu sau", "thu 6", "t6"),
    ("saturday", "sat", "thứ bảy", "thứ 7", "thu bay", "thu 7", "t7"),
    ("sunday", "sun", "chủ nhật", "chu nhat", "cn"),
)
_PLACES: Final = {name: place for place, names in enumerate(_WEEKDAYS) for name in names}
_BARE_PLACES: Final = {fold(name): place for name, place in _PLACES.items()}
_WEEKDAY: Final = "|".join(sorted(_PLACES, key=len, reverse=True))
_WEEKDAYS_RANGE: Final = re.compile(
    rf"(?:\b(?:from|từ|tu) )?\b(?P<first>{_WEEKDAY})(?: (?P<en>to|through|till|until) | ?[-–] ?| (?P<vi>đến|tới|den|toi) )(?P<last>{_WEEKDAY})\b",
    re.IGNORECASE,
)


_NAMED: Final = re.compile(
    rf"\b(?P<day>{'|'.join(sorted((name for name in map(fold, _PLACES) if len(name) > 3), key=len, reverse=True))})\b"
)


def weekdays_in(folded: str) -> list[tuple[int, int, int]]:
    """The weekdays that ``folded`` names: where each begins and ends, and its number, Monday being 0."""
    return [(*each.span(), _BARE_PLACES[each["day"]]) for each in _NAMED.finditer(folded)]


def counted(text: str) -> str:
    """``text`` with the days of the week from one to another as so many days: *Monday to Friday* are 5."""
    return _WEEKDAYS_RANGE.sub(_days, text)


def _days(found: re.Match[str]) -> str:
    first, last = _PLACES[found["first"].lower()], _PLACES[found["last"].lower()]
    vietnamese = found["vi"] or not found["first"].isascii() or re.match(r"thu |t\d|cn", found["first"].lower())
    number = (last - first) % len(_WEEKDAYS) + 1
    return f"trong {number} ngày" if vietnamese else f"for {number} days"
