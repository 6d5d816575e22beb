"""What an assistant works with: sandbox, documents, and the tools of its profile, of APIs and of MCP servers."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from reckoner.core import Settings, SettingsError
from reckoner.retrieval import Library
from reckoner.sandbox import Sandbox
from reckoner.tools import Gate

from .profiles import profile


@dataclass(frozen=True, kw_only=True)
class Equipment:
    """All of it, open."""

    settings: Settings
    """As the profile wants them."""
    instructions: str
    gates: dict[str, Gate]
    """By the tools' names."""
    library: Library
    sandbox: Sandbox
    forget: Callable[[str], None]
    """Called with a conversation that is deleted."""


@asynccontextmanager
async def equipped(
    settings: Settings, *, tools: Sequence[Gate] = (), documents: Path | None = None
) -> AsyncIterator[Equipment]:
    """What the settings ask for.

    Args:
        settings: See ``Settings``.
        tools: Further tools.
        documents: Another folder for the index of documents than the one in ``settings.home``.

    Raises:
        SettingsError: Two tools have one name, or something is not installed that the settings ask for.
        ToolError: An API or an MCP server that the settings name cannot be used.
    """
    sandbox = Sandbox(seconds=settings.sandbox_seconds, megabytes=settings.sandbox_mb, kind=settings.sandbox)
    # The worker imports its libraries in its own process while this one opens the rest.
    sandbox.warm()
    async with AsyncExitStack() as stack:
        stack.callback(sandbox.close)
        library = Library.of(settings, documents)
        stack.callback(library.close)
        found = profile(settings, sandbox=sandbox, library=library)
        remote = [*await _apis(settings), *await stack.enter_async_context(_servers(settings))]
        yield Equipment(
            settings=found.settings,
            instructions=found.instructions,
            gates=_by_name([*found.gates, *remote, *tools]),
            library=library,
            sandbox=sandbox,
            forget=found.forget,
        )


def _by_name(gates: Sequence[Gate]) -> dict[str, Gate]:
    known: dict[str, Gate] = {}
    for gate in gates:
        # One that took the place of another would be called with the other's trust.
        if gate.tool.name in known:
            raise SettingsError("settings.tool_twice", name=gate.tool.name)
        known[gate.tool.name] = gate
    return known


async def _apis(settings: Settings) -> list[Gate]:
    """The tools of the APIs that the settings name."""
    if not settings.apis:
        return []
    from reckoner.tools.openapi import configured_tools

    return await configured_tools(settings)


@asynccontextmanager
async def _servers(settings: Settings) -> AsyncIterator[list[Gate]]:
    """The tools of the MCP servers that the settings name, as long as this is open."""
    if not settings.mcp:
        yield []
        return
    if find_spec("mcp") is None:
        raise SettingsError("settings.no_package", what="[[mcp]]", package="mcp", extra="mcp")
    from reckoner.tools.mcp import mcp_tools

    async with mcp_tools(settings.mcp, logs=settings.home / "mcp") as gates:
        yield gates
