"""The numbers, measures and dates of a sentence, and which of them a phrase means.

A number belongs to the phrase whose words stand closest; money, shares and measures are told apart by what follows them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reckoner.core import Language, fold, language_of

from .dates import MONTHS, dates_in
from .lexicon import Term, held, spots, terms
from .numbers import canonical
from .reach import label_before
from .units import unit_at

_SIGN = r"(?:[$€£₫]|\b(?:usd|vnd|eur|gbp)) ?$"
_MONEY = r" ?(?:[.,]\d+)*(?:[$€£₫]| ?(?:usd|vnd|eur|gbp|dollars?|euros?|dong|d|vnd|trieu|ty|nghin)\b)"
_SAYS_MONEY = re.compile(
    r"\b(?:costs?|pays?|paid|fees?|prices?|deposits?|charges?|charged|rent|tickets?|membership|subscription|donat\w+|cheaper|dearer|buffet)\b"
)
"""Beside it pounds are money, and no weight."""
_MONEY_MEANT = frozenset(("~price", "~fee", "~salary", "~pay", "~deposit", "~fine"))
_MONEY_WORDS = frozenset(
    "rent price cost fee salary deposit budget revenue income tuition quote bill dues premium tien luong phi coc cuoc".split()
)
_SHARE = r"percent|rate|%|phan tram|ty le|ti le|lai suat"
_COLUMN = (
    r"(?:^|; )[^;:]*\b(?:price|cost|amount|total|fee|rate|balance|deposit|paid|due|usd|gbp|eur|vnd|dong|(?<!tham )gia|tien|(?<!mien )phi|muc)\b"
    r"[^;:]*: *$"
)
_CELL = r"(?:^|; )([^;:]*): *[^;:]*$"
_CURRENCIES = frozenset(("usd", "eur", "gbp", "vnd", "dong"))
_SEVERAL_PIECES = r"(?:^|; )(?:quantity|qty|so[_ ]luong|so[_ ]suat): (?!1(?:;|$))\d"
_ONE = r"(?:^|; )[^;:]*\b(?:unit|each|per|price|don gia|gia|moi)\b[^;:]*: *$"
"""A column of the price of one."""
_RANGE_AFTER = r" ?[-–] ?\d|,? (?:to|den|toi|up to) \d"
_RANGE_BEFORE = r"\d ?[-–] ?$|\d [a-z%]{0,8} ?(?:to|den|toi|up to) $"
_OF_DAY = re.compile(r" ?(?:gio|h) ?(?:\d|(?:den|toi|sang|chieu|trua|dem|-|–)\b)")
_AT = re.compile(r"\b(?:luc|tu|from|at|until|till) $")
"""Beside a number of hours these make a time of day of it, which is no measure."""
_MONTHS = "|".join(MONTHS)


@dataclass(frozen=True)
class _Number:
    text: str
    money: bool
    share: bool
    priced: bool
    """Whether it stands in a column of prices."""
    dated: bool
    unit: str
    rank: float
    beside: float
    """The share of the phrase's terms that stand in the same part of a list."""
    named: bool
    """Whether the phrase names its column."""
    of_one: bool
    """Whether it stands in a column of prices of one, and such is meant."""


def number_in(sentence: str, phrase: str, *, money: bool = False) -> str:
    """The number of ``sentence`` that belongs to ``phrase``, in plain digits; nothing where none does.

    Args:
        sentence: As it stands in the document.
        phrase: What the number is of.
        money: Whether only an amount of money will do.
    """
    best = _best(sentence, phrase, money=money)
    return best.text if best else ""


def measure_in(sentence: str, phrase: str) -> tuple[str, str]:
    """The number of ``sentence`` that belongs to ``phrase`` with its unit of measure; both empty where none has one."""
    best = _best(sentence, phrase, measured=True)
    return (best.text, best.unit) if best else ("", "")


def date_in(sentence: str, phrase: str) -> str:
    """The date of ``sentence`` that stands closest to ``phrase``, as a Python expression."""
    dates = dates_in(sentence, language_of(sentence))
    if not dates:
        return ""
    near = _places(sentence, phrase)
    closeness = {
        place: sum(1 / (1 + min(_apart(word, place) for word in places)) for places in near) for place, _ in dates
    }
    return max(dates, key=lambda each: closeness[each[0]])[1]


