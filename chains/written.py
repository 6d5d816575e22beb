"""Results as people write them: with their unit, in their language, and in LaTeX."""

import ast
import re
from decimal import Decimal
from fractions import Fraction

from reckoner.core import Language
from reckoner.sandbox import Expression, Value
from reckoner.sandbox.values import shown

_BEFORE = ("$", "€", "£", "US$")
_MONEY = re.compile(r"US\$|[$€£¥₫]|\b(?:dollars?|euros?|USD|EUR|VND|đồng|đ)\b", re.IGNORECASE)
_WHOLE_MONEY = re.compile(r"₫|¥|\b(?:VND|đồng|đ)\b", re.IGNORECASE)
_INPUTS = 12
_LARGEST = 10**300
_PLACES = 400


def with_unit(value: Value, unit: str, language: Language) -> str:
    """``value`` with its unit: ``$32.60``, ``354.000 đồng``, ``3 hours``."""
    text = _written(value, unit, language)
    if unit == "%":
        return f"{text}%"
    if unit in _BEFORE:
        return f"-{unit}{text[1:]}" if text.startswith("-") else f"{unit}{text}"
    return f"{text} {unit}".strip()


def as_latex(value: Value) -> str:
    """``value`` in LaTeX, where it has a form there."""
    if isinstance(value, Expression):
        return value.latex
    if isinstance(value, Fraction) and value.denominator != 1:
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    return shown(value) if isinstance(value, int | float | Decimal | Fraction) else ""


def inputs(code: str) -> list[str]:
    """The quantities that ``code`` gives a number, each as a LaTeX equation."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = []
    for each in tree.body:
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int() | float() as number)) if (
                abs(number) < _LARGEST
            ):
                written = name.replace("_", r"\_")
                found.append(rf"\text{{{written}}} = {shown(number)}")
    return found[:_INPUTS]


def _written(value: Value, unit: str, language: Language) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Decimal):
        return shown(value)
    number = _exact(value)
    if number is None:
        return shown(value)
    places = 0 if _WHOLE_MONEY.search(unit) else 2 if _MONEY.search(unit) else None
    if number.denominator == 1:
        text = f"{number.numerator:,}" if abs(number) >= 10_000 or places == 0 else str(number.numerator)
    elif places is not None and abs(number) >= Fraction(1, 10**places):
        text = f"{Decimal(number.numerator) / Decimal(number.denominator):,.{places}f}"
    elif isinstance(value, Fraction) and not _terminates(number):
        return str(number)
    else:
        text = shown(float(number))
    return text.translate(_VIETNAMESE) if language == "vi" else text


_VIETNAMESE = str.maketrans(",.", ".,")


def _exact(value: int | float | Fraction | Decimal) -> Fraction | None:
    try:
        # The shortest decimal that a float stands for, not its binary digits.
        if isinstance(value, Decimal) and not abs(value.adjusted()) < _PLACES:
            return None
        exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, OverflowError):
        return None
    return exact if abs(exact) < _LARGEST * 10 and exact.denominator < _LARGEST else None


def _terminates(number: Fraction) -> bool:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
