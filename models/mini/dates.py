"""Questions about dates, as a short Python program over ``datetime``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reckoner.core import Language, fold

from .numbers import spelt_out
from .reach import is_story, unread
from .times import any_of, unit_of, weekdays_in

MONTHS = {
    name: number
    for number, name in enumerate(
        ("january february march april may june july august september october november december").split(),
        1,
    )
}
_MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|sept)\.?"
_FORMS = (
    r"(?P<y>[1-9]\d{3})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
    r"(?:ngay |mung )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2})(?:,? ?nam (?P<y>[1-9]\d{3}))?",
    r"(?:ngay )?(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>[1-9]\d{3})",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<name>{_MONTH})(?:,? (?P<y>[1-9]\d{{3}}))?",
    rf"(?P<name>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>[1-9]\d{{3}}))?(?!\d)",
)
_OF_THE_YEAR = r"(?:ngay|den|tu|toi|hom|mung) (?P<d>\d{1,2})/(?P<m>\d{1,2})(?![/\d])"
_NAMED = {
    r"today|hom nay|bay gio|now": "date.today()",
    r"tomorrow|ngay mai": "date.today() + timedelta(days=1)",
    r"yesterday|hom qua": "date.today() - timedelta(days=1)",
    r"(?:this )?christmas(?: day)?|giang sinh|noel": "upcoming(12, 25)",
    r"new year(?:'s)?(?: day)?|tet duong lich": "upcoming(1, 1)",
    r"new year(?:'s)? eve|giao thua duong lich": "upcoming(12, 31)",
}
_UNIT = any_of("day", "week", "month", "year")
WEEKDAYS: dict[Language, str] = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".replace(" ", ","),
    "vi": "thứ Hai,thứ Ba,thứ Tư,thứ Năm,thứ Sáu,thứ Bảy,Chủ nhật",
}
# A month without a day.
_OF_MONTH = (
    rf"(?P<name>{_MONTH}),? (?:of )?(?P<y>[1-9]\d{{3}})",
    r"(?:thang )?(?P<m>\d{1,2}) ?(?:[/-]|,? nam|,) ?(?P<y>[1-9]\d{3})",
)
_KNOWN = frozenset(
    "ago later earlier both left rest remaining con lai sau truoc nua them now off already giam tang mat nhau give hon".split()
)
"""Words that change what a number means, and are understood of dates."""
_INCLUSIVE = re.compile(
    r"\binclusive|(?:count|includ)(?:ing|e|es|ed) (?:both|the first|the start|the last|the end)|(?:tinh|ke|gom) (?:ca|luon)|both (?:the )?(?:days|ends|dates)"
)
_NO_DATES = re.compile(
    r"(?:today|hom nay) (?:is|la) (?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun|thu |chu nhat)|business|working|weekdays|lam viec|price|"
    r"\blasts\b|\b(?:will|to) last\b|keo dai|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bthu (?:hai|ba|tu|nam|sau|bay)\b|chu nhat|"
    r"gia |weather|thoi tiet|exchange|ty gia"
)
_SPAN_ASKED = re.compile(
    r"how (?:many (?:more |full |whole )?(?:days?|weeks?|months?|years?|hours?)|long|old)\b|(?:number of|in) (?:days|weeks|months|years)|"
    r"(?:bao nhieu|may) (?:ngay|tuan|thang|nam|tuoi|gio|dem)\b|bao lau|cach nhau|difference between|time between|days between"
)
_LEANS = re.compile(r"(?:before|after|from|truoc|sau|ke tu) (?:that|it|then|this|do|day|ngay do|ngay nay|hom do)\b")
_TODAY = re.compile(r"\b(?:if )?(?:today|hom nay) (?:is|la) (?=(?:the |ngay )?\d)")
_AWAY = re.compile(rf"\b(?P<n>\d{{1,4}}) (?P<unit>{any_of('day', 'week')})\b")
_EARLIER = re.compile(r"\bago\b|\bbefore\b|\bearlier\b|\btruoc\b")
_WHICH_WEEKDAY = re.compile(
    r"(?:what|which) (?:week ?)?day|\bweekday\b|(?:la |vao |roi vao )?thu may|thu gi|ngay thu may"
)
_FIRST_AND_LAST = re.compile(
    r"(?:first|starts?|starting|begins?|beginning|dau tien|ngay dau|lieu dau|vien dau|bat dau)\b.*\b(?:last|final|cuoi(?: cung)?)\b|"
    r"\b(?:last|final) (?:day|dose|tablet|pill).*\b(?:first|starts?|starting|begins?)\b"
)
"""Whose first day and last day are told of: both count."""
_THIS_YEAR = r"date\(date\.today\(\)\.year, (.*)\)"
"""A day whose year was not told."""
_PRELUDE = """\
from calendar import isleap, monthrange
from datetime import date, timedelta

