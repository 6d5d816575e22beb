"""Long conversations: the model reads a summary of the older part; the thread keeps every word.

LangChain's own summarising middleware takes the summarised messages out of the thread, and with them out of the
user's sight; hence this one.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware, ExtendedModelResponse, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, get_buffer_string
from langchain_core.messages.utils import count_tokens_approximately
from langgraph.types import Command

from .budget import Purse
from .prompts import prompt
from .state import Condensed

_KEPT = 6
"""Questions whose exchanges are read in full, at most."""


class Condense(AgentMiddleware[Condensed, Any, Any]):
    """Summarise what comes before the last questions once the conversation is longer than ``limit`` tokens."""

    state_schema = Condensed

    def __init__(self, model: BaseChatModel, limit: int, purse: Purse) -> None:
        super().__init__()
        self._model, self._limit, self._purse = model, limit, purse

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any] | ExtendedModelResponse[Any]:
        state = cast(Condensed, request.state)
        summary = state.get("summary")
        old = self._older(_unread(state.get("messages", []), summary))
        if old:
            summary = await self._summarise(summary, old, state["messages"])
        if not summary:
            return await handler(request)
        opening = HumanMessage(f"(Summary of the conversation so far: {summary['text']})")
        shown = [opening, *_unread(state["messages"], summary)]
        response = await handler(request.override(messages=shown))
        update: Command[Any] | None = Command(update={"summary": summary}) if old else None
        return ExtendedModelResponse(model_response=response, command=update)

    async def _summarise(
        self, former: dict[str, str] | None, old: list[AnyMessage], messages: Sequence[AnyMessage]
    ) -> dict[str, str]:
        told = prompt("summarise").format(
            former=former["text"] if former else "(none)", conversation=get_buffer_string(old)
        )
        asked: list[AnyMessage] = [HumanMessage(told[-4 * self._limit :])]
        replies: list[AIMessage] = []

        async def ask() -> list[AIMessage]:
            replies.append(await self._model.with_config(tags=["nostream"]).ainvoke(asked))
            return replies

        await self._purse.pay(self._model, asked, (), messages, ask)
        return {"text": replies[0].text, "through": old[-1].id or ""}

    def _older(self, messages: list[AnyMessage]) -> list[AnyMessage]:
        """What is to be summarised: nothing, or all before the last questions that fit in half of the limit."""
        if count_tokens_approximately(messages) <= self._limit:
            return []
        starts = [place for place, message in enumerate(messages) if isinstance(message, HumanMessage)]
        for start in starts[-_KEPT:]:
            if count_tokens_approximately(messages[start:]) <= self._limit // 2:
                return messages[:start]
        return messages[: starts[-1]] if starts else []


def _unread(messages: Sequence[AnyMessage], summary: dict[str, str] | None) -> list[AnyMessage]:
    """The messages that no summary covers."""
    places = [place for place, message in enumerate(messages) if summary and message.id == summary["through"]]
    return list(messages[places[0] + 1 :] if places else messages)
