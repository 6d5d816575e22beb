"""Reading one passage: the sentence that answers, the words in it, or that it does not."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from langchain_core.language_models import BaseChatModel

from reckoner.core import language_of, prompt, sentences
from reckoner.models.mini.chat import MiniChat
from reckoner.models.mini.pointer.network import pointer
from reckoner.models.mini.read import ranked

from ..retrieval import Query

_NONE = "NONE"


@dataclass(frozen=True)
class Reading:
    """What a model read: words of the passage, where they stand, and how sure it is of them."""

    words: str
    sentence: str
    confidence: float


async def read(model: BaseChatModel, question: str, passage: str) -> Reading:
    """What ``model`` finds in ``passage``; nothing where it says that the passage does not answer."""
    if isinstance(model, MiniChat):
        return _pointed(question, passage)
    told = await model.ainvoke(
        prompt("reckoner.evaluation.prompts", "reading").format(passage=passage, question=question)
    )
    words = " ".join(told.text.split()).strip("\"'“”. ")
    if not words or words.upper() == _NONE:
        return Reading("", "", 0.0)
    return Reading(words, _sentence_with(passage, words), 1.0)


def _pointed(question: str, passage: str) -> Reading:
    """The sentence that the small model would quote, the likeliest words, and whether the passage answers at all."""
    shown = f'<passage id="p" document="" page="1" score="1">\n{escape(passage, quote=False)}\n</passage>'
    found = pointer().read(question, passage)
    words = passage[found.spans[0].start : found.spans[0].end] if found.spans else ""
    best = next(iter(ranked(question, [shown], language_of(question))), None)
    return Reading(words, best.text.strip() if best else "", found.answered)


def _sentence_with(passage: str, words: str) -> str:
    return max((passage[start:end] for start, end in sentences(passage)), key=lambda each: f1(each, words), default="")


def judged(reading: Reading, query: Query, passage: str, least: float = 0.5) -> Mapping[str, float]:
    """The measures of one reading; ``least`` is the confidence below which it counts as no answer."""
    said = reading.words if reading.confidence >= least else ""
    gold = query.placed
    if not gold:
        return {"abstains": float(not said)}
    held = next((passage[start:end] for start, end in sentences(passage) if start <= gold[0].start < end), "")
    return {
        "sentence": float(bool(held) and reading.sentence.strip() == held.strip()),
        "F1": max(f1(reading.words, each.text) for each in gold),
        "F1 with abstention": max(f1(said, each.text) for each in gold),
    }


def f1(words: str, gold: str) -> float:
    """The harmonic mean of how much of ``gold`` is said, and of how much of what is said is ``gold``; SQuAD's measure.

    Rajpurkar and others, 2016, https://arxiv.org/abs/1606.05250
    """
    said, wanted = _counted(words), _counted(gold)
    shared = (said & wanted).total()
    return 2 * shared / (said.total() + wanted.total()) if shared else 0.0


def _counted(text: str) -> Counter[str]:
    return Counter(each for each in re.findall(r"\w+", text.lower()) if each not in ("a", "an", "the"))
