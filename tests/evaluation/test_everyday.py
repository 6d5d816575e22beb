"""The small model answers most everyday questions, and knows where it is not sure: see ``reckoner eval mini``."""

import pytest

from reckoner.core import SURE, Settings
from reckoner.evaluation.everyday import cases, run, states


@pytest.mark.parametrize("name", ["first", "tenth", "twelfth"])
async def test_everyday_questions(settings: Settings, name: str) -> None:
    # Every twenty-fourth case keeps the test short; the kinds lie mixed enough in the files for that.
    chosen = cases(name)[::24]
    judged = [each async for each in run(settings, name, chosen)]
    sure = [each for each in judged if each.confidence is not None and each.confidence >= SURE]
    assert sum(each.outcome == "right" for each in judged) >= 0.6 * len(judged)
    assert sum(each.outcome == "wrong" for each in judged) <= 0.2 * len(judged)
    assert len(sure) >= 0.3 * len(judged)
    assert sum(each.outcome == "right" for each in sure) >= 0.9 * len(sure)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("It must arrive by 16 May 2025.", True),
        ("hoàn thành chậm nhất ngày 16/05/2025", True),
        ("May 16, 2025", True),
        ("2025-05-16", True),
        ("ngày 16 tháng 5 năm 2025", True),
        ("Friday 16 May", True),
        ("16 May 2024", False),
        ("on the 16th", False),
        ("6/5/2025", False),
    ],
)
def test_a_day_is_right_however_it_is_written(said: str, right: bool) -> None:
    assert states(said, "2025-05-16") is right


@pytest.mark.parametrize(
    ("said", "expect", "right"),
    [
        ("**$75**\n\n(100 × 30) / 40 = 75", 75, True),
        ("**$75**\n\n(100 × 30) / 40 = 75", 30, False),
        ("**125 days** (2024-01-01 → 2024-05-05)", 5, False),
        ("**101.062,5 ₫**", 101_500, False),
        ("**27.870912**", 27.87, True),
        ("**-5%**", 5, True),
        ("**5%**", -5, False),
        ("**-2**", 2, False),
        ("“The price **for one** is 45 £.”", 45, True),
    ],
)
def test_a_number_is_right_where_it_is_the_answer(said: str, expect: float, right: bool) -> None:
    assert states(said, expect) is right
