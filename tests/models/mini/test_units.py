"""Quantities of two units, and units that look like words."""

import pytest

from reckoner.models.mini.units import conversion


@pytest.mark.parametrize(
    ("question", "value", "source", "target"),
    [
        ("5 ft 8 in in cm", "68", "inch", "centimeter"),
        ("2.4 hectares how many sq metres", "2.4", "hectare", "meter^2"),
        ("12 knots to kmh", "12", "knot", "kilometer_per_hour"),
        ("how tall is 6 ft 1 in in cm", "73", "inch", "centimeter"),
        ("5 ft 8 in cm", "68", "inch", "centimeter"),
        ("36 in in cm", "36", "inch", "centimeter"),
        ("9 st 4 lb in kg", "130", "pound", "kilogram"),
        ("3 kg in g", "3", "kilogram", "gram"),
        ("2 yards 1 foot in cm", "7", "foot", "centimeter"),
        ("2 kg 3 lạng bằng bao nhiêu gam?", "23", "tael", "gram"),
        ("2 cây vàng 5 chỉ bằng bao nhiêu gam?", "25", "gold_chi", "gram"),
        ("half of 3 kg in grams", "1.5", "kilogram", "gram"),
        ("20% of 2 hours in minutes", "0.4", "hour", "minute"),
        ("1/4 của 2 giờ là bao nhiêu phút", "0.5", "hour", "minute"),
        ("my boat does 12 knots, what is that in km/h", "12", "knot", "kilometer_per_hour"),
    ],
)
def test_what_is_converted(question: str, value: str, source: str, target: str) -> None:
    found = conversion(question)
    assert found is not None
    assert (found.value, found.source, found.target) == (value, source, target)
