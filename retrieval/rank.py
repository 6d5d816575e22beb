"""The first candidates, ordered anew by how close together they hold what is asked.

A linear model over a handful of clues, trained by ``reckoner.training.ranker``; ``rank.toml`` holds its weights.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from reckoner.core import sentences

from .candidate import Candidate, share
from .tokens import tokens

_LIKELY = 2
"""Sentences of each candidate that are compared with the question by meaning."""
_BEGINNING = 200
"""Characters of each that are."""
_SWAY = 0.3
"""Of 450 questions none had another first candidate when sentences were compared without regard to it."""


@dataclass(frozen=True)
class Clues:
    """What is known of one candidate; all from 0 to 1, but for cosines."""

    words: float
    letters: float
    meaning: float
    sentence: float
    """The share of the question's telling words that its best sentence holds."""
    sentences: float
    """The same of two sentences in a row and the document's title together."""
    pairs: float
    """The share of the question's neighbouring words that are neighbours here."""
    closest: float
    """The cosine of the question and the closest of its sentences that hold most of the question's words; 0 where it
    could not have put the candidate first."""


def clues(
    question: str,
    candidates: Sequence[Candidate],
    vector: Sequence[float] | None,
    encode: Callable[[list[str]], list[list[float]]],
    *,
    sway: float = _SWAY,
) -> list[Clues]:
    """Look closely at the candidates.

    Args:
        question: What is asked.
        candidates: The first ones, best first.
        vector: The question's, of length one; ``None`` where the encoder does not read its language, or would take
            long.
        encode: Sentences → their vectors.
        sway: How far apart the candidates' closest sentences may be, as cosines. Sentences are only compared where
            that could still put a candidate first: they take longer than all else.
    """
    read = [_read(question, each) for each in candidates]
    seen = [
        Clues(each.words, each.letters, each.meaning, *shares, closest=0.0)
        for each, (shares, _) in zip(candidates, read, strict=True)
    ]
    if vector is None or not candidates:
        return seen
    scores = [_score(*each) for each in zip(candidates, seen, strict=True)]
    least = max(scores) - _weights()[0][-1] * sway
    likely = [
        (place, text[:_BEGINNING]) for place, (_, texts) in enumerate(read) if scores[place] >= least for text in texts
    ]
    if likely:
        cosines = np.array(encode([text for _, text in likely])) @ np.array(vector)
        for (place, _), cosine in zip(likely, cosines, strict=True):
            seen[place] = replace(seen[place], closest=max(seen[place].closest, float(cosine)))
    return seen


def _read(question: str, candidate: Candidate) -> tuple[tuple[float, float, float], list[str]]:
    """The shares of the question in single sentences, in two and in neighbours; and the sentences that hold most."""
    text, telling, language = candidate.found.text, candidate.telling, candidate.found.language
    texts = [text[start:end] for start, end in sentences(text)]
    counted = [tokens(each, language) for each in texts]
    title = set(tokens(candidate.headed, language))
    one = [share(telling, set(each)) for each in counted]
    two = [share(telling, title.union(each, former)) for each, former in zip(counted, [[], *counted[:-1]], strict=True)]
    asked = set(pairwise(tokens(question, language)))
    neighbours = {pair for each in counted for pair in pairwise(each)}
    pairs = len(asked & neighbours) / len(asked) if asked else 0.0
    likely = sorted(range(len(texts)), key=lambda place: -one[place])[:_LIKELY]
    return (max(one, default=0.0), max(two, default=0.0), pairs), [texts[place] for place in likely]


def reordered(candidates: Sequence[Candidate], seen: Sequence[Clues]) -> list[tuple[Candidate, Clues]]:
    """The candidates with their clues, best first."""
    return sorted(zip(candidates, seen, strict=True), key=lambda each: -_score(*each))


def _score(candidate: Candidate, seen: Clues) -> float:
    weights, before = _weights()
    by_clues = sum(weight * value for weight, value in zip(weights, astuple(seen), strict=True))
    return float(before * candidate.fused + by_clues)


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    stored = tomllib.loads((files("reckoner.retrieval") / "rank.toml").read_text("utf-8"))
    return tuple(stored["clues"][name] for name in Clues.__dataclass_fields__), stored["fused"]