def upcoming(month, day, since=None):
    since = since or date.today()
    years = range(since.year, since.year + 9)
    days = (date(year, month, day) for year in years if day <= monthrange(year, month)[1])
    return next(each for each in days if each >= since)

def coming(start, day):
    return day if day >= start else upcoming(day.month, day.day, start)

def shift(start, months):
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))

def months_between(start, end):
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole - (end.day < start.day)
"""


@dataclass(frozen=True)
class DateQuestion:
    """A program, and what its printed value is: ``days`` and so on, ``date``, ``weekday`` or ``leap``."""

    code: str
    kind: str


@dataclass(frozen=True)
class _Asked:
    """A question with its dates, as Python expressions in their order, taken out of it."""

    folded: str
    dates: list[str]
    rest: str
    """The question without its dates."""
    language: Language

    @cached_property
    def weekday(self) -> bool:
        asked = r"(?:what|which) day|day of the week|weekday|thu may|ngay thu|roi vao thu|la thu"
        return bool(re.search(asked, self.folded))

    @cached_property
    def shift(self) -> re.Match[str] | None:
        """So many days, weeks, months or years."""
        return re.search(rf"(\d+)[ -]({_UNIT})\b", self.rest)

    @property
    def others(self) -> set[str]:
        """The numbers that are part of neither."""
        return set(re.findall(r"\d+", self.rest)) - ({self.shift[1]} if self.shift else set())


def date_question(text: str, language: Language) -> DateQuestion | None:
    """The program that answers ``text``, or ``None`` if it asks nothing about dates that is known here."""
    if counted := _weekday_after(fold(spelt_out(text, language)), language):
        return counted
    if _NO_DATES.search(fold(text)) or is_story(text) or unread(text, _KNOWN):
        return None
    folded = re.sub(r"mung \d+ tet", "", _TODAY.sub("", fold(spelt_out(text, language))))
    if counted := _days_in(folded):
        return counted
    asked = _Asked(folded, *_dates(folded, language), language)
    if not asked.dates and (found := _months(folded) or _leap(folded)):
        return found
    # A number without a part, or nothing but "yesterday" and "today", shows that it is no question about dates.
    if asked.others or (len(asked.dates) > 1 and all(each.startswith("date.today()") for each in asked.dates)):
        return None
    return _of_dates(asked) if asked.dates else _of_today(asked)


def _weekday_after(folded: str, language: Language) -> DateQuestion | None:
    """The weekday so many days after, or before, another that is only named: *it is a Tuesday: which day in 100 days?*"""
    named, counted = weekdays_in(folded), _AWAY.search(folded)
    if len(named) != 1 or counted is None or not _WHICH_WEEKDAY.search(folded):
        return None
    (start, end, day), (first, last) = named[0], counted.span("n")
    if (first < end and start < last) or re.search(
        r"\d", f"{folded[:start]} {folded[end:]}".replace(counted["n"], "", 1)
    ):
        return None
    days = int(counted["n"]) * (7 if unit_of(counted["unit"]) == "week" else 1)
    days = -days if _EARLIER.search(folded) else days
    return DateQuestion(f"'{WEEKDAYS[language]}'.split(',')[({day} + {days}) % 7]", "weekday")


def _leap(folded: str) -> DateQuestion | None:
    leap = re.search(r"(?:(?:is|was|will) )?(?:nam )?([1-9]\d{3}).{0,20}(?:leap year|nam nhuan)", folded)
    return DateQuestion(f"{_PRELUDE}\nisleap({leap[1]})", "leap") if leap else None


def _of_dates(asked: _Asked) -> DateQuestion | None:
    """What is asked of the dates that are told."""
    first, folded = asked.dates[0], asked.folded
    if asked.weekday and not asked.shift:
        return DateQuestion(_named_day(first, asked.language), "weekday")
    bare = not re.search(
        r"[a-z]{3,}",
        re.sub(
            r"\b(?:from|to|until|till|and|between|giua|tu|den|toi|va|ngay|days?|weeks?|months?|years?|date)\b",
            "",
            asked.rest,
        ),
    )
    if len(asked.dates) > 1:
        if len(asked.dates) > 2 or asked.shift or not (bare or _SPAN_ASKED.search(folded)):
            return None
        other = _dates(folded, "vi")[0] if asked.language == "en" else asked.dates
        if first == "date.today()" and (given := re.fullmatch(_THIS_YEAR, asked.dates[1])):
            return _between([first, f"upcoming({given[1]})"], folded)
        return _between(asked.dates, folded, other if len(other) == len(asked.dates) else asked.dates)
    if asked.shift:
        return _shifted(first, asked.shift, asked.rest, asked.weekday, asked.language)
    if first.startswith("date.today()"):
        day = re.search(r"what(?:'s| is)? (?:the )?date|ngay (?:may|bao nhieu|nao)|ngay thang", folded)
        return DateQuestion(f"{_PRELUDE}\n({first}){_written(folded)}", "date") if day else None
    if not _SPAN_ASKED.search(folded):
        return None
    ahead = re.search(r"until|\btill\b|left|con bao|\bden\b|\btoi\b|nua", folded)
    given = re.fullmatch(_THIS_YEAR, first)
    return _between([f"upcoming({given[1]})" if ahead and given else first, "date.today()"], folded)


def _of_today(asked: _Asked) -> DateQuestion | None:
    """So long from now, or so long ago."""
    wanted = r"what (?:date|day)|from (?:now|today)|\bago\b|ngay (?:nao|may)|la ngay bao nhieu"
    if asked.shift is None or not re.search(wanted, asked.folded) or _LEANS.search(asked.folded):
        return None
    weekday = asked.weekday and "thu" in asked.folded
    return _shifted("date.today()", asked.shift, asked.rest, weekday, asked.language)


def _months(folded: str) -> DateQuestion | None:
    """The months or years from one month to another."""
    asked = re.search(r"how many (months|years)|number of (months|years)|(?:may|bao nhieu) (thang|nam)", folded)
    found = {match.start(): match for form in _OF_MONTH for match in re.finditer(rf"\b{form}\b", folded)}
    if asked is None or len(found) != 2:
        return None
    first, last = (_date({**found[place].groupdict(), "d": "1"}) for place in sorted(found))
    return _between([first, last], folded) if first and last else None


def _days_in(folded: str) -> DateQuestion | None:
    """How many days a month or a year has, or how old somebody born in a year is."""
    if not re.search(
        r"how many days|^(?:number of )?days in|(?:may|bao nhieu) ngay(?! \d)|so ngay|how old|(?:may|bao nhieu) tuoi",
        folded,
    ):
        return None
    if born := re.search(r"(?:born(?: in)?|sinh nam) ([1-9]\d{3})", folded):
        others = {each for each in re.findall(r"\b(?:1[5-9]|20)\d\d\b", folded) if each != born[1]}
        if len(others) > 1:
            return None
        return DateQuestion(f"{_PRELUDE}\n{others.pop() if others else 'date.today().year'} - {born[1]}", "years")
    month = re.search(
        rf"\b(?:thang (?P<m>\d{{1,2}})|(?P<name>{_MONTH}))(?:(?: (?:have|has|had|got|co))*,? (?:nam |in (?:the year )?|of )?(?P<y>[1-9]\d{{3}}))(?: co| have|\?|$| la)?",
        folded,
    )
    if (
        month
        and re.search(r"\bin\b|\bco\b|\bha(?:ve|s)\b|does", folded)
        and not re.search(rf"\d (?:thang|{_MONTH}) ?\d{{4}}|ngay \d", folded)
    ):
        number = int(month["m"]) if month["m"] else MONTHS[_full(month["name"])]
        return DateQuestion(f"{_PRELUDE}\nmonthrange({month['y']}, {number})[1]", "days") if 1 <= number <= 12 else None
    year = re.search(r"(?:in|nam) (?:the year )?([1-9]\d{3})(?: co (?:may|bao nhieu) ngay)?\W*$", folded)
    if year and not re.search(r"how old|tuoi", folded):
        return DateQuestion(f"{_PRELUDE}\n366 if isleap({year[1]}) else 365", "days")
    return None


def spans(text: str, language: Language) -> list[tuple[int, int]]:
    """Where the dates of ``text`` that name a day stand, in order."""
    return sorted((start, end) for start, end, _ in _named_days(fold(text), language))


def days_in(text: str, language: Language) -> list[str]:
    """The dates of ``text`` that name a day, in order, as Python expressions; this year's where they name none."""
    return [expression for _, _, expression in sorted(_named_days(fold(text), language))]


