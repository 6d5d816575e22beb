"""Values of programs, typed and exact, read from what a program's process reports.

A report is not trusted: it is data, and nothing in it is ever evaluated. What SymPy knows symbolically therefore
stays text here, with its LaTeX and its number.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A symbolic value, such as ``sqrt(2) + x``."""

    text: str
    """As SymPy writes it."""
    latex: str
    approximate: float | complex | None = None
    """Its number, where it has one."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class Array:
    """A NumPy array, or a matrix of SymPy (whose items are text)."""

    shape: tuple[int, ...]
    dtype: str
    items: tuple[Any, ...]
    """In C order; empty where the array is too large to be told in full."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A data frame, its index among the columns where it has names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Other:
    """A value of a kind that has no form here, such as a date."""

    type: str
    text: str

    def __str__(self) -> str:
        return self.text


Value = (
    bool | int | float | complex | str | Fraction | Decimal | Expression | Array | Table | Other
    | list[Any] | tuple[Any, ...] | frozenset[Any] | dict[Any, Any] | None
)  # fmt: skip

_ROWS = 1_000
_TEXT = 20_000


def read_value(told: Any) -> Value:
    """The value that ``inside.values.describe`` described.

    Raises:
        ValueError: It has no form that a description has.
    """
    if told is None:
        return None
    try:
        return _READERS[told["kind"]](told)
    except (KeyError, TypeError, AttributeError, OverflowError, InvalidOperation, ZeroDivisionError) as error:
        raise ValueError("That is no description of a value.") from error


def table_of(value: Value) -> Table | None:
    """``value`` as a table: a data frame, or a list of records with the same fields."""
    if isinstance(value, Table):
        return value
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
        return None
    if any(each.keys() != value[0].keys() for each in value) or not value[0]:
        return None
    rows = tuple(tuple(shown(cell)[:200] for cell in each.values()) for each in value[:_ROWS])
    return Table(columns=tuple(str(key) for key in value[0]), rows=rows)


def shown(value: Value) -> str:
    """``value`` as people write it: fifteen digits of a float, for what follows is the noise of binary fractions."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _integer(digits: str) -> int:
    # In base 16 reading takes time in proportion to length, so that Python sets no limit to it.
    return int(digits, 16)


def _hashable(value: Value) -> Hashable:
    return value if isinstance(value, Hashable) else str(value)


def _cells(row: Any) -> tuple[str, ...]:
    return tuple(str(cell)[:200] for cell in row)


def _matrix(told: dict[str, Any]) -> Array:
    rows = [_cells(row) for row in told["rows"]]
    columns = len(rows[0]) if rows else 0
    return Array(shape=(len(rows), columns), dtype="expression", items=tuple(cell for row in rows for cell in row))


def _expression(told: dict[str, Any]) -> Expression:
    number = complex(told["approximate"]) if told.get("approximate") else None
    real = number.real if number is not None and number.imag == 0 else number
    return Expression(text=str(told["text"])[:_TEXT], latex=str(told["latex"])[:_TEXT], approximate=real)


def _items(told: dict[str, Any]) -> list[Value]:
    return [read_value(item) for item in told["items"]]


_READERS: dict[str, Callable[[dict[str, Any]], Value]] = {
    "none": lambda told: None,
    "bool": lambda told: told["text"] == "True",
    "int": lambda told: _integer(told["exact"]),
    "float": lambda told: float(told["text"]),
    "complex": lambda told: complex(told["text"]),
    "str": lambda told: str(told["text"])[:_TEXT],
    "cut": lambda told: Other(type="cut", text="…"),
    "fraction": lambda told: Fraction(*map(_integer, told["parts"])),
    "decimal": lambda told: Decimal(told["text"]),
    "other": lambda told: Other(type=str(told["type"])[:100], text=str(told["text"])[:_TEXT]),
    "list": _items,
    "tuple": lambda told: tuple(_items(told)),
    "set": lambda told: frozenset(_hashable(item) for item in _items(told)),
    "dict": lambda told: {_hashable(read_value(key)): read_value(value) for key, value in told["items"]},
    "array": lambda told: Array(
        shape=tuple(int(size) for size in told["shape"]),
        dtype=str(told["dtype"])[:50],
        items=tuple(_items(told)) if "items" in told else (),
    ),
    "matrix": _matrix,
    "table": lambda told: Table(columns=_cells(told["columns"]), rows=tuple(map(_cells, told["rows"][:_ROWS]))),
    "expression": _expression,
}
