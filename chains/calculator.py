"""Arithmetic within a thought, checked: each ``3 × 12 = 35`` is computed, and what is wrong is corrected with a mark.

Cobbe et al. 2021 give a model a calculator in this way, https://arxiv.org/abs/2110.14168. What is not seen as a whole,
or can be read in two ways of which one is right, is left alone.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from reckoner.core import language_of
from reckoner.sandbox import Sandbox

# Everything is bounded: what is longer is no arithmetic that a thought holds, and would take long to look through.
_NUMBER = r"[$€£]?\d(?:[\d.,]{0,30}\d)?%?"
_TERM = rf"\({{0,3}}(?:[-−] ?)?{_NUMBER}\){{0,3}}"
_GAP = r"[ \t]{0,6}"
_EQUATION = re.compile(
    rf"(?P<left>{_TERM}(?:{_GAP}(?:[-+*/×÷·−–^]|(?<=\s):(?=\s)|\bx\b|\*\*){_GAP}{_TERM}){{1,20}})"
    rf"{_GAP}(?P<sign>=|≈){_GAP}"
    # What follows would change the number: a remainder, the rest of a fraction, a time or an expression.
    rf"(?P<right>[-−]?{_NUMBER})(?![\d²³]|[.,]\d|[ \t]*[-+*/×÷·^:\\]|[ \t]+\d"
    r"|[ \t]*\(?[ \t]*(?:dư|remainder|rem\b|[rR][ \t]?\d)"
    r"|[ \t]+[^\W\d]+[ \t]+(?:and|và)[ \t]+\d)"
)
# A left side that begins after these is only the end of one.
_BEFORE = re.compile(
    r"(?:[-+*/×÷·−–^√)!%\\~]|\d[ \t]*:|\d|"
    r"\b(?:of|log|ln|sin|cos|tan|sqrt|root|times|plus|minus|over|by|của|cộng|trừ|nhân|chia|mũ|căn|với|cho))"
    r"[ \t]*\Z|[.,]\Z",
    re.IGNORECASE,
)
_LATEX = {r"\times": "×", r"\cdot": "·", r"\div": "÷", r"\$": "$", "{,}": ","}
_SIGNS = str.maketrans(
    {"×": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-", "x": "*", "$": "", "€": "", "£": ""}
)
_EXPONENT = re.compile(r"\^|\*\*")
_TIMES = 3
_CONTEXT = 40
_EQUATIONS = 200
"""So many of a thought are checked."""
_LARGE, _HUGE = 10**15, 10**300
_WHOLE = Fraction(1, 1000)


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
    equations = list(islice(_equations(text), _EQUATIONS))
    if not equations:
        return []
    # Each in the two manners of writing numbers: 1,200.5 and 1.200,5.
    tried = [f"_tried(lambda: {_program(each['left'], point)})" for each in equations for point in ".,"]
    verdict = await sandbox.run(f"{_HEAD}[{', '.join(tried)}]")
    values = verdict.value if isinstance(verdict.value, list) and len(verdict.value) == len(tried) else []
    own = 1 if language_of(text) == "vi" else 0
    found = []
    for equation, pair in zip(equations, zip(values[::2], values[1::2], strict=True), strict=False):
        readings = [
            (Fraction(value), stated)
            for value, point in zip(pair, ".,", strict=True)
            if isinstance(value, int | Fraction)
            and -_HUGE < value < _HUGE
            and (stated := _read(equation["right"], point)) is not None
        ]
        if not readings or any(_agrees(value, stated, equation) for value, stated in readings):
            continue
        value = readings[min(own, len(readings) - 1)][0]
        said = equation["right"]
        begin = equation.start() + len(equation[0]) - len(equation[0].lstrip())
        found.append(
            Correction(equation=text[begin : equation.end()], said=said, right=_like(value, said), end=equation.end())
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
    # An equation that is marked is none any more.
    while wrong := next(iter(await corrections(text, sandbox)), None):
        found.append(wrong)
        marked = text[: wrong.end - len(wrong.equation)] + wrong.marked
        if len(found) > _TIMES:
            return marked + text[wrong.end :], tuple(found)
        plain = re.sub(r"~~.*?~~ ", "", marked)
        following = (await go_on(plain)).strip()
        text = f"{marked}\n{following}" if following else marked + text[wrong.end :]
    return text, tuple(found)


_HEAD = """from fractions import Fraction
from itertools import islice
def _tried(compute):
    try:
        return compute()
    except Exception:
        return None
