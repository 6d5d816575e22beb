"""Everyday problems whose numbers play parts."""

import pytest

from reckoner.core import fold, language_of
from reckoner.models.mini.numbers import canonical
from reckoner.models.mini.problems import problem as frame


@pytest.mark.parametrize(
    ("problem", "value"),
    [
        ("My car burns 6.5 litres per 100 km. How many litres will a 340 km trip use?", 22.1),
        ("3 kg cam giá 105 nghìn, hỏi 5 kg giá bao nhiêu?", 175_000),
        ("5 người thợ xây xong trong 6 ngày. 10 người thợ thì mất bao nhiêu ngày?", 3),
        ("Một thùng 24 chai nước giá 108.000 đồng, vậy mỗi chai bao nhiêu tiền?", 4_500),
        ("A pizza costs $18 and is cut in 8 slices. How much is one slice?", 2.25),
        ("I save $150 a month. How much will I have after 2 years?", 3_600),
        ("if i read 28 pages every day, how many days to finish a 364 page book", 13),
        ("Mẹ mua 3,5 kg cam giá 42.000 đồng một kg, đưa 200.000 đồng thì được thối lại bao nhiêu?", 53_000),
        ("Hai số có tổng là 50 và hiệu là 14. Số lớn là số nào?", 32),
        ("My room is 4.2 m by 3.5 m, how many square metres is that?", 14.7),
    ],
)
def test_the_parts_are_found(problem: str, value: float) -> None:
    found = frame(canonical(problem, language_of(problem)))
    assert found is not None
    assert eval(found.expression) == pytest.approx(value)


@pytest.mark.parametrize(
    "problem",
    [
        "One litre of paint covers 12 square metres. My wall is 4.5 m by 8 m and needs 2 coats. How many litres?",
        "Mua 5 quyển vở giá 8.000 đồng mỗi quyển hết bao nhiêu?",  # Told by the price of one: a plain product.
    ],
)
def test_a_number_without_a_part_is_another_problem(problem: str) -> None:
    assert frame(fold(canonical(problem, language_of(problem)))) is None
