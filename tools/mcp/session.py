"""A session with an MCP server: opened when it is first needed, held open, and opened anew where it has broken."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TextIO, TypeVar

import anyio
import httpx  # The SDK's; elsewhere it is httpx2.
from mcp import ClientSession, McpError, StdioServerParameters, stdio_client, types
from mcp.client.streamable_http import streamable_http_client

from reckoner.core import McpServer, ToolError, writable

T = TypeVar("T")
_GONE = (types.CONNECTION_CLOSED, 32600)
"""Codes of errors that mean that the session is no more; the second is the SDK's own for one that the server forgot."""
_SLOW = 408
"""The SDK's own for an answer that did not come in time (HTTP's *request timeout*)."""
_PAGES = 100
"""Of a list of tools."""
_WAITS = httpx.Timeout(30, read=300)
"""Of the connection; how long a call may take is the session's matter."""
_BROKEN = (anyio.ClosedResourceError, anyio.BrokenResourceError, anyio.EndOfStream, httpx.TransportError, OSError)


class Session:
    """One server's session. All of it belongs to one event loop.

    A task of its own opens and closes it: what the SDK opens must be closed by the task that opened it.

    Args:
        server: As the settings describe it.
        logs: The folder for what a started program says on its standard error.
    """

    def __init__(self, server: McpServer, logs: Path) -> None:
        self.server = server
        self._logs = logs
        self._lock = asyncio.Lock()
        self._leave = asyncio.Event()
        self._holder: asyncio.Task[None] | None = None
        self._current: ClientSession | None = None

    async def tools(self) -> list[types.Tool]:
        """All that the server offers.

        Raises:
            ToolError: It cannot be reached.
        """
        found: list[types.Tool] = []
        cursor: str | None = None
        for _ in range(_PAGES):
            page = await self._asked(partial(_listed, cursor=cursor), again=True)
            found += page.tools
            if not (cursor := page.nextCursor):
                return found
        raise ToolError("mcp.down", name=self.server.name, why="its list of tools has no end")

    async def call(self, name: str, arguments: dict[str, Any], *, again: bool) -> types.CallToolResult:
        """What a tool answers.

        Args:
            name: As the server calls it.
            arguments: The tool's.
            again: Whether the call may be made once more where the session broke under it.

        Raises:
            ToolError: The server cannot be reached, is too slow, or refuses.
        """
        return await self._asked(lambda session: session.call_tool(name, arguments), again=again)

    async def close(self) -> None:
        """End the session; a program that was started for it ends too."""
        self._leave.set()
        if self._holder is not None:
            await asyncio.wait([self._holder])
        self._holder = self._current = None

    async def _asked(self, ask: Callable[[ClientSession], Awaitable[T]], *, again: bool) -> T:
        session = await self._opened()
        try:
            return await ask(session)
        except McpError as error:
            if error.error.code == _SLOW:
                raise ToolError("mcp.slow", name=self.server.name, seconds=f"{self.server.seconds:g}") from error
            if error.error.code not in _GONE:
                raise ToolError("mcp.refused", name=self.server.name, why=error.error.message[:1_000]) from error
            broken: Exception = error
        except _BROKEN as error:
            broken = error
        except Exception as error:
            # It answered with what is no answer; what it did, it did.
            raise ToolError("mcp.odd", name=self.server.name, why=type(error).__name__) from error
        async with self._lock:
            if self._current is session:
                await self.close()
        if again:
            return await self._asked(ask, again=False)
        raise ToolError("mcp.lost", name=self.server.name) from broken

    async def _opened(self) -> ClientSession:
        async with self._lock:
            if self._current is not None:
                return self._current
            self._leave = asyncio.Event()
            ready: asyncio.Future[ClientSession] = asyncio.get_running_loop().create_future()
            self._holder = asyncio.create_task(self._hold(ready, self._leave))
            try:
                self._current = await ready
            except asyncio.CancelledError:
                # Whoever wanted it has left: a server that hangs is not waited for.
                self._holder.cancel()
                raise
            return self._current

    async def _hold(self, ready: asyncio.Future[ClientSession], leave: asyncio.Event) -> None:
        """Keep a session open until it is to be left."""
        try:
            async with _connected(self.server, self._logs) as session:
                if not ready.done():
                    ready.set_result(session)
                    await leave.wait()
        except ToolError as error:
            if not ready.done():
                ready.set_exception(error)
        except Exception as error:
            # What breaks while it is being left breaks nothing more.
            if not ready.done():
                ready.set_exception(ToolError("mcp.down", name=self.server.name, why=_why(error)))


@asynccontextmanager
async def _connected(server: McpServer, logs: Path) -> AsyncIterator[ClientSession]:
    async with AsyncExitStack() as stack:
        if server.command:
            program, *arguments = server.command
            passed = {name: os.environ[name] for name in server.variables if name in os.environ}
            errors = stack.enter_context(await asyncio.to_thread(_log, logs, server.name))
            started = StdioServerParameters(command=program, args=arguments, env=passed or None)
            read, write = await stack.enter_async_context(stdio_client(started, errlog=errors))
        else:
            client = await stack.enter_async_context(httpx.AsyncClient(headers=_headers(server), timeout=_WAITS))
            read, write, _ = await stack.enter_async_context(streamable_http_client(server.url, http_client=client))
        waits = timedelta(seconds=server.seconds)
        session = await stack.enter_async_context(ClientSession(read, write, read_timeout_seconds=waits))
        await session.initialize()
        yield session


def _log(folder: Path, name: str) -> TextIO:
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / f"{name}.log").open("w")


async def _listed(session: ClientSession, cursor: str | None) -> types.ListToolsResult:
    return await session.list_tools(cursor=cursor)


def _headers(server: McpServer) -> dict[str, str]:
    if not server.key_variable:
        return {}
    key = os.environ.get(server.key_variable, "")
    if not key:
        raise ToolError("mcp.no_key", name=server.name, variable=server.key_variable)
    return {"Authorization": f"Bearer {key}"}


def _why(error: BaseException) -> str:
    """The first cause in what the SDK's task groups hand over together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return writable(f"{type(error).__name__}: {error}")[:300]
