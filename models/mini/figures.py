"""The quantities of a sentence or of a row of a table: each with its column, what it is of, and what it is told for each of."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reckoner.core import Language, fold, language_of

from .dates import dates_in
from .lexicon import singular
from .numbers import canonical
from .quantities import amounts_of_money, is_date, is_in_range

_CELL = re.compile(r"(?:^|; )(?P<key>[^;:]{1,80}): (?P<value>.*?)(?=; [^;:]{1,80}: |$)")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\d.]*\d)(?!\w)")
_ALONE = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_BESIDE = 12
"""So many letters may stand around the number of a cell: *£12.50 per night*."""
MOSTLY = 0.8
"""The share of a column's cells that are numbers, or days, where it is one of these."""
_DAY = re.compile(r"date\((\d+), (\d+), (\d+)\)")
_PER_AFTER = re.compile(
    r" ?(?:dong|d|vnd|usd|eur|gbp|dollars?|euros?|pounds?)? ?(?:(?P<slash>/) ?|(?:for )?(?:per|an?|each|every|moi|mot|cho moi|cho mot) )(?P<per>[a-z]+)"
)
_PER_BEFORE = re.compile(
    r"\b(?:moi|mot|each|every|one|an?) (?P<per>[a-z]+)(?: [a-z]+){0,4}? (?:costs?|is|are|pays?|gives?|la|gia|dong|nop|phat|duoc|nhan)?:? ?$|"
    r"\bdon gia(?: la)?:? ?$"
)
_PER_KEY = re.compile(r"(?:\b(?:mot|moi|per|each|1) |/ ?)(?P<per>[a-z]+)")
_PRICED = re.compile(
    r"\b(?:price|fee|cost|rate|charge|adult|child|amount|gia|phi|don gia|hoc phi|muc|tien|usd|eur|gbp|vnd|unit price)\b"
)
_NOT_EACH = re.compile(r"\b(?:total|sum|paid|due|balance|deposit|budget|tong|thanh tien|da tra|con no|coc)\b")
_COUNTED = re.compile(
    r"\b(?:quantity|qty|in stock|stock|count|number of|pieces|so luong|so suat|ton kho|san luong|so buoi|so cai|sessions|lessons|places|seats|con trong|con lai|so cho|so ghe)\b"
)


@dataclass(frozen=True)
class Figure:
    """A number that a document states."""

    text: str
    """In plain digits."""
    money: bool
    share: bool
    per: str
    """What the number is told for each of, as a singular noun; ``one`` for a column of prices; nothing where it is no rate."""
    noun: str
    """What it counts."""
    key: str
    """The name of its column, folded; nothing in a sentence."""

    @property
    def counts(self) -> bool:
        """Whether it says how many there are of something."""
        return not (self.money or self.share or self.per) and (
            bool(_COUNTED.search(self.key)) if self.key else bool(self.noun)
        )


def is_row(sentence: str) -> bool:
    """Whether ``sentence`` is a row of a table, its values named by their columns."""
    return len(_CELL.findall(sentence)) > 1


def named_cells(row: str) -> dict[str, str]:
    """The values of a row by the names of their columns."""
    return {cell["key"].strip(): cell["value"] for cell in _CELL.finditer(row)}


def cells_of(row: str) -> str:
    """The values of a row, without the names of their columns."""
    return " ".join(values_of(row))


def values_of(row: str) -> list[str]:
    """The values of a row."""
    return [cell["value"] for cell in _CELL.finditer(row)]


def columns_of(row: str) -> tuple[str, ...]:
    """The names of the columns of a row; none of a sentence."""
    return tuple(cell["key"].strip() for cell in _CELL.finditer(row)) if is_row(row) else ()


def column_of(row: str, value: str) -> str:
    """The name of the column of ``row`` that holds ``value``, a number in plain digits; or nothing."""
    language = language_of(row)
    for cell in _CELL.finditer(row) if is_row(row) else ():
        if value in re.findall(r"-?\d+(?:\.\d+)?", canonical(cell["value"], language)):
            return re.sub(r"[_\s]+", " ", cell["key"]).strip()
    return ""


def plain_name(text: str) -> str:
    """The words of a column's name or of a cell as they are compared: ``price_gbp`` is *Price (GBP)*."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def number_of(cell: str) -> Fraction | None:
    """The one number of ``cell``, if that is what it says."""
    plain = canonical(cell, language_of(cell))
    numbers = _ALONE.findall(plain)
    rest = re.sub(r"[\W\d_]", "", _ALONE.sub("", plain))
    return Fraction(numbers[0]) if len(numbers) == 1 and len(rest) <= _BESIDE else None


def day_of(cell: str) -> Fraction | None:
    """The day that ``cell`` names, counted from the first of the year 1."""
    days = [_DAY.fullmatch(written) for _, written in dates_in(cell, language_of(cell))]
    if len(days) != 1 or days[0] is None:
        return None
    year, month, day = map(int, days[0].groups())
    return Fraction(date(year, month, day).toordinal())


def is_priced(column: str) -> bool:
    """Whether the name of a column says that it holds prices of one."""
    folded = re.sub(r"[_\s]+", " ", fold(column)).strip()
    return bool(_PRICED.search(folded)) and not _NOT_EACH.search(folded)


def is_counted(column: str) -> bool:
    """Whether the name of a column says that it holds how many there are, or how much."""
    return bool(_COUNTED.search(re.sub(r"[_\s]+", " ", fold(column))))


def figures(sentence: str) -> list[Figure]:
    """The figures of ``sentence``, dates and ranges left out."""
    language = language_of(sentence)
    if not is_row(sentence):
        return _in_text(sentence, "", language)
    found: list[Figure] = []
    for cell in _CELL.finditer(sentence):
        key = re.sub(r"[_\s]+", " ", fold(cell["key"])).strip()
        # A cell alone does not show whether "2.400" is a big number or a small one; its row does.
        found += _in_text(cell["value"], key, language)
    return found


def _in_text(text: str, key: str, language: Language) -> list[Figure]:
    folded, paid = fold(canonical(text, language)), amounts_of_money(text, language)
    found = []
    for match in _NUMBER.finditer(folded):
        before, after = folded[: match.start()], folded[match.end() :]
        alone = not before.strip() and not re.sub(r"[^a-z]", "", after)
        if (
            is_date(match[0], before[-14:], after[:12])
            or is_in_range(before[-14:], after[:12])
            or re.match(r"[/:h]\d", after)
            or re.search(r"\d[:h]$", before)
        ):
            continue
        money = match[0] in paid or (alone and bool(_PRICED.search(key)))
        noun = re.match(r" ([a-z]+)", after)
        found.append(
            Figure(
                match[0],
                money=money,
                share=bool(re.match(r" ?(?:%|percent|phan tram)", after)),
                per=_per(before, after, key, money=money),
                noun=singular(noun[1]) if noun else "",
                key=key,
            )
        )
    return found


def _per(before: str, after: str, key: str, *, money: bool) -> str:
    if found := _PER_AFTER.match(after) or _PER_BEFORE.search(re.split(r"[.;,] ", before)[-1]):
        return singular(found["per"] or "one")
    if found := _PER_KEY.search(key):
        return singular(found["per"])
    return "one" if money and key and not _NOT_EACH.search(key) else ""
