"""Exact money: whole numbers of a currency's smallest unit inside, decimals outside, one way of rounding."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, get_args

Currency = Literal["USD", "VND"]
CURRENCIES: tuple[Currency, ...] = get_args(Currency)
_PLACES: dict[str, int] = {"USD": 2, "VND": 0}
"""Decimals of the smallest unit that is in use (ISO 4217)."""


def minor(amount: Decimal | float | int | str, currency: str) -> int:
    """An amount in the currency's smallest unit; halves are rounded away from zero, as shops do.

    Raises:
        ValueError: It is no number.
    """
    try:
        exact = Decimal(str(amount)).scaleb(_PLACES[currency])
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    except (ArithmeticError, ValueError) as error:
        raise ValueError(f"no amount of money: {amount!r}") from error


def decimal(units: int, currency: str) -> Decimal:
    """The amount that ``units`` of the smallest unit are."""
    return Decimal(units).scaleb(-_PLACES[currency])


def text(units: int, currency: str) -> str:
    """The amount as a decimal in text, as the API says it: ``12.50``, ``250000``."""
    return str(decimal(units, currency))


def share(units: int, rate: Decimal) -> int:
    """``rate`` of an amount, in the smallest unit, rounded as ``minor`` does."""
    return int((Decimal(units) * rate).quantize(Decimal(1), ROUND_HALF_UP))
