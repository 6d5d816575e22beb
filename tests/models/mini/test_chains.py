"""Calculations over documents: what is looked for, and what is done with it."""

import pytest

from reckoner.core import fold, language_of
from reckoner.models.mini.chains import chain


@pytest.mark.parametrize(
    ("question", "phrases", "gives"),
    [
        ("what is 15% of the deposit?", ["deposit"], "p * 15 / 100"),
        ("how much more is the window seat than the aisle seat?", ["window seat", "aisle seat"], "abs(p - q)"),
        ("Phụ cấp ăn trưa nhiều hơn phụ cấp xăng xe bao nhiêu?", ["phu cap an trua", "phu cap xang xe"], "abs(p - q)"),
        ("total of the marketing and engineering budgets", ["marketing budgets", "engineering budgets"], "p + q"),
        ("2 phần bún chả với 3 ly trà đá hết bao nhiêu tiền?", ["bun cha", "tra da"], "2 * p + 3 * q"),
        ("what do 3 standing desks cost?", ["standing desk"], "3 * p"),
        ("Tiền thuê xe chia đều cho 38 học sinh thì mỗi em bao nhiêu?", ["tien thue xe"], "p / 38"),
        ("how much more is Ann's phone than Ben's?", ["ann's phone", "ben's phone"], "abs(p - q)"),
        ("the coat with 20% off", ["coat"], "p * (1 - 20 / 100)"),
    ],
)
def test_a_calculation_over_documents_is_understood(question: str, phrases: list[str], gives: str) -> None:
    found = chain(fold(question), language_of(question), question)
    assert found is not None
    assert (list(found.phrases.values()), found.gives) == (phrases, gives)


@pytest.mark.parametrize(
    ("question", "kind", "unit"),
    [
        ("how many gallons does the tank hold?", "units", "gallon"),
        ("Quãng đường đến Huế là bao nhiêu dặm?", "units", "mile"),
        ("how many days does the course last?", "between", "days"),
        ("the rent for a year", "span", "year"),
    ],
)
def test_measures_dates_and_prices_for_a_time(question: str, kind: str, unit: str) -> None:
    found = chain(fold(question), language_of(question), question)
    assert found is not None
    assert (found.kind, found.unit) == (kind, unit)


@pytest.mark.parametrize(
    "question",
    [
        "who signed the contract?",
        "gui con cho 8 kg luu chuong 5 ngay het bao nhieu",  # A number that the pattern has no part for.
        "tong luong va cac phu cap la bao nhieu",  # Several things under one name.
        "thu vien nghi ngay nao trong tuan",
    ],
)
def test_what_is_not_understood_to_the_last_number_is_none(question: str) -> None:
    assert chain(question, "vi") is None
