"""Answers as values: the last word of a text, the number that it states, and whether two answers are one."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reckoner.sandbox import Array, Expression

# A label that an answer stands behind. "A:" is one only in capitals and at the end.
_LABEL = re.compile(
    r"^[ \t]*(?:\*\*|#+[ \t]*)?(?:(?:so|therefore|thus|hence|vậy|do đó),?[ \t]+)?(?:the[ \t]+)?(?:final[ \t]+)?"
    r"(?:answer|đáp án|đáp số|trả lời|kết quả|câu trả lời)(?:[ \t]+(?:is|là))?(?:\*\*)?[ \t]*:[ \t]*(?:\*\*)?\s*(?=\S)"
    r"|^####[ \t]*(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_WITHIN = re.compile(
    r"\b(?:the (?:final )?(?:answer|result) is|đáp án là|đáp số là|kết quả là)[ \t:]*([^\n]+)", re.IGNORECASE
)
_REASON = re.compile(r",?[ \t]+(?:since|because|vì|bởi vì)[ \t].*$", re.IGNORECASE)
_WORDS = 3
_LONGEST = 200
"""Characters of an answer that is a number and its unit."""
# Expressions that look for what follows blanks take quadratic time over very many of them.
_BLANK = re.compile(r"[ \t]{20,}")

_CURRENCY = re.compile(r"US\$|[$€£¥₫]|\b(?:USD|VND|VNĐ|EUR|dollars?|đồng|đ)\b", re.IGNORECASE)
_DONG = re.compile(r"₫|\b(?:VND|VNĐ|đồng|đ)\b", re.IGNORECASE)
_FRAC = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]+)\}\s*\{([^{}]+)\}|(\d)(\d))")
_WRAPPED = re.compile(r"\\(?:text|mathrm|mbox|textbf)\s*\{([^{}]*)\}")
_NUMBER = r"[-+]?(?:\d[\d.,]*\d|\d|\.\d+)(?:[eE][-+]?\d{1,3})?"
# The whole answer: words before, one number, a unit after. Signs of mathematics make it something else.
_ANSWER = re.compile(
    rf"(?P<before>(?:[^\W\d_]+[.,:]?\s+){{0,6}})(?:[a-zA-Z]\w*\s*[=≈]\s*|[≈~]\s*)?"
    rf"(?:(?P<whole>[-+]?\d+)\s+(?=\d+\s*/))?(?P<number>{_NUMBER})(?:\s*/\s*(?P<below>{_NUMBER}))?"
    r"(?P<unit>\s*%|\s*(?:km|cm|mm|dm|kg|mg|ml|m|g|l|h|s)(?:[²³]|\^?[23])?(?:/[a-z]{1,4})?"
    r"|(?:\s+[^\W\d_]+(?:[./][^\W\d_]+)*[.²³]?){1,6}\s*|)",
)
_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "nghìn": 10**3, "ngàn": 10**3,
    "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
_MEASURES = frozenset("km m cm mm dm kg g mg l ml h s".split())


def split_answer(text: str) -> tuple[str, str]:
    """A reasoned text as its thought and its answer: what stands behind its last label, in its last box, or last."""
    text = _BLANK.sub("    ", text)
    labels = list(_LABEL.finditer(text))
    last = text.strip().rpartition("\n")[2]
    if last.startswith("A:") and not labels:
        return text.strip()[: -len(last)].strip(), _trimmed(last[2:])
    if labels and not _boxed(text[labels[-1].end() :]):
        answer = text[labels[-1].end() :].strip()
        return text[: labels[-1].start()].strip(), _trimmed(answer.splitlines()[0] if answer else "")
    return text.strip(), final_answer(text)


def final_answer(text: str) -> str:
    """What a reasoned text comes to; see ``split_answer``."""
    text = _BLANK.sub("    ", text)
    lines = [line for line in text.splitlines() if line.strip()]
    if boxed := _boxed(text):
        # Some write the one answer asked for on a line of its own after several boxes.
        return lines[-1].strip() if re.fullmatch(rf"\s*{_NUMBER}\s*", lines[-1]) else boxed
    if _LABEL.search(text) or (lines and lines[-1].startswith("A:")):
        return split_answer(text)[1]
    if found := _WITHIN.findall(text):
        return _trimmed(_REASON.sub("", found[-1]))
    return _trimmed(lines[-1]) if lines else ""


def number_in(text: str) -> Fraction | None:
    """The number that an answer is, exact; ``None`` where it is none, or more than a number and its unit.

    ``$1,200.50``, ``3/4``, ``\\frac{3}{4}``, ``1 1/2``, ``1.250.000 đồng``, ``3,5``, ``25%`` (which is 25), ``1.5e3``,
    ``5 triệu``.
    """
    if len(text) > _LONGEST:
        return None
    plain = _WRAPPED.sub(r" \1", _FRAC.sub(lambda m: f" {m[1] or m[3]}/{m[2] or m[4]}", text))
    plain = plain.replace("{,}", ",").replace("\\$", "$").replace("\\%", "%").replace("\\,", " ").replace("\\!", "")
    plain = re.sub(r"(?<![\d.,])(\d{1,3}(?: \d{3})+)(?![\d.,])", lambda m: m[1].replace(" ", ""), plain)
    dong = _DONG.search(plain) is not None
    plain = _CURRENCY.sub(" ", plain.replace("−", "-")).strip("$ .*")
    match = _ANSWER.fullmatch(re.sub(r"^-\s+", "-", plain))
    if match is None:
        return None
    parts = [_read(part, dong=dong) for part in (match["number"], match["below"] or "1")]
    if None in parts or parts[1] == 0:
        return None
    value = (parts[0] or Fraction(0)) / (parts[1] or Fraction(1))
    if match["whole"]:
        value = Fraction(int(match["whole"])) + (value if int(match["whole"]) >= 0 else -value)
    scale = next(iter(match["unit"].lower().split()), "")
    return value * _SCALES.get(scale, 1)


def same(first: Any, second: Any, *, close: float = 1e-9) -> bool:
    """Whether two answers are one: numbers by their value, whatever their type and writing; texts by their words."""
    first, second = _bare(first), _bare(second)
    numbers = [_number(each) for each in (first, second)]
    if None not in numbers:
        units = {unit for each in (first, second) if (unit := _measure(each))}
        return len(units) < 2 and _close(numbers[0], numbers[1], close)
    if isinstance(first, list | tuple) and isinstance(second, list | tuple) and len(first) == len(second):
        return all(same(*pair, close=close) for pair in zip(first, second, strict=True))
    if isinstance(first, dict) and isinstance(second, dict):
        keys = {str(key): value for key, value in second.items()}
        return len(first) == len(keys) and all(
            str(key) in keys and same(value, keys[str(key)], close=close) for key, value in first.items()
        )
    return _words(first) == _words(second)


def vote(answers: Sequence[Any]) -> tuple[int, int]:
    """Where the answer stands that most of ``answers`` agree on, and how many do; the first of two equals wins."""
    groups: list[list[int]] = []
    for place, answer in enumerate(answers):
        group = next((each for each in groups if same(answers[each[0]], answer)), None)
        if group is None:
            groups.append([place])
        else:
            group.append(place)
    largest = max(groups, key=len)
    return largest[0], len(largest)


def _boxed(text: str) -> str:
    start = text.rfind("\\boxed{")
    if start < 0:
        return ""
    depth, begin = 0, start + len("\\boxed{")
    for place in range(begin - 1, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[begin:place].strip()
    return text[begin:].strip()


def _trimmed(text: str) -> str:
    bare = text.strip().strip("* ")
    # A sentence keeps its full stop.
    bare = bare.rstrip(".").strip("* ") if len(bare.split()) <= _WORDS else bare
    # A pair of dollars is mathematics; a single one is money.
    return bare.strip("$").strip() if len(bare) > 1 and bare[0] == bare[-1] == "$" else bare


def _read(digits: str, *, dong: bool = False) -> Fraction | None:
    """A number with its separators. Three digits after a comma are thousands, other decimals; after a dot the other
    way round, but for đồng, which have no decimals."""
    if re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[-+]?\d{1,3}(?:\.\d{3})+,\d+", digits) or (
        dong and re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+", digits)
    ):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[-+]?\d+,\d+", digits):
        digits = digits.replace(",", ".")
    try:
        return Fraction(digits)
    except ValueError:
        return None


def _bare(value: Any) -> Any:
    """A list, array or mapping of one is that one."""
    while isinstance(value, list | tuple | dict | Array):
        items = value.items if isinstance(value, Array) else list(value.values() if isinstance(value, dict) else value)
        if len(items) != 1:
            break
        value = items[0]
    return value


def _number(value: Any) -> Fraction | float | complex | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() and abs(value.adjusted()) < 1_000 else None
    if isinstance(value, int | Fraction | float | complex):
        return value
    if isinstance(value, Expression):
        return value.approximate
    return number_in(value) if isinstance(value, str) else None


def _measure(value: Any) -> str:
    """The unit of measure that a text names after its number."""
    found = re.search(r"\d\s*([a-z]+)\s*$", value) if isinstance(value, str) else None
    return found[1] if found and found[1] in _MEASURES else ""


def _close(first: Any, second: Any, close: float) -> bool:
    if isinstance(first, int | Fraction) and isinstance(second, int | Fraction):
        left, right = Fraction(first), Fraction(second)
        return abs(left - right) <= Fraction(close) * max(abs(left), abs(right))
    try:
        one, other = complex(first), complex(second)
        size = max(abs(one), abs(other))
    except OverflowError:
        return False
    if not math.isfinite(size):
        return str(one) == str(other)
    # A float that should be nothing is often a very little.
    return abs(one - other) <= max(close * size, 1e-15)


def _words(value: Any) -> str:
    return re.sub(r"\s+|\.$|\$|\*\*", "", str(value).lower())
