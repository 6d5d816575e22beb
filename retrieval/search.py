"""A question → the passages that answer it: words and meaning, fused by normalised scores.

The weights are those measured best on English and Vietnamese questions; meaning counts only where the encoder reads the
question's language, since elsewhere its nearest vectors are noise.
"""

from collections.abc import Mapping
from dataclasses import replace

from reckoner.core import Passage, language_of

from .index import DocumentIndex
from .tokens import tokens

_DEPTH = 50
_LEXICAL_WEIGHT = 0.6


def search(index: DocumentIndex, question: str, *, limit: int = 5) -> list[Passage]:
    """The best passages for ``question``, best first.

    Each passage's ``score`` tells how far the question is covered by it, 0 to 1, whatever its rank: the share of the
    question's telling words that it holds, averaged with the cosine of their meaning where that is known.
    """
    if not index.sources():
        return []
    language = language_of(question)
    words = tokens(question, language)
    lexical = index.lexical(words, _DEPTH)
    dense = index.dense(question, _DEPTH) if language == "en" else {}
    fused = _fuse(lexical, dense)
    best = sorted(fused, key=lambda number: -fused[number])[:limit]
    passages = index.passages(best)
    rarity = index.rarity(words)
    return [
        replace(passages[number], score=_evidence(passages[number], words, rarity, dense.get(number)))
        for number in best
    ]


def _fuse(lexical: Mapping[int, float], dense: Mapping[int, float]) -> dict[int, float]:
    if not dense:
        return dict(lexical)
    by_words, by_meaning = _normalised(lexical), _normalised(dense)
    return {
        number: _LEXICAL_WEIGHT * by_words.get(number, 0) + (1 - _LEXICAL_WEIGHT) * by_meaning.get(number, 0)
        for number in {*lexical, *dense}
    }


def _normalised(scores: Mapping[int, float]) -> dict[int, float]:
    low, high = min(scores.values(), default=0), max(scores.values(), default=0)
    return {number: (score - low) / (high - low) if high > low else 1.0 for number, score in scores.items()}


def _evidence(passage: Passage, words: list[str], rarity: Mapping[str, float], cosine: float | None) -> float:
    held = set(tokens(f"{passage.name} {passage.section} {passage.text}", language_of(passage.text)))
    total = sum(rarity.values())
    coverage = sum(weight for word, weight in rarity.items() if word in held) / total if total else 0.0
    return round(coverage if cosine is None else (coverage + max(0.0, cosine)) / 2, 4)