def all_dates_in(sentence: str) -> list[str]:
    """The dates of ``sentence``, in order."""
    return [expression for _, expression in dates_in(sentence, language_of(sentence))]


def iso_days_in(sentence: str) -> list[str]:
    """The dates of ``sentence`` that are told with their year, as ``YYYY-MM-DD``, each once."""
    written = (re.fullmatch(r"date\((\d{4}), (\d{1,2}), (\d{1,2})\)", each) for each in all_dates_in(sentence))
    return list(dict.fromkeys(f"{each[1]}-{each[2]:0>2}-{each[3]:0>2}" for each in written if each))


def of_several(row: str) -> bool:
    """Whether ``row`` is about several pieces of one thing, so that its price of one is not what is paid."""
    return bool(re.search(_SEVERAL_PIECES, fold(row)))


def _best(sentence: str, phrase: str, *, measured: bool = False, money: bool = False) -> _Number | None:
    folded = fold(phrase)
    meant = {form for term in terms(phrase) for form in term.forms}
    money = money or bool(meant & _MONEY_MEANT or _MONEY_WORDS & set(re.findall(r"[a-z]+", folded)))
    share = bool(re.search(_SHARE, folded))
    numbers = [each for each in _numbers(sentence, phrase) if not measured or each.unit]
    if money and not measured:
        # A share or a span of the money is not the money; a column of a table bears no sign.
        numbers = [
            each for each in numbers if each.money or each.priced or (float(each.text) >= 1_000 and not each.dated)
        ]
    if not numbers:
        return None
    # An order of several pieces that is only named has no one price.
    if not money and not measured and of_several(sentence) and not any(e.named for e in numbers):
        return None
    # "68.40 up front, then 10 payments of 66.50": neither is the price.
    paid = [each for each in numbers if each.money or each.priced]
    if len(paid) > 1 and (
        re.search(r"\bthen\b|followed by|sau do", fold(sentence)) or (money and not _told_apart(paid))
    ):
        return None
    return max(numbers, key=lambda each: each.rank + 3 * (money and each.money) + 4 * (share == each.share))


def _numbers(sentence: str, phrase: str) -> list[_Number]:
    plain = canonical(sentence, language_of(sentence))
    folded = fold(plain).replace("_", " ")
    near = _places(plain, phrase)
    said = set(re.findall(r"\d+(?:\.\d+)?", canonical(phrase, language_of(phrase))))
    asked = terms(phrase)
    one = not re.search(r"\b(?:total|sum|tong)\b", fold(phrase))
    paid = amounts_of_money(sentence, language_of(sentence))
    parts = _parts(folded)
    found = []
    for match in re.finditer(r"(?<![\w.])\d+(?:\.\d+)?(?![\d.]*\d)", folded):
        before, after = folded[max(0, match.start() - 14) : match.start()], folded[match.end() : match.end() + 12]
        clause = match.start() < 3 and re.match(r"[.)\d]* ", folded[match.end() :])
        labelled = label_before(before)
        if match[0] in said or clause or re.match(r"[/:h]\d", after) or (labelled and labelled not in fold(phrase)):
            continue
        dated = is_date(match[0], before, after)
        if not dated and is_in_range(before, after):
            continue  # "10 to 15 minutes" is no number to calculate with.
        rank = -sum(min(_apart(place, match.start()) for place in places) for places in near) / max(1, len(near)) / 20
        label = re.search(_CELL, folded[: match.start()])
        named = bool(label and _is_named(label[1], asked))
        rank += 3 * named
        # "612 học sinh" is how many pupils there are, whatever else stands beside it.
        word = re.match(r" ([^\W\d_]{3,})", after)
        rank += 1.5 * bool(word and re.match(rf"{word[1]}\b", fold(phrase)))
        of_one = one and bool(re.search(_ONE, folded[: match.start()]))
        rank += 2 * of_one
        beside = _beside(match.start(), near, parts)
        rank += 3 * beside - 4 * dated
        found.append(
            _Number(
                f"-{match[0]}" if re.search(r"(?:^|[\s(:])[-−]$", before) else match[0],
                money=match[0] in paid,
                share=after.lstrip().startswith(("%", "percent", "phan tram")),
                priced=bool(re.search(_COLUMN, folded[: match.start()])),
                dated=dated,
                unit="" if _OF_DAY.match(after) or _AT.search(before) else unit_at(folded[match.end() :]),
                rank=rank,
                beside=beside,
                named=named,
                of_one=of_one,
            )
        )
    return found


