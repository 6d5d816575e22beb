"""A question → the passages that answer it.

Words (BM25) and meaning (cosines) propose candidates; both, and the runs of four letters that a candidate shares with
the question, are brought to one scale and added; the first four are then ordered anew by how close together they hold
what is asked (``rank``). Meaning counts only where the encoder reads the language: elsewhere its nearest vectors are
noise, and adding ranks instead of scores lets that noise win.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reckoner.core import Language, Passage, composed, language_of
from reckoner.models.embeddings import Reranker

from .candidate import Candidate
from .evidence import evidence
from .grams import gram_scores
from .index import DocumentIndex
from .rank import Clues, clues, reordered
from .store import Filter, Found
from .tokens import question_tokens

_DEPTH = 30
"""Candidates by words and by meaning each; more of them found nothing more."""
_MOST = 1_000
"""Passages that a search returns at most."""
RANKED = 4
"""The first so many are ordered anew; more gained nothing, and what is found further down stays found."""
_READ_AGAIN = 20
"""Candidates that a cross-encoder orders."""
_UNKNOWN = 0.5
"""The evidence where nothing tells."""
_WEIGHTS = (0.4, 0.2, 0.4)
"""Of words, letters and meaning."""
_WITHOUT_MEANING = (0.5, 0.5, 0.0)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A passage, and why it stands where it does."""

    passage: Passage
    coverage: float
    """The share of the question's telling words that it holds."""
    words: float
    """By the question's words, 0 to 1 among the candidates."""
    letters: float
    """By its runs of four letters, likewise."""
    meaning: float
    """By meaning, likewise; 0 where the encoder does not read the language."""
    fused: float
    """The three together, weighted."""
    cosine: float | None
    """Of the chunk and the question; ``None`` where the encoder does not read the language."""
    clues: Clues | None
    """What ordered the first four; ``None`` for the others."""


def search(
    index: DocumentIndex, question: str, *, limit: int = 5, where: Filter | None = None, rank: bool = True
) -> list[Passage]:
    """The best passages for ``question``, best first.

    Each passage's ``score`` tells how likely its document speaks of what is asked, 0 to 1, whatever its rank (see
    ``evidence``).
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
    limit = min(limit, _MOST)
    found, vector = candidates(index, question, depth=max(_DEPTH, 2 * limit), where=where)
    first: Sequence[tuple[Candidate, Clues | None]] = ()
    if rank and index.reranker is not None:
        first = [(each, None) for each in _reread(index.reranker, question, found[:_READ_AGAIN])]
    elif rank:
        quick = vector if index.embeddings.quick else None
        likely = found[:RANKED]
        first = reordered(likely, clues(composed(question), likely, quick, index.embeddings.embed_documents))
    rest = found[len(first) : limit]
    shown = [*first, *((each, None) for each in rest)][:limit]
    if index.embeddings.quick:
        return [_hit(each, seen, each.cosine) for each, seen in shown]
    # What cosines mean differs from encoder to encoder: the evidence was calibrated for the one that ships inside.
    return [_hit(each, seen, None, foreign=each.found.language != language_of(question)) for each, seen in shown]


def candidates(
    index: DocumentIndex, question: str, *, depth: int = _DEPTH, where: Filter | None = None
) -> tuple[list[Candidate], list[float] | None]:
    """What may answer ``question``, best first, and the question's vector; ``None`` where the encoder cannot read it.

    Args:
        index: The documents.
        question: In English or Vietnamese.
        depth: How many by words and by meaning each.
        where: Search only among these.
    """
    if index.empty():
        return [], None
    question = composed(question)
    asked = question_tokens(question)
    words = [word for named in asked.values() for word in named]
    reads = language_of(question) in index.embeddings.languages
    vector = index.embeddings.embed_query(question) if reads else None
    # What is removed between these steps is in none of the later ones.
    lexical = index.lexical(words, depth, where)
    rarity = index.rarity(words)
    dense = index.dense(vector, depth, where) if vector is not None else {}
    found = index.chunks([*{**lexical, **dense}])
    cosines = index.cosines(vector, [*found]) if vector is not None else {}
    telling: dict[Language, dict[str, float]] = {
        language: {word: rarity[word] for word in named} for language, named in asked.items()
    }
    return _fused(question, telling, found, lexical, dense, cosines), vector


def _fused(
    question: str,
    telling: Mapping[Language, Mapping[str, float]],
    found: Mapping[int, Found],
    lexical: Mapping[int, float],
    dense: Mapping[int, float],
    cosines: Mapping[int, float],
) -> list[Candidate]:
    """What was found, by all that tells of it together, best first."""
    texts = [f"{each.title} {each.passage.section} {each.text}" for each in found.values()]
    letters = gram_scores(question, texts)
    words, meaning = _normalised(lexical), _normalised(dense)
    weights = _WEIGHTS if dense else _WITHOUT_MEANING
    candidates = []
    for (number, each), runs in zip(found.items(), letters, strict=True):
        scores = words.get(number, 0.0), runs, meaning.get(number, 0.0)
        candidates.append(
            Candidate(
                found=each,
                telling=telling.get(each.language, {}),
                words=scores[0],
                letters=scores[1],
                meaning=scores[2],
                fused=sum(weight * score for weight, score in zip(weights, scores, strict=True)),
                cosine=cosines.get(number),
            )
        )
    return sorted(candidates, key=lambda each: -each.fused)


def _normalised(scores: Mapping[int, float]) -> dict[int, float]:
    """From 0, the least, to 1, the most."""
    low, high = min(scores.values(), default=0), max(scores.values(), default=0)
    return {each: (score - low) / (high - low) if high > low else 1.0 for each, score in scores.items()}


def _reread(reranker: Reranker, question: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, in the order of a cross-encoder."""
    scores = reranker.scores(question, [each.found.text for each in found]) if found else []
    order = sorted(range(len(found)), key=lambda place: -scores[place])
    return [found[place] for place in order]


def _hit(candidate: Candidate, seen: Clues | None, cosine: float | None, *, foreign: bool = False) -> Hit:
    """A candidate as it is told of; ``foreign``: its words cannot be compared with the question's."""
    coverage = candidate.coverage()
    score = _UNKNOWN if foreign else evidence(coverage, cosine, seen)
    return Hit(
        passage=replace(candidate.found.passage, score=round(score, 4)),
        coverage=coverage,
        words=candidate.words,
        letters=candidate.letters,
        meaning=candidate.meaning,
        fused=candidate.fused,
        cosine=candidate.cosine,
        clues=seen,
    )
