"""English rows with Vietnamese syllables in them, so that what is learned of the one is learned of the other.

After CoSDA-ML, Qin and others, 2020, https://arxiv.org/abs/2006.06402: words are exchanged for others of their meaning,
piece for piece, so that everything stays in its place.
"""

from collections.abc import Sequence
from functools import cache
from random import Random

from reckoner.models.mini.network import KNOWN

from .base import GLOSSES, syllables
from .sums import WEIGHTS

_ROWS = 0.35
"""So many rows are mixed."""
_LEAST, _MOST = 0.15, 0.5
"""Of such a row so many of the words that can be exchanged are."""


def mixed(ids: Sequence[int], random: Random) -> list[int]:
    """``ids``, or, now and then, with syllables in the place of some English words."""
    if random.random() > _ROWS:
        return list(ids)
    share = random.uniform(_LEAST, _MOST)
    meant, inner = _meant(), _inner()
    return [
        random.choice(meant[each])
        # A piece that another goes on from is no word.
        if each in meant and (place + 1 == len(ids) or ids[place + 1] not in inner) and random.random() < share
        else each
        for place, each in enumerate(ids)
    ]


@cache
def _meant() -> dict[int, list[int]]:
    """For each English word, by its piece, the syllables that mean it."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    tokenizer.no_padding()
    known = {each: KNOWN + place for place, each in enumerate(syllables())}
    found: dict[int, list[int]] = {}
    for line in GLOSSES.read_text("utf-8").splitlines():
        syllable, glosses = line.split("\t")
        for word in glosses.split()[:2]:
            ids = tokenizer.encode(word, add_special_tokens=False).ids
            if len(ids) == 1 and syllable in known:
                found.setdefault(ids[0], []).append(known[syllable])
    # The most frequent syllables stand first; the rarest meanings would only confuse.
    return {piece: places[:3] for piece, places in found.items()}


@cache
def _inner() -> frozenset[int]:
    """The pieces that go on a word."""
    from tokenizers import Tokenizer

    vocabulary = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")).get_vocab()
    return frozenset(place for piece, place in vocabulary.items() if piece.startswith("##"))
