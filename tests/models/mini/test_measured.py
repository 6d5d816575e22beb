"""Measures that a calculation needs in one unit."""

import pytest

from reckoner.models.mini.measured import in_one_unit, with_halves


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("500 g of cheese at 18 per kg", "0.5 kg of cheese at 18 per kg"),
        ("45 minutes at 60 an hour", "0.75 hour at 60 an hour"),
        ("50 minutes at 60 an hour", "(5/6) hour at 60 an hour"),
        ("20 an hour for 2 hours 30 minutes", "20 an hour for 2.5 hour"),
        ("5000 một giờ, 3 giờ 30 phút", "5000 một giờ, 3.5 gio"),
        ("200 gam cà phê giá 300000 đồng/kg", "0.2 kg cà phê giá 300000 đồng/kg"),
        ("2 tạ gạo giá 15000 một kg", "200 kg gạo giá 15000 một kg"),
        ("10 oz of ham at 8 per pound", "0.625 pound of ham at 8 per pound"),
        # What is in that unit already, has no price, or a price for a day, stays as it is.
        ("3 kg of apples at 4 per kg", "3 kg of apples at 4 per kg"),
        ("add 500 g of sugar to 2 kg", "add 500 g of sugar to 2 kg"),
        ("20 pages a day for 3 weeks", "20 pages a day for 3 weeks"),
        ("60 km/h for 45 minutes", "60 km/h for 45 minutes"),
        ("3 packs at 4 per kg", "3 packs at 4 per kg"),
    ],
)
def test_a_measure_is_told_in_the_unit_that_its_price_is_for(text: str, told: str) -> None:
    assert in_one_unit(text) == told


def test_half_of_a_measure_more_is_a_number_and_half_past_is_a_time() -> None:
    assert with_halves("1 giờ rưỡi và 2 kg rưỡi") == "1.5 giờ và 2.5 kg"
    assert with_halves("làm 3 giờ rưỡi", ",") == "làm 3,5 giờ"
    assert with_halves("họp lúc 3 giờ rưỡi chiều") == "họp lúc 3 giờ rưỡi chiều"
