"""Which of several things a customer means, by the words they use for it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reckoner.core import fold

_SEVERAL = re.compile(r"\b(?:both|all|two|three|every|tat ca|ca hai|ca ba|hai|ba|het)\b")
_ORDER = re.compile(r"\b(?:don|order)(?: hang)?(?: ?#\w+| \w*\d\w*| do\b| nay\b| kia\b| nua\b| hang\b)")
"""An order, whose Vietnamese word is also that for *single*."""
_LESS = frozenset("the a an my one of for in to and with color size cai chiec mau size loai san pham".split())


def meant(items: Sequence[Mapping[str, Any]], text: str) -> list[Mapping[str, Any]] | None:
    """The items that ``text`` names, all that fit best; empty: it names none; ``None``: it does not tell which.

    Args:
        items: Each with ``name`` and ``options``.
        text: What the customer wrote.
    """
    said = _stems(_ORDER.sub(" ", fold(text)))
    spoken = {str(each["name"]): _stems(str(each["name"])) & said for each in items}
    # "The water bottle" is no water kettle: whose words all stand in a better match is not meant.
    named = [
        each for each in items if (held := spoken[each["name"]]) and not any(held < more for more in spoken.values())
    ]
    if not named:
        # "The blue one": by its options alone, where they tell.
        named = [each for each in items if _options(each, said)]
    if not named:
        return []
    chosen = []
    for name in dict.fromkeys(str(each["name"]) for each in named):
        alike = [each for each in named if each["name"] == name]
        most = max(_options(each, said) for each in alike)
        best = [each for each in alike if _options(each, said) == most]
        if len(best) > 1 and len(alike) > 1 and not _SEVERAL.search(fold(text)) and not _same(best):
            return None
        chosen += best[:1] if _same(best) and not _SEVERAL.search(fold(text)) else best
    return chosen


def likeness(name: str, text: str) -> float:
    """How much of a product's name ``text`` speaks of, from 0 to 1."""
    return _share(_stems(name), _stems(text))


def fits(options: Mapping[str, Any], text: str) -> int:
    """How many of a thing's options ``text`` names."""
    return _options({"options": options}, _stems(text))


def _same(items: Sequence[Mapping[str, Any]]) -> bool:
    return len({str(sorted(each["options"].items())) for each in items}) == 1


def _options(item: Mapping[str, Any], said: frozenset[str]) -> int:
    return sum(_stems(str(value)) <= said for value in item["options"].values() if _stems(str(value)))


def _share(name: frozenset[str], said: frozenset[str]) -> float:
    return len(name & said) / len(name) if name else 0.0


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", fold(text))
    return frozenset(_stem(word) for word in words if word not in _LESS)


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("es") and word[-3] in "sxh":
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
