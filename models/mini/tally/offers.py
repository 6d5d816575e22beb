"""What documents put a price to: each row of a table, and each part of a sentence that names an amount of money."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from reckoner.core import fold, language_of

from ..figures import Figure, columns_of, figures, is_row, values_of
from ..lexicon import MONEY, Term, terms
from ..numbers import canonical
from ..read import Sentence
from ..times import unit_of
from ..units import unit_at
from .bounds import SAYS_SIZES, Bounds, bounds_in, sizes_of

_CODE: Final = re.compile(r"[A-Z]{1,5}[-_ ]?\d+[A-Za-z]?|\d[\d./: -]*")
_LONG_CELL: Final = 5
"""A cell of more words is a remark, which may name a price of its own."""
_AGES: Final = re.compile(
    r"(?P<low>\d{1,2}) ?(?:-|–|to|den) ?(?P<high>\d{1,2})(?! ?(?:%|g\b|kg|m\b|cm|l\b|h\b))|"
    r"(?:under|below|duoi) (?P<below>\d{1,2})|(?:over|from|tu|tren) (?P<above>\d{1,2})(?= ?(?:years|tuoi|$))|"
    r"(?P<more>\d{1,2}) ?(?:tuoi )?(?:\+|and (?:over|up)|or (?:over|older)|years and over|tro len)"
)

_SAYS_NOTHING: Final = frozenset(
    "usd eur gbp vnd dong pound pounds euro euros dollar dollars tien total tong cong den phat lan".split()
) | {"boi thuong"}
_PART: Final = re.compile(r"(?:[,;.]\s+|\s(?:and|và|but|còn|while)\s)(?![^()]*\))")
_SIZE_AHEAD: Final = re.compile(rf"\b(?:{'|'.join(SAYS_SIZES)}|dưới|từ|trên|đến) $", re.IGNORECASE)
_COUNTS_WITHIN: Final = re.compile(
    r"\([^()]*\b(?:one|two|three|four|five|six|một|hai|ba|bốn|năm|sáu)\b[^()]*\)", re.IGNORECASE
)
"""What a price is for so many of: *family ticket (two adults and three children)*."""
_PER: Final = re.compile(r" ?(?:đồng|d|đ|vnd|k)? ?(?:/|per\b|một\b|mỗi\b)", re.IGNORECASE)
_DATE: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\bthang \d|\d/\d|\d{4}-\d"
)
_LISTED: Final = re.compile(r"([^:]*\d[^:]*): ?((?:[$€£]|gbp |usd |eur )?\d[^:]*)$", re.IGNORECASE)
"""A name that holds a number, and behind a colon its price: *bottle of 500 ml: £3*."""
_FIGURE: Final = re.compile(r"(?<![\w.])\d[\d.,]*")
_EACH: Final = re.compile(r"\d (?:each|apiece)\b")
_PRICES: Final = re.compile(
    r"\b(?:prices?|fares?|fees?|rates?|charges?|tariffs?|gia|phi|cuoc|tien|gbp|usd|eur|vnd|dong)\b|[$€£₫]"
)
"""Over a table it says that the numbers in its columns are amounts of money."""


@dataclass(frozen=True)
class Offer:
    """A thing with what it costs."""

    label: tuple[Term, ...]
    """The words that name it."""
    prices: tuple[Figure, ...]
    """Amounts of money that are told of it, each with its column."""
    sentence: Sentence
    text: str
    """The part of the sentence that it stands in; the whole of a row."""
    name: str = ""
    """What names it, without diacritics, its numbers in plain digits."""
    bounds: Bounds | None = None
    """The sizes that it is for."""
    sizes: frozenset[str] = frozenset()
    """How large one of it is, by its name."""
    ages: tuple[int, int] | None = None
    """From which age to which it is for, where its name says so."""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return is_row(self.text)


def offers(sentences: Sequence[Sentence]) -> list[Offer]:
    """The priced things of ``sentences``, in their order."""
    rows = [each for each in sentences if is_row(each.text)]
    return [
        offer
        for each in sentences
        for offer in (_of_row(each, _naming(each, rows)) if is_row(each.text) else _in_prose(each))
    ]


def _naming(row: Sentence, rows: Sequence[Sentence]) -> int:
    """The place of the cell that names a row: of the table's columns in words that with most different values."""
    table = [values_of(each.text) for each in rows if columns_of(each.text) == columns_of(row.text)]
    own = values_of(row.text)
    places = [place for place, cell in enumerate(own) if _names(cell) and not _DATE.search(fold(cell))]
    if not places:
        return -1
    short = [place for place in places if len(own[place].split()) <= _LONG_CELL] or places
    columns = {place: [cells[place] for cells in table if place < len(cells)] for place in short}
    # A column of times or measures, "4 working days", names nothing.
    worded = [
        place for place in short if sum(not cell[:1].isdigit() for cell in columns[place]) > len(columns[place]) / 2
    ]
    short = worded or short
    kinds = {place: len(set(columns[place])) for place in short}
    return max(short, key=lambda place: (kinds[place], -place))


