"""What a question is to be computed with."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Formula:
    """A formula over numbers and ``#n``, values that are still to be found."""

    expression: str
    unit: str = ""
    """What its value is counted in, as it is shown behind the number."""


def times(factor: Fraction) -> str:
    """What multiplies by ``factor``, as it stands behind a number: `` * a / b``, or nothing for one."""
    up = f" * {factor.numerator}" if factor.numerator != 1 else ""
    return f"{up} / {factor.denominator}" if factor.denominator != 1 else up


def number(value: Fraction) -> str:
    """``value`` as a formula takes it: a decimal where that is exact, else a quotient in brackets."""
    if value.denominator == 1:
        return str(value.numerator)
    decimal = f"{float(value):.10f}".rstrip("0")
    return decimal if Fraction(decimal) == value else f"({value.numerator}/{value.denominator})"
