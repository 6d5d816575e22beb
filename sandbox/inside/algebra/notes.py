"""What a result rests on: where it does not hold, and what was taken for granted."""

from contextlib import suppress
from typing import Any

import sympy as sp

Note = dict[str, str]
"""``rule``, a name that the doors have words for, and ``latex``."""


def excluded(expression: Any, result: Any) -> list[Any]:
    """The real numbers where ``expression`` is not defined though ``result`` is, in order."""
    symbols = expression.free_symbols if isinstance(expression, sp.Expr) else set()
    if len(symbols) != 1 or not isinstance(result, sp.Expr):
        return []
    (symbol,) = symbols
    with suppress(Exception):  # A denominator whose zeros are not known excludes nothing that can be told.
        zeros = sp.solveset(_denominator(expression), symbol, sp.S.Reals)
        lost = [zero for zero in zeros if _denominator(result).subs(symbol, zero) != 0]
        return sorted(lost, key=float) if isinstance(zeros, sp.FiniteSet) else []
    return []


def note(rule: str, latex: str = "") -> Note:
    return {"rule": rule, "latex": latex}


def _denominator(expression: Any) -> Any:
    """The product of all denominators as they stand, nothing cancelled."""
    found = sp.Integer(1)
    for part in sp.preorder_traversal(expression):
        if isinstance(part, sp.Pow) and part.exp.is_number and part.exp.is_negative:
            found *= part.base
    return found
