"""How a result is told: the exact form, and the decimal one where the exact one does not show the size."""

from typing import Any

import sympy as sp

from ..values import TEXT_LIMIT, describe


class Outcome(dict[str, Any]):
    """What an operation came to, where it describes that itself."""


def described(value: Any) -> dict[str, Any]:
    told = describe(value) or {}
    # Only what has no form of its own, such as a list of mappings, is written a first time here.
    latex = told.get("latex") or (sp.latex(value) if not isinstance(value, bool) else "")
    return {"value": {**told, "text": _text(value)[:TEXT_LIMIT], "latex": latex[:TEXT_LIMIT]}}


def _text(value: Any) -> str:
    """The exact form, and the decimal one where the exact one does not show the size."""
    if isinstance(value, list):
        return "[" + ", ".join(_text(each) for each in value) + "]"
    if isinstance(value, sp.MatrixBase):
        return str(value.tolist())
    if not isinstance(value, sp.Expr) or not value.is_number or value.is_Integer:
        return str(value)
    if value.is_Rational and _terminates(int(value.q)):
        return _decimal(value)
    approximate = value.evalf(15)
    exact = str(value)
    if not approximate.is_number or exact == str(approximate) or value.is_Float:
        return _decimal(value) if value.is_Float else exact
    return f"{exact} ≈ {float(approximate):.12g}" if approximate.is_real else exact


def _terminates(denominator: int) -> bool:
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1


def _decimal(value: Any) -> str:
    digits = max(15, len(str(abs(int(value)))) + 12)
    text = str(sp.Float(value, digits))
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
