"""What results say to a person."""

import pytest

from reckoner.core import Language
from reckoner.models.mini.compose import told, value_of
from reckoner.models.mini.manner import Manner
from reckoner.models.mini.steps import Step


def number(result: str, language: Language = "en", *, currency: str = "", **manner: object) -> str:
    step = Step("calculate", {"expression": "1 + 1"}, "number", manner=Manner(**manner))  # type: ignore[arg-type]
    return told(step, result, language, currency=currency).partition("\n")[0]


def units(value: str, source: str, target: str, result: str, language: Language) -> str:
    return told(Step("convert_units", {"value": value, "source": source, "target": target}, "units"), result, language)


def test_no_more_decimals_are_told_than_were_computed() -> None:
    assert number("2/3 ≈ 0.666666666667", digits=15) == "**0.666666666667**"
    assert number("2/3 ≈ 0.666666666667", digits=2) == "**0.67**"
    assert number("0.5", digits=3) == "**0.500**"


def test_an_exact_number_is_its_own_fraction() -> None:
    assert number("3.14159", fraction=True) == "**314159/100000**"
    assert number("0.333333333333", fraction=True) == "**1/3**"


def test_a_dong_has_no_cents_and_an_amount_beyond_all_money_is_shown_as_it_is() -> None:
    assert number("2500000/3 ≈ 833333.333333", "vi", currency="₫") == "**833.333 ₫**"
    assert number("1" + "0" * 40 + ".5", currency="$") == "**1" + "0" * 40 + ".5**"


def test_units_have_the_names_of_the_language_and_parts_are_joined() -> None:
    assert units("1.5", "day", "hour", "36 hour", "vi") == "**1,5 ngày = 36 giờ**"
    assert units("2300", "meter", "meter", "2300 meter", "vi") == "**2.300 m**"


@pytest.mark.parametrize(
    ("tool", "result", "value"),
    [
        ("calculate", "1/3 ≈ 0.333333333333", "1/3"),
        ("convert_units", "36 hour", "36"),
        ("python", "2024-01-01 → 2024-05-05\n125", "125"),
        ("algebra", "[4]", "4"),
        ("algebra", "[-3, 3]", "[-3, 3]"),
    ],
)
def test_the_value_of_a_result(tool: str, result: str, value: str) -> None:
    assert value_of(tool, result) == value