def _of_row(sentence: Sentence, naming: int) -> Iterator[Offer]:
    cells = values_of(sentence.text)
    name = cells[naming] if naming >= 0 else ""
    told = [each for each in figures(sentence.text) if each.key]
    prices = tuple(each for each in told if each.money)
    over = f"{unescape(sentence.passage['section'] or '')} {sentence.over}"
    if not prices and _PRICES.search(fold(over)):
        amounts = [each for each in told if not each.share and not each.counts]
        prices = tuple([each for each in amounts if _PRICES.search(each.key)] or amounts)
    brief = [cell for cell in cells if len(cell.split()) <= _LONG_CELL]
    short = {each for cell in brief for each in re.findall(r"\d+(?:\.\d+)?", _plain(cell))}
    prices = tuple(each for each in prices if each.text in short)
    telling = brief if name in brief else [name, *brief]
    # Where sizes are all that tells rows apart, the others of their cells name them.
    label = _label(name, sentence) or _label(" ".join(filter(_names, telling)), sentence)
    if label and prices:
        sized = bounds_in(" ; ".join(map(_plain, telling)))
        yield Offer(
            label, prices, sentence, sentence.text, fold(_plain(name)), sized, sizes_of(_plain(name)), _ages(name)
        )
    for cell in cells:
        if cell != name and re.search(r"[^\W\d_]{3}", cell):
            yield from _in_prose(replace(sentence, text=cell), rated=bool(prices))


def _names(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", cell)) and not _CODE.fullmatch(cell.strip())


def _plain(text: str) -> str:
    return canonical(text, language_of(text))


def _in_prose(sentence: Sentence, *, rated: bool = False) -> Iterator[Offer]:
    """The parts of a sentence that hold one amount of money each, or where ``rated`` one number that is told for each."""
    for part in _PART.split(sentence.text):
        paid = [each for each in figures(part) if each.money or (rated and (each.per or _EACH.search(part)))]
        if len(paid) == 1:
            # What stands before a price names what it is for; what stands behind, only where nothing does.
            listed = _LISTED.match(part)
            before, after, *_ = listed.groups() if listed else (*_FIGURE.split(part, maxsplit=1), "")
            before = _COUNTS_WITHIN.sub("", _SIZE_AHEAD.sub("", before))
            # "One way: adults £5": the head names all of them, and none.
            head, colon, tail = before.rpartition(": ")
            label = (_label(tail, sentence) if colon else ()) or _label(head or before, sentence)
            label = label or (() if _PER.match(after) else _label(after, sentence))
            if label:
                bounds, sizes = bounds_in(_plain(part)), sizes_of(_plain(before))
                yield Offer(label, tuple(paid), sentence, part, bounds=bounds, sizes=sizes, ages=_ages(part))


def _label(name: str, sentence: Sentence) -> tuple[Term, ...]:
    """The words of ``name`` that tell one offer from another; what only says that money is paid does not."""
    said = terms(name, language_of(sentence.text))
    sized = bounds_in(_plain(name)) is not None or _ages(name) is not None or bool(sizes_of(_plain(name)))
    return tuple(
        each
        for each in said
        if not each.forms & MONEY
        and not re.search(r"\d", each.text)
        and not unit_of(each.text)
        and not (sized and (each.text in SAYS_SIZES or unit_at(f" {each.text}")))
        and each.text not in _SAYS_NOTHING
    )


def _ages(name: str) -> tuple[int, int] | None:
    found = _AGES.search(fold(name))
    if found is None:
        return None
    if found["low"]:
        return int(found["low"]), int(found["high"])
    if found["below"]:
        return 0, int(found["below"]) - 1
    return int(found["above"] or found["more"]), 150
