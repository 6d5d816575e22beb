"""How people say things, as tables of regular expressions and names."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def patterns(name: str) -> dict[str, Any]:
    """The table in ``{name}.toml``."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text("utf-8"))
