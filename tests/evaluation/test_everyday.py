"""The small model answers most everyday questions, and knows where it is not sure: see ``reckoner eval mini``."""

import pytest

from reckoner.core import SURE, Settings
from reckoner.evaluation.everyday import cases, run


@pytest.mark.parametrize("name", ["first", "eighth", "ninth"])
async def test_everyday_questions(settings: Settings, name: str) -> None:
    # Every eighth case keeps the test short; the kinds lie mixed enough in the files for that.
    chosen = cases(name)[::8]
    judged = [each async for each in run(settings, name, chosen)]
    sure = [each for each in judged if each.confidence is not None and each.confidence >= SURE]
    assert sum(each.outcome == "right" for each in judged) >= 0.6 * len(judged)
    assert sum(each.outcome == "wrong" for each in judged) <= 0.2 * len(judged)
    assert len(sure) >= 0.3 * len(judged)
    assert sum(each.outcome == "right" for each in sure) >= 0.9 * len(sure)
