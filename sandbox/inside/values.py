"""A value as plain data, exact: what it is, its text, and its parts. The application's side is ``sandbox.values``."""

import sys
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

TEXT_LIMIT = 20_000
"""Characters that are kept of a value's text, and of what is printed."""
ITEM_LIMIT = 10_000
"""Items of containers and arrays that are kept."""
_DEPTH = 12
_DIGITS = 4_000
"""Digits of a whole number that Python writes out by itself."""


def describe(value: Any) -> dict[str, Any] | None:
    """``value`` as data: ``kind``, ``text`` and what the kind needs; ``None`` for ``None``."""
    return None if value is None else _Describer().describe(value)


class _Describer:
    def __init__(self) -> None:
        self._left = ITEM_LIMIT

    def describe(self, value: Any, depth: int = 0) -> dict[str, Any]:
        self._left -= 1
        if self._left < 0 or depth > _DEPTH:
            return {"kind": "cut", "text": "…"}
        for form in (_plain, self._container, _sympy, self._numeric):
            if (described := form(value, depth)) is not None:
                return described
        return {"kind": "other", "type": type(value).__name__, "text": _text(value)}

    def _container(self, value: Any, depth: int) -> dict[str, Any] | None:
        if isinstance(value, dict):
            items = [(self.describe(key, depth + 1), self.describe(each, depth + 1)) for key, each in value.items()]
            return {"kind": "dict", "items": items, "text": _text(value), "latex": _latex_of_parts(value)}
        for kind, types in (("list", list), ("tuple", tuple), ("set", (set, frozenset))):
            if isinstance(value, types):
                parts = [self.describe(each, depth + 1) for each in value]
                return {"kind": kind, "items": parts, "text": _text(value), "latex": _latex_of_parts(value)}
        return None

    def _numeric(self, value: Any, depth: int) -> dict[str, Any] | None:
        numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
        if pandas is not None and isinstance(value, pandas.DataFrame | pandas.Series):
            return self._frame(value)
        if numpy is None:
            return None
        if isinstance(value, numpy.generic):
            item = value.item()
            # An extended float gives itself back.
            return None if isinstance(item, numpy.generic) else self.describe(item, depth)
        if not isinstance(value, numpy.ndarray):
            return None
        shown: dict[str, Any] = {"kind": "array", "dtype": str(value.dtype), "shape": list(value.shape)}
        small = value.size <= ITEM_LIMIT
        shown["items"] = [self.describe(each, depth + 1) for each in value.ravel().tolist()] if small else []
        return {**shown, "text": _text(value)}

    def _frame(self, value: Any) -> dict[str, Any]:
        frame = value.to_frame() if value.ndim == 1 else value
        named = frame.reset_index() if frame.index.name or type(frame.index).__name__ != "RangeIndex" else frame
        rows = named.head(1_000).to_numpy(dtype=object).tolist()
        return {
            "kind": "table",
            "columns": [str(column) for column in named.columns],
            "rows": [[_text(cell)[:200] for cell in row] for row in rows],
            "text": _text(value),
        }


def _plain(value: Any, _: int) -> dict[str, Any] | None:
    if value is None or isinstance(value, bool | float | complex | str):
        kind = (
            "none" if value is None else next(t for t in (bool, float, complex, str) if isinstance(value, t)).__name__
        )
        return {"kind": kind, "text": str(value)[:TEXT_LIMIT]}
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, Fraction):
        return {"kind": "fraction", "parts": [_hex(value.numerator), _hex(value.denominator)], "text": _text(value)}
    if isinstance(value, Decimal):
        return {"kind": "decimal", "text": _text(value)}
    if isinstance(value, date | time | timedelta):
        return {"kind": "other", "type": type(value).__name__, "text": str(value)}
    return None


def _integer(value: int) -> dict[str, Any]:
    value = int(value)  # An enumeration's member is one, too.
    # Writing out a huge number takes quadratic time, which is why Python itself refuses.
    huge = value.bit_length() > _DIGITS * 3
    text = f"a whole number of about {int(value.bit_length() * 0.30103) + 1:,} digits" if huge else str(value)
    return {"kind": "int", "exact": _hex(value), "text": text}


def _hex(value: int) -> str:
    return format(value, "x")


def _sympy(value: Any, _: int) -> dict[str, Any] | None:
    sympy: Any = sys.modules.get("sympy")
    if sympy is None:
        return None
    if isinstance(value, sympy.MatrixBase):
        rows = [[str(cell) for cell in value.row(row)] for row in range(value.rows)]
        return {"kind": "matrix", "rows": rows, "text": str(value.tolist()), "latex": _latex(value)}
    if not isinstance(value, sympy.Basic):
        return None
    if value.is_Integer:
        told = _integer(int(value))
        return {**told, "latex": told["text"]}
    if value.is_Rational and value.q != 0:
        parts = [_hex(int(value.p)), _hex(int(value.q))]
        return {"kind": "fraction", "parts": parts, "text": _text(value), "latex": _latex(value)}
    if value in (sympy.true, sympy.false):
        return {"kind": "bool", "text": str(bool(value))}
    described = {"kind": "expression", "text": _text(value), "latex": _latex(value)}
    if isinstance(value, sympy.Expr) and value.is_number and not value.has(sympy.nan):
        described["approximate"] = _number(value)
    return described


def _number(value: Any) -> str:
    try:
        number = complex(value)
    except (TypeError, ValueError, OverflowError):
        return ""
    return repr(number.real) if number.imag == 0 else repr(number)


def _latex_of_parts(value: Any) -> str:
    sympy: Any = sys.modules.get("sympy")
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    symbolic = sympy is not None and any(isinstance(part, sympy.Basic) for part in parts)
    return _latex(value) if symbolic else ""


def _latex(value: Any) -> str:
    sympy: Any = sys.modules["sympy"]
    try:
        return str(sympy.latex(value))[:TEXT_LIMIT]
    except ValueError:
        return ""


def _text(value: Any) -> str:
    try:
        return str(value)[:TEXT_LIMIT]
    except ValueError:  # Python writes out no number of more than some thousand digits.
        return f"a {type(value).__name__} too long to write out"
