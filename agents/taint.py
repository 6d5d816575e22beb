"""Whether a call's arguments come from what was read rather than from what the person said.

Words of a document may tell a model to act. They cannot be told from other words by their look, so what counts is where
an argument's words stand: in the person's own messages, or only in passages and tool results.
"""

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

_RUN = 4
"""Words in a row that make a stretch of text somebody's."""


def tainted(arguments: Mapping[str, Any], messages: Iterable[AnyMessage], own: Container[str] = ()) -> bool:
    """Whether any argument holds a stretch of words that stands in a tool's result and in no message of the person's.

    Args:
        arguments: The call's.
        messages: The conversation.
        own: Tools whose results hold nobody else's words, such as calculators.
    """
    messages = list(messages)
    said = _words(" ".join(message.text for message in messages if isinstance(message, HumanMessage)))
    read = _words(
        " ".join(message.text for message in messages if isinstance(message, ToolMessage) and message.name not in own)
    )
    return any(_foreign(_words(text), said, read) for text in _texts(arguments))


def _foreign(words: list[str], said: list[str], read: list[str]) -> bool:
    length = min(_RUN, len(words))
    return bool(length) and not _runs(words, length).isdisjoint(_runs(read, length) - _runs(said, length))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w@.\-]*\w", text.lower())


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
