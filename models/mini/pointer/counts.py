"""Words that stand for a number without being one: *a dozen*, *twice*, *both*, *half an*."""

import re
from typing import Final

_ENGLISH: Final = {
    "a couple": 2, "couple": 2, "a pair": 2, "pair": 2, "twice": 2, "both": 2, "a dozen": 12, "dozen": 12, "once": 1,
    "half a": 0.5, "half an": 0.5, "a half": 0.5, "one half": 0.5, "half": 0.5, "a quarter": 0.25, "one quarter": 0.25,
    "two halves": 1, "three quarters": 0.75, "one third": 1 / 3, "two thirds": 2 / 3,
}  # fmt: skip
_ONLY_ASKED: Final = {"a": 1, "an": 1, "one": 1, "single": 1, "myself": 1, "me": 1, "no": 0}
"""Numbers where a number is asked for; anywhere else they are words like others."""
_VIETNAMESE: Final = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "nua": 0.5,
    "mot nua": 0.5, "doi": 2,
}  # fmt: skip
_COUNTS: Final = {**_ENGLISH, **_ONLY_ASKED, **_VIETNAMESE}
PATTERN: Final = "|".join(each.replace(" ", "[ -]") for each in sorted(_ENGLISH, key=len, reverse=True))
"""Those that show a number wherever they stand, in English, folded."""
ALONE: Final = re.compile(
    rf"[ .,!]*(?P<number>{'|'.join(_VIETNAMESE)})(?: (?:a|nhe|nha|thoi|di|em|anh|chi|nguoi|ban))*[ .,!]*"
)
"""A turn of Vietnamese that is nothing but such a number: *hai ạ* answers "how many?"."""


def count(folded: str) -> float | None:
    """What the words, or the first of them, stand for."""
    plain = folded.replace("-", " ")
    return next((float(_COUNTS[each]) for each in (plain, plain.split(" ")[0]) if each in _COUNTS), None)
