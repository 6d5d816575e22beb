"""Calibrate ``retrieval/evidence.py`` on folders of questions some of whose documents are missing.

    python -m reckoner.training.evidence FOLDER [SET …]

The folder is one that ``reckoner eval retrieval`` takes. Every question is asked over a half and over a tenth of the
articles, so that the right one is often missing, with all its paragraphs. All sets count alike, and so do questions
whose article is there and missing. The weights are measured on articles that they were not fitted on, in five parts,
by how often one that is there gets more than one that is missing (AUROC).

Those in the repository were fitted on XQuAD (English and Vietnamese, CC BY-SA 4.0), COVID-QA (Apache-2.0) and PubMedQA
(MIT).
"""

import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from reckoner.core import fold
from reckoner.evaluation.retrieval import Collected, collections
from reckoner.retrieval import Document, DocumentIndex, Hit, hits
from reckoner.retrieval.evidence import features, model

from .logistic import Array, fitted, likelihood

WEIGHTS = Path(__file__).parents[1] / "retrieval" / "evidence.toml"
_PENALTY = 0.5
_COUNTS = 200
"""What the questions of one set whose article is there, or is missing, count together."""
_PARTS = 5
_SHARES = (2, 10)
"""One article of so many is there."""


@dataclass(frozen=True)
class Case:
    """What a question's best passage shows, and whether its document is there."""

    group: str
    part: int
    known: Mapping[str, float]
    there: bool


def main(folder: Path, names: list[str]) -> None:
    """Fit, measure and write ``evidence.toml``."""
    cases = [
        case
        for collected in collections(folder)
        if not names or collected.name in names
        for share in _SHARES
        for case in _cases(collected, share)
    ]
    text = "# The weights of retrieval/evidence.py, written by `python -m reckoner.training.evidence`.\n"
    for name in sorted({model(case.known) for case in cases}):
        mine = [case for case in cases if model(case.known) == name]
        print(f"{name}: {len(mine)} questions")
        _measure(mine)
        columns = [*mine[0].known, "bias"]
        found = zip(columns, _fit(mine), strict=True)
        text += f"\n[{name}]\n" + "".join(f"{column} = {weight:.3f}\n" for column, weight in found)
    WEIGHTS.write_text(text)


def _cases(collected: Collected, share: int) -> Iterator[Case]:
    there = {
        each.id for each in collected.passages if zlib.crc32(f"{share} {each.title or each.id}".encode()) % share == 0
    }
    with tempfile.TemporaryDirectory() as home:
        index = DocumentIndex(Path(home))
        for _ in index.add_all(
            Document(name=each.id, data=each.text.encode(), title=each.title or "")
            for each in collected.passages
            if each.id in there
        ):
            pass
        for typed in (str, fold) if collected.language == "vi" else (str,):
            group = f"{collected.name}{', no diacritics' if typed is fold else ''}, 1 of {share}"
            for query in collected.queries:
                part = zlib.crc32(min(query.relevant_ids).encode()) % _PARTS
                for rank in (True, False):
                    for hit in hits(index, typed(query.question), limit=1, rank=rank):
                        yield Case(group, part, _known(hit), not query.relevant_ids.isdisjoint(there))
        index.close()


def _known(hit: Hit) -> dict[str, float]:
    return features(hit.coverage, hit.cosine, hit.clues)


def _measure(cases: list[Case]) -> None:
    likely = np.zeros(len(cases))
    for part in range(_PARTS):
        weights = _fit([case for case in cases if case.part != part])
        of = np.array([case.part == part for case in cases])
        likely[of] = likelihood(_matrix(cases)[of], weights)
    there = np.array([case.there for case in cases])
    for group in sorted({case.group for case in cases}):
        of = np.array([case.group == group for case in cases])
        if len(set(there[of])) == 2:
            print(f"  {group}: AUROC {_auroc(likely[of], there[of]):.3f}, there {there[of].mean():.0%}")
    print(f"  all: AUROC {_auroc(likely, there):.3f}")


def _fit(cases: list[Case]) -> Array:
    """Weights and bias under which what is there, and what is missing, is likeliest."""
    sizes = Counter((case.group, case.there) for case in cases)
    counts = np.array([_COUNTS / sizes[case.group, case.there] for case in cases])
    return fitted(_matrix(cases), np.array([case.there for case in cases]), _PENALTY, counts)


def _matrix(cases: list[Case]) -> Array:
    return np.array([[*case.known.values()] for case in cases])


def _auroc(likely: Array, there: NDArray[np.bool_]) -> float:
    """How often one that is there gets more than one that is missing."""
    positives, negatives = there.sum(), (~there).sum()
    ranks = rankdata(likely)[there].sum()
    return float((ranks - positives * (positives + 1) / 2) / (positives * negatives))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
