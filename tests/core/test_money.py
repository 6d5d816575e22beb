"""Amounts of money as people write them."""

import pytest

from reckoner.core import money


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(1250.5, "USD", "$1,250.50"), ("0.1", "USD", "$0.10"), (250_000, "VND", "250.000 ₫"), (999, "VND", "999 ₫")],
)
def test_an_amount_is_written_as_its_currency_is(amount: float | str, currency: str, written: str) -> None:
    assert money(amount, currency) == written
