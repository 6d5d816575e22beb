"""How many runs of letters a question shares with texts: what stems and syllables miss, such as misspelt names.

Runs of four serve best: McNamee and Mayfield 2004, Character N-Gram Tokenization for European Language Text Retrieval.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reckoner.core import fold

_LENGTH = 4
_ENOUGH = 0.4
"""The share of the question's runs that a right passage holds nearly always."""
_K1, _B = 1.2, 0.75
_HASH_BITS = 14
_KNOWN = 0x3000
"""Signs beyond this one are letters of other scripts, and stay what they are."""
_BLANK = ord(" ")

Codes = NDArray[np.uint64]
Places = NDArray[np.intp]


def gram_scores(question: str, texts: Sequence[str]) -> list[float]:
    """How much of the question's runs of four letters each of ``texts`` holds, by BM25 among these texts alone.

    They are the candidates of one question: what nearly all of them hold tells nothing. The least gets 0 and the most
    1, or less where even that holds few.
    """
    asked = np.unique(_runs(_folded([question])[0]))
    if not len(asked) or not texts:
        return [0.0] * len(texts)
    counts, lengths = _counts(asked, texts)
    holding = (counts > 0).sum(axis=0)
    rarity = np.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
    saturation = counts + _K1 * (1 - _B + _B * lengths / lengths.mean())[:, None]
    scores = (counts * (_K1 + 1) / saturation) @ rarity
    most = min(1.0, float((counts > 0).mean(axis=1).max()) / _ENOUGH)
    spread = scores.max() - scores.min()
    return [float(score) for score in (most * (scores - scores.min()) / spread if spread else scores * 0 + most)]


def _counts(asked: Codes, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How often each text holds each run, shape ``(texts, runs)``, and the texts' lengths; all are read at once."""
    codes, of = _folded(texts)
    runs = _runs(codes)
    # Most runs are none of the question's, which a glance at their hash tells.
    likely = np.zeros(1 << _HASH_BITS, bool)
    likely[_hashes(asked)] = True
    at = np.flatnonzero(likely[_hashes(runs)])
    places = np.searchsorted(asked, runs[at]).clip(max=len(asked) - 1)
    held = (asked[places] == runs[at]) & (of[at] == of[at + _LENGTH - 1])
    flat = np.bincount(of[at][held] * len(asked) + places[held], minlength=len(texts) * len(asked))
    lengths = np.bincount(of, minlength=len(texts))
    return flat.reshape(len(texts), len(asked)).astype(np.float64), lengths.astype(np.float64)


def _folded(texts: Sequence[str]) -> tuple[Codes, Places]:
    """The signs of all texts, folded, each stretch without letters as one blank; and the text that each is of."""
    raw = np.frombuffer("".join(f" {text} " for text in texts).encode("utf-32-le"), np.uint32)
    of = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    codes = np.where(raw < _KNOWN, _table()[np.minimum(raw, _KNOWN - 1)], raw & 0xFFFF).astype(np.uint64)
    again = np.zeros(len(codes), bool)
    again[1:] = (codes[1:] == _BLANK) & (codes[:-1] == _BLANK) & (of[1:] == of[:-1])
    return codes[~again], of[~again]


@cache
def _table() -> NDArray[np.uint32]:
    """What each sign is folded to; a blank for what is no letter or digit."""
    return np.array([ord(fold(chr(code))[0]) if chr(code).isalnum() else _BLANK for code in range(_KNOWN)], np.uint32)


def _runs(codes: Codes) -> Codes:
    """Each run as one number: sixteen bits a letter, which only rare signs share."""
    runs = np.zeros(max(0, len(codes) - _LENGTH + 1), np.uint64)
    for place in range(_LENGTH):
        runs |= codes[place : place + len(runs)] << np.uint64(16 * place)
    return runs


def _hashes(runs: Codes) -> Codes:
    """By multiplication with the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4)."""
    return (runs * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _HASH_BITS)
