"""Prices that are for a time."""

import pytest

from reckoner.models.mini.operands import conditional, operand, periods


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
        ("bill: Gas; monthly_gbp: 54.90; payment_day: 12", "years", " * 12"),
    ],
)
def test_a_price_is_turned_into_the_time_that_is_asked_for(quote: str, counted: str, factor: str | None) -> None:
    assert periods(quote, counted) == factor


@pytest.mark.parametrize(
    ("sentence", "depends"),
    [
        ("The first hour is free, each additional one costs $3.", True),
        ("Plan: Full; Price per month: $79; Free guest visits: 3", False),
        ("Plan: Full; Price per month: first 3 free", True),
    ],
)
def test_a_price_that_depends_on_more_than_a_count(sentence: str, depends: bool) -> None:
    assert conditional(sentence) is depends


def test_what_is_free_is_no_price() -> None:
    passage = (
        '<passage id="a1b2" document="gym.md" page="1" section="" score="0.9">\n'
        "Gói: Toàn diện; Giá mỗi tháng (đồng): 790.000; Lượt dẫn khách miễn phí mỗi tháng: 3\n</passage>"
    )
    assert [each.value for each in operand("gói Toàn diện", [passage], "price", "vi")] == ["790000"]
