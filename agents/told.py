"""What LangGraph streams → our events."""

from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, ToolMessage

from reckoner.core import Event, TextDelta, Thought

from .history import finished, started, thought_of


def told(part: Any) -> list[Event]:
    """The events in one part of the graph's stream."""
    events: list[Event] = []
    if part["type"] == "messages":
        chunk, metadata = part["data"]
        if not isinstance(chunk, AIMessageChunk) or metadata.get("langgraph_node") != "model":
            return []
        if thought := chunk.additional_kwargs.get("reasoning_content"):
            events.append(Thought(text=thought))
        if chunk.text:
            events.append(TextDelta(text=chunk.text))
        return events
    for node, update in part["data"].items():
        for message in (update or {}).get("messages", []) if isinstance(update, dict) else []:
            if isinstance(message, AIMessage) and node == "model":
                if thought := thought_of(message):
                    events.append(Thought(text=thought))
                events.extend(started(message))
            elif isinstance(message, ToolMessage):
                events.append(finished(message))
    return events


def heard(written: list[str], event: Event) -> list[str]:
    """The answer's text so far; what was said before a tool call is no part of the answer."""
    if isinstance(event, TextDelta):
        return [*written, event.text]
    return written if isinstance(event, Thought) else []
