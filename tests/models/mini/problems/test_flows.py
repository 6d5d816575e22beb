"""So much in one time, asked for another time or unit."""

import pytest
from support.problems import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gutter drips 25 ml a minute. How many litres is that in a day?", 36),
        ("A pump moves 200 litres per hour. How many litres in a day?", 4_800),
        ("I walk 800 m a day. How many km is that in a week?", 5.6),
        ("Vòi nước rò rỉ 20 ml mỗi phút. Một ngày mất bao nhiêu lít nước?", 28.8),
    ],
)
def test_in_the_time_and_the_unit_that_are_asked_for(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        # no unit but by a table that is none of prefixes, no time told, or the time that is told
        "The tap drips 15 ml a minute. How many gallons is that in a day?",
        "The bottle holds 750 ml. How many litres in a day?",
        "The tank holds 200 litres per hour of 300. How many litres in a day?",
    ],
)
def test_another_problem_is_left_alone(text: str) -> None:
    assert value(text) is None
