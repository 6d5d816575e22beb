"""Money: what a turn, a conversation and a day may cost, kept before it is spent."""

from collections.abc import Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langchain_core.messages.utils import count_tokens_approximately
from langgraph.config import get_config

from reckoner.core import LimitReached, Settings, SettingsError
from reckoner.models.catalogue import Price, price_of

from .memory import Memory
from .middleware import ModelHandler, since_question

COST = "cost"
"""Where a reply's metadata hold what it cost, in US dollars."""
_REPLY = 1_024
"""Tokens of a reply, where nothing limits it."""


class Budget(AgentMiddleware[AgentState[Any], Any, Any]):
    """Note what each reply costs, and stop before one that could cost more than is left.

    A request is taken to cost as much as it can: its tokens as counted here, and the longest reply that is allowed.
    """

    def __init__(self, settings: Settings, memory: Memory) -> None:
        super().__init__()
        self._settings, self._memory = settings, memory

    async def awrap_model_call(self, request: ModelRequest[Any], handler: ModelHandler) -> ModelResponse[Any]:
        price = price_of(request.model, self._settings)
        thread = str(get_config()["configurable"]["thread_id"])
        turn = _turn(request.state["messages"])
        await self._check(request, price, thread, turn)
        response = await handler(request)
        for message in response.result:
            if isinstance(message, AIMessage) and message.usage_metadata and price is not None:
                cost = price.of(message.usage_metadata)
                message.response_metadata[COST] = cost
                if cost:
                    await self._memory.spend(thread, turn, cost)
        return response

    async def _check(self, request: ModelRequest[Any], price: Price | None, thread: str, turn: str) -> None:
        limits = {
            "turn": (self._settings.turn_budget, {"thread": thread, "turn": turn}),
            "thread": (self._settings.thread_budget, {"thread": thread}),
            "day": (self._settings.day_budget, {}),
        }
        limits = {name: limit for name, limit in limits.items() if limit[0] is not None}
        if not limits:
            return
        if price is None:
            raise SettingsError("settings.no_price", model=getattr(request.model, "model_name", "?"))
        needed = price.of({"input_tokens": _tokens(request), "output_tokens": self._settings.max_new_tokens or _REPLY})
        for name, (limit, where) in limits.items():
            assert limit is not None
            spent = await self._memory.spent(**where)
            if spent + needed > limit:
                done = "\n".join(
                    message.text
                    for message in since_question(request.state["messages"])
                    if isinstance(message, ToolMessage)
                )
                raise LimitReached(f"limit.{name}_money", limit=f"{limit:g}", spent=f"{spent:.4f}", done=done)


def _turn(messages: Sequence[AnyMessage]) -> str:
    """The id of the question that is being answered."""
    return next((str(each.id) for each in reversed(messages) if isinstance(each, HumanMessage)), "")


def _tokens(request: ModelRequest[Any]) -> int:
    system = [request.system_message] if request.system_message else []
    return count_tokens_approximately([*system, *request.messages], tools=request.tools)
