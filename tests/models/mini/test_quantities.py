"""Which number, measure or date of a sentence a phrase means."""

import pytest

from reckoner.models.mini.quantities import all_dates_in, date_in, measure_in, number_in

BUDGETS = "The marketing budget for Q2 is $48,000 and the engineering budget is $126,500."
ROW = "item: Standing desk; quantity: 4; unit_price: 385.00; total: 1540.00"


@pytest.mark.parametrize(
    ("sentence", "phrase", "number"),
    [
        (BUDGETS, "marketing budget", "48000"),
        (BUDGETS, "engineering budget", "126500"),
        ("Thời gian thử việc là 2 tháng, hưởng 85% lương chính thức.", "lương chính thức", ""),
        ("Lương chính thức: 18.500.000 đồng/tháng.", "lương chính thức", "18500000"),
        ("The deposit of $2,175 is due on 5 May 2024.", "deposit", "2175"),
        (ROW, "total of the standing desk", "1540.00"),
        ("It is £12 for adults, £7 for children and £9 for seniors.", "children", "7"),
        ("Adults pay £12, children £7 and seniors £9.", "children", "7"),
        ("The night rate is 10 to 15 dollars.", "night rate", ""),
        ("By instalments: £68.40 up front, then 10 payments of £66.50.", "price of instalments", ""),
        ("Meetings are in room 120.", "meetings", ""),
    ],
)
def test_the_number_of_a_phrase(sentence: str, phrase: str, number: str) -> None:
    assert number_in(sentence, phrase) == number


def test_a_price_is_that_of_one_and_never_a_date_or_a_count() -> None:
    assert number_in(ROW, "standing desk", money=True) == "385.00"
    assert number_in("Hạn nộp tiền: 25/09/2024.", "tiền", money=True) == ""
    assert number_in("Số học sinh tham gia: 38 em, có 3 giáo viên.", "học sinh", money=True) == ""


def test_measures_come_with_their_unit() -> None:
    assert measure_in("The tank holds 8.5 litres of water.", "tank") == ("8.5", "liter")
    assert measure_in("Nhiệt độ ban đêm khoảng 14 độ C.", "nhiệt độ ban đêm") == ("14", "degree_Celsius")


def test_dates_by_the_words_beside_them() -> None:
    sentence = "The lease starts on 1 March 2024 and ends on 28 February 2026."
    assert date_in(sentence, "lease starts") == "date(2024, 3, 1)"
    assert date_in(sentence, "lease ends") == "date(2026, 2, 28)"
    assert all_dates_in(sentence) == ["date(2024, 3, 1)", "date(2026, 2, 28)"]
