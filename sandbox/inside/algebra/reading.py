"""Expressions as people write them, in signs and in words of both languages: ``2x^2``, ``sin x``, ``căn của 2``.

Reading an expression evaluates text, which is why it happens here, inside the walls, and nowhere else.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sympy as sp
from sympy.parsing.sympy_parser import (
    convert_xor,
    function_exponentiation,
    implicit_application,
    implicit_multiplication,
    parse_expr,
    rationalize,
    split_symbols_custom,
    standard_transformations,
)

from ..program import Unreadable
from .digits import plain
from .phrases import in_signs

_GREEK = frozenset(
    (
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi "
        "omega"
    ).split()
)
_TRANSFORMATIONS = (
    *standard_transformations,
    convert_xor,
    # x1 is one unknown, ab a product of two.
    split_symbols_custom(lambda name: name.isalpha() and name.isascii() and name not in _GREEK),
    implicit_multiplication,
    implicit_application,
    function_exponentiation,
    rationalize,
)
_NAMES: dict[str, Any] = {
    **{"e": sp.E, "π": sp.pi, "∞": sp.oo, "inf": sp.oo, "infinity": sp.oo, "ln": sp.log, "arcsin": sp.asin},
    **{"arccos": sp.acos, "arctan": sp.atan, "tg": sp.tan, "cotg": sp.cot, "arctg": sp.atan, "abs": sp.Abs},
    **{
        "log10": lambda x: sp.log(x, 10),
        "lg": lambda x: sp.log(x, 10),
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
        "≤": "<=",
        "≥": ">=",
    }
)


_WORD = re.compile(r"[^\W\d_]{3,}")
_CHAINED = re.compile(r"^(.+?)(<=?|>=?)(.+?)(<=?|>=?)(.+)$")


def read(text: str, **names: Any) -> Any:
    """The SymPy expression that ``text`` writes; an equation becomes ``Eq``.

    Args:
        text: Signs and words.
        names: What further names stand for, or what known ones stand for instead.

    Raises:
        Unreadable: It cannot be read.
    """
    written = plain(in_signs(text.translate(_WRITTEN)))
    written = re.sub(r"sqrt (\d+(?:\.\d+)?|\w|\()", lambda m: f"sqrt({m[1]})" if m[1] != "(" else "sqrt(", written)
    written = re.sub(r"\|([^|]+)\|", r"abs(\1)", written).strip().rstrip(".?,;")
    if not written:
        raise Unreadable("The expression is empty.")
    _refuse_words(written)
    if chain := _CHAINED.match(written):
        return sp.And(
            read(f"{chain[1]}{chain[2]}{chain[3]}", **names), read(f"{chain[3]}{chain[4]}{chain[5]}", **names)
        )
    sides = re.split(r"(?<![<>=!])=(?!=)", written)
    known = {**_NAMES, **names}
    try:
        parsed = [parse_expr(side, local_dict=dict(known), transformations=_TRANSFORMATIONS) for side in sides]
    except Exception as error:
        raise Unreadable(f"“{text}” cannot be read as mathematics.") from error
    if len(parsed) > 2:
        raise Unreadable(f"“{text}” holds more than one equals sign.")
    if len(parsed) == 2:
        return sp.Eq(parsed[0], parsed[1])
    return sp.Matrix(parsed[0]) if isinstance(parsed[0], list) else parsed[0]


def _refuse_words(text: str) -> None:
    """A word that names nothing in mathematics would be read as a product of its letters."""
    for word in _WORD.findall(text):
        known = word in _NAMES or word.lower() in _GREEK or hasattr(sp, word)
        if not known and (not word.isascii() or _unlike_letters(word)):
            raise Unreadable(f"“{word}” names nothing that can be computed with.")
    if re.search(r"[^\x00-\x7fα-ωΑ-Ωπ∞≠]", text):
        raise Unreadable(f"“{text}” cannot be read as mathematics.")


def _unlike_letters(word: str) -> bool:
    """Whether ``word`` is a word and no product of unknowns such as ``abc`` and ``xyz``."""
    return len(word) > 3 or re.search("[aeiou]", word[1:]) is not None or word in ("mod", "khi")


def _rounded(value: Any, places: int) -> Any:
    """``value`` to so many places, halves away from zero, as a decimal fraction and not the nearest binary one."""
    exact = Decimal(str(sp.Float(value, 50)))
    return sp.Rational(str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))


def _median(values: tuple[Any, ...]) -> Any:
    ordered = sorted(values, key=float)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
