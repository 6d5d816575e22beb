"""A write as it is agreed to."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Act:
    """A write with its arguments, and the key under which it is done once."""

    name: str
    arguments: str
    """As JSON, keys in order."""
    question: str = field(default="", compare=False)
    """What the customer is asked, in the shop's words; empty where the agent named the act itself."""
    key: str = field(compare=False, default_factory=lambda: uuid.uuid4().hex)

    @classmethod
    def of(cls, name: str, arguments: Mapping[str, Any]) -> "Act":
        """The same name and arguments make the same act."""
        return cls(name, json.dumps(arguments, sort_keys=True, ensure_ascii=False, default=str))

    @property
    def values(self) -> list[str]:
        """The arguments' values, one by one."""
        found: list[str] = []
        for value in json.loads(self.arguments).values():
            found += [str(each) for each in value] if isinstance(value, list) else [str(value)]
        return found
