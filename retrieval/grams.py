"""How many runs of letters a question shares with texts: what stems and syllables miss, such as misspelt names.

Runs of four serve best: McNamee and Mayfield 2004, Character N-Gram Tokenization for European Language Text Retrieval.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from reckoner.core import fold

_LENGTH = 4
_ENOUGH = 0.4
"""The share of the question's runs that a right passage holds nearly always."""
_GAP = re.compile(r"[\W_]+")
_K1, _B = 1.2, 0.75
_HASH_BITS = 14
_END = " " * _LENGTH
"""Between two texts: no run of a question reaches over it."""


def gram_scores(question: str, texts: Sequence[str]) -> list[float]:
    """How much of the question's runs of four letters each of ``texts`` holds, by BM25 among these texts alone.

    They are the candidates of one question: what nearly all of them hold tells nothing. The least gets 0 and the most
    1, or less where even that holds few.
    """
    asked = np.unique(_runs(_spaced(question)))
    if not len(asked) or not texts:
        return [0.0] * len(texts)
    spaced = [_spaced(text) for text in texts]
    counts = _counts(asked, spaced)
    lengths = np.array([len(text) for text in spaced], np.float64)
    holding = (counts > 0).sum(axis=0)
    rarity = np.log(1 + (len(spaced) - holding + 0.5) / (holding + 0.5))
    saturation = counts + _K1 * (1 - _B + _B * lengths / lengths.mean())[:, None]
    scores = (counts * (_K1 + 1) / saturation) @ rarity
    most = min(1.0, float((counts > 0).mean(axis=1).max()) / _ENOUGH)
    spread = scores.max() - scores.min()
    return [float(score) for score in (most * (scores - scores.min()) / spread if spread else scores * 0 + most)]


def _counts(asked: NDArray[np.uint64], texts: Sequence[str]) -> NDArray[np.float64]:
    """How often each text holds each run: shape ``(texts, runs)``; all texts are looked through at once."""
    runs = _runs(_END.join(texts))
    # Most runs are none of the question's, which a glance at their hash tells.
    likely = np.zeros(1 << _HASH_BITS, bool)
    likely[_hashes(asked)] = True
    at = np.flatnonzero(likely[_hashes(runs)])
    places = np.searchsorted(asked, runs[at]).clip(max=len(asked) - 1)
    held = asked[places] == runs[at]
    starts = [*accumulate((len(text) + len(_END) for text in texts[:-1]), initial=0)]
    of = np.searchsorted(starts, at[held], side="right") - 1
    flat = np.bincount(of * len(asked) + places[held], minlength=len(texts) * len(asked))
    return flat.reshape(len(texts), len(asked)).astype(np.float64)


def _hashes(runs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """By multiplication with the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4)."""
    return (runs * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _HASH_BITS)


def _runs(text: str) -> NDArray[np.uint64]:
    """Each run as one number: sixteen bits a letter, which only rare signs share."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64) & np.uint64(0xFFFF)
    runs = np.zeros(max(0, len(codes) - _LENGTH + 1), np.uint64)
    for place in range(_LENGTH):
        runs |= codes[place : place + len(runs)] << np.uint64(16 * place)
    return runs


def _spaced(text: str) -> str:
    return _GAP.sub(" ", f" {fold(text)} ")
