"""What a person decides about a call that waits."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Approve:
    """Make the call as it was shown."""


@dataclass(frozen=True)
class Edit:
    """Make the call with these arguments instead."""

    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reject:
    """Do not make the call; the model is told why."""

    reason: str = ""


Decision = Approve | Edit | Reject


def as_answer(decision: Decision, tool: str) -> dict[str, Any]:
    """The decision in the form that LangChain's approval middleware takes."""
    match decision:
        case Approve():
            return {"type": "approve"}
        case Edit(arguments):
            return {"type": "edit", "edited_action": {"name": tool, "args": arguments}}
        case Reject(reason):
            return {"type": "reject", "message": reason} if reason else {"type": "reject"}
