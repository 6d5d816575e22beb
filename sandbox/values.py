"""Values of programs, typed and exact, read from what a program's process reports.

A report is not trusted: it is data, and nothing in it is ever evaluated. What SymPy knows symbolically therefore
stays text here, with its LaTeX and its number.
"""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from reckoner.core import writable

from .inside.values import TEXT_LIMIT


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
_DEPTH = 24
_ITEMS = 12_000
_COLLISIONS = 20
_DECIMAL = 1_000
_CELLS = 50_000
_DIMENSIONS = 64
_DIGITS = 3_300
"""Hexadecimal; Python itself refuses to write out longer numbers."""
_ALL_DIGITS = 200_000


def read_value(told: Any) -> Value:
    """The value that ``inside.values.describe`` described.

    Raises:
        ValueError: It has no form that a description has, or is larger than a description gets.
    """
    try:
        return _Reader().read(told)
    except (KeyError, TypeError, AttributeError, OverflowError, InvalidOperation, ZeroDivisionError) as error:
        raise ValueError("That is no description of a value.") from error


class _Reader:
    """Reads one description, within bounds: what is small to write can be dear to compute with."""

    def __init__(self) -> None:
        self._items = _ITEMS
        self._digits = _ALL_DIGITS
        self._depth = 0

    def read(self, told: Any) -> Value:
        if told is None:
            return None
        self._items -= 1
        self._depth += 1
        if self._items < 0 or self._depth > _DEPTH:
            raise ValueError("That is too large for a description of a value.")
        try:
            return self._container(told) if told["kind"] in _CONTAINERS else self._single(told)
        finally:
            self._depth -= 1

    def _single(self, told: dict[str, Any]) -> Value:
        match told["kind"]:
            case "int":
                return self._integer(told["exact"], told)
            case "fraction":
                above, below = (self._integer(part, told) for part in told["parts"])
                whole = isinstance(above, int) and isinstance(below, int)
                return Fraction(above, below) if whole else above  # type: ignore[arg-type]  # both are whole
            case "table":
                return self._table(told)
            case "matrix":
                return self._matrix(told)
            case kind:
                return _READERS[kind](told)

    def _integer(self, digits: str, told: dict[str, Any]) -> int | Other:
        self._digits -= len(digits)
        if len(digits) > _DIGITS or self._digits < 0:
            return Other(type="int", text=clean(told["text"]))
        return int(digits, 16)

    def _container(self, told: dict[str, Any]) -> Value:
        items = told["items"]
        match told["kind"]:
            case "list":
                return [self.read(item) for item in items]
            case "tuple":
                return tuple(self.read(item) for item in items)
            case "array":
                shape = tuple(int(size) for size in told["shape"][:_DIMENSIONS])
                return Array(shape=shape, dtype=clean(told["dtype"])[:50], items=tuple(map(self.read, items)))
        pairs = [(item, None) for item in items] if told["kind"] == "set" else items
        keys = [_hashable(self.read(key)) for key, _ in pairs]
        # Keys that are made to collide take quadratic time to put in their places.
        if max(Counter(map(hash, keys)).values(), default=0) > _COLLISIONS:
            return Other(type=told["kind"], text=clean(told.get("text", "")))
        if told["kind"] == "set":
            return frozenset(keys)
        return dict(zip(keys, [self.read(value) for _, value in pairs], strict=True))

    def _cells(self, row: Any) -> tuple[str, ...]:
        if not isinstance(row, list):
            raise TypeError("A row is a list.")
        self._items -= len(row)
        if self._items < -_CELLS:
            raise ValueError("That is too large for a description of a value.")
        return tuple(clean(cell)[:200] for cell in row)

    def _table(self, told: dict[str, Any]) -> Table:
        return Table(columns=self._cells(told["columns"]), rows=tuple(map(self._cells, told["rows"][:_ROWS])))

    def _matrix(self, told: dict[str, Any]) -> Array:
        rows = [self._cells(row) for row in told["rows"][:_ROWS]]
        shape = (len(rows), len(rows[0]) if rows else 0)
        return Array(shape=shape, dtype="expression", items=tuple(cell for row in rows for cell in row))


def clean(text: Any) -> str:
    """A text of a report, without halves of letters, which nothing can store or send."""
    return writable(str(text)[:TEXT_LIMIT])


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
    """``value`` as people write it.

    Fifteen digits of a float, for what follows is the noise of binary fractions; a mapping as equations.
    """
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dict):
        return ", ".join(f"{shown(key)} = {shown(each)}" for key, each in value.items())
    if isinstance(value, list | tuple | frozenset):
        opened, closed = {list: ("[", "]"), tuple: ("(", ")")}.get(type(value), ("{", "}"))
        return f"{opened}{', '.join(map(shown, value))}{closed}"
    if isinstance(value, Array):
        return f"{value.dtype} array of {' × '.join(map(str, value.shape))}"
    return str(value)


def _hashable(value: Value) -> Hashable:
    return value if isinstance(value, Hashable) else str(value)


def _expression(told: dict[str, Any]) -> Expression:
    number = complex(told["approximate"]) if told.get("approximate") else None
    real = number.real if number is not None and number.imag == 0 else number
    return Expression(text=clean(told["text"]), latex=clean(told["latex"]), approximate=real)


def _decimal(told: dict[str, Any]) -> Decimal | Other:
    text = str(told["text"])
    return Decimal(text) if len(text) <= _DECIMAL else Other(type="Decimal", text=clean(text))


_CONTAINERS = frozenset({"list", "tuple", "set", "dict", "array"})
_READERS: dict[str, Callable[[dict[str, Any]], Value]] = {
    "none": lambda told: None,
    "bool": lambda told: told["text"] == "True",
    "float": lambda told: float(str(told["text"])[:50]),
    "complex": lambda told: complex(str(told["text"])[:100]),
    "str": lambda told: clean(told["text"]),
    "cut": lambda told: Other(type="cut", text="…"),
    "decimal": _decimal,
    "other": lambda told: Other(type=clean(told["type"])[:100], text=clean(told["text"])),
    "expression": _expression,
}
