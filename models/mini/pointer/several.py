"""Several of the values that a list may hold, by the words that say them: *when does it melt and boil*."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from reckoner.core import fold

from .schema import allowed, in_words

_STEM: Final = 4
"""Letters by which a longer word is known: *melt* for *melting*."""
_WORD: Final = re.compile(r"[^\W_]+")


def several(declared: Mapping[str, Any], text: str) -> list[Any] | None:
    """The values of a list that ``text`` names, in the order in which it does; ``None`` where any item would do or it names none."""
    items = declared.get("items")
    values = allowed(items) if declared.get("type") == "array" and isinstance(items, Mapping) else ()
    words = [_WORD.findall(fold(in_words(value))) for value in values]
    shared = Counter(word for each in words for word in set(each))
    folded = fold(text)
    found = []
    for value, each in zip(values, words, strict=True):
        own = [word for word in each if shared[word] == 1] or each
        if (place := _place(own, folded)) is not None:
            found.append((place, value))
    return [value for _, value in sorted(found, key=lambda each: each[0])] or None


def _place(words: Sequence[str], text: str) -> int | None:
    """Where ``text`` says all of ``words``, or writes them as one with marks amid."""
    if words and (joined := _as_one("".join(words)).search(text)):
        return joined.start()
    places = [next((each.start() for each in _WORD.finditer(text) if _alike(each[0], word)), None) for word in words]
    known = [place for place in places if place is not None]
    return min(known) if known and len(known) == len(places) else None


@lru_cache(maxsize=256)
def _as_one(letters: str) -> re.Pattern[str]:
    marks = r"[\W_]?".join(letters)
    return re.compile(rf"\b{marks}\b")


def _alike(said: str, word: str) -> bool:
    short, long = sorted((said, word), key=len)
    return said == word or (len(short) >= _STEM and long.startswith(short.removesuffix("s")))
