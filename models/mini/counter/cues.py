"""Words that give away what a customer wants or tells, from ``patterns/counter.toml``. They read folded text."""

import re
from functools import cache
from typing import Literal

from ..patterns import patterns

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
Patterns = dict[str, re.Pattern[str]]


@cache
def cues(part: Literal["intents", "about", "flow"]) -> Patterns:
    """Those of what is wanted, of what is told about it, or of what else is said."""
    return {name: re.compile(told) for name, told in patterns("counter")[part].items()}
