"""What tools of elsewhere have in common: arguments held to a schema, answers that a model can read, plain names."""

import re
from typing import Any

from jsonschema import Draft202012Validator

from reckoner.core import ToolError

_SHOWN = 20_000
"""Characters of an answer that a model reads."""
_NAME = re.compile(r"[^a-zA-Z0-9_-]+")
_LONGEST_NAME = 64


def plain_name(told: str) -> str:
    """A name as every model's API takes it."""
    return _NAME.sub("_", told).strip("_")[:_LONGEST_NAME]


def shown(text: str) -> str:
    """As much of a long answer as a model reads, and how much more there is."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text) - _SHOWN} more characters)"


def check(validator: Draft202012Validator, arguments: dict[str, Any], name: str) -> None:
    """Hold ``arguments`` of the tool ``name`` to its schema.

    Raises:
        ToolError: They do not fit.
    """
    if wrong := next(iter(validator.iter_errors(arguments)), None):
        where = ".".join(map(str, wrong.absolute_path)) or name
        raise ToolError("api.arguments", where=where, why=wrong.message[:300])
