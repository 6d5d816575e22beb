"""Words of a conversation as values of the types that a schema declares."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from reckoner.core import Language, fold

from ..numbers import canonical, spelt_out
from ..times import hour_of
from .counts import count
from .days import day
from .measures import in_declared_unit

_EDGES: Final = " \t\n.,;:!?\"'“”‘’«»"
_BRACKETS: Final = ("()", "[]", "{}")
_BETWEEN: Final = re.compile(
    r"\s*(?:,|;|\n| \+ |\b(?:together|along) with\b|\band\b|\bor\b|&|\bvà\b|\bva\b|\bhoặc\b|\bhoac\b|\bvới\b)\s*",
    re.IGNORECASE,
)
_LONGEST_LIST: Final = 2_000
_DIGITS: Final = 30
"""A number of more is a name."""
_EXACT: Final = 2**53
"""From here on floats leave whole numbers out."""
_ISO: Final = re.compile(r"yyyy-mm-dd|iso[ -]?8601|\biso date\b", re.IGNORECASE)
_DECIMAL: Final = re.compile(
    r"\bdecimal\b(?! places?)|\bfraction\b|\b0\.\d+|between 0 and 1|số thập phân", re.IGNORECASE
)
_KELVIN: Final = re.compile(r"\bkelvins?\b|\bin K\b", re.IGNORECASE)
"""Else a K is a thousand."""
_MINUS: Final = re.compile(r"^[-−] ?|−")
_HALVES: Final = re.compile(r"\b(?:latitude|longitude|vi do|kinh do)\b")
_SOUTH_WEST: Final = re.compile(r"(?: ?°| degrees?\b| do\b)?[ ,]{0,2}(?:south|west|vi nam|kinh tay|nam|tay|s|w)\b")
"""What lies on the other half of the globe is told without its sign."""
_TIME: Final = re.compile(r"\bhh:mm\b|24[- ]hour|\biso time\b", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?:(?P<minutes>half|(?:a )?quarter|\d{1,2})(?: minutes?)? (?P<way>past|after|to|before) )?"
    r"(?P<h>\d{1,2})(?:(?::|h|\.| gio) ?(?P<m>\d{2})?)?(?P<half> ruoi)?(?: kem (?P<less>\d{1,2}))?(?: o'?clock)?"
    r" ?(?:in the |at )?(?P<part>am|pm|a\.m\.?|p\.m\.?|morning|afternoon|evening|night|sang|trua|chieu|toi|dem)?$"
)
_NAMED_TIMES: Final = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_OF_THE_DAY: Final = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "dem"}


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
    if "array" in kinds and (written := _written(words)) is not None:
        return written
    for each in kinds:
        if (value := _typed(_bare(words), each, declared, language, after)) is not None:
            return value
    return None


def _bare(words: str) -> str:
    """``words`` without quotation marks and punctuation at their ends, and without brackets around the whole."""
    bare = words.strip(_EDGES)
    while len(bare) > 1 and bare[0] + bare[-1] in _BRACKETS:
        bare = bare[1:-1].strip(_EDGES)
    return bare


def _typed(words: str, kind: str, declared: Mapping[str, Any], language: Language, after: str) -> Any:
    if kind in ("integer", "number"):
        number = _number(words, declared, language, after)
        return None if number is None else _whole(number, kind)
    if kind == "array":
        items = declared.get("items") or {"type": "string"}
        found = [typed(each, items, language) for each in _BETWEEN.split(words) if _bare(each)]
        return None if None in found else found
    if kind == "boolean":
        return {"yes": True, "true": True, "co": True, "no": False, "false": False, "khong": False}.get(fold(words))
    return _string(words, declared, language) if kind == "string" and words else None


def _written(words: str) -> list[Any] | None:
    """A list that is written as one, "[[4, 1], [-2, 6]]"."""
    if not words.lstrip().startswith(("[", "(")) or len(words) > _LONGEST_LIST:
        return None
    for text in (words, words.translate(str.maketrans("()", "[]"))):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, list) else None
    return None


def _number(words: str, declared: Mapping[str, Any], language: Language, after: str) -> float | None:
    described = declared.get("description", "")
    if _KELVIN.search(described):
        words = re.sub(r"(?<=\d) ?K\b", "", words)
    plain = canonical(spelt_out(_MINUS.sub("-", words), language), language)
    match = re.search(r"-?\d+(?:\.\d+)?(?:/\d+)?", plain)
    if not match:
        counted = count(fold(words))
        return None if counted is None else in_declared_unit(counted, after, described)
    if len(match[0]) > _DIGITS:
        return None
    if match[0].lstrip("-").isdigit() and abs(int(match[0])) > _EXACT:
        return int(match[0])
    top, _, bottom = match[0].partition("/")
    number = float(top) / float(bottom) if bottom and float(bottom) else float(top)
    if _HALVES.search(fold(described)) and _SOUTH_WEST.match(fold(after)):
        return -number
    if "%" in words + after[:2] or re.match(r" ?(?:percent|phần trăm)", after) or "percent" in words:
        return round(number / 100, 10) if _DECIMAL.search(described) else number
    return in_declared_unit(number, plain[match.end() :] + after, described)


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
        return clock(words, language) or words
    return words


def clock(words: str, language: Language) -> str:
    """The time of day that ``words`` name, as ``HH:MM``; or nothing."""
    told = re.sub(r"\bone\b", "1", fold(spelt_out(words, language))).removeprefix("at ").removeprefix("luc ")
    match = _CLOCK.match(told)
    if not match:
        return _NAMED_TIMES.get(told, "")
    part = (match["part"] or "").replace(".", "")
    hour = hour_of(int(match["h"]), _OF_THE_DAY.get(part, part))
    minute = int(match["m"] or 0) + 30 * bool(match["half"]) - int(match["less"] or 0)
    if match["minutes"]:
        so_many = {"half": 30, "quarter": 15}.get(match["minutes"].removeprefix("a ")) or int(match["minutes"])
        minute += so_many if match["way"] in ("past", "after") else -so_many
    if hour > 23 or not -60 < minute < 60:
        return ""
    return f"{(hour - (minute < 0)) % 24:02}:{minute % 60:02}"
