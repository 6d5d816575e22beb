"""Long conversations: the model reads a summary of the older part; the thread keeps every word.

LangChain's own summarising middleware takes the summarised messages out of the thread, and with them out of the
user's sight; hence this one.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, HumanMessage, get_buffer_string
from langchain_core.messages.utils import count_tokens_approximately
from langgraph.runtime import Runtime

from .prompts import prompt
from .state import Condensed

_KEPT = 6
"""Questions whose exchanges are read in full, at most."""


class Condense(AgentMiddleware[Condensed, Any, Any]):
    """Summarise what comes before the last questions once the conversation is longer than ``limit`` tokens."""

    state_schema = Condensed

    def __init__(self, model: BaseChatModel, limit: int) -> None:
        super().__init__()
        self._model = model.with_config(tags=["nostream"])
        self._limit = limit

    async def abefore_model(self, state: Condensed, runtime: Runtime[Any]) -> dict[str, Any] | None:
        messages = _unread(state)
        if count_tokens_approximately(messages) <= self._limit:
            return None
        old = self._older(messages)
        if not old:
            return None
        former = state.get("summary", {}).get("text", "")
        request = prompt("summarise").format(former=former or "(none)", conversation=get_buffer_string(old))
        reply = await self._model.ainvoke([HumanMessage(request[-4 * self._limit :])])
        return {"summary": {"text": reply.text, "through": old[-1].id}}

    async def awrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        state = cast(Condensed, request.state)
        summary = state.get("summary")
        if not summary:
            return await handler(request)
        opening = HumanMessage(f"(Summary of the conversation so far: {summary['text']})")
        return await handler(request.override(messages=[opening, *_unread(state)]))

    def _older(self, messages: list[AnyMessage]) -> list[AnyMessage]:
        """The messages before the last questions; as many questions stay as fit in half of the limit."""
        starts = [place for place, message in enumerate(messages) if isinstance(message, HumanMessage)]
        for start in starts[-_KEPT:]:
            if count_tokens_approximately(messages[start:]) <= self._limit // 2:
                return messages[:start]
        return messages[: starts[-1]] if starts else []


def _unread(state: Condensed) -> list[AnyMessage]:
    """The messages that no summary covers."""
    through = state.get("summary", {}).get("through")
    messages = list(state["messages"])
    places = [place for place, message in enumerate(messages) if message.id == through]
    return messages[places[0] + 1 :] if through and places else messages
