"""How a turn is answered: with tools by turns (ReAct), by a program (PAL), or by thinking in steps (chain of thought).

ReAct: Yao et al. 2022, https://arxiv.org/abs/2210.03629; the other two: ``reckoner.chains``.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.config import get_config

from reckoner.chains import GO_ON, corrected, split_answer
from reckoner.core import Strategy, ToolError, fold
from reckoner.sandbox import Sandbox, read_program

from .history import TAKEN, THOUGHT
from .middleware import ModelHandler, question_of, since_question
from .prompts import prompt

Taken = Literal["react", "pal", "cot"]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ASKS_HOW_MUCH = re.compile(
    r"\b(?:how (?:many|much|long|far|old|fast|often)|what (?:is|was|are|percentage|fraction)|bao nhieu|hoi may)\b"
    r"|(?:^|[.?!;] )(?:find|calculate|compute|tinh|tim)\b"
)
_ELSEWHERE = re.compile(
    r"\b(documents?|files?|pdf|page|contract|report|handbook|policy|save|send|e-?mail|search|according to"
    r"|tai lieu|tep|trang|hop dong|bao cao|so tay|chinh sach|luu|gui|theo)\b"
)
_STORY = 15
"""Words; a shorter question is one calculation, for which a tool is quicker than a program."""


class Strategize(AgentMiddleware[AgentState[Any], Any, Any]):
    """Ask the model in the manner that was chosen, and note which it was.

    Args:
        default: For turns that name none.
        sandbox: Where the arithmetic of thoughts is checked.
    """

    def __init__(self, default: Strategy, sandbox: Sandbox) -> None:
        super().__init__()
        self._default = default
        self._sandbox = sandbox

    async def awrap_model_call(self, request: ModelRequest[Any], handler: ModelHandler) -> ModelResponse[Any]:
        turn = since_question(request.state["messages"])
        asked: Strategy = get_config()["configurable"].get("strategy") or self._default
        strategy = _noted(turn) or choose(asked, question_of(request.state["messages"]), request.model)
        computes = any(isinstance(message, ToolMessage) for message in turn)
        if strategy == "cot":
            response = await self._think(request, handler)
        elif strategy == "pal" and not computes:
            response = _as_call(await handler(_for_program(request, only=asked == "pal")))
        else:
            response = await handler(request if takes_tools(request.model) else _without_tools(request))
        return replace(response, result=[_stamped(message, strategy) for message in response.result])

    async def _think(self, request: ModelRequest[Any], handler: ModelHandler) -> ModelResponse[Any]:
        request = _without_tools(request.override(system_message=SystemMessage(prompt("cot"))))
        response = await handler(request)
        last = response.result[-1]
        if not isinstance(last, AIMessage):
            return response

        async def go_on(so_far: str) -> str:
            told = [*request.messages, AIMessage(so_far), HumanMessage(GO_ON)]
            return str((await handler(request.override(messages=told))).result[-1].text)

        text = str(last.text)
        try:
            text, _ = await corrected(text, go_on, self._sandbox)
        except ToolError:
            # Without a sandbox a thought is taken as it is.
            text = str(last.text)
        thought, answer = split_answer(text)
        kept = {**last.additional_kwargs, THOUGHT: thought}
        return replace(
            response,
            result=[*response.result[:-1], last.model_copy(update={"content": answer, "additional_kwargs": kept})],
        )


def choose(asked: Strategy, question: str, model: BaseChatModel) -> Taken:
    """The strategy for a question.

    A model that follows rules instead of instructions answers in its own manner. ``auto`` takes a program for a story
    with numbers that nothing but itself is needed for, tools for everything else, and without tools a thought.
    """
    if not getattr(model, "follows_instructions", True):
        return "react"
    if asked != "auto":
        return asked
    if computable(question):
        return "pal"
    return "react" if takes_tools(model) else "cot"


def computable(question: str) -> bool:
    """Whether a question is a story with numbers that asks for another number, and names nothing to be looked up."""
    plain = fold(question)
    return (
        len(_NUMBER.findall(plain)) >= 2
        and len(plain.split()) >= _STORY
        and _ASKS_HOW_MUCH.search(plain) is not None
        and _ELSEWHERE.search(plain) is None
    )


def takes_tools(model: BaseChatModel) -> bool:
    """Whether the model can be given tools."""
    profile = getattr(model, "profile", None) or {}
    overrides = type(model).bind_tools is not BaseChatModel.bind_tools
    return bool(profile.get("tool_calling", overrides))


def _noted(turn: Sequence[AnyMessage]) -> Taken | None:
    return next((message.additional_kwargs[TAKEN] for message in turn if TAKEN in message.additional_kwargs), None)


def _for_program(request: ModelRequest[Any], *, only: bool) -> ModelRequest[Any]:
    """Ask for a program; ``only``: there are no other tools."""
    asked = SystemMessage(f"{request.system_prompt or ''}\n\n{prompt('pal')}".strip())
    request = request.override(system_message=asked)
    if not takes_tools(request.model):
        return _without_tools(request)
    return request.override(tools=[tool for tool in request.tools if _name(tool) == "python"]) if only else request


def _without_tools(request: ModelRequest[Any]) -> ModelRequest[Any]:
    """Without tools a model must not find calls in the conversation either: they become words."""
    return request.override(tools=[], tool_choice=None, messages=[_in_words(message) for message in request.messages])


def _in_words(message: AnyMessage) -> AnyMessage:
    if isinstance(message, ToolMessage):
        return HumanMessage(f"[{message.name}] {message.text}")
    if isinstance(message, AIMessage) and message.tool_calls:
        code = "\n\n".join(f"```python\n{call['args'].get('code', call['args'])}\n```" for call in message.tool_calls)
        return AIMessage(f"{message.text}\n{code}".strip())
    return message


def _as_call(response: ModelResponse[Any]) -> ModelResponse[Any]:
    """A program that was written into the answer becomes a call of ``python``."""
    last = response.result[-1]
    if not isinstance(last, AIMessage) or last.tool_calls or last.invalid_tool_calls:
        return response
    written = read_program(str(last.text))
    if not written.cells:
        return response
    call = {
        "name": "python",
        "args": {"code": written.code},
        "type": "tool_call",
        "id": f"call_{uuid.uuid4().hex[:12]}",
    }
    return replace(
        response, result=[*response.result[:-1], last.model_copy(update={"content": "", "tool_calls": [call]})]
    )


def _stamped(message: Any, strategy: Taken) -> Any:
    if not isinstance(message, AIMessage):
        return message
    return message.model_copy(update={"additional_kwargs": {**message.additional_kwargs, TAKEN: strategy}})


def _name(tool: Any) -> str:
    return str(tool.get("name", "")) if isinstance(tool, dict) else str(tool.name)
