"""Chain of thought, and self-consistency: several chains, and the answer that most of them reach.

Wei et al. 2022, https://arxiv.org/abs/2201.11903 · Wang et al. 2022, https://arxiv.org/abs/2203.11171
"""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda

from reckoner.core import blocking

from .prompts import prompt

_ANSWER = re.compile(r"^\s*\**(?:Answer|Đáp án|Trả lời)\**\s*:\s*\**\s*(.+?)\**\s*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Reasoned:
    """An answer with the reasoning that led to it."""

    answer: str
    reasoning: str
    agreement: float
    """The share of the chains that reached this answer, 0 to 1."""


def think(model: BaseChatModel, *, samples: int = 1) -> Runnable[str, Reasoned]:
    """A question → ``Reasoned``. More than one sample needs a model that samples, with a temperature above 0.

    Raises (when run):
        ModelError: The model does not answer.
    """

    async def run(question: str) -> Reasoned:
        request = prompt("think").format(question=question)
        replies = await asyncio.gather(*(model.ainvoke(request) for _ in range(samples)))
        texts = [reply.text for reply in replies]
        answers = [_answer(text) for text in texts]
        best, votes = Counter(map(_alike, answers)).most_common(1)[0]
        place = [_alike(answer) for answer in answers].index(best)
        return Reasoned(answer=answers[place], reasoning=texts[place], agreement=votes / samples)

    return RunnableLambda(blocking(run), afunc=run, name="think")


def _answer(text: str) -> str:
    """What stands after the last ``Answer:``, or else the last line."""
    if found := _ANSWER.findall(text):
        return str(found[-1])
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def _alike(answer: str) -> str:
    """Answers that differ only in their writing count as one: ``$1,200.00`` and ``1200``."""
    bare = re.sub(r"(?<=\d),(?=\d{3})|[$€£%\s.]+$|^[$€£\s]+", "", answer.strip().lower())
    return re.sub(r"\.0+$", "", bare)
