"""What stands beside a number says which argument it is: *a beta of 0.6*, *half life 8 days*, *latitude 59.33*."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from reckoner.core import fold

from .layout import Said, Sought

Place = tuple[int, int, int]
"""Where a number stands: turn, first character, after the last."""

_BEFORE: Final = 4
_AFTER: Final = 2
"""So many words count."""
_WORTH: Final = 30.0
"""How much likelier one word makes it."""
_MOST: Final = 2
"""Words that count at most."""
_CUT: Final = re.compile(r"[.;:!?](?!\d)|\n|, (?!\d)|\b(?:and|và|va)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{2,}|°?[cfk]\b")
_STOPS: Final = frozenset(
    "a an the of in on at to for from by with and or is are was as be it its this that number value amount given used "
    "default optional if not than total e g la va cua co cho voi so gia tri bang".split()
)


def told_beside(
    sought: Sequence[Sought], said: Sequence[Said], numbers: Sequence[Place]
) -> list[Mapping[Place, float]]:
    """For each of ``sought`` how much likelier the words beside each of ``numbers`` make it.

    Only words count that the name or the description of this argument alone holds.
    """
    names = [{*_listed(each.about)} if each.form == "number" else set[str]() for each in sought]
    shared = Counter(word for each in names for word in each)
    own = [{word for word in each if shared[word] == 1} for each in names]
    beside = {place: _beside(said[place[0]].text, place, numbers) for place in numbers}
    return [
        {place: _WORTH ** min(_MOST, len(words & mine)) for place, words in beside.items() if words & mine}
        for mine in own
    ]


def _beside(text: str, place: Place, numbers: Sequence[Place]) -> set[str]:
    turn, start, end = place
    after = min((each[1] for each in numbers if each[0] == turn and each[1] >= end), default=len(text))
    before = max((each[2] for each in numbers if each[0] == turn and each[2] <= start), default=0)
    left, right = _CUT.split(text[before:start])[-1], _CUT.split(text[end:after])[0]
    return {*_listed(left)[-_BEFORE:], *_listed(right)[:_AFTER]}


def _listed(text: str) -> list[str]:
    """The telling words of ``text`` in order, long ones by how they begin."""
    return [
        word[:6] if len(word) > 6 else word.removesuffix("s")
        for word in _WORD.findall(fold(text))
        if word not in _STOPS
    ]
