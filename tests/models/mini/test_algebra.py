"""Algebra said in words: slopes and roots."""

import pytest

from reckoner.models.mini.algebra import algebra_task


@pytest.mark.parametrize(
    ("question", "task"),
    [
        (
            "slope of the tangent to y = 5x^2 + 2x where x = 1.5",
            {"operation": "differentiate", "expression": "5x^2 + 2x", "point": "1.5", "variable": "x"},
        ),
        (
            "gradient of the tangent line to f(x) = x^2 - 3x at x=4",
            {"operation": "differentiate", "expression": "x^2 - 3x", "point": "4", "variable": "x"},
        ),
        ("square root of (x + 5) equals 6, find x", {"operation": "solve", "expression": "sqrt(x + 5) = 6"}),
        ("căn bậc hai của (x + 5) = 6, tìm x", {"operation": "solve", "expression": "sqrt(x + 5) = 6"}),
        ("2x+3y=19, x+y=8 tìm x y", {"operation": "solve", "expression": "2x+3y=19, x+y=8"}),
        ("3x + y = 17, x - y = 3 tìm x và y", {"operation": "solve", "expression": "3x + y = 17, x - y = 3"}),
        ("cube root of x = 3, solve for x", {"operation": "solve", "expression": "cbrt(x) = 3"}),
    ],
)
def test_slopes_and_roots(question: str, task: dict[str, str]) -> None:
    found = algebra_task(question)
    assert found is not None
    assert {name: found.get(name) for name in task} == task


@pytest.mark.parametrize(
    "question",
    ["square root of x + 5 = 6, find x", "căn bậc hai của x + 5 = 6, tìm x", "equation of the tangent line at x = 1"],
)
def test_what_could_be_meant_in_two_ways_is_not_read(question: str) -> None:
    assert algebra_task(question) is None


@pytest.mark.parametrize("question", ["ai thắng giải 10km nữ năm ngoái", "tổng ba giải của cự ly 21 km là bao nhiêu"])
def test_a_measure_is_no_product_of_letters(question: str) -> None:
    assert algebra_task(question) is None
