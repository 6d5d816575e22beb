"""Numbers that are told without one: *a week* for a number of nights, *November 2006* for the number of a month."""

import re
from collections.abc import Mapping
from typing import Any, Final

from reckoner.core import fold

from ..dates import MONTHS
from ..times import factor, unit_of

_MONTH: Final = re.compile(r"\bmonth\b|\bthang\b")
_TWELVE: Final = re.compile(r"1 (?:to|-|through|den) 12|\b1-12\b")
_NAMED: Final = re.compile(
    rf"\b(?:{'|'.join(f'{name}|{name[:3]}' for name in MONTHS)})\b(?! \d{{1,2}} (?:days|nights))"
)
_IN_VIETNAMESE: Final = re.compile(r"\bthang (\d{1,2})\b")
_SPAN: Final = re.compile(
    r"(?<!% )(?<!\d )\b(?:a|an|one|mot|1) (?:whole |full |entire )?(?P<unit>week|fortnight|decade|month|year|day|tuan|thang|nam|ngay)\b"
)
_COUNTED: Final = re.compile(
    r"number of (?P<unit>[a-z]+)|\bin (?P<unit2>[a-z]+)\b|^so (?P<unit3>ngay|dem|tuan|thang|nam)\b"
)
_LONGER: Final = {"fortnight": ("week", 2), "decade": ("year", 10)}


def month_of(value: Any, name: str, described: str, text: str) -> Any:
    """``value``, or the number of the month that ``text`` names, where the argument is one and ``value`` can be none.

    Args:
        value: What was read; ``None`` where nothing was.
        name: The argument's name.
        described: Its description.
        text: What was said last.
    """
    asked = fold(f"{name.replace('_', ' ')} {described}")
    if not (_MONTH.search(asked) and _TWELVE.search(asked)) or (isinstance(value, int) and 1 <= value <= 12):
        return value
    folded = fold(text)
    named = {
        next(number for month, number in MONTHS.items() if month.startswith(each)) for each in _NAMED.findall(folded)
    }
    named |= {int(each) for each in _IN_VIETNAMESE.findall(folded) if 1 <= int(each) <= 12}
    return named.pop() if len(named) == 1 else value


def one_span(declared: Mapping[str, Any], text: str) -> int | None:
    """The one span of time that ``text`` tells, in the unit that ``declared`` counts; ``None`` where it tells none or two."""
    counted = _COUNTED.search(fold(declared.get("description", "")))
    spans = list(_SPAN.finditer(fold(text)))
    if declared.get("type") not in ("integer", "number") or counted is None or len(spans) != 1:
        return None
    wanted = unit_of(next(filter(None, counted.groups())))
    unit, times = _LONGER.get(spans[0]["unit"], (unit_of(spans[0]["unit"]), 1))
    # A week away is seven nights.
    many = factor(unit, "day" if wanted == "night" else wanted) if wanted else None
    return int(many * times) if many is not None and many.denominator == 1 else None
