"""Steps that leave out what they work on."""

import pytest

from reckoner.models.mini.going_on import further, going_on


@pytest.mark.parametrize(
    ("step", "formula"),
    [
        ("then multiply by 3", "(#0) * 3"),
        ("take it from 100", "100 - (#0)"),
        ("now take that off the 240", "240 - (#0)"),
        ("750000 bot di so do con nhieu", "750000 - (#0)"),
        ("take 50 off that", "(#0) - 50"),
        ("tru so do ra khoi 800000 thi con lai may", "800000 - (#0)"),
        ("chia cho 8 thi duoc may met", "(#0) / 8"),
        ("chia deu cho 4 nguoi thi moi nguoi duoc bao nhieu?", "(#0) / 4"),
        ("halve it", "(#0) / 2"),
        ("and after 22% comes off for tax?", "(#0) * (1 - 22/100)"),
        ("with 20% off?", "(#0) * (1 - 20/100)"),
        ("giam 10% thi con bao nhieu?", "(#0) * (1 - 10/100)"),
        ("plus 8% tax", "(#0) * (1 + 8/100)"),
        ("cong them 10% vat", "(#0) * (1 + 10/100)"),
        ("cong them vat 8%", "(#0) * (1 + 8/100)"),
        ("dua 200000 thoi lai bao nhieu", "200000 - (#0)"),
        ("and if i pay with 50, what's my change?", "50 - (#0)"),
    ],
)
def test_it_goes_on_with_what_was_found(step: str, formula: str) -> None:
    found = going_on(step, "#0", first=True)
    assert found is not None
    assert found.expression == formula


@pytest.mark.parametrize("step", ["and 30%?", "20% of them are red", "what is 10% off?", "giam gia 10% khi nao"])
def test_what_says_no_step_is_none(step: str) -> None:
    assert going_on(step, "#0", first=True) is None


def test_what_is_added_may_have_to_be_computed_itself() -> None:
    found = further("cong them 3/4 cua 80 nua", "#0")
    assert found is not None
    assert found.expression == "(#0) + (((3/4)*80))"
    assert further("add 80", "#0") is None