"""


def _equations(text: str) -> Iterator[re.Match[str]]:
    """The equations that are seen as a whole."""
    for latex, sign in _LATEX.items():
        text = text.replace(latex, sign.ljust(len(latex)))
    for match in _EQUATION.finditer(text):
        left = match["left"].lstrip("( \n\t")
        begin = match.start() + len(match["left"]) - len(match["left"].lstrip())
        before = text[max(0, begin - _CONTEXT) : begin]
        if _BEFORE.search(before) or (before[-1:].isalnum() and not before.endswith("<<")):
            continue
        if left[0] in "-−" and re.search(r"[\w)]\s*$", before):
            continue
        if left.count("(") != left.count(")") and match["left"].count("(") != match["left"].count(")"):
            continue
        # 100 - 20% is 80 to some and 99.8 to others.
        if "%" not in left or not re.search(r"[-+−–]", left):
            yield match


def _program(left: str, point: str) -> str:
    """The left side as Python, its numbers exact; it holds digits and signs and nothing else."""
    plain = _EXPONENT.sub("**", left.translate(_SIGNS))

    def number(match: re.Match[str]) -> str:
        value = _read(match[0], point)
        return f"Fraction('{value}')" if value is not None else "None"

    return "(" + re.sub(r"\d(?:[\d.,]*\d)?%?", number, plain) + ")"


def _read(written: str, point: str) -> Fraction | None:
    """A number whose decimals begin with ``point``; a percentage is a fraction. ``None``: it cannot be read so."""
    digits = written.strip("$€£%").replace("−", "-").lstrip("-")
    group = "," if point == "." else "."
    if not re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{point}\d+)?|\d+(?:\{point}\d+)?", digits):
        return None
    value = Fraction(digits.replace(group, "").replace(point, "."))
    value = -value if written.lstrip("$€£").startswith(("-", "−")) else value
    return value / 100 if written.endswith("%") else value


def _agrees(value: Fraction, said: Fraction, equation: re.Match[str]) -> bool:
    """Whether the right side is ``value``, or ``value`` rounded to as many places as it has."""
    if abs(value - said) <= abs(value) / 10**9:  # The noise of binary fractions is no mistake of the model's.
        return True
    percent = equation["right"].endswith("%")
    places = len(re.split(r"[.,]", equation["right"].rstrip("%"))[-1]) if re.search(r"[.,]", equation["right"]) else 0
    # 15 / 60 = 25% and 15 / 60 × 100 = 25% are both written.
    pairs = [(value * 100, said * 100), (value, said * 100)] if percent else [(value, said)]
    slack = Fraction(1, 10**places) / (1 if equation["sign"] == "≈" else 2)
    for exact, stated in pairs:
        error = abs(exact - stated)
        if exact == stated or ((places or equation["sign"] == "≈") and error <= slack):
            return True
        if exact.denominator != 1 and error <= Fraction(1, 2) and error <= abs(exact) * _WHOLE:
            return True  # rounded to whole units
        if places >= 2 and 0 <= abs(exact) - abs(stated) < Fraction(1, 10**places):
            return True  # further places are left out
    return False


def _like(value: Fraction, said: str) -> str:
    """``value`` in the manner of ``said``: its currency, its separators, as many places as it needs."""
    percent = "%" if said.endswith("%") else ""
    number = value * 100 if percent else value
    whole_number = number.denominator == 1 or abs(number) >= _LARGE
    text = str(round(number)) if whole_number else f"{float(number):.6f}".rstrip("0").rstrip(".")
    whole, dot, places = text.partition(".")
    if re.search(r"\d,\d{3}\b", said):
        whole = f"{int(whole):,}"
    elif re.search(r"\d\.\d{3}\b", said) and not dot:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{said[0] if said[0] in '$€£' else ''}{whole}{dot}{places}{percent}"
