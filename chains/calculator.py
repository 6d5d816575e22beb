"""Arithmetic within a thought, checked: each ``3 × 12 = 35`` is computed, and what is wrong is corrected with a mark.

Cobbe et al. 2021 give a model a calculator in this way, https://arxiv.org/abs/2110.14168.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fractions import Fraction

from reckoner.sandbox import Sandbox

from .answers import number_in

_NUMBER = r"[$€£]?\d[\d,]*(?:\.\d+)?%?"
_TERM = rf"\(*\s*[-−]?\s*{_NUMBER}\s*\)*"
_EQUATION = re.compile(
    rf"(?<![\w.,])(?P<left>{_TERM}(?:\s*(?:[-+*/×÷·−–:^]|\bx\b|\*\*)\s*{_TERM})+)\s*(?P<sign>=|≈)\s*"
    rf"(?P<right>[-−]?{_NUMBER})(?![\d.,]*\d|\s*[-+*/×÷·^])"
)
_SIGNS = str.maketrans(
    {"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-", "x": "*", "$": "", "€": "", "£": ""}
)
_TIMES = 3
_EXPONENT = re.compile(r"\^|\*\*")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """An equation of a thought that was wrong."""

    equation: str
    said: str
    right: str
    end: int
    """Where the equation ends in the text."""

    @property
    def marked(self) -> str:
        """The equation with what was said struck out and the right number beside it."""
        return f"{self.equation.removesuffix(self.said)}~~{self.said}~~ {self.right}"


async def corrections(text: str, sandbox: Sandbox) -> list[Correction]:
    """The equations in ``text`` whose right side is wrong, in their order."""
    equations = list(_EQUATION.finditer(text))
    if not equations:
        return []
    tried = ", ".join(f"_tried(lambda: {_program(each['left'])})" for each in equations)
    verdict = await sandbox.run(_HEAD + f"[{tried}]")
    values = verdict.value if isinstance(verdict.value, list) else []
    found = []
    for equation, value in zip(equations, values, strict=False):
        if isinstance(value, int | Fraction) and not _agrees(Fraction(value), equation):
            said = equation["right"]
            found.append(
                Correction(equation=equation[0], said=said, right=_like(Fraction(value), said), end=equation.end())
            )
    return found


async def corrected(
    text: str, go_on: Callable[[str], Awaitable[str]], sandbox: Sandbox
) -> tuple[str, tuple[Correction, ...]]:
    """``text`` with its wrong equations marked; after each, what follows is written anew, for it may rest on it.

    Args:
        text: A thought with its answer.
        go_on: Gives what follows a thought whose last equation was corrected. It is asked a few times at most.
        sandbox: Where the equations are computed.
    """
    found: list[Correction] = []
    while True:
        known = {each.equation for each in found}
        wrong = next((each for each in await corrections(text, sandbox) if each.equation not in known), None)
        if wrong is None:
            return text, tuple(found)
        found.append(wrong)
        marked = text[: wrong.end - len(wrong.equation)] + wrong.marked
        if len(found) > _TIMES:
            return marked + text[wrong.end :], tuple(found)
        plain = text[: wrong.end - len(wrong.said)] + wrong.right
        text = f"{marked}\n{(await go_on(plain)).strip()}"


_HEAD = """from fractions import Fraction
def _tried(compute):
    try:
        return compute()
    except Exception:
        return None
"""


def _program(left: str) -> str:
    """The left side as Python, its numbers exact; it holds digits and signs and nothing else."""
    plain = _EXPONENT.sub("**", left.translate(_SIGNS)).replace(",", "")
    plain = re.sub(r"(\d+(?:\.\d+)?)(%?)", lambda m: f"Fraction('{m[1]}'){'/100' if m[2] else ''}", plain)
    # A power of two fractions is a float where it is no whole one.
    return f"({plain})" if plain.count("(") == plain.count(")") else "None"


def _agrees(value: Fraction, equation: re.Match[str]) -> bool:
    """Whether the right side is ``value``, or ``value`` rounded to as many places as it has."""
    said = number_in(equation["right"])
    if said is None:
        return True
    if abs(value - said) <= abs(value) / 10**9:  # The noise of binary fractions is no mistake of the model's.
        return True
    places = len(equation["right"].rstrip("%").partition(".")[2])
    slack = Fraction(1, 10**places) / (1 if equation["sign"] == "≈" else 2)
    rounded = abs(value - said) <= slack if places or equation["sign"] == "≈" else value == said
    # 15 / 60 = 25% and 15 / 60 × 100 = 25% are both written.
    return rounded or ("%" in equation["right"] and abs(value * 100 - said) <= slack) or _cut(value, said, places)


def _cut(value: Fraction, said: Fraction, places: int) -> bool:
    """Whether ``said`` is ``value`` with further places left out."""
    return places >= 2 and 0 <= abs(value) - abs(said) < Fraction(1, 10**places) and (value < 0) == (said < 0)


def _like(value: Fraction, said: str) -> str:
    """``value`` in the manner of ``said``: its currency, its thousands, as many places as it needs."""
    percent = "%" if said.endswith("%") else ""
    number = value * 100 if percent and abs(value) <= 1 else value
    text = f"{float(number):.6f}".rstrip("0").rstrip(".") if number.denominator != 1 else str(number.numerator)
    whole, dot, places = text.partition(".")
    grouped = f"{int(whole):,}" if "," in said or (len(whole) > 4 and "," in said) else whole
    return f"{said[0] if said[0] in '$€£' else ''}{grouped}{dot}{places}{percent}"
