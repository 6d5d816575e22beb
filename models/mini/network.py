"""The small networks of ``mini``, run by onnxruntime without torch: embedded word pieces in, states out."""

import os
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 384
KNOWN: Final = 30_522
"""Word pieces from here on are not the encoder's own but learned by a network, and so are those below ``MARKS``."""
MARKS: Final = 8

LEARNED: Final = "embed.added.weight"
"""The name under which a file of weights holds the embeddings that its network learned."""

Floats = NDArray[np.float32]


def weights(name: str, folder: str = "") -> Path:
    """A file of the weights that ship, or of those in another folder."""
    return (Path(folder) if folder else Path(str(files("reckoner.models.mini"))) / "weights") / name


@cache
def arrays(name: str, folder: str = "") -> dict[str, NDArray[Any]]:
    """The arrays of one file of weights."""
    from safetensors.numpy import load_file

    return load_file(weights(name, folder))


class Network:
    """A graph with its embeddings. Safe to use from several threads.

    Args:
        name: Of the graph among the weights.
        learned: Embeddings of marks and of pieces that the encoder did not know, shape ``(MARKS + pieces, WIDTH)``.
        threads: For one run; several runs side by side are faster than one with several threads.
        folder: Where the graph is, if not among the weights that ship.
    """

    def __init__(self, name: str, learned: NDArray[Any] | None = None, *, threads: int = 1, folder: str = "") -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            weights(name, folder).read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._kinds = len(self._session.get_inputs()) > 2
        self._learned = None if learned is None else learned.astype(np.float32)

    def run(self, ids: Sequence[int], kinds: Sequence[int] | None = None) -> Floats:
        """The graph's output for one row of word pieces, without the dimension of rows."""
        inputs: dict[str, NDArray[Any]] = {
            "embedded": self.embedded(ids)[None],
            "mask": np.ones((1, len(ids)), np.int64),
        }
        if self._kinds:
            inputs["kinds"] = np.array([kinds or [0] * len(ids)], np.int64)
        return np.asarray(self._session.run(None, inputs)[0][0], np.float32)

    def embedded(self, ids: Sequence[int]) -> Floats:
        """The embeddings of word pieces, shape ``(pieces, WIDTH)``."""
        table = arrays("words.safetensors")
        places = np.asarray(ids, np.int64)
        if self._learned is None:
            return np.asarray(table["rows"][places] * table["scales"][places], np.float32)
        new = (places < MARKS) | (places >= KNOWN)
        found = np.empty((len(places), WIDTH), np.float32)
        found[~new] = table["rows"][places[~new]] * table["scales"][places[~new]]
        own = places[new]
        found[new] = self._learned[np.where(own >= KNOWN, own - KNOWN + MARKS, own)]
        return found


class Heads:
    """Small layers over a graph's states.

    Args:
        stored: Their weights by name, as ``arrays`` has them.
    """

    def __init__(self, stored: dict[str, NDArray[Any]]) -> None:
        self._weights = {name: each.astype(np.float32) for name, each in stored.items() if name != LEARNED}

    def __getitem__(self, name: str) -> Floats:
        return self._weights[name]

    def linear(self, name: str, states: Floats) -> Floats:
        """A linear layer, of ``states`` with the width that it takes last."""
        return np.asarray(states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"], np.float32)


def gelu(values: Floats) -> Floats:
    """Gaussian error linear units (Hendrycks and Gimpel, 2016), by their approximation with tanh."""
    return np.asarray(0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3))), np.float32)


def log_sum(scores: NDArray[Any]) -> float:
    """The logarithm of the sum of the exponentials of all ``scores``."""
    top = float(scores.max())
    return top + float(np.log(np.exp(scores - top).sum()))


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
