"""The one scripted chat model: it plays listed replies, keeps what it was sent, and fails on what was not foreseen."""

import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

Reply = str | AIMessage | Exception


def call(name: str, /, call_id: str = "", **arguments: Any) -> AIMessage:
    """A reply that calls one tool."""
    made = {"name": name, "args": arguments, "id": call_id or f"call_{uuid.uuid4().hex[:8]}"}
    return AIMessage("", tool_calls=[made])


class ScriptedModel(BaseChatModel):
    """Plays ``replies`` in order. An exception among them is raised; a call beyond them fails the test."""

    replies: Sequence[Any]
    delay: float = 0.0
    """Seconds between two words of a streamed reply."""
    _played: int = PrivateAttr(default=0)
    _sent: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def sent(self) -> list[list[BaseMessage]]:
        """The messages of each request so far."""
        return self._sent

    @property
    def unplayed(self) -> int:
        return len(self.replies) - self._played

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self._sent.append(list(messages))
        if self._played >= len(self.replies):
            raise AssertionError(f"The scripted model was asked once more than foreseen: {messages[-1].text!r}")
        reply = self.replies[self._played]
        self._played += 1
        if isinstance(reply, BaseException):
            raise reply
        return AIMessage(reply) if isinstance(reply, str) else reply.model_copy(update={"id": None})

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        yield from (ChatGenerationChunk(message=chunk) for chunk in _chunks(self._next(messages)))

    async def _astream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        import asyncio

        for chunk in _chunks(self._next(messages)):
            await asyncio.sleep(self.delay)
            yield ChatGenerationChunk(message=chunk)


def _chunks(reply: AIMessage) -> Iterator[AIMessageChunk]:
    words = reply.text.split(" ")
    for place, word in enumerate(words):
        yield AIMessageChunk(
            word + " " * (place < len(words) - 1),
            additional_kwargs=reply.additional_kwargs if not place else {},
        )
    for index, each in enumerate(reply.tool_calls):
        import json

        part = {"name": each["name"], "args": json.dumps(each["args"]), "id": each["id"], "index": index}
        yield AIMessageChunk("", tool_call_chunks=[{**part, "type": "tool_call_chunk"}])
    for index, bad in enumerate(reply.invalid_tool_calls):
        part = {
            "name": bad["name"],
            "args": bad["args"],
            "id": bad["id"],
            "index": len(reply.tool_calls) + index,
        }
        yield AIMessageChunk("", tool_call_chunks=[{**part, "type": "tool_call_chunk"}])
