"""The small model answers most everyday questions and invents little; figures: ``python -m reckoner.evaluation``."""

from collections import Counter

from reckoner.core import Settings
from reckoner.evaluation.everyday import cases, run


async def test_everyday_questions(settings: Settings) -> None:
    # Every fourth case keeps the test short; the kinds lie mixed enough in the file for that.
    chosen = cases()[::4]
    counted = Counter([judged.outcome async for judged in run(settings, chosen)])
    assert counted["right"] >= 0.7 * len(chosen), counted
    assert counted["wrong"] <= 0.15 * len(chosen), counted
