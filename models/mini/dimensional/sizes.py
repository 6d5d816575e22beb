"""What units measure and how large they are, as a product of a few dimensions.

Length is in metres, mass in grams, time in seconds, so that area, speed and energy follow from these. *Eight hours a day*
is no pure number to anybody who is paid for it: days, weeks, months and years have a dimension each, and ``CUSTOMS`` leads
from one to another. So has what is measured in litres: it is poured and paid, and a length to the power of three would make
ways out of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

Dimensions = Mapping[str, int]
"""The power of each dimension; those that are not named have none."""

MONEY: Final = "money"
TIME: Final = "time"
SPANS: Final = (TIME, "day", "week", "month", "year")
COUNT: Final = "#"
"""What the dimension of a thing that is counted begins with: *#egg*."""
_INCH, _POUND = Fraction("0.0254"), Fraction("453.59237")
_GALLON = Fraction("0.003785411784")


@dataclass(frozen=True)
class Unit:
    """A unit of measure: its dimensions, and how many of the base unit one is."""

    dimensions: Dimensions
    size: Fraction = Fraction(1)

    @property
    def counts(self) -> bool:
        """Whether it is one of a thing, and no measure."""
        return any(name.startswith(COUNT) for name in self.dimensions)


def _of(sizes: Mapping[str, Fraction | int], **dimensions: int) -> dict[str, Unit]:
    return {name: Unit(MappingProxyType(dimensions), Fraction(size)) for name, size in sizes.items()}


_LENGTHS: Final[Mapping[str, Fraction | int]] = {
    "millimeter": Fraction(1, 1000), "centimeter": Fraction(1, 100), "meter": 1, "kilometer": 1000,
    "inch": _INCH, "foot": 12 * _INCH, "yard": 36 * _INCH, "mile": 63_360 * _INCH,
}  # fmt: skip
_UNITS: Final = {
    **_of(_LENGTHS, length=1),
    **_of({f"{name}^2": Fraction(size) ** 2 for name, size in _LENGTHS.items()}, length=2),
    **_of({f"{name}^3": Fraction(size) ** 3 for name, size in _LENGTHS.items()}, length=3),
    **_of({"hectare": 10_000, "acre": 4_840 * (36 * _INCH) ** 2, "sao_bac_bo": 360, "sao_trung_bo": 500, "cong_nam_bo": 1000}, length=2),
    **_of({"liter": Fraction(1, 1000), "milliliter": Fraction(1, 1_000_000), "gallon": _GALLON, "imperial_gallon": Fraction("0.00454609")}, volume=1),
    **_of({"gram": 1, "milligram": Fraction(1, 1000), "kilogram": 1000, "metric_ton": 1_000_000, "tael": 100, "yen_vn": 10_000, "quintal_vn": 100_000, "pound": _POUND, "ounce": _POUND / 16, "stone": 14 * _POUND}, mass=1),
    **_of({"gold_chi": Fraction("3.75"), "gold_tael": Fraction("37.5")}, mass=1),
    **_of({"second": 1, "minute": 60, "hour": 3600}, time=1),
    **_of({"day": 1, "night": 1}, day=1), **_of({"week": 1}, week=1), **_of({"month": 1}, month=1), **_of({"year": 1}, year=1),
    **_of({"meter_per_second": 1, "kilometer_per_hour": Fraction(1000, 3600), "mile_per_hour": 63_360 * _INCH / 3600}, length=1, time=-1),
    **_of({"mile_per_gallon": 63_360 * _INCH / _GALLON}, length=1, volume=-1),
    **_of({"watt": 1, "kilowatt": 1000}, power=1),
    **_of({"kilowatt_hour": 3_600_000}, power=1, time=1),
}  # fmt: skip


CUSTOMS: Final[tuple[tuple[int, Dimensions], ...]] = (
    (7, {"day": 1, "week": -1}), (12, {"month": 1, "year": -1}), (52, {"week": 1, "year": -1}),
    (365, {"day": 1, "year": -1}), (86_400, {TIME: 1, "day": -1}), (1, {"volume": 1, "length": -3}),
)  # fmt: skip
"""How many of a span of time make up a larger one; a day has its seconds, and a cubic metre holds one."""


def unit(name: str) -> Unit | None:
    """The unit that is so named in ``patterns/units.toml`` or ``times``, where it is one to calculate with."""
    return _UNITS.get(name)


def way_of(speed: Fraction) -> Fraction:
    """The size of the unit of length that ``speed``, the size of a unit of speed, is told in: of km/h, a kilometre."""
    ways = {Fraction(size) for size in _LENGTHS.values()}
    return next((speed * time for time in (3600, 60, 1) if speed * time in ways), speed)
