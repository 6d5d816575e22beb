"""Expressions as people write them, in signs and in words of both languages: ``2x^2``, ``sin x``, ``căn của 2``.

Reading an expression evaluates text, which is why it happens here, inside the walls, and nowhere else.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sympy as sp
from sympy.parsing.sympy_parser import (
    convert_xor,
    implicit_multiplication_application,
    parse_expr,
    rationalize,
    standard_transformations,
)

from ..program import Unreadable
from .phrases import in_signs

_TRANSFORMATIONS = (*standard_transformations, convert_xor, implicit_multiplication_application, rationalize)
_NAMES: dict[str, Any] = {
    **{"e": sp.E, "π": sp.pi, "∞": sp.oo, "inf": sp.oo, "infinity": sp.oo, "ln": sp.log, "arcsin": sp.asin},
    **{"arccos": sp.acos, "arctan": sp.atan, "tg": sp.tan, "cotg": sp.cot, "arctg": sp.atan, "abs": sp.Abs},
    **{
        "log10": lambda x: sp.log(x, 10),
        "log2": lambda x: sp.log(x, 2),
        "cbrt": sp.cbrt,
        "median": lambda *xs: _median(xs),
    },
    **{"mean": lambda *xs: sum(xs) / sp.Integer(len(xs)), "comb": sp.binomial, "ceil": sp.ceiling},
    **{
        "max": sp.Max,
        "min": sp.Min,
        "round": lambda x, n=0: _rounded(x, int(n)),
        "C": sp.Symbol("C"),
    },
    # Letters that SymPy keeps for itself and people use as unknowns.
    **{letter: sp.Symbol(letter) for letter in ("S", "N", "Q", "O", "I", "t", "beta", "gamma", "zeta")},
    "i": sp.I,
}
_WRITTEN = str.maketrans(
    {
        "×": "*",
        "·": "*",
        "÷": "/",
        "−": "-",
        "–": "-",
        "²": "**2",
        "³": "**3",
        "√": "sqrt ",
        "“": "",
        "”": "",
        "$": "",
    }
)


def read(text: str) -> Any:
    """The SymPy expression that ``text`` writes; an equation becomes ``Eq``.

    Raises:
        Unreadable: It cannot be read.
    """
    text = in_signs(text)
    text = re.sub(r"sqrt (\d+|\w|\()", lambda m: f"sqrt({m[1]})" if m[1] != "(" else "sqrt(", text.translate(_WRITTEN))
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text).strip().rstrip(".?,;")
    # A digit group such as 1,250 is one number; inside brackets a comma parts arguments.
    if not re.search(r"[\[(]", text):
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    if not text:
        raise Unreadable("The expression is empty.")
    sides = re.split(r"(?<![<>=!])=(?!=)", text)
    try:
        parsed = [parse_expr(side, local_dict=dict(_NAMES), transformations=_TRANSFORMATIONS) for side in sides]
    except Exception as error:
        raise Unreadable(f"“{text}” cannot be read as mathematics.") from error
    if len(parsed) > 2:
        raise Unreadable(f"“{text}” holds more than one equals sign.")
    if len(parsed) == 2:
        return sp.Eq(parsed[0], parsed[1])
    return sp.Matrix(parsed[0]) if isinstance(parsed[0], list) else parsed[0]


def _rounded(value: Any, places: int) -> Any:
    """``value`` to so many places, halves away from zero, as a decimal fraction and not the nearest binary one."""
    exact = Decimal(str(sp.Float(value, 50)))
    return sp.Rational(str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))


def _median(values: tuple[Any, ...]) -> Any:
    ordered = sorted(values, key=float)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
