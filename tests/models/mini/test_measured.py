"""Measures that a calculation needs in one unit."""

import pytest

from reckoner.models.mini.formula import Formula
from reckoner.models.mini.measured import in_one_unit, in_unit_asked, with_halves


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
        ("4 lạng tôm giá 300000 đồng/kg", "0.4 kg tôm giá 300000 đồng/kg"),
        ("a 2.5 m plank cut in 30 cm bits", "a 250 centimeter plank cut in 30 cm bits"),
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


def test_a_result_is_told_in_the_unit_that_is_asked_for() -> None:
    assert in_unit_asked(Formula("80 * 45"), "mỗi phút 80 m, 45 phút được mấy km?").expression == "(80 * 45) * 0.001"
    assert in_unit_asked(Formula("12 * 25"), "12 bao, mỗi bao 25 kg là mấy tạ?").expression == "(12 * 25) * 0.01"
    for text in ("12 bao, mỗi bao 25 kg là mấy kg?", "12 bags of 25 kg: how many bags?"):
        assert in_unit_asked(Formula("12 * 25"), text).expression == "12 * 25"
    seen_to = Formula("80 * 45 / 1000")
    assert in_unit_asked(seen_to, "mỗi phút 80 m, 45 phút được mấy km?") == seen_to


def test_half_of_a_measure_more_is_a_number_and_half_past_is_a_time() -> None:
    assert with_halves("1 giờ rưỡi và 2 kg rưỡi") == "1.5 giờ và 2.5 kg"
    assert with_halves("làm 3 giờ rưỡi", ",") == "làm 3,5 giờ"
    assert with_halves("họp lúc 3 giờ rưỡi chiều") == "họp lúc 3 giờ rưỡi chiều"
