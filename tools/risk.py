"""A tool and what it may do. Every tool states its risk; there is no default."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.tools import BaseTool, StructuredTool

Risk = Literal["read", "write", "outside"]
"""``read`` changes nothing; ``write`` changes something of the user's; ``outside`` reaches other people or services."""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A tool as the agent may have it."""

    tool: BaseTool
    risk: Risk
    repeatable: bool = False
    """Whether the same call made twice does no more than once; only then is a call that a crash cut off made again."""

    brings_text: bool = True
    """Whether its results may hold words that neither the person nor the model wrote."""

    @property
    def asks(self) -> bool:
        """Whether a person must approve each call."""
        return self.risk != "read"


def needs_approval(gates: Iterable[Gate]) -> dict[str, bool]:
    """For each tool's name, whether a person must approve its calls."""
    return {gate.tool.name: gate.asks for gate in gates}


def tool(function: Callable[..., Awaitable[tuple[str, dict[str, Any]]]], **options: Any) -> StructuredTool:
    """A LangChain tool of an async function that returns text for the model and data for eyes.

    Name, docstring (Google style) and annotations are what the model is told. ``invoke`` works too, for those who have
    no event loop.
    """
    return StructuredTool.from_function(
        func=_blocking(function),
        coroutine=function,
        parse_docstring=True,
        response_format="content_and_artifact",
        **options,
    )


def _blocking(function: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(**arguments: Any) -> Any:
        async def run() -> Any:
            return await function(**arguments)

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, run()).result()

    # ``wraps`` copies that the original is a coroutine function by reference; the signature is all that is wanted.
    return call
