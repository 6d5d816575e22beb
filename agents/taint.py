"""Whether a call's arguments are the person's, or may have come from what was read.

Words of a document may tell a model to act, in whatever disguise: encoded, translated, put in other words. They cannot
be told from other words by their look, so what counts is what the person said. Once anything of others has been read,
what the person did not say is pointed out.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

_RUN = 4
"""Words in a row that make a stretch of text somebody's."""


def tainted(
    arguments: Mapping[str, Any], messages: Iterable[AnyMessage], *, own: Container[str] = (), known: str = ""
) -> bool:
    """Whether others' words were read before, and an argument holds a stretch that the person has not said.

    Args:
        arguments: The call's.
        messages: The conversation.
        own: Tools whose results hold nobody else's words, such as calculators; nor are they the person's: a program
            prints what the model wrote into it.
        known: Words that are nobody's, such as the choices that the tool itself offers.
    """
    messages = list(messages)
    results = [message for message in messages if isinstance(message, ToolMessage)]
    if all(message.name in own for message in results):
        return False
    said = [_words(message.text) for message in messages if isinstance(message, HumanMessage)] + [_words(known)]
    return any(_foreign(_words(text), said) for value in arguments.values() for text in _texts(value))


def _foreign(words: list[str], said: list[list[str]]) -> bool:
    length = min(_RUN, len(words))
    return bool(length) and not _runs(words, length) <= set[tuple[str, ...]]().union(*(_runs(e, length) for e in said))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield str(name)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text.lower())
    # What has no words, such as a sign that stands for everything, is one.
    return re.findall(r"[\w@.\-]*\w", plain) or plain.split()


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
