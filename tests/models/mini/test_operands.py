"""Prices that are for a time."""

import pytest

from reckoner.models.mini.operands import conditional, is_priced_so, operand, periods
from reckoner.models.mini.quantities import number_in
from reckoner.models.mini.read import Found


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
        ("The plan is £16.50 a month; it includes 2 check-ups a year.", "years", " * 12"),
    ],
)
def test_a_price_is_turned_into_the_time_that_is_asked_for(quote: str, counted: str, factor: str | None) -> None:
    found = Found(quote, "0000", "a.txt", 1, number_in(quote, "price", money=True))
    assert periods(found, counted) == factor


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


def _passage(name: str, key: str, *lines: str) -> str:
    return (
        f'<passage id="{key}" document="{name}" page="1" section="" score="0.9">\n' + "\n".join(lines) + "\n</passage>"
    )


@pytest.mark.parametrize(
    ("phrase", "lines", "value"),
    [
        ("student", ["Students get 10% off all jobs; fire staff get 15%."], "10"),
        ("student", ["Students and staff: 10% or 15% off."], None),  # Two that are not told apart.
        ("student", ["Of the students 10% are late."], None),  # A share of something else.
    ],
)
def test_a_discount_is_found_by_its_name(phrase: str, lines: list[str], value: str | None) -> None:
    found = operand(phrase, [_passage("shop.md", "a1b2", *lines)], "share", "en")
    assert [each.value for each in found] == ([value] if value else [])


def test_what_several_pieces_come_to_is_no_price_of_one() -> None:
    row = "item: Adult menu; quantity: 86; unit_price_usd: 58; total_usd: 4988"
    assert [each.value for each in operand("adult menu", [_passage("w.csv", "a1b2", row)], "whole", "en")] == ["4988"]
    assert [each.value for each in operand("adult menu", [_passage("w.csv", "a1b2", row)], "price", "en")] == ["58"]


def test_the_document_that_the_first_value_is_of_goes_before_another() -> None:
    texts = [
        _passage("trip.md", "a1b2", "The deposit is $150."),
        _passage("lease.md", "c3d4", "A deposit of $900 is due."),
    ]
    assert operand("deposit", texts, "price", "en", beside="lease.md")[0].value == "900"
    assert operand("deposit", texts, "price", "en", beside="trip.md")[0].value == "150"


@pytest.mark.parametrize(
    ("question", "expression", "quote", "priced"),
    [
        ("Hồ kính 40 lít giá bao nhiêu?", "40 * #1", "Hồ kính 40 lít: 420.000 đồng; 90 lít: 780.000 đồng", True),
        ("Tắm cho chó 8 kg hết bao nhiêu?", "8 * #1", "Tắm thú dưới 5 kg / 5–15 kg: 110.000 / 170.000", True),
        ("What do 8 kg of it cost?", "8 * #1", "It costs £3 per kg.", False),
        ("What do 8 kg of it cost?", "8 * #1", "1 kg costs £3.", False),
        ("What do 8 hours cost?", "8 * #1", "At most 9 hours, £3 each.", False),
        ("What do 8 bags cost?", "#1 - #2", "8 kg bags cost £3.", False),
    ],
)
def test_a_price_of_so_much_is_not_that_of_one(question: str, expression: str, quote: str, priced: bool) -> None:
    assert is_priced_so(question, {"expression": expression}, Found(quote, "0000", "a.txt", 1)) is priced
