"""The small middlewares of our own: limits, repair of calls that cannot be read, and writes that happen once."""

import json
import logging
import uuid
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from langchain.agents.middleware import (
    AgentMiddleware,
    AgentState,
    HumanInTheLoopMiddleware,
    InterruptOnConfig,
    ModelRequest,
    ModelResponse,
    ToolCallRequest,
)
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langchain_core.messages.ai import add_usage
from langgraph.config import get_config
from langgraph.types import Command

from reckoner.core import LimitReached, ReckonerError
from reckoner.models.catalogue import COST
from reckoner.models.native import UNREAD
from reckoner.tools import Gate, needs_approval

from .audit import Audit
from .memory import Memory

log = logging.getLogger(__name__)

ModelHandler = Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
ToolHandler = Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]]


class Limits(AgentMiddleware[AgentState[Any], Any, Any]):
    """End a turn that asks the model, or calls tools, too often.

    Counted from the messages since the question. LangChain's own limits are nodes of the graph, and
    so a checkpoint each at every step.
    """

    def __init__(self, *, steps: int, tools: int, writes: int, asking: Collection[str]) -> None:
        """
        Args:
            steps: How often a turn may ask the model.
            tools: How many tools a turn may call.
            writes: How many calls of ``asking`` a conversation may have made.
            asking: The names of tools that change something.
        """
        super().__init__()
        self._steps, self._tools, self._writes, self._asking = steps, tools, writes, asking

    async def awrap_model_call(self, request: ModelRequest[Any], handler: ModelHandler) -> ModelResponse[Any]:
        turn = since_question(request.state["messages"])
        if sum(isinstance(message, AIMessage) for message in turn) >= self._steps:
            done = "\n".join(message.text for message in turn if isinstance(message, ToolMessage))
            raise LimitReached("limit.steps", limit=self._steps, done=done)
        return await handler(request)

    async def awrap_tool_call(self, request: ToolCallRequest, handler: ToolHandler) -> ToolMessage | Command[Any]:
        messages = request.state["messages"]
        turn = since_question(messages)
        calls = [call["id"] for message in turn if isinstance(message, AIMessage) for call in message.tool_calls]
        call = request.tool_call
        if call["id"] not in calls[: self._tools]:
            why = f"No more than {self._tools} tools may be called in one turn. Answer with what there is."
        elif call["name"] in self._asking and self._made(messages, before=call["id"]) >= self._writes:
            why = f"No more than {self._writes} changes may be made in one conversation. Say so to the person."
        else:
            return await handler(request)
        return ToolMessage(why, tool_call_id=call["id"], name=call["name"], status="error")

    def _made(self, messages: Sequence[AnyMessage], before: str | None) -> int:
        """Changes that were made, and those that stand before a call in the same message."""
        done = sum(
            isinstance(message, ToolMessage) and message.name in self._asking and message.status != "error"
            for message in messages
        )
        answered = {message.tool_call_id for message in messages if isinstance(message, ToolMessage)}
        last = next(message for message in reversed(messages) if isinstance(message, AIMessage))
        asking = [call["id"] for call in last.tool_calls if call["name"] in self._asking]
        earlier = asking[: asking.index(before)] if before in asking else []
        return done + sum(call not in answered for call in earlier)


class RepairCalls(AgentMiddleware[AgentState[Any], Any, Any]):
    """Let the model write calls that cannot be read again, told what is wrong; give each call an id of its own.

    What it wrote wrong never enters the thread.
    """

    def __init__(self, *, tries: int = 2) -> None:
        super().__init__()
        self._tries = tries

    async def awrap_model_call(self, request: ModelRequest[Any], handler: ModelHandler) -> ModelResponse[Any]:
        response = await handler(request)
        drafts: list[AIMessage] = []
        for _ in range(self._tries):
            last = response.result[-1]
            if not isinstance(last, AIMessage) or not last.invalid_tool_calls:
                break
            drafts.append(last)
            complaints = [_complaint(call) for call in (*last.tool_calls, *last.invalid_tool_calls)]
            request = request.override(messages=[*request.messages, last, *complaints])
            response = await handler(request)
        return _with_own_ids(_with_drafts(response, drafts), request.state["messages"])


def _with_drafts(response: ModelResponse[Any], drafts: Sequence[AIMessage]) -> ModelResponse[Any]:
    """Let the last reply answer for the tokens, and the money, that drafts of it took too."""
    last = response.result[-1]
    if not drafts or not isinstance(last, AIMessage):
        return response
    usage, told = last.usage_metadata, dict(last.response_metadata)
    for draft in drafts:
        usage = add_usage(usage, draft.usage_metadata) if usage or draft.usage_metadata else None
        if COST in told or COST in draft.response_metadata:
            told[COST] = told.get(COST, 0.0) + draft.response_metadata.get(COST, 0.0)
    last = last.model_copy(update={"usage_metadata": usage, "response_metadata": told})
    return replace(response, result=[*response.result[:-1], last])


