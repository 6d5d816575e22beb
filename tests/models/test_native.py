"""Parts of calls, as servers stream them."""

from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import tool_call_chunk

from reckoner.models.native import Reader

TOOL: dict[str, Any] = {"type": "function", "function": {"name": "send", "parameters": {}}}


def read(*parts: tuple[str | None, str | None, str | None, int | None], cut: bool = False) -> AIMessageChunk:
    reader = Reader([TOOL])
    whole = AIMessageChunk(content="")
    for name, args, identity, index in parts:
        part = tool_call_chunk(name=name, args=args, id=identity, index=index)
        for chunk in reader.feed(AIMessageChunk(content="", tool_call_chunks=[part])):
            whole += chunk  # type: ignore[assignment]
    for chunk in reader.end(cut=cut):
        whole += chunk  # type: ignore[assignment]
    return whole


@pytest.mark.parametrize(
    "parts",
    [
        [("send", '{"a":', "1", 0), (None, " 1}", None, 0), ("send", '{"a":', "2", 1), (None, " 2}", None, 1)],
        # All numbered alike, ids on the first parts alone.
        [("send", '{"a":', "1", 0), (None, " 1}", None, 0), ("send", '{"a":', "2", 0), (None, " 2}", None, 0)],
        # No ids at all: a name begins a new one.
        [("send", '{"a": 1}', None, 0), ("send", '{"a":', None, 0), (None, " 2}", None, 0)],
        [("send", '{"a": 1}', "1", None), ("send", '{"a": 2}', "2", None)],
        [("send", "", "1", 0), (None, '{"a": 1}', "1", 0), ("send", '{"a": 2}', "2", 0)],
    ],
)
def test_calls_are_put_together_however_they_are_numbered(parts: list[Any]) -> None:
    whole = read(*parts)
    assert [call["args"] for call in whole.tool_calls] == [{"a": 1}, {"a": 2}]
    assert len({call["id"] for call in whole.tool_calls}) == 2


def test_a_call_whose_arguments_never_came_is_not_made() -> None:
    assert read(("send", "", "1", 0)).tool_calls[0]["args"] == {}
    whole = read(("send", "", "1", 0), cut=True)
    assert whole.tool_calls == []
    assert len(whole.invalid_tool_calls) == 1
