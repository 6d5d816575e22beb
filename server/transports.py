"""Ways to an MCP server of ours: a program's standard input and output, or HTTP with a key."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .mcp import Served


async def over_stdio(served: Served) -> None:
    """Serve whoever started this program, until they close its input."""
    async with stdio_server() as (read, write):
        await served.server.run(read, write, served.server.create_initialization_options())


def over_http(served: Served, key: str) -> Starlette:
    """The service (streamable HTTP), at ``/mcp``, for those who bear ``key``."""
    manager = StreamableHTTPSessionManager(served.server)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with manager.run():
            yield

    return Starlette(routes=[Route("/mcp", _Keyed(manager.handle_request, key))], lifespan=lifespan)


class _Keyed:
    """Lets only those through who bear a key; a page of another site has none, whatever name it calls us by."""

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app, self._wanted = app, f"Bearer {key}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        if secrets.compare_digest(given, self._wanted):
            await self._app(scope, receive, send)
        else:
            refused = JSONResponse({"error": "unauthorized"}, 401, headers={"WWW-Authenticate": "Bearer"})
            await refused(scope, receive, send)
