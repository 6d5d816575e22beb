"""Texts as they are typed in a hurry: without apostrophes, marks and signs of money."""

import re
from random import Random

_SHARE = 0.25
"""So many texts are."""
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[a-z])")
_END = re.compile(r"[.!?;] (?=[A-ZÀ-ỸĐ])")
_MONEY = re.compile(r"[$£€](?=\d)")
_JOINTS = {"en": (" ", ", ", " and ", " "), "vi": (" ", ", ", " ", " rồi ")}


def careless(text: str, language: str, random: Random) -> str:
    """``text``, or, now and then, its last line as somebody types it who is in a hurry."""
    if random.random() > _SHARE:
        return text
    told, line_end, asked = text.rpartition("\n")
    asked = _APOSTROPHE.sub("", asked)
    asked = _END.sub(lambda _: random.choice(_JOINTS[language]), asked)
    if random.random() < 0.5:
        asked = _MONEY.sub("", asked)
    return told + line_end + (asked.rstrip(" ?.!") if random.random() < 0.6 else asked)
