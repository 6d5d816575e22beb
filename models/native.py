"""Calls and thoughts that stand in a model's text made what LangChain takes for calls and thoughts."""

import json
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.tool import ToolCallChunk, invalid_tool_call, tool_call, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

from .toolcalls import Call, CallStream, Reading, Told, Tools, read
from .toolcalls.thought import split_open

UNREAD = "unreadable"
"""The name of a call of which nobody can say what it calls."""


class Reader:
    """Reads what one reply says, chunk by chunk.

    A call that the server tells as one is held until it is whole: LangChain would complete one that is cut off by
    itself, and it would be made with arguments that the model never wrote.

    Args:
        tools: Those that the model was told of, in OpenAI's form; without any, what looks like a call is text.
        thinking: Whether the prompt ended with the sign that a thought begins.
    """

    def __init__(self, tools: Sequence[dict[str, Any]], *, thinking: bool = False) -> None:
        self._stream = CallStream(Tools(tools), thinking=thinking, calls=bool(tools))
        self._held: dict[str, ToolCallChunk] = {}
        self._open: dict[int | None, str] = {}
        """The call that parts of each number belong to."""
        self._made = 0

    def feed(self, chunk: AIMessageChunk) -> Iterator[AIMessageChunk]:
        """Take a chunk; what can be told of it is."""
        for part in chunk.tool_call_chunks:
            self._hold(part)
        content = chunk.content
        if isinstance(content, str) and content:
            for told in self._stream.feed(content):
                yield from self._told(told)
            content = ""
        rest = chunk.model_copy(
            update={"content": content, "tool_call_chunks": [], "tool_calls": [], "invalid_tool_calls": []}
        )
        if content or rest.usage_metadata or rest.response_metadata or rest.additional_kwargs or rest.id:
            yield rest

    def end(self, *, cut: bool = False) -> Iterator[AIMessageChunk]:
        """What is left to tell.

        Args:
            cut: Whether the reply ended because it had become too long.
        """
        left, reading = self._stream.end()
        for told in left:
            yield from self._told(told)
        for held in self._held.values():
            yield self._whole(held, cut=cut)
        if reading.problem and not self._held:
            yield self._chunk(UNREAD, f"{reading.problem}: {reading.raw}")

    def _hold(self, part: ToolCallChunk) -> None:
        """Add a part to its call. Some servers number all calls alike, or none: a new id or name begins a new one."""
        former = self._held.get(self._open.get(part["index"], ""))
        if former is not None and not _begins_another(former, part):
            former["args"] = (former["args"] or "") + (part["args"] or "")
            former["name"], former["id"] = former["name"] or part["name"], former["id"] or part["id"]
            return
        key = f"{part['index']} {len(self._held)}"
        self._open[part["index"]] = key
        self._held[key] = tool_call_chunk(name=part["name"], args=part["args"], id=part["id"], index=part["index"])

    def _whole(self, held: ToolCallChunk, *, cut: bool) -> AIMessageChunk:
        written = held["args"] or ("" if cut else "{}")
        try:
            sound = isinstance(json.loads(written), dict)
        except ValueError:
            sound = False
        if not sound:
            written = f"{'cut off' if cut else 'no JSON'}: {written}"
        return self._chunk(held["name"] or UNREAD, written, held["id"])

    def _told(self, told: Told) -> Iterator[AIMessageChunk]:
        if told.thought:
            yield AIMessageChunk(content="", additional_kwargs={"reasoning_content": told.thought})
        if told.text:
            yield AIMessageChunk(content=told.text)
        for call in told.calls:
            yield self._chunk(call.name, json.dumps(call.arguments, ensure_ascii=False))

    def _chunk(self, name: str, arguments: str, identity: str | None = None) -> AIMessageChunk:
        part = tool_call_chunk(name=name, args=arguments, id=identity or new_id(), index=self._made)
        self._made += 1
        return AIMessageChunk(content="", tool_call_chunks=[part])


def _begins_another(former: ToolCallChunk, part: ToolCallChunk) -> bool:
    if part["id"] and former["id"]:
        return part["id"] != former["id"]
    return bool(part["name"] and former["name"] and former["args"])


def native(message: AIMessage, tools: Sequence[dict[str, Any]]) -> AIMessage:
    """``message`` with the calls and thoughts that stand in its text taken out of it; calls it has stay as they are."""
    if not isinstance(message.content, str):
        return message
    reading = read(message.content, Tools(tools)) if tools else _thoughts(message.content)
    update: dict[str, Any] = {"content": reading.text}
    if reading.thought:
        update["additional_kwargs"] = {**message.additional_kwargs, "reasoning_content": reading.thought}
    if not message.tool_calls and not message.invalid_tool_calls:
        update["tool_calls"] = [_made(call) for call in reading.calls]
        if reading.problem:
            args = f"{reading.problem}: {reading.raw}"
            update["invalid_tool_calls"] = [
                invalid_tool_call(name=UNREAD, args=args, id=new_id(), error=reading.problem)
            ]
    return message.model_copy(update=update)


def streamed(
    chunks: Iterator[ChatGenerationChunk], tools: Sequence[dict[str, Any]], *, thinking: bool = False
) -> Iterator[ChatGenerationChunk]:
    """``chunks`` with calls and thoughts read out of their text."""
    reader, cut = Reader(tools, thinking=thinking), False
    for chunk in chunks:
        cut = cut or _was_cut(chunk)
        for message in _fed(reader, chunk):
            yield ChatGenerationChunk(message=message, generation_info=chunk.generation_info)
    for message in reader.end(cut=cut):
        yield ChatGenerationChunk(message=message)


async def astreamed(
    chunks: AsyncIterator[ChatGenerationChunk], tools: Sequence[dict[str, Any]], *, thinking: bool = False
) -> AsyncIterator[ChatGenerationChunk]:
    """See ``streamed``."""
    reader, cut = Reader(tools, thinking=thinking), False
    async for chunk in chunks:
        cut = cut or _was_cut(chunk)
        for message in _fed(reader, chunk):
            yield ChatGenerationChunk(message=message, generation_info=chunk.generation_info)
    for message in reader.end(cut=cut):
        yield ChatGenerationChunk(message=message)


def new_id() -> str:
    """An id for a call."""
    return f"call_{uuid.uuid4().hex[:12]}"


def _fed(reader: Reader, chunk: ChatGenerationChunk) -> Iterator[AIMessageChunk]:
    assert isinstance(chunk.message, AIMessageChunk)
    # The end of a message is told when everything that it says has been.
    return reader.feed(chunk.message.model_copy(update={"chunk_position": None}))


def _was_cut(chunk: ChatGenerationChunk) -> bool:
    told = (chunk.generation_info or {}) | chunk.message.response_metadata
    return told.get("finish_reason") == "length"


def _made(call: Call) -> Any:
    return tool_call(name=call.name, args=call.arguments, id=new_id())


def _thoughts(text: str) -> Reading:
    parts = split_open(text)
    return Reading(text=parts.said, thought=parts.thought)
