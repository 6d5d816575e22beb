"""Texts as the numbers of their word pieces, Vietnamese syllables whole with their diacritics."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from reckoner.core import lowered

from ..network import weights

CLS: Final = 101
SEP: Final = 102
TOOL: Final = 1
"""Stands before each tool; the numbers of marks are those that BERT's vocabulary keeps unused."""
ARGUMENT: Final = 2
VALUE: Final = 3
USER: Final = 4
OTHER: Final = 5
"""Stands before what anybody but the user said."""
QUESTION: Final = 6
NUMBER: Final = 7


@dataclass(frozen=True)
class Pieces:
    """The word pieces of one text."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    """Where each stands, in characters: first, and after the last."""


class Tokens:
    """A tokenizer: that of the encoder, and Vietnamese syllables that it would strip of what tells them apart."""

    def __init__(self) -> None:
        from tokenizers import AddedToken, Tokenizer

        syllables = weights("syllables.txt").read_text("utf-8").split()
        self._tokenizer: Any = Tokenizer.from_str(weights("tokenizer.json").read_text("utf-8"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.add_tokens([AddedToken(each, single_word=True, normalized=False) for each in syllables])
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, text: str) -> Pieces:
        encoded = self._tokenizer.encode(lowered(text), add_special_tokens=False)
        return Pieces(tuple(encoded.ids), tuple(encoded.offsets))

    @property
    def size(self) -> int:
        """How many different pieces there are."""
        return int(self._tokenizer.get_vocab_size())


@cache
def tokens() -> Tokens:
    """The one tokenizer of this process."""
    return Tokens()