def without_dates(text: str, language: Language) -> str:
    """``text`` with a dash for each date that names a day."""
    for start, end in reversed(spans(text, language)):
        text = f"{text[:start]}–{text[end:]}"
    return text


def dates_in(text: str, language: Language) -> list[tuple[int, str]]:
    """Where the dates of ``text`` stand, each as a Python expression; none that the day of asking decides."""
    return [(place, each) for place, each in _found(fold(text), language)[0] if "today" not in each]


def between(first: str, second: str, question: str) -> DateQuestion:
    """The time from one date to the other, both Python expressions, in the unit that ``question`` asks for."""
    return _between([first, second], fold(question))


def _dates(folded: str, language: Language) -> tuple[list[str], str]:
    """The dates of ``folded`` as Python expressions, in order, and the text without them."""
    found, rest = _found(folded, language)
    return [expression for _, expression in found], rest


def _named_days(folded: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """The dates that name a day: where each begins and ends, and its expression; a place is read once."""
    # Whoever writes 13/04 writes the day first in all dates.
    days = re.findall(r"\b(\d{1,2})[/.-]\d{1,2}[/.-]\d{4}\b", folded)
    day_first = language == "vi" or any(int(day) > 12 for day in days)
    # A Vietnamese text has no English months: "5 máy" is no fifth of May.
    for form in _FORMS if language == "en" else (*_FORMS[:3], _OF_THE_YEAR):
        for match in re.finditer(rf"\b{form}\b", folded):
            if expression := _date(match.groupdict(), day_first=day_first):
                yield *match.span(), expression
                folded = _blank(folded, match)


def _blank(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + "_" * len(match[0]) + text[match.end() :]


def _found(folded: str, language: Language) -> tuple[list[tuple[int, str]], str]:
    found: dict[int, str] = {}
    rest = folded
    for start, end, expression in _named_days(folded, language):
        found[start] = expression
        rest = rest[:start] + "_" * (end - start) + rest[end:]
    for words, expression in _NAMED.items():
        for match in re.finditer(rf"\b(?:{words})\b(?:,? (?:in |of |nam )?(?P<y>[1-9]\d{{3}}))?", rest):
            given = re.fullmatch(r"upcoming\((.*)\)", expression)
            found[match.start()] = f"date({match['y']}, {given[1]})" if match["y"] and given else expression
            rest = _blank(rest, match)
    # A date without a year has that of the only one beside it that names one.
    years = {year for each in found.values() for year in re.findall(r"date\((\d{4}),", each)}
    if len(years) == 1 and len(found) == 2:
        found = {place: each.replace("date.today().year", min(years)) for place, each in found.items()}
    return sorted(found.items()), rest


def _date(parts: dict[str, str | None], *, day_first: bool = False) -> str:
    year, day = parts.get("y"), parts.get("d")
    month = MONTHS[_full(parts["name"])] if parts.get("name") else parts.get("m")
    if parts.get("a") and parts.get("b"):
        # 03/04 is March 4 to most who write English here, and 3 April to who writes Vietnamese.
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        month, day = (first, str(second)) if not day_first and first <= 12 else (second, str(first))
    if not month or not day:
        return ""
    try:
        # Without a year, 29 February may be meant.
        date(int(year or 2000), int(month), int(day))
    except ValueError:
        return ""
    if not year and (int(month), int(day)) == (2, 29):
        return "upcoming(2, 29)"  # Most years have none.
    return f"date({year or 'date.today().year'}, {int(month)}, {int(day)})"


def _full(name: str | None) -> str:
    return next(full for full in MONTHS if full.startswith((name or "").rstrip(".")[:3]))


def _between(dates: list[str], folded: str, other: list[str] | None = None) -> DateQuestion:
    """``other`` are the dates as read with the day before the month, where that differs."""
    start, end = dates[0], "".join(dates[1:2])
    unit = next(
        (
            unit
            for words, unit in (
                (r"days old|in days|(?:may|bao nhieu) ngay", "days"),
                (r"hours|(?:may|bao nhieu) (?:gio|tieng)", "hours"),
                (r"weeks|tuan", "weeks"),
                (r"months|(?:may|bao nhieu) thang", "months"),
                (r"years|how old|(?:may|bao nhieu) (?:nam|tuoi)|tuoi", "years"),
            )
            if re.search(rf"\b(?:{words})\b", folded)
        ),
        "days",
    )
    formulas = {
        "days": "(b - a).days",
        "hours": "(b - a).days * 24",
        "weeks": "f'{(b - a).days / 7:.6g}'",
        "months": "months_between(a, b)",
        "years": "months_between(a, b) // 12",
    }
    formula = f"{formulas[unit]} + 1" if unit == "days" and _INCLUSIVE.search(folded) else formulas[unit]
    # The dates are printed as they were read: 03/04 may mean two days.
    code = f"{_PRELUDE}\na, b = {_ordered(start, end)}\nprint(a, '→', b)\n"
    if other and other != dates:
        code += f"c, d = {_ordered(*other[:2])}\nprint('; dd/mm:', {re.sub(r'[ab](?=[, )])', lambda each: 'cd'['ab'.index(each[0])], formula)})\n"
    return DateQuestion(code + formula, unit)


def _ordered(start: str, end: str) -> str:
    """Two dates, the earlier first; of two without a year, the second is the next that comes."""
    if not end or not all("date.today().year" in each for each in (start, end)):
        return f"sorted([{', '.join(filter(None, (start, end)))}])"
    return f"{start}, coming({start}, {end})"


def _shifted(start: str, shift: re.Match[str], rest: str, weekday: bool, language: Language) -> DateQuestion:
    count, unit = int(shift[1]), f"{unit_of(shift[2])}s"
    # "truoc" alone may stand behind: 10 ngày trước 5/3/2024.
    back = re.search(r"\bbefore\b|\bago\b|\bearlier\b|\bprior\b|\btruoc\b|\bminus\b|\btru\b", rest)
    # Whose first day counts ends a day earlier.
    count = (
        -count if back else count - (unit == "days" and bool(_INCLUSIVE.search(rest) or _FIRST_AND_LAST.search(rest)))
    )
    moved = {
        "days": f"{start} + timedelta(days={count})",
        "weeks": f"{start} + timedelta(weeks={count})",
        "months": f"shift({start}, {count})",
        "years": f"shift({start}, {12 * count})",
    }[unit]
    if weekday:
        return DateQuestion(_named_day(moved, language), "weekday")
    return DateQuestion(f"{_PRELUDE}\n({moved}){_written(rest)}", "date")


def _written(folded: str) -> str:
    """How the program writes a date: as the question wants it, or for the answer to be put in the language's way."""
    if re.search(r"\bdd ?[/.-] ?mm\b|\bngay/thang", folded):
        return ".strftime('%d/%m/%Y')"
    return ".strftime('%m/%d/%Y')" if re.search(r"(?<![/.-])\bmm ?[/.-] ?dd\b", folded) else ".isoformat()"


def _named_day(expression: str, language: Language) -> str:
    return f"{_PRELUDE}\nday = {expression}\nprint(day)\n'{WEEKDAYS[language]}'.split(',')[day.weekday()]"
