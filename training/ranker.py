"""Train the weights of ``retrieval/rank.py`` on folders of questions whose passages are known.

    python -m reckoner.training.ranker FOLDER [SET …]

The folder is one that ``reckoner eval retrieval`` takes. The weights are those under which the right ones of the first
candidates are likeliest (a softmax over the candidates of each question: Cao et al. 2007, ListNet,
doi:10.1145/1273496.1273513), kept small by a quadratic penalty. They are also measured on documents that they were not
trained on, in five parts.

Those in the repository were trained on XQuAD (English and Vietnamese, CC BY-SA 4.0) and COVID-QA (Apache-2.0).
"""

import math
import sys
import tempfile
import zlib
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from reckoner.core import fold
from reckoner.evaluation.retrieval import Judge, collections, documents
from reckoner.retrieval import DocumentIndex
from reckoner.retrieval.rank import Clues, clues
from reckoner.retrieval.search import RANKED, candidates

WEIGHTS = Path(__file__).parents[1] / "retrieval" / "rank.toml"
_PENALTY = 2.0
_PARTS = 5
_START = 8.0
"""Of the weight of what fusion says: without any clue its order stands."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """The first candidates of one question."""

    group: str
    part: int
    """Questions about one document are in one part."""
    seen: Array
    """Their clues and, last, what fusion says: shape ``(candidates, clues + 1)``."""
    right: NDArray[np.bool_]


def main(folder: Path, names: list[str]) -> None:
    """Train, measure and write ``rank.toml``."""
    cases = [case for case in _cases(folder) if not names or case.group.partition(",")[0] in names]
    learned = np.zeros(len(cases), bool), np.zeros(len(cases), bool)
    for part in range(_PARTS):
        weights = _fit([case for case in cases if case.part != part])
        for place, case in enumerate(cases):
            if case.part == part:
                learned[0][place] = case.right[np.argmax(case.seen[:, -1])]
                learned[1][place] = case.right[np.argmax(case.seen @ weights)]
    for group in sorted({case.group for case in cases}):
        mine = [case.group == group for case in cases]
        print(f"{group}: right first {learned[0][mine].mean():.3f} → {learned[1][mine].mean():.3f}")
    weights = _fit(cases)
    named = "".join(f"{field.name} = {weight:.3f}\n" for field, weight in zip(fields(Clues), weights, strict=False))
    WEIGHTS.write_text(
        "# The weights of retrieval/rank.py, written by `python -m reckoner.training.ranker`.\n"
        f"fused = {weights[-1]:.3f}\n\n[clues]\n{named}"
    )


def _cases(folder: Path) -> list[Case]:
    cases = []
    for collected in collections(folder):
        with tempfile.TemporaryDirectory() as home:
            index = DocumentIndex(Path(home))
            for _ in index.add_all(documents(collected)):
                pass
            judge = Judge(collected, index)
            for typed in (str, fold) if collected.language == "vi" else (str,):
                group = f"{collected.name}, no diacritics" if typed is fold else collected.name
                for query in collected.queries:
                    question = typed(query.question)
                    found, vector = candidates(index, question)
                    first = found[:RANKED]
                    seen = clues(question, first, vector, index.embeddings.embed_documents, sway=math.inf)
                    told = [[*astuple(each), one.fused] for each, one in zip(seen, first, strict=True)]
                    cases.append(
                        Case(
                            group=group,
                            part=zlib.crc32(min(query.relevant_ids).encode()) % _PARTS,
                            seen=np.array(told),
                            right=np.array([judge.right(query, each.found.passage) for each in first]),
                        )
                    )
            index.close()
    return [case for case in cases if len(case.right)]


def _fit(cases: list[Case]) -> Array:
    """The likeliest weights; questions none of whose candidates is right teach nothing."""
    told = [case for case in cases if case.right.any()]
    seen = np.vstack([case.seen for case in told])
    right = np.concatenate([case.right / case.right.sum() for case in told])
    sizes = [len(case.right) for case in told]
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    of = np.repeat(np.arange(len(told)), sizes)

    def loss(weights: Array) -> tuple[float, Array]:
        scores = seen @ weights
        scores -= np.maximum.reduceat(scores, firsts)[of]
        likely = scores - np.log(np.add.reduceat(np.exp(scores), firsts))[of]
        penalty = np.append(weights[:-1], 0.0)
        gradient = seen.T @ (np.exp(likely) - right) + _PENALTY * penalty
        return float(-(right * likely).sum() + _PENALTY * (penalty**2).sum() / 2), gradient

    start = np.append(np.zeros(seen.shape[1] - 1), _START)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
