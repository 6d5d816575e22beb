"""The small model answers most everyday questions and invents little; figures: ``python -m reckoner.evaluation``."""

from collections import Counter

import pytest

from reckoner.core import Settings
from reckoner.evaluation.everyday import cases, run, sets


@pytest.mark.parametrize("name", sets())
async def test_everyday_questions(settings: Settings, name: str) -> None:
    # Every fifth case keeps the test short; the kinds lie mixed enough in the files for that.
    chosen = cases(name)[::5]
    counted = Counter([judged.outcome async for judged in run(settings, name, chosen)])
    assert counted["right"] >= 0.6 * len(chosen), counted
    assert counted["wrong"] <= 0.1 * len(chosen), counted
