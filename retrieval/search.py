"""A question → the passages that answer it.

Words (BM25) and meaning (cosines) propose candidates; both, and the runs of four letters that a candidate shares with
the question, are brought to one scale and added; the first four are then ordered anew by how close together they hold
what is asked (``rank``). Meaning counts only where the encoder reads the language: elsewhere its nearest vectors are
noise, and adding ranks instead of scores lets that noise win.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reckoner.core import Language, Passage, composed, language_of

from .grams import gram_scores
from .index import DocumentIndex
from .rank import Candidate, Clues, clues, reordered, share
from .store import Filter, Found
from .tokens import question_tokens, tokens

_DEPTH = 30
"""Candidates by words and by meaning each; more of them found nothing more."""
_MOST = 1_000
"""Passages that a search returns at most."""
RANKED = 4
"""The first so many are ordered anew; more gained nothing, and what is found further down stays found."""
_WEIGHTS = (0.4, 0.2, 0.4)
"""Of words, letters and meaning."""
_WITHOUT_MEANING = (0.5, 0.5, 0.0)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A passage, and why it stands where it does."""

    passage: Passage
    words: float
    """By the question's words, 0 to 1 among the candidates."""
    letters: float
    """By its runs of four letters, likewise."""
    meaning: float
    """By meaning, likewise; 0 where the encoder does not read the language."""
    fused: float
    """The three together, weighted."""
    clues: Clues | None
    """What ordered the first four; ``None`` for the others."""


def search(
    index: DocumentIndex, question: str, *, limit: int = 5, where: Filter | None = None, rank: bool = True
) -> list[Passage]:
    """The best passages for ``question``, best first.

    Each passage's ``score`` tells how far the question is covered by it, 0 to 1, whatever its rank: the share of the
    question's telling words that it holds, averaged with the cosine of their meaning where that is known.
    """
    return [hit.passage for hit in hits(index, question, limit=limit, where=where, rank=rank)]


def hits(
    index: DocumentIndex, question: str, *, limit: int = 5, where: Filter | None = None, rank: bool = True
) -> list[Hit]:
    """As ``search``, with the reasons.

    Args:
        index: The documents.
        question: In English or Vietnamese, the latter with or without diacritics.
        limit: How many at most.
        where: Search only among these.
        rank: Order the first four anew.
    """
    if index.empty():
        return []
    question, limit = composed(question), min(limit, _MOST)
    asked = question_tokens(question)
    words = [word for found in asked.values() for word in found]
    depth = max(_DEPTH, 2 * limit)
    reads = language_of(question) in index.embeddings.languages
    vector = index.embeddings.embed_query(question) if reads else None
    with index.reading():
        lexical = index.lexical(words, depth, where)
        dense = index.dense(vector, depth, where) if vector is not None else {}
        return _ordered(index, _Asked(question, asked, vector), lexical, dense, limit, rank=rank)


@dataclass(frozen=True)
class _Asked:
    question: str
    words: Mapping[Language, list[str]]
    """Its tokens, by the language of the passages that they are looked for in."""
    vector: list[float] | None
    """``None`` where the encoder does not read its language."""


def _ordered(
    index: DocumentIndex,
    asked: _Asked,
    lexical: Mapping[int, float],
    dense: Mapping[int, float],
    limit: int,
    *,
    rank: bool,
) -> list[Hit]:
    found = index.chunks([*{**lexical, **dense}])
    if not found:
        return []
    numbers = [*found]
    letters = gram_scores(asked.question, [_whole(found[each]) for each in numbers])
    runs = dict(zip(numbers, letters, strict=True))
    words, meaning = _normalised(lexical, numbers), _normalised(dense, numbers)
    weights = _WEIGHTS if dense else _WITHOUT_MEANING
    fused = {each: weights[0] * words[each] + weights[1] * runs[each] + weights[2] * meaning[each] for each in numbers}
    order = sorted(numbers, key=lambda each: -fused[each])
    rarity = index.rarity([word for found in asked.words.values() for word in found])
    telling = {each: _telling(asked.words, rarity, found[each]) for each in order[: max(limit, RANKED)]}
    seen: dict[int, Clues] = {}
    if rank:
        first = order[:RANKED]
        candidates = [
            Candidate(
                found=found[each],
                telling=telling[each],
                words=words[each],
                letters=runs[each],
                meaning=meaning[each],
            )
            for each in first
        ]
        vector = asked.vector if index.embeddings.quick else None
        looked = clues(asked.question, candidates, vector, index.embeddings.embed_documents)
        seen = dict(zip(first, looked, strict=True))
        order = [*reordered(seen, fused), *order[RANKED:]]
    return [
        Hit(
            passage=replace(found[each].passage, score=_evidence(found[each], telling[each], dense.get(each))),
            words=words[each],
            letters=runs[each],
            meaning=meaning[each],
            fused=fused[each],
            clues=seen.get(each),
        )
        for each in order[:limit]
    ]


def _whole(found: Found) -> str:
    return f"{found.title} {found.passage.section} {found.text}"


def _normalised(scores: Mapping[int, float], numbers: Sequence[int]) -> dict[int, float]:
    """From 0, the least (or what was not found), to 1, the most."""
    low, high = min(scores.values(), default=0), max(scores.values(), default=0)
    return {
        each: ((scores[each] - low) / (high - low) if high > low else 1.0) if each in scores else 0.0
        for each in numbers
    }


def _telling(asked: Mapping[Language, list[str]], rarity: Mapping[str, float], found: Found) -> dict[str, float]:
    """The question's words as this passage would hold them, each with its rarity."""
    return {word: rarity[word] for word in asked.get(found.language, [])}


def _evidence(found: Found, telling: Mapping[str, float], cosine: float | None) -> float:
    text = f"{found.passage.name} {found.passage.section} {found.passage.text}"
    coverage = share(telling, set(tokens(text, found.language)))
    return round(coverage if cosine is None else (coverage + max(0.0, cosine)) / 2, 4)
