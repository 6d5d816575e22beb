"""What MCP servers offer, as tools with a risk."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import types

from reckoner.core import McpServer, ToolError, writable

from ..remote import RemoteTool, Schema, own_name, shown
from ..risk import Gate
from .session import Session

T = TypeVar("T")


@asynccontextmanager
async def mcp_tools(servers: Sequence[McpServer], *, logs: Path) -> AsyncIterator[list[Gate]]:
    """The tools of every server; their sessions are held open as long as this is.

    What a server says of its tools' harmlessness is a hint that the specification tells clients not to trust: every
    tool's risk is ``outside`` unless the settings say otherwise.

    Args:
        servers: As the settings describe them.
        logs: The folder for what programs that are started say on their standard error.

    Raises:
        ToolError: A server cannot be reached, or has no such tool.
    """
    async with AsyncExitStack() as stack:
        # Sessions have a loop of their own, so that tools can be called from any: LangChain's ``invoke`` brings one.
        portal = stack.enter_context(start_blocking_portal())
        gates: list[Gate] = []
        for server in servers:
            session = Session(server, logs)
            stack.push_async_callback(_there, portal, session.close)
            gates += _gates(portal, session, await _there(portal, session.tools))
        yield gates


async def _there(portal: BlockingPortal, work: Callable[[], Awaitable[T]]) -> T:
    """What ``work`` gives, done on the loop of ``portal``."""
    return await asyncio.wrap_future(portal.start_task_soon(work))


def _gates(portal: BlockingPortal, session: Session, offered: Sequence[types.Tool]) -> list[Gate]:
    server, known = session.server, {each.name: each for each in offered}
    if unknown := sorted({*(server.tools or ()), *server.risks} - known.keys()):
        raise ToolError("mcp.tool", name=server.name, names=", ".join(unknown), known=", ".join(known))
    # One that is listed twice is there twice, and the assistant does not open.
    return [_gate(portal, session, each) for each in offered if server.tools is None or each.name in server.tools]


def _gate(portal: BlockingPortal, session: Session, told: types.Tool) -> Gate:
    risk = session.server.risks.get(told.name, "outside")
    schema = Schema(told.inputSchema, told.name)

    async def asked(arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        schema.check(arguments)
        result = await _there(portal, partial(session.call, told.name, arguments, again=risk == "read"))
        text = shown(writable(_text(result)))
        if result.isError:
            raise ToolError("mcp.refused", name=session.server.name, why=text[:1_000])
        return text, {}

    tool = RemoteTool(
        name=own_name(f"{session.server.prefix}{told.name}"),
        description=writable(told.description or told.title or told.name)[:1_000],
        args_schema=told.inputSchema,
        ask=asked,
    )
    return Gate(tool=tool, risk=risk)


def _text(result: types.CallToolResult) -> str:
    parts = [_part(each) for each in result.content]
    if not parts and result.structuredContent is not None:
        parts = [json.dumps(result.structuredContent, ensure_ascii=False)]
    return "\n".join(parts)


def _part(block: types.ContentBlock) -> str:
    """What a model reads of one block; what is no text is named."""
    match block:
        case types.TextContent(text=text):
            return text
        case types.EmbeddedResource(resource=types.TextResourceContents(text=text)):
            return text
        case types.ResourceLink(uri=uri, name=name):
            return f"{name}: {uri}"
        case types.ImageContent(mimeType=kind, data=data) | types.AudioContent(mimeType=kind, data=data):
            return f"[{kind}, {len(data) * 3 // 4} bytes]"
        case _:
            return f"[{block.type}]"
