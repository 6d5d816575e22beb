"""Prices that are for a time."""

import pytest

from reckoner.models.mini.operands import periods


@pytest.mark.parametrize(
    ("quote", "counted", "factor"),
    [
        ("The monthly rent is $1,450.", "months", ""),
        ("The monthly rent is $1,450.", "years", " * 12"),
        ("Lương chính thức: 18.500.000 đồng/tháng.", "nam", " * 12"),
        ("The monthly rent is $1,450, payable on the 5th day of each month.", "years", " * 12"),
        ("The annual fee is $120.", "month", " / 12"),
        ("The deposit is $2,175.", "years", None),
        ("EUR 9.50 per day", "nights", None),
    ],
)
def test_a_price_is_turned_into_the_time_that_is_asked_for(quote: str, counted: str, factor: str | None) -> None:
    assert periods(quote, counted) == factor
