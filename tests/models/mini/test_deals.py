"""Which of several offers is the best."""

import contextlib
import io

import pytest

from reckoner.core import language_of
from reckoner.models.mini.deals import deal


def _best(question: str) -> str:
    program = deal(question, language_of(question))
    assert program is not None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, {})
    return printed.getvalue().splitlines()[-1]


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Which is cheaper per ounce: a 10 oz jar for $3.20 or a 16 oz jar for $4.80?", "16 oz jar for 4.80"),
        ("6 pack of cola is 4.20, 24 pack is 15.60, which one is better value per can", "24 pack is 15.60"),
        ("3 for $4 or 5 for $6, which is cheaper", "5 for 6"),
        ("Which is better value, 400 g for £2.40 or 1.5 kg for £7.50?", "1.5 kg for 7.50"),
        ("tea $6 for 250 g or $11 for 500 g, which is the better deal?", "11 for 500"),
        ("goi 5 cuon vo 45k hay goi 8 cuon 64k goi nao re hon tinh moi cuon", "goi 8 cuon 64000"),
        ("Hộp 180 ml giá 9.000 đ, hộp 1 lít giá 45.000 đ, loại nào rẻ hơn?", "hộp 1 lít giá 45000"),
        ("Which is more expensive per kg: 2 kg for 9 dollars or 5 kg for 20 dollars?", "2 kg for 9"),
        ("Gym A charges a £30 joining fee and £22 a month. Gym B charges £25 a month. Which is cheaper over 12 months?",
         "Gym A charges a 30 joining fee and 22"),
        ("Which plan is cheaper for 24 months: $30 a month or $99 at the start and $25 a month?",
         "99 at the start and 25"),
    ],
)  # fmt: skip
def test_the_best_offer_is_named(question: str, best: str) -> None:
    assert _best(question) == best


@pytest.mark.parametrize(
    "question",
    [
        "How much cheaper per can is the 12-pack at 9 than 8 cans for 6.40?",
        "Which landlord is cheaper?",
        "500 g for £2.40",
        "Which is better value, 500 g for £2.40 or 2 litres for £5?",
        "0 apples for 2 or 3 for 4, which is cheaper?",
    ],
)
def test_other_questions_name_none(question: str) -> None:
    assert deal(question, language_of(question)) is None
