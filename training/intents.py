"""Fit the model that tells what a shop's customer wants, ``models/mini/counter/wanted.py``.

    python -m reckoner.training.intents [TEST …]

It is fitted on ``data/intents.jsonl`` (``text``, ``language``, ``intent``), which was written for it and holds no real
customer's words; files named on the command line, of the same form, are for measuring alone. Multinomial logistic
regression, its penalty chosen by cross-validation over parts that came from different writers (``writer``).
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from reckoner.models.mini.counter.wanted import features

from .sums import WEIGHTS, write_sums

DATA = Path(__file__).parent / "data" / "intents.jsonl"
_PENALTIES = (0.03, 0.1, 0.3)

Array = NDArray[np.float64]
Row = dict[str, Any]


def main(tests: list[Path]) -> None:
    """Fit, measure and write the weights."""
    rows = read(DATA)
    names = sorted({row["intent"] for row in rows})
    inputs, targets = _inputs(rows), np.array([names.index(row["intent"]) for row in rows])
    writers = np.array([row["writer"] for row in rows])
    scores = {penalty: _across(inputs, targets, writers, penalty) for penalty in _PENALTIES}
    for penalty, score in scores.items():
        print(f"penalty {penalty}: {score:.3f} on writers that were left out")
    penalty = max(scores, key=scores.__getitem__)
    weights, bias = fit(inputs, targets, len(names), penalty)
    np.savez_compressed(
        WEIGHTS / "intents.npz", weights=weights.astype(np.float16), bias=bias.astype(np.float32), names=np.array(names)
    )
    write_sums()
    for path in tests:
        _measure(read(path), names, weights, bias, path.stem)


def read(path: Path) -> list[Row]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def fit(inputs: Array, targets: NDArray[np.int64], classes: int, penalty: float) -> tuple[Array, Array]:
    """Weights, shape ``(features, classes)``, and bias of the likeliest model under an L2 penalty."""
    count, width = inputs.shape
    wanted = np.eye(classes)[targets]

    def loss(flat: Array) -> tuple[float, Array]:
        weights, bias = flat[: width * classes].reshape(width, classes), flat[width * classes :]
        scores = inputs @ weights + bias
        logs = scores - logsumexp(scores, axis=1, keepdims=True)
        wrong = np.exp(logs) - wanted
        gradient = np.concatenate([(inputs.T @ wrong + penalty * weights).ravel(), wrong.sum(0)])
        return float(-(logs * wanted).sum() + penalty / 2 * (weights**2).sum()) / count, gradient / count

    found = minimize(loss, np.zeros((width + 1) * classes), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return found.x[: width * classes].reshape(width, classes), found.x[width * classes :]


def _across(inputs: Array, targets: NDArray[np.int64], writers: NDArray[Any], penalty: float) -> float:
    """The share that is right where each writer in turn is left out."""
    right = 0
    for writer in sorted(set(writers.tolist())):
        out = writers == writer
        weights, bias = fit(inputs[~out], targets[~out], int(targets.max()) + 1, penalty)
        right += int(((inputs[out] @ weights + bias).argmax(1) == targets[out]).sum())
    return right / len(targets)


def _inputs(rows: list[Row]) -> Array:
    return np.array([features(row["text"]) for row in rows], np.float64)


def _measure(rows: list[Row], names: list[str], weights: Array, bias: Array, title: str) -> None:
    scores = _inputs(rows) @ weights + bias
    chosen = scores.argmax(1)
    sure = np.exp(scores.max(1) - logsumexp(scores, axis=1))
    for language in ("en", "vi"):
        mine = [place for place, row in enumerate(rows) if row["language"] == language]
        right = [names[chosen[place]] == rows[place]["intent"] for place in mine]
        confident = [ok for ok, place in zip(right, mine, strict=True) if sure[place] >= 0.5]
        share = f"{sum(confident)} of {len(confident)} that it is sure of"
        print(f"{title} {language}: {sum(right)} of {len(right)}; {share}")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