def _with_own_ids(response: ModelResponse[Any], messages: Sequence[AnyMessage]) -> ModelResponse[Any]:
    """Give each call that has no id, or one that is taken, an id of its own: a decision names its call by it."""
    taken = {call["id"] for message in messages if isinstance(message, AIMessage) for call in message.tool_calls}
    result: list[Any] = []
    for message in response.result:
        if isinstance(message, AIMessage) and message.tool_calls:
            calls = []
            for call in message.tool_calls:
                new = f"call_{uuid.uuid4().hex[:12]}" if not call["id"] or call["id"] in taken else call["id"]
                taken.add(new)
                calls.append({**call, "id": new})
            message = message.model_copy(update={"tool_calls": calls})
        result.append(message)
    return replace(response, result=result)


def _complaint(call: Mapping[str, Any]) -> ToolMessage:
    args = call["args"]
    if isinstance(args, dict):
        why = "was not made"
    elif call["name"] == UNREAD:
        why = f"cannot be read: {str(args).partition(':')[0]}"
    else:
        why = "has arguments that are not valid JSON"
    text = f"The call of {call['name']} {why}. Write every call again, whole."
    return ToolMessage(text, tool_call_id=call["id"] or "", name=call["name"] or "", status="error")


def since_question(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """The messages after the person's last."""
    asked = [place for place, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return list(messages[asked[-1] + 1 :]) if asked else list(messages)


def question_of(messages: Sequence[AnyMessage]) -> str:
    """The person's last message."""
    return next((str(message.text) for message in reversed(messages) if isinstance(message, HumanMessage)), "")


class Once(AgentMiddleware[AgentState[Any], Any, Any]):
    """Make each call that changes something at most once, whatever crashes or is retried in between."""

    def __init__(self, gates: dict[str, Gate], memory: Memory, audit: Audit) -> None:
        super().__init__()
        self._gates = gates
        self._memory = memory
        self._audit = audit

    async def awrap_tool_call(self, request: ToolCallRequest, handler: ToolHandler) -> ToolMessage | Command[Any]:
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
            await self._audit.note(
                "failed" if result.status == "error" else "done",
                thread=get_config()["configurable"]["thread_id"],
                call=call["id"] or "",
                tool=call["name"],
                arguments=call["args"],
                outcome=result.text,
            )
            kept = {"content": result.text, "artifact": result.artifact, "status": result.status}
            await self._memory.finish(key, json.dumps(kept))
        return result


def _key(request: ToolCallRequest) -> str:
    """Thread, message and call: some models number their calls anew in every message."""
    messages = request.state["messages"]
    asking = next(message for message in reversed(messages) if isinstance(message, AIMessage))
    thread = get_config()["configurable"]["thread_id"]
    return f"{thread}:{asking.id}:{request.tool_call['id']}"


class Foresee(AgentMiddleware[AgentState[Any], Any, Any]):
    """Ask nobody about what would be refused: the model is told at once."""

    def __init__(self, gates: dict[str, Gate], memory: Memory) -> None:
        super().__init__()
        self._gates = gates
        self._memory = memory

    async def awrap_tool_call(self, request: ToolCallRequest, handler: ToolHandler) -> ToolMessage | Command[Any]:
        call = request.tool_call
        gate = self._gates.get(call["name"])
        # What was begun already may have been done, and would be refused for that alone.
        if gate is None or gate.question is None or await self._memory.begun(_key(request)):
            return await handler(request)
        try:
            await gate.question(get_config()["configurable"]["thread_id"], call["id"] or "", call["args"])
        except Exception as error:
            why = tool_failed(error, request)
            return ToolMessage(why, tool_call_id=call["id"], name=call["name"], status="error")
        return await handler(request)


class Approval(HumanInTheLoopMiddleware[Any, Any, Any]):
    """LangChain's approval, one interrupt a call, without its hook after the model.

    That hook does nothing when calls are asked about one by one, but it is a node: one more checkpoint at every step.
    """

    after_model = AgentMiddleware.after_model
    aafter_model = AgentMiddleware.aafter_model

    def __init__(self, gates: Sequence[Gate]) -> None:
        asks = InterruptOnConfig(allowed_decisions=["approve", "edit", "reject"])
        needed = {name: asks for name, asked in needs_approval(gates).items() if asked}
        super().__init__(cast("dict[str, bool | InterruptOnConfig]", needed), interrupt_mode="per_call")


def tool_failed(error: Exception, request: ToolCallRequest) -> str:
    """What the model reads of a tool that failed. What is not ours says only its kind: it may hold secrets."""
    if isinstance(error, ReckonerError):
        return error.text()
    log.exception("The tool %s failed.", request.tool_call["name"], exc_info=error)
    return f"The tool failed ({type(error).__name__}). Try other arguments or go on without it."
