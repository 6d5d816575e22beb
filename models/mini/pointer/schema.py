"""A function's schema in the words that the encoder reads."""

import json
import re
from collections.abc import Mapping
from typing import Any

from .layout import Sought, name_in_words


def told(tool: Mapping[str, Any]) -> str:
    """A tool by its name and description."""
    return f"{name_in_words(tool['name'])}: {tool.get('description', '')}"


def sought(name: str, declared: Mapping[str, Any]) -> Sought:
    """An argument by its name and description, with the values that it may have."""
    about = f"{name_in_words(name)}: {declared.get('description', '')}"
    return Sought(about, tuple(map(in_words, allowed(declared))))


def allowed(declared: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values that an argument may have, where they are a list."""
    if "enum" in declared:
        return tuple(each for each in declared["enum"] if each is not None)
    if "const" in declared:
        return (declared["const"],)
    return (True, False) if declared.get("type") == "boolean" else ()


def in_words(value: Any) -> str:
    """An allowed value as a person might say it."""
    if isinstance(value, bool) or value in ("True", "False", "true", "false"):
        return "yes" if str(value).lower() == "true" else "no"
    if isinstance(value, str):
        return re.sub(r"[_]+", " ", value)
    return json.dumps(value)
