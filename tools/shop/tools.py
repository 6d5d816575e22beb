"""The shop's tools as an agent has them: the desk of each conversation is found by its thread."""

import hashlib
import logging
from collections.abc import Callable
from typing import Annotated, Any

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import InjectedToolCallId, StructuredTool

from reckoner.core import blocking

from ..risk import Gate
from .arguments import ALL, READS, WRITES, described
from .desk import Desk
from .shown import shown

log = logging.getLogger(__name__)

__all__ = ["READS", "WRITES", "shop_tools"]


def shop_tools(desk_of: Callable[[str], Desk]) -> list[Gate]:
    """All tools of the shop.

    Args:
        desk_of: The desk of a conversation, by its thread.
    """
    return [_gate(name, desk_of) for name in ALL]


def _gate(name: str, desk_of: Callable[[str], Desk]) -> Gate:
    async def asked(
        config: RunnableConfig, tool_call_id: Annotated[str, InjectedToolCallId] = "", **arguments: Any
    ) -> tuple[str, dict[str, Any]]:
        thread = str(config.get("configurable", {}).get("thread_id", ""))
        text = await desk_of(thread).call(name, arguments, key=_key(thread, tool_call_id))
        return text, _for_eyes(name, text)

    tool = StructuredTool.from_function(
        func=blocking(asked),
        coroutine=asked,
        name=name,
        description=described(ALL[name]),
        args_schema=ALL[name],
        response_format="content_and_artifact",
    )

    async def question(thread: str, call_id: str, arguments: dict[str, Any]) -> str:
        return await desk_of(thread).question(name, arguments, key=_key(thread, call_id))

    # The same write under the same key is done once, so one that a crash cut off may be made again.
    if name in READS:
        return Gate(tool=tool, risk="read")
    return Gate(tool=tool, risk="write", repeatable=True, question=question)


def _for_eyes(name: str, text: str) -> dict[str, Any]:
    """What was done is done: a form that cannot be drawn is no failure of the call."""
    try:
        display = shown(name, text)
    except (KeyError, TypeError, ValueError, AttributeError):
        log.exception("A result of %s has no form that is known.", name)
        return {}
    return {"display": display} if display else {}


def _key(thread: str, call_id: str) -> str:
    """A write's key, which fits into a header whatever a conversation is called."""
    return hashlib.sha256(f"{thread}\0{call_id}".encode("utf-8", "surrogatepass")).hexdigest() if call_id else ""
