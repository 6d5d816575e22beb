"""Which of the things that a counter does a message asks for: a linear model over its letters, meaning and cues.

Trained by ``training/intents.py``. What it was fitted on and how well it does stands in ``weights/README.md``.
"""

import itertools
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reckoner.core import fold

from ..encoder import encoder
from .cues import EMAIL, cues

_BUCKETS = 2**14
_CUE = 0.5
"""What a cue weighs against letters, whose vector has length one."""
_LENGTHS = (3, 4, 5)
_MASKED = (
    (EMAIL, " @mail "),
    (re.compile(r"#\s?\w*\d\w*|\b[Ww]\d{5,}\b"), " @order "),
    (re.compile(r"\d+"), " @number "),
)
"""What differs from customer to customer and says nothing of what is wanted."""


def features(text: str) -> NDArray[np.float32]:
    """What the model reads of a text, shape ``(n,)``: its words and runs of letters, its vector, and its cues."""
    plain = masked(text)
    bare = fold(plain)
    counts = Counter(_buckets(plain, bare))
    letters = np.zeros(_BUCKETS, np.float32)
    for bucket, count in counts.items():
        letters[bucket] = 1 + np.log(count)
    norm = float(np.linalg.norm(letters))
    patterns = (*cues("intents").values(), *cues("about").values())
    told = [_CUE * bool(pattern.search(bare)) for pattern in patterns]
    return np.concatenate([letters / (norm or 1.0), encoder().encode([plain])[0], np.array(told, np.float32)])


@lru_cache(4_096)
def wanted(text: str) -> Mapping[str, float]:
    """The probability of each intent; they sum to 1."""
    weights = _weights()
    scores = features(text) @ weights["weights"] + weights["bias"]
    likely = np.exp(scores - scores.max())
    return dict(zip(map(str, weights["names"]), (likely / likely.sum()).tolist(), strict=True))


def masked(text: str) -> str:
    """``text`` in small letters, with e-mail addresses and numbers by their kind."""
    plain = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    for pattern, name in _MASKED:
        plain = pattern.sub(name, plain)
    return " ".join(plain.split())


def _buckets(plain: str, bare: str) -> list[int]:
    """Hashes of words, pairs of words, and runs of letters, with their diacritics and without."""
    words, bare_words = re.findall(r"@?[^\W_]+", plain), re.findall(r"@?[^\W_]+", bare)
    told = [f"w {word}" for word in {*words, *bare_words}]
    told += [f"p {first} {second}" for first, second in itertools.pairwise(bare_words)]
    spaced = f" {' '.join(bare_words)} "
    told += [spaced[place : place + length] for length in _LENGTHS for place in range(len(spaced) - length + 1)]
    return [zlib.crc32(each.encode()) % _BUCKETS for each in told]


@cache
def _weights() -> dict[str, Any]:
    path = files("reckoner.models.mini") / "weights" / "intents.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
        return {**found, "weights": found["weights"].astype(np.float32)}
