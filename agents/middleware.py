"""The small middlewares of our own: repair of calls that cannot be read, and writes that happen once."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ToolCallRequest, hook_config
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.config import get_config
from langgraph.runtime import Runtime
from langgraph.types import Command

from reckoner.core import ReckonerError
from reckoner.tools import Gate

from .memory import Memory

log = logging.getLogger(__name__)


class RepairCalls(AgentMiddleware[AgentState[Any], Any, Any]):
    """Answer each call whose arguments cannot be read with what is wrong, so that the model writes it again."""

    @hook_config(can_jump_to=["model"])
    async def aafter_model(self, state: AgentState[Any], runtime: Runtime[Any]) -> dict[str, Any] | None:
        last = state["messages"][-1]
        if not isinstance(last, AIMessage) or not last.invalid_tool_calls:
            return None
        answers = [
            ToolMessage(
                f"The arguments of {call['name']} are not valid JSON. Write the call again, with the whole JSON.",
                tool_call_id=call["id"] or "",
                name=call["name"] or "",
                status="error",
            )
            for call in last.invalid_tool_calls
        ]
        return {"messages": answers} if last.tool_calls else {"messages": answers, "jump_to": "model"}


class Once(AgentMiddleware[AgentState[Any], Any, Any]):
    """Make each call that changes something at most once, whatever crashes or is retried in between."""

    def __init__(self, gates: dict[str, Gate], memory: Memory) -> None:
        super().__init__()
        self._gates = gates
        self._memory = memory

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]],
    ) -> ToolMessage | Command[Any]:
        call = request.tool_call
        gate = self._gates.get(call["name"])
        if gate is None or not gate.asks:
            return await handler(request)
        key = _key(request)
        former = await self._memory.begin(key, call["name"])
        if former is not None and former.result:
            stored = json.loads(former.result)
            return ToolMessage(**stored, tool_call_id=call["id"], name=call["name"])
        if former is not None and not gate.repeatable:
            return ToolMessage(
                "This call was interrupted, and whether it took effect is not known. It was not made again. "
                "Check before asking for it once more.",
                tool_call_id=call["id"],
                name=call["name"],
                status="error",
            )
        result = await handler(request)
        if isinstance(result, ToolMessage):
            kept = {"content": result.text, "artifact": result.artifact, "status": result.status}
            await self._memory.finish(key, json.dumps(kept))
        return result


def _key(request: ToolCallRequest) -> str:
    """Thread, message and call: some models number their calls anew in every message."""
    messages = request.state["messages"]
    asking = next(message for message in reversed(messages) if isinstance(message, AIMessage))
    thread = get_config()["configurable"]["thread_id"]
    return f"{thread}:{asking.id}:{request.tool_call['id']}"


def tool_failed(error: Exception, request: ToolCallRequest) -> str:
    """What the model reads of a tool that failed. What is not ours says only its kind: it may hold secrets."""
    if isinstance(error, ReckonerError):
        return error.text()
    log.exception("The tool %s failed.", request.tool_call["name"], exc_info=error)
    return f"The tool failed ({type(error).__name__}). Try other arguments or go on without it."
