"""Questions about the whole of a table: the dearest of all, the sum of a column, how many rows are of a kind.

A search returns some rows of a table. Where these show which column is meant, and every other word of the question is said
by a cell, all rows are asked by ``query_table``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from reckoner.core import Language, fold

from .compose import measured, quoted, sentence
from .confidence import of_lines
from .figures import MOSTLY, day_of, is_counted, is_priced, is_row, named_cells, number_of, plain_name
from .lexicon import MONEY, Term, held, terms
from .numbers import currency
from .patterns import patterns
from .read import Found, every
from .steps import Step
from .tally.bounds import sizes_in_text
from .units import measures, unit_at

QUERY: Final = "query_table"
"""The tool that asks a table."""
Want = Literal["most", "sum", "mean", "count"]
_ELSE: Final = re.compile(
    r"\d|\b(?:second|third|two|three|top|than|not|no|without|except|but|under|over|between|hai|ba|thu hai|thu ba|khong|tru|hon|duoi|tren)\b"
)
"""What makes it another question than one for a single value of all rows."""
_WORTH: Final = re.compile(r"\bworth\b|\bvalued?\b|\bgia tri\b|\btri gia\b|\bdang gia\b")
_NO_SIZE: Final = re.compile(r"stock|ton|price|gia|deposit|coc|per\b|moi\b")
"""A column of so many kilograms in stock does not say how heavy one is."""
_LABELS: Final = re.compile(r"\b(?:no|nr|id|code|number|year|phone|ma|stt|so thu tu|so don|nam|dien thoai)$")
"""A column whose numbers tell rows apart, and are none to calculate with."""
_SIZES: Final[Mapping[str, re.Pattern[str]]] = {
    "mass": re.compile(r"\bweight|\bmass|can nang|khoi luong|trong luong"),
    "height": re.compile(r"\bheight|\btall|chieu cao"),
    "length": re.compile(
        r"\blength|\bduration|\btime\b|\bminutes?\b|\bmins?\b|\bhours?\b|thoi (?:gian|luong)|chieu dai"
    ),
}
_KINDS: Final[Mapping[str, frozenset[str]]] = {"mass": frozenset({"mass"}), "length": frozenset({"length", "time"})}
_RESULT: Final = re.compile(
    r"(?P<fitting>\d+) of (?P<rows>\d+) rows fit\.(?: .*?: (?:sum (?P<sum>[^,]+), mean (?P<mean>[^,]+)|earliest), .*)?"
)
"""How ``query_table`` begins what it returns."""
_QUOTED: Final = 4
"""So many rows are quoted at most."""
_NAME: Final = 5
"""A cell of more words names nothing."""


@dataclass(frozen=True)
class Tabular:
    """What a table is asked for."""

    want: Want
    document: str
    column: str
    """Empty where rows are counted."""
    where: tuple[str, ...]
    order: str
    name: str
    """The column that names a row."""
    times: str = ""
    """The column that each value is multiplied by before it is added up."""

    @property
    def step(self) -> Step:
        """The call that asks for it."""
        asked: dict[str, Any] = {"document": self.document, "column": self.column, "where": list(self.where)}
        arguments = asked | {name: value for name in ("order", "times") if (value := getattr(self, name))}
        return Step(QUERY, arguments, self.want, self.name, likely=of_lines("tabular"))


@dataclass(frozen=True)
class _Rows:
    """Rows of one table that a search found."""

    document: str
    rows: tuple[Mapping[str, str], ...]

    @cached_property
    def columns(self) -> Mapping[str, list[str]]:
        """The cells of each column."""
        names = dict.fromkeys(name for row in self.rows for name in row)
        return {name: [row[name] for row in self.rows if row.get(name)] for name in names}

    def of(self, worth: Callable[[str], object]) -> list[str]:
        """The columns most of whose cells are worth something."""
        return [
            name
            for name, cells in self.columns.items()
            if sum(worth(each) is not None for each in cells) >= MOSTLY * len(cells)
        ]


def tabular(question: str, results: Sequence[str], language: Language) -> Tabular | None:
    """What ``question`` asks of a table of which a search found rows; ``None`` where it asks none of them.

    Args:
        question: As the person put it.
        results: What the document searches returned, as text.
        language: The question's.
    """
    folded = fold(question)
    if _ELSE.search(folded) or (wanted := _wanted(folded)) is None:
        return None
    want, rule, rest = wanted
    asked = terms(rest, language)
    for table in _tables(every(results)):
        worth = _worth(table) if want == "sum" and _WORTH.search(folded) else None
        column, times = worth or (_column(table, want, rule, asked), "")
        if column is None:
            continue
        where = _where(table, column, asked, rest, language)
        if where is None or (want == "count" and not _are_kinds(table, where)):
            continue
        name = _naming(table, asked if want == "most" else ())
        return Tabular(want, table.document, column, where, rule.get("order", ""), name, times)
    return None


def _wanted(folded: str) -> tuple[Want, Mapping[str, str], str] | None:
    """What is wanted, by which rule, and the rest of the question."""
    wants: tuple[Want, ...] = ("most", "mean", "sum", "count")
    for want in wants:
        for rule in patterns("tabular")[want]:
            if found := re.search(rule["when"], folded):
                rest = folded if want == "count" else f"{folded[: found.start()]} {folded[found.end() :]}"
                return want, rule, rest
    return None


def _tables(found: Sequence[Found]) -> list[_Rows]:
    """The tables that rows were found of, each with these, by the names of their columns."""
    rows: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for each in found:
        if is_row(each.quote):
            cells = named_cells(each.quote)
            rows.setdefault((each.name, next(iter(cells))), []).append(cells)
    return [_Rows(name, tuple(of_it)) for (name, _), of_it in rows.items()]


def _column(table: _Rows, want: Want, rule: Mapping[str, str], asked: Sequence[Term]) -> str | None:
    """The column that is meant: the one of such a kind, or that the question names; ``""`` where rows are counted."""
    numbers = [each for each in table.of(number_of) if not _LABELS.search(plain_name(each))]
    days = table.of(day_of)
    of = rule.get("of", "")
    if of == "price":
        fitting = [each for each in numbers if is_priced(each)]
    elif of == "day":
        fitting = days
    elif of == "height":
        fitting = [each for each in numbers if _SIZES[of].search(plain_name(each))] or [
            each for each in (*numbers, *days) if _said(each, asked)
        ]
    elif of:
        fitting = [each for each in numbers if _is_size(each, table.columns[each], of)]
    else:
        fitting = [each for each in (*numbers, *days) if _said(each, asked)]
    if want == "count":
        return None if fitting else ""
    paid = any(_is_money(each) or each.forms & MONEY for each in asked)
    named = [_said(each, asked) + (paid and is_priced(each)) for each in fitting]
    if len(fitting) > 1 and max(named) and named.count(max(named)) == 1:
        return fitting[named.index(max(named))]
    return fitting[0] if len(fitting) == 1 else None


def _worth(table: _Rows) -> tuple[str, str] | None:
    """The columns of how much there is and of what one of it costs; ``None`` where they are not counted in the same."""
    numbers = table.of(number_of)
    counts, prices = [each for each in numbers if is_counted(each)], [each for each in numbers if is_priced(each)]
    if len(counts) != 1 or len(prices) != 1:
        return None
    sizes = dict(sizes_in_text(plain_name(prices[0])))
    return (counts[0], prices[0]) if sizes == dict.fromkeys(_units(counts[0], ()), 1) else None


def _is_size(column: str, cells: Sequence[str], of: str) -> bool:
    """Whether ``column`` says how heavy or how long something is."""
    plain = plain_name(column)
    if _NO_SIZE.search(plain):
        return False
    return bool(_SIZES[of].search(plain)) or all(measures(unit) in _KINDS[of] for unit in _units(column, cells) or {""})


def _units(column: str, cells: Sequence[str]) -> set[str]:
    """The units that the numbers of ``column`` are in, by its name or by the cells."""
    # "In stock" is no inch.
    return {unit_at(f" {word}") for word in plain_name(column).split() if word != "in"} - {""} or {
        unit_at(found[0]) for cell in cells if (found := re.search(r"(?<=\d) ?[a-z].*", fold(cell)))
    } - {""}


def _said(column: str, asked: Sequence[Term]) -> int:
    """How many words of the question speak of ``column``; the name of its unit counts for two, as it is never one of money."""
    words, units = held(plain_name(column)), _units(column, ())
    return sum(2 if units & {unit_at(f" {each.text}")} else each.stands_in(words) for each in asked)


def _where(table: _Rows, column: str, asked: Sequence[Term], rest: str, language: Language) -> tuple[str, ...] | None:
    """The conditions that the words of the question are, which name neither a column nor the document; ``None`` where one is
    none of these.
    """
    idle = {fold(each) for each in patterns("tabular")["idle"][language]}
    spoken = held(f"{' '.join(map(plain_name, table.columns))} {plain_name(table.document)}")
    units = _units(column, table.columns.get(column, ()))
    whole, found = held(rest), dict[str, str]()
    for term in asked:
        if term.text in idle or unit_at(f" {term.text}") in units or _is_money(term) or term.forms & MONEY:
            continue
        cell = next(_cells(table, term, whole), None)
        if cell is None and term.stands_in(spoken):
            continue  # It names a column, or the document.
        if cell is None:
            return None
        found.setdefault(*cell)
    return tuple(f"{name} = {value}" for name, value in found.items())


def _are_kinds(table: _Rows, where: Sequence[str]) -> bool:
    """Whether these conditions name kinds and no row, so that it is rows that are counted: *how many green teas*."""
    columns = {each.partition(" = ")[0] for each in where}
    return bool(columns) and _naming(table, ()) not in columns


def _cells(table: _Rows, term: Term, whole: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The cells all of whose words the question says, ``term`` among them, with their columns, those of few values first."""
    for name, cells in sorted(table.columns.items(), key=lambda each: len(set(each[1]))):
        for cell in dict.fromkeys(cells):
            if term.stands_in(held(cell)) and all(each.stands_in(whole) for each in terms(cell)):
                yield name, cell


