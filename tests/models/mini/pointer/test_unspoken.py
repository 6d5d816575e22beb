"""Numbers that are told without one."""

from typing import Any

import pytest

from reckoner.models.mini.pointer.measures import in_declared_unit
from reckoner.models.mini.pointer.unspoken import month_of, one_span

MONTH = "The month as a number from 1 to 12."


@pytest.mark.parametrize(
    ("value", "name", "described", "text", "month"),
    [
        (2006, "month", MONTH, "How much rain fell on Seattle in November 2006?", 11),
        (None, "month", MONTH, "lượng mưa tháng 9 năm 2006", 9),
        (6, "month", MONTH, "From June on, in November", 6),  # What was read is kept where it can be a month.
        (2006, "month", MONTH, "from May to June 2006", 2006),  # Two of them are not told apart.
        (2006, "year", "The year.", "in November 2006", 2006),
    ],
)
def test_a_month_that_is_named_is_its_number(value: Any, name: str, described: str, text: str, month: int) -> None:
    assert month_of(value, name, described, text) == month


@pytest.mark.parametrize(
    ("kind", "described", "text", "number"),
    [
        ("integer", "The number of nights.", "A week in Dubrovnik, please", 7),
        ("integer", "The number of years to project.", "The herd grows 7% a year. How many in a decade?", 10),
        ("integer", "The number of days.", "Rent it for a fortnight", 14),
        ("integer", "Số ngày thuê.", "thuê xe một tuần", 7),
        ("integer", "The number of nights.", "A week in May and a day in June", None),  # Two of them.
        ("integer", "The number of guests.", "A week in Dubrovnik", None),
        ("string", "The number of nights.", "A week in Dubrovnik", None),
        ("integer", "The number of weeks.", "just a day", None),
    ],
)
def test_a_span_without_a_number(kind: str, described: str, text: str, number: int | None) -> None:
    assert one_span({"type": kind, "description": described}, text) == number


def test_cents_are_parts_of_the_money_that_is_asked_for() -> None:
    assert in_declared_unit(16, " cents per kWh", "The price of one kilowatt-hour in dollars.") == 0.16
    assert in_declared_unit(16, " cents per kWh", "The price in cents.") == 16
