"""A tool and what it may do. Every tool states its risk; there is no default."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.tools import BaseTool, StructuredTool

from reckoner.core import blocking

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

    question: Callable[[str, str, dict[str, Any]], Awaitable[str]] | None = None
    """For a thread, a call's id and its arguments: what would be done, in words for the person who approves it."""

    @property
    def asks(self) -> bool:
        """Whether a person must approve each call."""
        return self.risk != "read"


def needs_approval(gates: Iterable[Gate]) -> dict[str, bool]:
    """For each tool's name, whether a person must approve its calls."""
    return {gate.tool.name: gate.asks for gate in gates}


def tool(function: Callable[..., Coroutine[Any, Any, tuple[str, dict[str, Any]]]], **options: Any) -> StructuredTool:
    """A LangChain tool of an async function that returns text for the model and data for eyes.

    Name, docstring (Google style) and annotations are what the model is told. ``invoke`` works too, for those who have
    no event loop.
    """
    return StructuredTool.from_function(
        func=blocking(function),
        coroutine=function,
        parse_docstring=True,
        response_format="content_and_artifact",
        **options,
    )
