"""How likely it is that the documents speak of what is asked, from what is known of one passage.

A logistic model over a few clues, calibrated by ``reckoner.training.evidence`` on questions some of whose documents are
missing; ``evidence.toml`` holds its weights. Whether the passage also answers the question, only a reader can tell.
"""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from .rank import Clues

CLUES = ("sentence", "sentences", "pairs", "closest")
"""Those of ``rank.Clues`` that tell of it."""


def features(coverage: float, cosine: float | None, clues: Clues | None) -> dict[str, float]:
    """What the evidence is weighed by."""
    known = {"coverage": coverage}
    if cosine is not None:
        known["cosine"] = cosine
    if clues is not None:
        known |= {name: getattr(clues, name) for name in CLUES if name != "closest" or cosine is not None}
    return known


def model(known: Mapping[str, float]) -> str:
    """The name of the weights that are for these features: with or without meaning, looked at closely or not."""
    return f"{'meaning' if 'cosine' in known else 'words'}{'_ranked' if 'sentence' in known else ''}"


def evidence(coverage: float, cosine: float | None, clues: Clues | None) -> float:
    """The likelihood, 0 to 1.

    Args:
        coverage: The share of the question's telling words that the passage holds.
        cosine: Of the question and the passage; ``None`` where the encoder does not read the language.
        clues: What the ranker saw; ``None`` where it did not look.
    """
    known = features(coverage, cosine, clues)
    weights = _weights()[model(known)]
    return 1 / (1 + math.exp(-weights["bias"] - sum(weights[name] * value for name, value in known.items())))


@cache
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads((files("reckoner.retrieval") / "evidence.toml").read_text("utf-8"))
