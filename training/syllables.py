"""Gather the Vietnamese syllables that ``mini`` reads whole.

    python -m reckoner.training.syllables DATA

Those with diacritics that stand in its data, those that have none by nature, and the most frequent of those that are
typed without theirs, unless the encoder's vocabulary has them as a word. ``DATA`` holds ``retrieval``. They go to
``syllables.txt`` of the weights.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reckoner.core import fold

from .sums import WEIGHTS

OWN = Path(__file__).parent / "data"
_WORD = re.compile(r"[a-zà-ỹđ]+")
_SHAPE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)
_LEAST_MARKED, _LEAST_PLAIN, _LEAST_BARE = 2, 8, 25
"""How often a syllable must stand in the data: with diacritics, without by nature, and counted without them."""


def main(data: Path) -> None:
    """Write the file."""
    marked: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for text in _texts(data):
        for word in _WORD.findall(text):
            (plain if word.isascii() else marked)[word] += 1
    bare: Counter[str] = Counter()
    for word, count in marked.items():
        bare[fold(word)] += count
    known = set(json.loads((WEIGHTS / "tokenizer.json").read_text("utf-8"))["model"]["vocab"])
    found = [word for word, count in marked.most_common() if count >= _LEAST_MARKED]
    new = [word for word, count in plain.most_common() if count >= _LEAST_PLAIN and _SHAPE.fullmatch(word)]
    new += [word for word, count in bare.most_common() if count >= _LEAST_BARE and word.isascii()]
    found += [word for word in dict.fromkeys(new) if word not in known and len(word) > 1]
    (WEIGHTS / "syllables.txt").write_text("".join(f"{each}\n" for each in found), encoding="utf-8")
    print(f"{len(found)} syllables")


def _texts(data: Path) -> Iterator[str]:
    """The Vietnamese strings of all files, in small letters."""
    for path in sorted([*OWN.rglob("*.jsonl"), *(data / "retrieval").glob("xquad-vi-*.jsonl")]):
        for line in path.read_text("utf-8").splitlines():
            for text in re.findall(r'"((?:[^"\\]|\\.)*)"', unicodedata.normalize("NFC", line).lower()):
                if sum(not each.isascii() for each in text) >= max(2, len(text) // 40):
                    yield text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
