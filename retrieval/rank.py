"""The first candidates, ordered anew by how close together they hold what is asked.

A linear model over a handful of clues, trained by ``reckoner.training.ranker``; ``rank.toml`` holds its weights.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from reckoner.core import language_of, sentences

from .store import Found
from .tokens import tokens


@dataclass(frozen=True)
class Clues:
    """What is known of one candidate; all from 0 to 1."""

    words: float
    letters: float
    meaning: float
    sentence: float
    """The share of the question's telling words that its best sentence holds."""
    sentences: float
    """The same of two sentences in a row and the document's title together."""
    pairs: float
    """The share of the question's neighbouring words that are neighbours here."""


def clues(question: str, found: Found, telling: Mapping[str, float], fused: tuple[float, float, float]) -> Clues:
    """Look closely at one candidate.

    Args:
        question: What is asked.
        found: The candidate.
        telling: The question's words as tokens in the candidate's language, each with its rarity.
        fused: What fusion knows of it: by words, by letters, by meaning.
    """
    language = language_of(found.text)
    counted = [tokens(found.text[start:end], language) for start, end in sentences(found.text)]
    former, title = set[str](), set(tokens(f"{found.title} {found.passage.section}", language))
    one = two = 0.0
    for each in counted:
        held = set(each)
        one = max(one, _share(telling, held))
        two = max(two, _share(telling, held | former | title))
        former = held
    asked = set(pairwise(tokens(question, language)))
    neighbours = set(pairwise(token for each in counted for token in each))
    pairs = len(asked & neighbours) / len(asked) if asked else 0.0
    return Clues(*fused, sentence=one, sentences=two, pairs=pairs)


def reordered(seen: Mapping[int, Clues], fused: Mapping[int, float]) -> list[int]:
    """The candidates, best first.

    Args:
        seen: The clues of each.
        fused: The score that each had so far.
    """
    weights, before = _weights()
    scores = {
        each: before * fused[each] + sum(weight * value for weight, value in zip(weights, astuple(found), strict=True))
        for each, found in seen.items()
    }
    return sorted(scores, key=lambda each: -scores[each])


def _share(telling: Mapping[str, float], held: set[str]) -> float:
    total = sum(telling.values())
    return sum(weight for word, weight in telling.items() if word in held) / total if total else 0.0


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    stored = tomllib.loads((files("reckoner.retrieval") / "rank.toml").read_text("utf-8"))
    return tuple(stored["clues"][name] for name in Clues.__dataclass_fields__), stored["fused"]
