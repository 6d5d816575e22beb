"""Words of a conversation as values of the types that a schema declares."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from reckoner.core import Language, fold

from ..dates import days_in
from ..numbers import canonical, spelt_out

_EDGES: Final = " \t\n.,;:!?\"'“”‘’«»()[]"
_COUNTS: Final = {
    "a": 1, "an": 1, "one": 1, "single": 1, "myself": 1, "me": 1, "once": 1, "couple": 2, "a couple": 2, "pair": 2,
    "twice": 2, "both": 2, "dozen": 12, "a dozen": 12, "half": 0.5, "a half": 0.5, "half a": 0.5, "no": 0, "mot": 1, "hai": 2,
    "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "nua": 0.5, "mot nua": 0.5, "doi": 2,
}  # fmt: skip
_BETWEEN: Final = re.compile(
    r"\s*(?:,|;|\n|\band\b|\bor\b|&|\bvà\b|\bva\b|\bhoặc\b|\bhoac\b|\bvới\b)\s*", re.IGNORECASE
)
_ISO: Final = re.compile(r"yyyy-mm-dd|iso[ -]?8601|\biso date\b", re.IGNORECASE)
_DECIMAL: Final = re.compile(r"\bdecimals?\b|\bfraction\b|\b0\.\d+|between 0 and 1|số thập phân", re.IGNORECASE)
_TIME: Final = re.compile(r"\bhh:mm\b|24[- ]hour|\biso time\b", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?P<h>\d{1,2})(?:(?::|h|\.| gio)(?P<m>\d{2})?)? ?(?P<half>am|pm|a\.m\.?|p\.m\.?|sang|chieu|toi)?$"
)
_DAYS: Final = (
    (0, r"today|tonight|this (?:morning|afternoon|evening)|hom nay|toi nay|sang nay|chieu nay"),
    (1, r"tomorrow|ngay mai|mai|sang mai|chieu mai|toi mai"),
    (2, r"(?:the )?day after tomorrow|ngay kia|mot"),
    (-1, r"yesterday|hom qua"),
)


def typed(words: str, declared: Mapping[str, Any], language: Language, after: str = "") -> Any:
    """``words`` as a value of the type that ``declared`` names; ``None`` where they are none.

    Args:
        words: A piece of a conversation.
        declared: The argument's JSON schema.
        language: The conversation's.
        after: What follows the words there.
    """
    kind = declared.get("type", "string")
    kinds = kind if isinstance(kind, list) else [kind]
    for each in kinds:
        if (value := _typed(words.strip(_EDGES), each, declared, language, after)) is not None:
            return value
    return None


def _typed(words: str, kind: str, declared: Mapping[str, Any], language: Language, after: str) -> Any:
    if kind in ("integer", "number"):
        number = _number(words, declared, language, after)
        return None if number is None else _whole(number, kind)
    if kind == "array":
        items = declared.get("items") or {"type": "string"}
        found = [typed(each, items, language) for each in _BETWEEN.split(words) if each.strip(_EDGES)]
        return None if None in found else found
    if kind == "boolean":
        return {"yes": True, "true": True, "co": True, "no": False, "false": False, "khong": False}.get(fold(words))
    return _string(words, declared, language) if kind == "string" and words else None


def _number(words: str, declared: Mapping[str, Any], language: Language, after: str) -> float | None:
    plain = canonical(spelt_out(words, language), language)
    match = re.search(r"-?\d+(?:\.\d+)?(?:/\d+)?", plain)
    if not match:
        folded = fold(words)
        return next((float(_COUNTS[each]) for each in (folded, folded.split(" ")[0]) if each in _COUNTS), None)
    top, _, bottom = match[0].partition("/")
    number = float(top) / float(bottom) if bottom and float(bottom) else float(top)
    percent = "%" in words + after[:2] or re.match(r" ?(?:percent|phần trăm)", after) or "percent" in words
    return round(number / 100, 10) if percent and _DECIMAL.search(declared.get("description", "")) else number


def _whole(number: float, kind: str) -> float | int | None:
    if kind == "integer":
        return int(number) if number == int(number) else None
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def _string(words: str, declared: Mapping[str, Any], language: Language) -> str:
    described = f"{declared.get('description', '')} {declared.get('format', '')}"
    if declared.get("format") == "date" or _ISO.search(described):
        found = day(words, language)
        return found.isoformat() if found else words
    if declared.get("format") == "time" or _TIME.search(described):
        return clock(words) or words
    return words


def day(words: str, language: Language, today: date | None = None) -> date | None:
    """The day that ``words`` name, from today on where they do not say the year."""
    today = today or datetime.now().astimezone().date()
    folded = fold(words)
    for shift, pattern in _DAYS:
        if re.fullmatch(pattern, folded):
            return today + timedelta(days=shift)
    if iso := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", folded):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    for expression in days_in(words, language):
        year, month, number = re.findall(r"date\.today\(\)\.year|\d+", expression)[:3]
        if year.isdigit():
            return _date(int(year), int(month), int(number))
        named = _date(today.year, int(month), int(number))
        return named if named is None or named >= today else _date(today.year + 1, int(month), int(number))
    return None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def clock(words: str) -> str:
    """The time of day that ``words`` name, as ``HH:MM``; or nothing."""
    match = _CLOCK.match(fold(words).removeprefix("at ").removeprefix("luc "))
    if not match:
        return ""
    hour, minute, half = int(match["h"]), int(match["m"] or 0), (match["half"] or "").replace(".", "")
    if half in ("pm", "chieu", "toi") and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
