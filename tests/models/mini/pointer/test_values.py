"""Words become values of the declared type, or none."""

from datetime import date
from typing import Any

import pytest

from reckoner.core import Language
from reckoner.models.mini.pointer.days import day
from reckoner.models.mini.pointer.values import clock, typed


@pytest.mark.parametrize(
    ("words", "declared", "value"),
    [
        ("two", {"type": "integer"}, 2),
        ("a dozen", {"type": "integer"}, 12),
        ("1,790", {"type": "number"}, 1790),
        ("$12.50", {"type": "number"}, 12.5),
        ("2.5", {"type": "integer"}, None),
        ("3/4", {"type": "number"}, 0.75),
        ("2, 3 and 5", {"type": "array", "items": {"type": "integer"}}, [2, 3, 5]),
        ("milk, eggs and bread", {"type": "array", "items": {"type": "string"}}, ["milk", "eggs", "bread"]),
        ("Anna.", {"type": "string"}, "Anna"),
        ("5%", {"type": "number", "description": "The rate as a decimal, such as 0.05"}, 0.05),
        ("5%", {"type": "number", "description": "The rate in percent"}, 5),
        ("7pm", {"type": "string", "description": "Time as HH:MM"}, "19:00"),
        ("300 K", {"type": "number", "description": "Temperature in kelvin"}, 300),
        ("300 K", {"type": "number", "description": "Budget"}, 300_000),
        ("nobody", {"type": "integer"}, None),
        ("123456789012345678", {"type": "integer"}, 123456789012345678),
        ("5%", {"type": "number", "description": "Rate in percent, up to two decimal places"}, 5),
        ("7", {"type": ["string", "null"]}, "7"),
        ("− 7", {"type": "number"}, -7),
        ("Fe + O2", {"type": "array", "items": {"type": "string"}}, ["Fe", "O2"]),
        ("milk along with eggs", {"type": "array", "items": {"type": "string"}}, ["milk", "eggs"]),
        ("rice with beans, soup", {"type": "array", "items": {"type": "string"}}, ["rice with beans", "soup"]),
    ],
)
def test_english(words: str, declared: dict[str, Any], value: Any) -> None:
    assert typed(words, declared, "en") == value


@pytest.mark.parametrize(
    ("words", "declared", "value"),
    [
        ("hai", {"type": "integer"}, 2),
        ("1,5 triệu", {"type": "number"}, 1_500_000),
        ("250.000", {"type": "number"}, 250_000),
        ("sữa, trứng và bánh mì", {"type": "array"}, ["sữa", "trứng", "bánh mì"]),
    ],
)
def test_vietnamese(words: str, declared: dict[str, Any], value: Any) -> None:
    assert typed(words, declared, "vi") == value


def test_days_and_times() -> None:
    today = date(2026, 3, 1)
    assert day("tomorrow", "en", today) == date(2026, 3, 2)
    assert day("ngày mai", "vi", today) == date(2026, 3, 2)
    assert day("5 March 2027", "en", today) == date(2027, 3, 5)
    assert day("2 February", "en", today) == date(2027, 2, 2)
    assert day("the day of the dog", "en", today) is None
    # 1 March 2026 is a Sunday.
    assert [day(each, "en", today) for each in ("Sunday", "this friday", "next Tuesday", "the 14th of next month")] == [
        date(2026, 3, 1),
        date(2026, 3, 6),
        date(2026, 3, 3),
        date(2026, 4, 14),
    ]
    assert day("thứ sáu tuần sau", "vi", today) == date(2026, 3, 6)
    assert day("the 31st of next month", "en", today) is None
    assert [clock(each, "en") for each in ("7:30 pm", "noonish", "12 am", "19h30", "25:00")] == [
        "19:30",
        "",
        "00:00",
        "19:30",
        "",
    ]
    assert [clock(each, "vi") for each in ("8 giờ 30", "11 giờ đêm", "1 giờ trưa", "12 giờ đêm")] == [
        "08:30",
        "23:00",
        "13:00",
        "00:00",
    ]


@pytest.mark.parametrize(
    ("words", "language", "time"),
    [
        ("half past four in the afternoon", "en", "16:30"),
        ("a quarter to one pm", "en", "12:45"),
        ("ten past 8 in the evening", "en", "20:10"),
        ("7 in the morning", "en", "07:00"),
        ("9 o'clock at night", "en", "21:00"),
        ("quarter to 12 at night", "en", "23:45"),
        ("noon", "en", "12:00"),
        ("4 giờ rưỡi chiều", "vi", "16:30"),
        ("9 giờ kém 15", "vi", "08:45"),
        ("bảy giờ tối", "vi", "19:00"),
        ("70 past 8", "en", ""),
    ],
)
def test_a_time_of_day_in_words(words: str, language: Language, time: str) -> None:
    assert clock(words, language) == time


@pytest.mark.parametrize(
    ("words", "after", "described", "value"),
    [
        ("80", " cm long", "Length of the pendulum in meters", 0.8),
        ("80 cm", " long", "Length of the pendulum in meters", 0.8),
        ("half a", " liter of it", "Volume wanted, in ml", 500),
        ("three", " years", "How long it lasts, in months", 36),
        ("90", " minutes", "Duration (hours)", 1.5),
        ("90", " minutes", "Duration in minutes", 90),
        ("3", " kg", "Length in meters", 3),
        ("2", " weeks", "Number of nights", 2),
        ("5", " people", "Weight in kg", 5),
    ],
)
def test_a_number_is_put_in_the_unit_that_is_declared(words: str, after: str, described: str, value: float) -> None:
    assert typed(words, {"type": "number", "description": described}, "en", after) == value


@pytest.mark.parametrize(
    ("after", "value"), [(" degrees south", -16.5), ("° W", -16.5), (" degrees north", 16.5), (" so we drove", 16.5)]
)
def test_the_other_half_of_the_globe(after: str, value: float) -> None:
    assert typed("16.5", {"type": "number", "description": "The latitude"}, "en", after) == value
    assert typed("16.5", {"type": "number", "description": "The speed"}, "en", after) == 16.5
