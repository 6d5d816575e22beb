"""Words that give away what a customer wants or tells, from ``patterns/counter.toml``. They read folded text."""

import re
from functools import cache

from ..patterns import patterns

Patterns = dict[str, re.Pattern[str]]


@cache
def cues() -> tuple[Patterns, Patterns]:
    """Those of what is wanted, and those of what is told about it."""
    found = patterns("counter")
    intents, about = ({name: re.compile(told) for name, told in found[part].items()} for part in ("intents", "about"))
    return intents, about
