"""How many runs of letters a question shares with texts: what stems and syllables miss, such as misspelt names.

Runs of four serve best: McNamee and Mayfield 2004, Character N-Gram Tokenization for European Language Text Retrieval.
"""

import re
from collections.abc import Sequence

import numpy as np

from reckoner.core import fold

_LENGTH = 4
_ENOUGH = 0.4
"""The share of the question's runs that a right passage holds nearly always."""
_GAP = re.compile(r"[\W_]+")
_K1, _B = 1.2, 0.75


def gram_scores(question: str, texts: Sequence[str]) -> list[float]:
    """How much of the question's runs of four letters each of ``texts`` holds, by BM25 among these texts alone.

    They are the candidates of one question: what nearly all of them hold tells nothing. The least gets 0 and the most
    1, or less where even that holds few.
    """
    grams = _grams(question)
    folded = [_spaced(text) for text in texts]
    if not grams or not folded:
        return [0.0] * len(folded)
    counts = np.array([[text.count(gram) for gram in grams] for text in folded], np.float64)
    lengths = np.array([len(text) for text in folded], np.float64)
    holding = (counts > 0).sum(axis=0)
    rarity = np.log(1 + (len(folded) - holding + 0.5) / (holding + 0.5))
    saturation = counts + _K1 * (1 - _B + _B * lengths / lengths.mean())[:, None]
    scores = (counts * (_K1 + 1) / saturation) @ rarity
    most = min(1.0, float((counts > 0).mean(axis=1).max()) / _ENOUGH)
    spread = scores.max() - scores.min()
    return [float(score) for score in (most * (scores - scores.min()) / spread if spread else scores * 0 + most)]


def _grams(text: str) -> list[str]:
    spaced = _spaced(text)
    return list(dict.fromkeys(spaced[place : place + _LENGTH] for place in range(len(spaced) - _LENGTH + 1)))


def _spaced(text: str) -> str:
    return _GAP.sub(" ", f" {fold(text)} ")
