"""Amounts of money as people write them."""

from decimal import Decimal


def money(amount: Decimal | float | str, currency: str) -> str:
    """``amount`` with its sign: ``$1,250.50``, ``250.000 ₫``; a dong has no cents (ISO 4217)."""
    value = Decimal(str(amount))
    return f"{value:,.0f}".replace(",", ".") + " ₫" if currency == "VND" else f"${value:,.2f}"
