"""Savings, cars, tickets, marks, and ratios."""

import pytest
from support.problems import value

from reckoner.models.mini.numbers import canonical
from reckoner.models.mini.problems import problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "My car gets 32 miles per gallon and I need to drive 480 miles. Gas is $3.60 a gallon. What will it cost?",
            54,
        ),
        ("full tank 55 L, use 7.2 l per 100km, how far can i go", 55 / 7.2 * 100),
        ("I have $320 saved and add $45 every week. How much will I have after 16 weeks?", 1040),
        ("After 4 rounds my average is 73. If I shoot 68 in the fifth, what's my new average?", 72),
        ("We sold 120 tickets for $1,080. Adult tickets were $12 and kids' tickets $6. How many adult tickets?", 60),
        ("The school sold 200 tickets: adults $9, students $5, total $1,320. How many students?", 120),
        ("2 adults + 2 kids cost 46, adult is 15 how much is a kid", 8),
        ("3 notebooks and 2 pens cost $17.00 together. A pen is $1.75. How much is one notebook?", 4.5),
        ("The ratio of boys to girls in a class is 3:5 and there are 15 girls. How many boys are there?", 9),
        ("mix of cement and sand 1:4, need 60 kg total, how much sand", 48),
        ("flour to sugar 5:2, got 350g flour, how much sugar", 140),
    ],
)
def test_the_parts_are_found(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "I have $320 saved and add $45 every week. How much will I have after 16 days?",
        "After 4 rounds my average is 73. What do I need in the fifth for an average of 75?",
        "We sold 120 tickets for $1,080. Adult tickets were $12 and kids' tickets $6. How many tickets were left?",
        "The ratio of boys to girls in a class is 3:5 and there are 40 of them. How many teachers?",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert problem(canonical(text, "en")) is None
