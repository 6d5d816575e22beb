"""Programs over quantities: each step joins two, and what it makes is one more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

MOST: Final = 8
"""Steps of a program."""
SIGNS: Final = ("+", "*", "-", "/", "floor", "ceil", "mod")
"""``floor`` is how often the second goes into the first, ``ceil`` how many of it hold the first, ``mod`` what is left over."""
_ROUNDED: Final = {"floor": "floor", "ceil": "ceiling"}
_SHARE: Final = re.compile(r"\((\d+(?:\.\d+)?) / 100\)")
_TURNING: Final = SIGNS[2:]
KINDS: Final = (*SIGNS, *(f"{sign}~" for sign in _TURNING))
"""What can be done with two quantities; ``~`` has them in turned order."""


@dataclass(frozen=True)
class Step:
    """``left`` and ``right`` are places among constants, numbers of the text, and results of former steps, in that order."""

    sign: str
    left: int
    right: int

    def of(self, values: Sequence[Fraction]) -> Fraction | None:
        """Its result, or ``None`` where it has none."""
        return applied(self.sign, values[self.left], values[self.right])


def applied(sign: str, left: Fraction, right: Fraction) -> Fraction | None:
    """``left`` and ``right`` joined; ``None`` where that has no value."""
    if sign in "+*-":
        return {"+": left + right, "*": left * right, "-": left - right}[sign]
    if not right:
        return None
    ratio = left / right
    return {"/": ratio, "floor": Fraction(floor(ratio)), "ceil": Fraction(ceil(ratio)), "mod": left % right}[sign]


def written(steps: Sequence[Step], names: Sequence[str]) -> str:
    """The program as one expression."""
    told = list(names)
    for step in steps:
        told.append(_joined(step.sign, told[step.left], told[step.right]))
    last = told[-1]
    return last[1:-1] if steps and last.startswith("(") else last


def _joined(sign: str, left: str, right: str) -> str:
    if sign == "*" and right == "1":
        return left  # A number of the text that is the answer itself.
    if sign == "*" and right == "100" and (share := _SHARE.fullmatch(left)):
        return share[1]
    if sign in SIGNS[:4]:
        return f"({left} {sign} {right})"
    return f"Mod({left}, {right})" if sign == "mod" else f"{_ROUNDED[sign]}({left} / {right})"
