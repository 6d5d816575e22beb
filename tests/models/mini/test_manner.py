"""How a result is wanted is taken out of the question, and the result is written that way."""

import pytest

from reckoner.core import language_of
from reckoner.models.mini.compose import told
from reckoner.models.mini.manner import Manner, manner
from reckoner.models.mini.steps import Step


@pytest.mark.parametrize(
    ("question", "rest", "wanted"),
    [
        ("70 mph in km/h, 2 dp", "70 mph in km/h", Manner(2)),
        ("12 stone in kilos to 1dp please", "12 stone in kilos", Manner(1)),
        ("How many litres in 4 pints, to two decimals?", "How many litres in 4 pints?", Manner(2)),
        ("22/7 correct to 3 decimal places", "22/7", Manner(3)),
        ("what is 5 divided by 8 to the nearest tenth?", "what is 5 divided by 8?", Manner(1)),
        ("3/8 + 5/12 as a fraction", "3/8 + 5/12", Manner(fraction=True)),
        ("47 chia 13, làm tròn 2 chữ số thập phân giùm mình", "47 chia 13", Manner(2)),
        ("10/3 làm tròn đến hàng phần trăm", "10/3", Manner(2)),
        ("3/4 + 5/6 bằng bao nhiêu, để dạng phân số", "3/4 + 5/6 bằng bao nhiêu", Manner(fraction=True)),
        ("3/8 + 5/12 as a decimal, 4 places", "3/8 + 5/12", Manner(4)),
        ("7/8 as a decimal", "7/8", Manner(decimal=True)),
        ("2/5 + 7/20 ra số thập phân là mấy", "2/5 + 7/20", Manner(decimal=True)),
        ("10 dặm đổi ra km, làm tròn 1 chữ số thập phân", "10 dặm đổi ra km", Manner(1)),
        ("what fraction of 24 is 6", "what fraction of 24 is 6", Manner()),
        ("how many decimals has pi", "how many decimals has pi", Manner()),
    ],
)
def test_what_is_said_of_the_result(question: str, rest: str, wanted: Manner) -> None:
    assert manner(question) == (rest, wanted)


@pytest.mark.parametrize(
    ("result", "wanted", "says"),
    [
        ("47/13 ≈ 3.61538461538", Manner(2), "**3.62**"),
        ("2.5", Manner(0), "**3**"),
        ("0.25", Manner(fraction=True), "**1/4**"),
        ("19/24 ≈ 0.791666666667", Manner(fraction=True), "**19/24**"),
        ("sqrt(2) ≈ 1.41421356237", Manner(fraction=True), "**1.41421356237**"),
    ],
)
def test_a_result_is_written_as_it_is_wanted(result: str, wanted: Manner, says: str) -> None:
    step = Step("calculate", {"expression": "1 / 2"}, "number", manner=wanted)
    assert told(step, result, language_of("what is it")).startswith(says)
