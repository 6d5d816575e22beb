"""What a parcel costs and how long it takes: by weight and how far it goes."""

from dataclasses import dataclass
from typing import Any

from ..money import Currency

_STEP = 500
"""Grams that a further step of price begins with."""
_PRICES: dict[str, tuple[int, int]] = {"USD": (550, 120), "VND": (22_000, 5_000)}
"""For the first step and each further one, within a state, in the currency's smallest unit."""
_SERVICES = {"standard": (100, 5), "express": (180, 2)}
"""Percent of the price, and days."""
_FARTHER, _ABROAD = 130, 400
"""Percent: to another state, to another country."""


@dataclass(frozen=True)
class Rate:
    """One way of sending a parcel."""

    service: str
    price: int
    days: int


def rates(sender: dict[str, Any], receiver: dict[str, Any], grams: int, currency: Currency) -> list[Rate]:
    """Every way of sending a parcel, the cheapest first."""
    first, more = _PRICES[currency]
    base = first + more * max(0, -(-grams // _STEP) - 1)
    if sender["country"] != receiver["country"]:
        base = base * _ABROAD // 100
    elif sender["state"] != receiver["state"]:
        base = base * _FARTHER // 100
    return [Rate(name, base * percent // 100, days) for name, (percent, days) in _SERVICES.items()]