def _is_money(term: Term) -> bool:
    """Whether it says no more than that money is meant."""
    return term.text in ("pound", "pounds", "euro", "euros", "dollar", "dollars", "dong", "tien", "money", "much")


def _naming(table: _Rows, asked: Sequence[Term]) -> str:
    """The column that names a row: of those in words the one that the question names, or that with most different cells."""
    worded = {
        name: cells
        for name, cells in table.columns.items()
        if sum(bool(re.search(r"[^\W\d_]{3}", cell)) and len(cell.split()) <= _NAME for cell in cells) > len(cells) / 2
        and name not in table.of(day_of)
    }
    if not worded:
        return next(iter(table.columns))
    return max(worded, key=lambda name: (bool(_said(name, asked)), len(set(worded[name]))))


def told(step: Step, result: str, language: Language) -> list[str]:
    """What the result of ``step``, which asked a table, says to a person."""
    counts = _RESULT.match(result)
    rows = every([result])
    if counts is None or not int(counts["fitting"]):
        return [sentence("no_rows", language, name=step.arguments["document"])]
    asked = step.arguments
    column = " × ".join(filter(None, (asked["column"], asked.get("times", ""))))
    where = f" ({', '.join(asked['where'])})" if asked["where"] else ""
    if step.kind == "most":
        return _first(step, rows, language)
    value = counts["fitting"] if step.kind == "count" else counts[step.kind] or ""
    unit = "" if "times" in asked else next(iter(_units(column, ())), "")
    facts = {"column": column, "name": asked["document"], "where": where, **counts.groupdict()}
    facts["value"] = measured(value, unit, currency(column), language)
    quotes = [quoted(each, language) for each in rows] if len(rows) <= _QUOTED else []
    return [*quotes, sentence(f"table_{step.kind}", language, **facts)]


def _first(step: Step, rows: Sequence[Found], language: Language) -> list[str]:
    """The rows whose value is the highest, or the lowest, with that value."""
    column = step.arguments["column"]
    cells = [named_cells(each.quote) for each in rows]
    alike = [each for each in cells if each.get(column) == cells[0].get(column)]
    names = ", ".join(dict.fromkeys(each.get(step.about, "") for each in alike))
    first = sentence("table_most", language, name=names, column=column, value=cells[0].get(column, ""))
    return [first, *(quoted(each, language) for each in rows[: min(len(alike), _QUOTED)])]
