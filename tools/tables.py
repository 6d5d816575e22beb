"""Asking all rows of a table in the user's documents, where a search returns only some."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from langchain_core.runnables import RunnableConfig

from reckoner.core import DocumentError
from reckoner.retrieval import MAIN, DocumentIndex, Library, Order, Table, Values, rendered, tables

from .documents import COLLECTION
from .risk import Gate, tool

QUERY = "query_table"
"""The tool's name."""
_SHOWN = 20
"""So many rows are returned at most."""
_DIGITS = 6
"""Significant digits of a mean."""


def table_tools(library: Library) -> list[Gate]:
    """``query_table``, over the collection that the run's configuration names."""

    async def query_table(
        document: str,
        config: RunnableConfig,
        column: str = "",
        where: list[str] | None = None,
        times: str = "",
        order: Order | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """Ask all rows of a table in a document: which fit, the highest or lowest of a column, its sum and mean.

        Use it where a search has shown rows of a table and the question is about the whole of it. Cite a row as
        "exact words" [id].

        Args:
            document: The name of the document, as a search shows it.
            column: The column to compare or to add up, as its rows name it; leave it out to list or count rows.
            where: Conditions that a row must fulfil, such as "kind = fruit", "price < 10" or "note contains silk".
            times: A second column that each value of the first is multiplied by, as a stock by a price.
            order: Which values of the column come first.
        """
        index = library.collection(config.get("configurable", {}).get(COLLECTION, MAIN))
        return await asyncio.to_thread(_answered, index, document, Asked(column, where or (), times, order))

    return [Gate(tool=tool(query_table, name=QUERY), risk="read")]


@dataclass(frozen=True)
class Asked:
    """What a table is asked for; see ``query_table``."""

    column: str
    where: Sequence[str]
    times: str
    order: Order | None


def _answered(index: DocumentIndex, document: str, asked: Asked) -> tuple[str, dict[str, Any]]:
    table = _meant(tables(index, document), document, asked)
    fitting = table.where(asked.where)
    told = f"{len(fitting.rows)} of {len(table.rows)} rows fit."
    if asked.column and fitting.rows:
        name, other = table.column(asked.column), table.column(asked.times)
        values = _values(fitting, name)
        if asked.times:
            values, name = values.times(_values(fitting, other)), f"{name} * {other}"
        if not values.told:
            raise DocumentError("table.no_values", column=name)
        told += f" {name}: {_days(values) if values.are_days else _numbers(values)}."
        fitting = values.ordered(asked.order) if asked.order else fitting
    shown = [row.passage for row in fitting.rows[:_SHOWN]]
    left = f"\n{len(fitting.rows) - _SHOWN} more rows are not shown." if len(fitting.rows) > _SHOWN else ""
    return f"{told}\n{rendered(shown)}{left}", {"passages": [each.to_dict() for each in shown]}


def _values(table: Table, column: str) -> Values:
    if (values := table.values(column)) is None:
        raise DocumentError("table.no_values", column=column)
    return values


def _meant(every: Sequence[Table], document: str, asked: Asked) -> Table:
    """The table that has the columns; where none is named the longest."""
    if not every:
        raise DocumentError("table.none", name=document)
    having = every
    for column in filter(None, (asked.column, asked.times)):
        having = [each for each in having if each.column(column)]
        if not having:
            known = ", ".join(dict.fromkeys(name for each in every for name in each.columns))
            raise DocumentError("table.column", column=column, columns=known)
    return max(having, key=lambda each: len(each.rows))


def _numbers(values: Values) -> str:
    numbers = [value for _, value in values.told]
    total = sum(numbers, Fraction(0))
    mean = f"{float(total / len(numbers)):.{_DIGITS}g}"
    return f"sum {_decimal(total)}, mean {mean}, lowest {_decimal(min(numbers))}, highest {_decimal(max(numbers))}"


def _days(values: Values) -> str:
    days = [date.fromordinal(int(value)) for _, value in values.told]
    return f"earliest {min(days)}, latest {max(days)}"


def _decimal(number: Fraction) -> str:
    """A number as cells write it."""
    return f"{float(number):.12g}"
