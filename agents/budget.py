"""Money: what a turn, a conversation and a day may cost, kept before it is spent."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.config import get_config

from reckoner.core import LimitReached, ModelError, Settings, SettingsError
from reckoner.models.catalogue import COST, LONGEST_REPLY, Price, price_of

from .memory import Memory
from .middleware import ModelHandler, since_question

_BYTES = 3
"""Of a token; English has more, few writings have less."""
_BESIDE = 8
"""Tokens that stand around a message."""


class Purse:
    """What replies cost, noted, and limits that are kept before they are reached.

    What a request may cost at most is set aside before it is made, so that several at once do not each spend what is
    left; what it did cost takes its place afterwards. One that was broken off is taken to have cost what it read.
    """

    def __init__(self, settings: Settings, memory: Memory) -> None:
        self._memory, self._settings = memory, settings
        limits = {"turn": settings.turn_budget, "thread": settings.thread_budget, "day": settings.day_budget}
        self._limits = {name: limit for name, limit in limits.items() if limit is not None}

    async def pay(
        self,
        model: BaseChatModel,
        messages: Sequence[AnyMessage],
        tools: Sequence[Any],
        turn: Sequence[AnyMessage],
        ask: Callable[[], Awaitable[list[AIMessage]]],
    ) -> None:
        """Ask a model, and note what it cost in its reply's metadata too.

        Args:
            model: The model.
            messages: What it reads.
            tools: Those that it is told of.
            turn: The conversation; its last question names the turn.
            ask: Makes the request.

        Raises:
            LimitReached: It could cost more than is left; it was not made.
            SettingsError: There is a limit, and nobody knows what the model costs.
        """
        price = price_of(model, self._settings)
        if price is None and self._limits:
            raise SettingsError("settings.no_price", model=getattr(model, "model_name", "?"))
        if price is None:
            await ask()
            return
        reading = {"input_tokens": _size(messages, tools)}
        longest = getattr(model, "max_tokens", None) or getattr(model, "max_new_tokens", None) or LONGEST_REPLY
        aside = await self._set_aside(price.of({**reading, "output_tokens": longest}), turn)
        spent = price.of(reading)
        try:
            replies = await ask()
            spent = sum(_noted(reply, price, reading) for reply in replies)
        except ModelError as error:
            spent = spent if error.key == "model.cut_short" else 0.0
            raise
        finally:
            await self._memory.settle(aside, spent)

    async def _set_aside(self, dollars: float, turn: Sequence[AnyMessage]) -> int:
        thread = str(get_config()["configurable"]["thread_id"])
        question = next((str(each.id) for each in reversed(turn) if isinstance(each, HumanMessage)), "")
        aside = await self._memory.set_aside(thread, question, dollars, self._limits)
        if aside is not None:
            return aside
        done = "\n".join(each.text for each in since_question(turn) if isinstance(each, ToolMessage))
        spent = {
            "turn": await self._memory.spent(thread, question),
            "thread": await self._memory.spent(thread),
            "day": await self._memory.spent(),
        }
        name = next(name for name in self._limits if spent[name] + dollars > self._limits[name])
        limit = f"{self._limits[name]:g}"
        raise LimitReached(f"limit.{name}_money", limit=limit, spent=f"{spent[name]:.4f}", done=done)


class Budget(AgentMiddleware[AgentState[Any], Any, Any]):
    """Every request of the agent is paid for from the purse."""

    def __init__(self, purse: Purse) -> None:
        super().__init__()
        self._purse = purse

    async def awrap_model_call(self, request: ModelRequest[Any], handler: ModelHandler) -> ModelResponse[Any]:
        responses: list[ModelResponse[Any]] = []

        async def ask() -> list[AIMessage]:
            responses.append(await handler(request))
            return [each for each in responses[0].result if isinstance(each, AIMessage)]

        system = [request.system_message] if request.system_message else []
        told = [*system, *request.messages]
        await self._purse.pay(request.model, told, request.tools, request.state["messages"], ask)
        return responses[0]


def _noted(reply: AIMessage, price: Price, reading: dict[str, int]) -> float:
    """What a reply cost, noted in it; reckoned where its server does not say what it took."""
    written = len((reply.text + json.dumps([call["args"] for call in reply.tool_calls])).encode()) // _BYTES
    usage: Any = reply.usage_metadata or {**reading, "output_tokens": written}
    cost = price.of(usage)
    reply.response_metadata[COST] = cost
    return cost


def _size(messages: Sequence[AnyMessage], tools: Sequence[Any]) -> int:
    """About how many tokens are read, rather too many than too few."""
    told = sum(len(str(each.content).encode()) + len(json.dumps(_calls(each)).encode()) for each in messages)
    described = sum(len(json.dumps(convert_to_openai_tool(tool)).encode()) for tool in tools)
    return (told + described) // _BYTES + _BESIDE * (len(messages) + len(tools))


def _calls(message: AnyMessage) -> list[Any]:
    return [call["args"] for call in message.tool_calls] if isinstance(message, AIMessage) else []