def _told_apart(paid: Sequence[_Number]) -> bool:
    """Whether the words of the phrase choose one of several amounts of money."""
    if any(each.priced for each in paid):
        return sum(each.named for each in paid) == 1 or sum(each.of_one for each in paid) == 1
    best = max(each.beside for each in paid)
    return best > 0 and sum(each.beside == best for each in paid) == 1


def _is_named(column: str, asked: Sequence[Term]) -> bool:
    """Whether a phrase means the column: more than one word of several is said, or the only one."""
    words = {*terms(column)}
    said = sum(any(each.forms & term.forms for each in words) or term.stands_in(held(column)) for term in asked)
    return said > 1 or (said == 1 and len(words) - len(_CURRENCIES & {each.text for each in words}) < 2)


def _parts(folded: str) -> list[tuple[int, int]]:
    """The parts of a list in one sentence, "12 for adults, 7 for children and 9 for seniors"; none where it is no list."""
    ends = [match.start() for match in re.finditer(r"[,;] | and | va | or | hoac | while | con ", folded)]
    parts = list(pairwise([0, *ends, len(folded)]))
    return parts if sum(bool(re.search(r"\d", folded[start:end])) for start, end in parts) > 1 else []


def _beside(number: int, near: list[list[int]], parts: list[tuple[int, int]]) -> float:
    """The share of the phrase's terms that stand in the same part of a list as the number."""
    part = next((part for part in parts if part[0] <= number < part[1]), None)
    if part is None or not near:
        return 0.0
    return sum(any(part[0] <= place < part[1] for place in places) for places in near) / len(near)


def _places(sentence: str, phrase: str) -> list[list[int]]:
    """Where the terms of ``phrase`` stand in ``sentence``, those that do."""
    standing = spots(sentence)
    near = [[place for place, forms in standing if term.stands_in(forms)] for term in terms(phrase)]
    return [places for places in near if places]


def _apart(label: int, number: int) -> float:
    """How far a number is from a word; a word that comes after it more often belongs to the next one."""
    return number - label if number > label else 1.6 * (label - number)


def amounts_of_money(sentence: str, language: Language) -> set[str]:
    """The numbers of the sentence that bear a sign of money as it was written, in plain digits."""
    folded = fold(sentence)
    found = set()
    sterling = bool(_SAYS_MONEY.search(folded))
    for match in re.finditer(r"(?<![\w.,])\d[\d.,]*(?<=\d)", folded):
        behind = re.match(_MONEY, folded[match.end() :]) or (
            sterling and re.match(r" (?:pounds?|quid)\b", folded[match.end() :])
        )
        if behind or re.search(_SIGN, folded[max(0, match.start() - 4) : match.start()]):
            scale = re.match(r" ?(?:trieu|ty|nghin|k|million|thousand)\b", folded[match.end() :])
            written = sentence[match.start() : match.end() + (scale.end() if scale else 0)]
            found.add(canonical(written, language).strip())
    return found


def is_in_range(before: str, after: str) -> bool:
    """Whether the number between is an end of a range, as in *10 to 15*."""
    return bool(re.match(_RANGE_AFTER, after) or re.search(_RANGE_BEFORE, before))


def is_date(number: str, before: str, after: str) -> bool:
    """Whether the number between is a year, or the day or the month of a date."""
    year = len(number) == 4 and number[:2] in ("19", "20")
    return (
        year
        or bool(re.match(rf" ?(?:/ ?\d|-\d|(?:{_MONTHS})\b|thang \d)", after))
        or bool(re.search(rf"(?:\b(?:{_MONTHS})|ngay|thang|nam|\d/) ?$", before))
    )
