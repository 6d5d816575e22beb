"""Converting units of measure, by Pint, exactly."""

import asyncio
import re
from fractions import Fraction
from functools import cache
from typing import Any

from reckoner.core import ToolError

from .risk import Gate, tool

# Customary units of Vietnam, at the sizes that are used today; Pint knows none of them.
_VIETNAMESE = (
    "tael = 100 gram",
    "yen_vn = 10 kilogram",
    "quintal_vn = 100 kilogram",
    "gold_chi = 3.75 gram",
    "gold_tael = 37.5 gram",
    "sao_bac_bo = 360 meter ** 2",
    "sao_trung_bo = 500 meter ** 2",
    "cong_nam_bo = 1000 meter ** 2",
)


def unit_tools() -> list[Gate]:
    """``convert_units``."""

    async def convert_units(value: str, source: str, target: str) -> tuple[str, dict[str, Any]]:
        """Convert a quantity from one unit of measure into another. Currencies are not units of measure.

        Args:
            value: The number, such as 5 or 2.5.
            source: The unit it is in, such as mile, kilogram, degree_Fahrenheit, km/h.
            target: The unit that is wanted.
        """
        converted = await asyncio.to_thread(_convert, value, source, target)
        return f"{_shown(converted)} {target.replace('_', ' ')}", {}

    return [Gate(tool=tool(convert_units), risk="read", brings_text=False)]


def _convert(value: str, source: str, target: str) -> Fraction:
    from pint import DimensionalityError, PintError

    try:
        # Numbers of any size would be computed exactly, however long that takes.
        if not re.fullmatch(r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?", value.replace(",", "")):
            raise ToolError(f"“{value[:40]}” is not a number that can be converted.")
        amount = Fraction(value.replace(",", ""))
        for unit in (source, target):
            # Pint reads a unit as an expression; only names and products of them get that far.
            if not re.fullmatch(r"[A-Za-zµ°_]+(?: ?(?:[*/] ?[A-Za-zµ_]{1,30}|\^ ?[1-9])){0,4}", unit):
                raise ToolError(f"“{unit}” is not a unit of measure.")
        quantity = _registry().Quantity(amount, source).to(target)
    except (ValueError, ZeroDivisionError) as error:
        raise ToolError(f"“{value}” is not a number.") from error
    except DimensionalityError as error:
        raise ToolError(f"{source} and {target} do not measure the same thing.") from error
    except (PintError, AttributeError, TypeError, OverflowError) as error:
        raise ToolError(f"One of the units {source} and {target} is not known.") from error
    return Fraction(quantity.magnitude)


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)
    for definition in _VIETNAMESE:
        registry.define(definition)
    return registry


def _shown(number: Fraction) -> str:
    """Twelve significant digits; what a double would add to them is noise."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.12g}"
