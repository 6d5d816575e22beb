"""The calls of a thread that wait for a person: what is asked, until when, and whether an edit fits."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.types import StateSnapshot
from pydantic import BaseModel, ValidationError

from reckoner.core import ApprovalError, ApprovalNeeded, Language, ToolError
from reckoner.tools import Gate
from reckoner.tools.remote import RemoteTool

from .decisions import Decision, Edit
from .taint import tainted


async def approvals(
    state: StateSnapshot, thread: str, gates: Mapping[str, Gate], hours: float, language: Language
) -> list[ApprovalNeeded]:
    """What ``state`` of ``thread`` waits for, each request good for ``hours``."""
    messages = state.values.get("messages", [])
    own = {name for name, gate in gates.items() if not gate.brings_text}
    expires = _expiry(state, hours).isoformat(timespec="seconds")
    waiting = []
    for interrupt in state.interrupts:
        asked = interrupt.value
        gate = gates[asked["name"]]
        waiting.append(
            ApprovalNeeded(
                call_id=asked["tool_call_id"],
                tool=asked["name"],
                arguments=asked["args"],
                risk=gate.risk,
                tainted=tainted(asked["args"], messages, own=own, known=_offered(gate)),
                expires=expires,
                question=await _question(gate, thread, asked, language),
            )
        )
    return waiting


def _offered(gate: Gate) -> str:
    """What a tool of ours says of itself and its arguments: choices that it offers are nobody's words."""
    # What servers of elsewhere say of their tools is others' text too.
    if isinstance(gate.tool, RemoteTool):
        return ""
    return json.dumps(convert_to_openai_tool(gate.tool), ensure_ascii=False)


async def _question(gate: Gate, thread: str, asked: Mapping[str, Any], language: Language) -> str:
    if gate.question is None:
        return ""
    try:
        return await gate.question(thread, asked["tool_call_id"], asked["args"])
    except ToolError as error:  # It would be refused; the person sees why.
        return error.text(language)


def expired(state: StateSnapshot, hours: float) -> bool:
    """Whether what ``state`` waits for was asked more than ``hours`` ago."""
    return datetime.now(UTC) > _expiry(state, hours)


def check_edit(gate: Gate, decision: Decision) -> None:
    """Raise ``ApprovalError`` where the arguments of an edit do not fit the tool."""
    if not isinstance(decision, Edit):
        return
    if gate.question is not None:
        # The person said yes to a question; of other arguments it would be another.
        raise ApprovalError("approval.no_edit", tool=gate.tool.name)
    try:
        schema = gate.tool.tool_call_schema
        if isinstance(schema, type) and issubclass(schema, BaseModel):
            schema.model_validate(decision.arguments)
    except ValidationError as error:
        raise ApprovalError("approval.bad_edit", tool=gate.tool.name, why=error.errors()[0]["msg"]) from error


def _expiry(state: StateSnapshot, hours: float) -> datetime:
    asked = datetime.fromisoformat(state.created_at) if state.created_at else datetime.now(UTC)
    return asked + timedelta(hours=hours)
