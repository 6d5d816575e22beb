"""Arguments that were taken for each other change places where their names and values say so."""

from typing import Any

import pytest

from reckoner.models.mini.pointer.sense import in_order, on_their_sides, on_their_way


@pytest.mark.parametrize(
    ("arguments", "ordered"),
    [
        (
            {"pickup_date": "March 11th", "dropoff_date": "6th of March"},
            {"pickup_date": "6th of March", "dropoff_date": "March 11th"},
        ),
        ({"checkIn": "2027-05-04", "checkOut": "2027-05-01"}, {"checkIn": "2027-05-01", "checkOut": "2027-05-04"}),
        ({"max_price": 3, "min_price": 5}, {"max_price": 5, "min_price": 3}),
        (
            {"start_date": "ngày 12 tháng 3", "end_date": "ngày 2 tháng 3"},
            {"start_date": "ngày 2 tháng 3", "end_date": "ngày 12 tháng 3"},
        ),
    ],
)
def test_they_change_places(arguments: dict[str, Any], ordered: dict[str, Any]) -> None:
    assert in_order(arguments, "vi" if "ngày" in str(arguments) else "en") == ordered


@pytest.mark.parametrize(
    "arguments",
    [
        {"from": 5, "to": 2},
        {"start_date": "Monday", "end_date": "3 March"},
        {"start_date": "soon", "end_date": "later"},
        {"pickup_date": "March 11th", "birthday": "6th of March"},
        {"min_price": True, "max_price": False},
        {"start_date": "28 February", "end_date": "3 March"},
        {"start_date": "28 December", "end_date": "3 January"},
        {"check_in": "Friday", "check_out": "Monday"},
        {"check_in": "the 30th", "check_out": "the 2nd"},
        {"start_price": "March 11th", "end_date": "6th of March"},
    ],
)
def test_they_stay(arguments: dict[str, Any]) -> None:
    assert in_order(arguments, "en") == arguments


@pytest.mark.parametrize(
    ("before", "given", "after", "meant"),
    [
        ("bikes over ", "price_to", "", "price_from"),
        ("xe đạp trên ", "price_to", " thôi", "price_from"),
        ("phim trước năm ", "year_from", " nha", "year_to"),
        ("rooms from ", "max_price", " and up", "min_price"),
        ("anything not under $", "max_price", "", "min_price"),
        ("không quá ", "min_price", "", "max_price"),
        ("under ", "price_to", "", "price_to"),
        ("for ", "price_to", "", "price_to"),
    ],
)
def test_a_bound_is_what_the_words_around_it_say(before: str, given: str, after: str, meant: str) -> None:
    declared = ["price_from", "price_to", "year_from", "year_to", "min_price", "max_price", "town"]
    assert on_their_sides({given: 5, "town": "Huế"}, {given: (before, after)}, declared) == {meant: 5, "town": "Huế"}


def test_two_bounds_stay() -> None:
    both = {"min_price": 3, "max_price": 5}
    assert on_their_sides(both, {"min_price": ("under ", "")}, both) == both


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yen to euros", {"from_currency": "yen", "to_currency": "euros"}),
        ("I have yen. What is that in euros?", {"from_currency": "yen", "to_currency": "euros"}),
        ("in yen and in euros", {"from_currency": "euros", "to_currency": "yen"}),
    ],
)
def test_what_stands_behind_a_to_is_where_it_goes(text: str, expected: dict[str, str]) -> None:
    turned = {"from_currency": "euros", "to_currency": "yen"}
    around = {name: (text[: text.index(word)], "") for name, word in turned.items()}
    assert on_their_way(turned, around) == expected
