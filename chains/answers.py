"""Answers as values: the last word of a text, the number that it states, and whether two answers are one."""

import math
import re
from collections.abc import Hashable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from reckoner.sandbox import Array, Expression

Answer = TypeVar("Answer")

_STATED = re.compile(
    r"(?:^|[.\n])[ \t]*(?:\*\*|#+ )?(?:so |therefore,? |thus,? |hence,? |vậy,? |do đó,? )?(?:the )?(?:final )?"
    r"(?:answer|result|a|đáp án|đáp số|trả lời|kết quả|câu trả lời)(?:\*\*)?[ \t]*"
    r"(?:is|are|là|:|=)(?:\*\*)?[ \t]*:?[ \t]*(.+)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:the answer is|the final answer is|đáp án là|đáp số là|kết quả là)[ \t:]*([^\n]+)", re.IGNORECASE
)
_HASHES = re.compile(r"^####[ \t]*(.+)$", re.MULTILINE)
_FRAC = re.compile(r"\\[dt]?frac\s*\{([^{}]+)\}\s*\{([^{}]+)\}")
_WRAPPED = re.compile(r"\\(?:text|mathrm|mbox|textbf)\s*\{([^{}]*)\}")
_CURRENCY = re.compile(r"US\$|[$€£¥₫]|\b(?:USD|VND|VNĐ|EUR|dollars?|đồng|đ)\b", re.IGNORECASE)
_WORDS = 3
_NUMBER = r"[-+−]?(?:\d[\d.,]*\d|\d|\.\d+)(?:[eE][-+]?\d+)?"
_ONE_NUMBER = re.compile(rf"(?<![\w.])({_NUMBER})(?:\s*/\s*({_NUMBER}))?")


def final_answer(text: str) -> str:
    """What a reasoned text comes to: its last box, its ``Answer:``, its ``####``, or else its last line."""
    lines = [line for line in text.splitlines() if line.strip()]
    if boxed := _boxed(text):
        # Some write the one answer asked for on a line of its own after several boxes.
        return lines[-1].strip() if re.fullmatch(rf"\s*{_NUMBER}\s*", lines[-1]) else boxed
    for pattern in (_HASHES, _STATED, _WITHIN):
        if found := pattern.findall(text):
            return _trimmed(found[-1])
    return _trimmed(lines[-1]) if lines else ""


def number_in(text: str) -> Fraction | None:
    """The number that an answer states, exact; ``None`` where it states none, or several.

    ``$1,200.50``, ``3/4``, ``\\frac{3}{4}``, ``1.250.000 đồng``, ``3,5``, ``25%`` (which is 25), ``1.5e3``.
    """
    plain = _WRAPPED.sub(r" \1", _FRAC.sub(r"(\1)/(\2)", text)).replace("\\", "").replace("−", "-")
    plain = re.sub(r"\((-?[\d.,]+)\)/\((-?[\d.,]+)\)", r"\1/\2", _CURRENCY.sub(" ", plain))
    plain = plain.partition("=")[2] if re.fullmatch(r"\s*\w+\s*=.*", plain) else plain
    found = {value for match in _ONE_NUMBER.finditer(plain) if (value := _value(match)) is not None}
    return found.pop() if len(found) == 1 else None


def same(first: Any, second: Any, *, close: float = 1e-9) -> bool:
    """Whether two answers are one: numbers by their value, whatever their type and writing; texts by their words."""
    first, second = _bare(first), _bare(second)
    numbers = [_number(each) for each in (first, second)]
    if None not in numbers:
        return _close(numbers[0], numbers[1], close)
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


def _value(match: re.Match[str]) -> Fraction | None:
    parts = [_read(part) for part in match.groups() if part]
    if None in parts or (len(parts) == 2 and parts[1] == 0):
        return None
    values = [part for part in parts if part is not None]
    return values[0] / values[1] if len(values) == 2 else values[0]


def _read(digits: str) -> Fraction | None:
    """A number with its separators; three digits after a single comma are thousands, fewer are decimals."""
    if re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[-+]?\d{1,3}(?:\.\d{3})+,\d+", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[-+]?\d+,\d{1,2}|[-+]?\d+,\d{4,}", digits):
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
        return Fraction(value) if value.is_finite() else None
    if isinstance(value, int | Fraction | float | complex):
        return value
    if isinstance(value, Expression):
        return value.approximate
    return number_in(value) if isinstance(value, str) else None


def _close(first: Any, second: Any, close: float) -> bool:
    if isinstance(first, int | Fraction) and isinstance(second, int | Fraction):
        left, right = Fraction(first), Fraction(second)
        return abs(left - right) <= Fraction(close) * max(Fraction(1), abs(left), abs(right))
    try:
        one, other = complex(first), complex(second)
    except OverflowError:
        return False
    if not (math.isfinite(abs(one)) and math.isfinite(abs(other))):
        return str(one) == str(other)
    return abs(one - other) <= close * max(1.0, abs(one), abs(other))


def _words(value: Any) -> Hashable:
    return re.sub(r"[\s*×·]+|\.$|\$", "", str(value).lower())
