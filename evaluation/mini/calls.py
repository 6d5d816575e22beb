"""Whether a call is the right one, and each of its arguments."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reckoner.core import fold

from .cases import CallCase


def right_tool(case: CallCase, calls: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the right tool is called, and no other."""
    return [each["name"] for each in calls] == ([] if case.tool is None else [case.tool])


def right_arguments(case: CallCase, calls: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the right tool is called with all arguments that are right, and none besides."""
    if not right_tool(case, calls):
        return False
    given: Mapping[str, Any] = calls[0]["args"] if calls else {}
    if not {*given} <= {*case.arguments}:
        return False
    return all(_fits(name, allowed, given) for name, allowed in case.arguments.items())


def _fits(name: str, allowed: Sequence[Any], given: Mapping[str, Any]) -> bool:
    if name not in given:
        return any(each in ("", None) for each in allowed)
    return any(same(given[name], each) for each in allowed)


def same(value: Any, wanted: Any) -> bool:
    """Whether two values are one: numbers by value, texts but for case, space and punctuation, lists item by item."""
    if isinstance(value, bool) or isinstance(wanted, bool):
        return str(value).lower() == str(wanted).lower()
    if isinstance(wanted, list) or isinstance(value, list):
        both = isinstance(wanted, list) and isinstance(value, list)
        return both and len(value) == len(wanted) and all(map(same, value, wanted))
    numbers = _number(value), _number(wanted)
    if None not in numbers:
        return abs(float(numbers[0] or 0) - float(numbers[1] or 0)) < 1e-9
    return bare(str(value)) == bare(str(wanted))


def bare(text: str) -> str:
    """``text`` without case, spaces and punctuation, and without an article before it."""
    folded = re.sub(r"^(?:the|a|an) ", "", fold(text).strip())
    return re.sub(r"[^\w+#]|_", "", folded) or folded


def _number(value: Any) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip().lstrip("$€£").replace(",", "")
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None
