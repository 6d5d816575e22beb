"""What the rules for everyday problems make of a text."""

import math

from reckoner.core import language_of
from reckoner.models.mini.numbers import canonical
from reckoner.models.mini.problems import problem


def value(text: str) -> float | None:
    """The value of the formula that they find; ``None`` where they find none."""
    found = problem(canonical(text, language_of(text)))
    names = {"sqrt": math.sqrt, "pi": math.pi, "ceil": math.ceil, "abs": abs, "floor": math.floor}
    return eval(found.expression, names) if found else None
