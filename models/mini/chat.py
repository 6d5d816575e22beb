"""The model that ships inside, as a LangChain chat model with tool calls.

It plans a question in steps, calls a tool for each, and writes the answer from what they return. It keeps nothing: the plan
is made anew from the conversation at every step, so that a conversation can go on anywhere.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, ClassVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from ..bound import ToolChat
from .turn import reply_to


class MiniChat(ToolChat):
    """Chooses tools by rules and by meaning; English and Vietnamese; offline. It never states what no tool returned."""

    model_name: str = "mini"
    adapted: str = ""
    """The folder of weights that were adapted to tools of one's own (``training/adapt.py``)."""
    follows_instructions: ClassVar[bool] = False

    @property
    def _llm_type(self) -> str:
        return "reckoner-mini"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        reply = reply_to(messages, kwargs.get("tools", []), kwargs.get("tool_choice", "auto"), self.adapted)
        if stop:
            reply.content = _cut(reply.text, stop)
        reply.usage_metadata = _usage(messages, reply)
        reply.response_metadata["model_name"] = self.model_name
        return ChatResult(generations=[ChatGeneration(message=reply)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._generate(messages, stop, run_manager, **kwargs).generations[0].message
        assert isinstance(reply, AIMessage)
        for chunk in _chunks(reply):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        result = await self._agenerate(messages, stop, run_manager, **kwargs)
        reply = result.generations[0].message
        assert isinstance(reply, AIMessage)
        for chunk in _chunks(reply):
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk


def _chunks(reply: AIMessage) -> Iterator[ChatGenerationChunk]:
    """The reply word by word, then its calls, then its usage."""
    pieces = re.findall(r"\s*\S+", reply.text) if reply.text.strip() else []
    first = AIMessageChunk(content=pieces[0] if pieces else "", additional_kwargs=reply.additional_kwargs)
    yield ChatGenerationChunk(message=first)
    for piece in pieces[1:]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
    for index, call in enumerate(reply.tool_calls):
        part = tool_call_chunk(
            name=call["name"], args=json.dumps(call["args"], ensure_ascii=False), id=call["id"], index=index
        )
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[part]))
    yield ChatGenerationChunk(
        message=AIMessageChunk(
            content="",
            usage_metadata=reply.usage_metadata,
            response_metadata=reply.response_metadata,
            chunk_position="last",
        )
    )


def _usage(messages: Sequence[BaseMessage], reply: AIMessage) -> UsageMetadata:
    """Words, as this model has no tokens of its own."""
    read_words = sum(len(message.text.split()) for message in messages)
    written = max(1, len(reply.text.split()) + 5 * len(reply.tool_calls))
    return UsageMetadata(input_tokens=read_words, output_tokens=written, total_tokens=read_words + written)


def _cut(text: str, stop: Sequence[str]) -> str:
    places = [place for mark in stop if (place := text.find(mark)) >= 0]
    return text[: min(places)] if places else text
