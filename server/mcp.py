"""Our tools for other agents, over MCP (https://modelcontextprotocol.io): what needs approval asks the client's person.

A client that cannot ask (has no *elicitation*) gets no more than what reads; a shop's it may hand over to a person.
"""

import asyncio
import json
import logging
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any
from weakref import WeakKeyDictionary

from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from mcp import McpError, types
from mcp.server.lowlevel import Server
from mcp.server.session import ServerSession

from reckoner.agents.audit import Audit, What, open_audit
from reckoner.agents.equipment import Equipment, equipped
from reckoner.core import ReckonerError, Settings, ToolError, say
from reckoner.tools import COLLECTION, Gate

_LONGEST = 200_000
"""Characters of a call's arguments; the record keeps them for good."""
_SHOWN = 20_000
"""Of them, in a question: what a person cannot be shown is not done."""
log = logging.getLogger(__name__)


class Served:
    """The tools of an assistant's equipment, and who uses them. Built by ``served``.

    Args:
        equipment: With the tools.
        audit: Where decisions and acts are noted.
    """

    def __init__(self, equipment: Equipment, audit: Audit) -> None:
        self._equipment, self._audit = equipment, audit
        self._threads: WeakKeyDictionary[ServerSession, str] = WeakKeyDictionary()
        self.server: Server[Any, Any] = Server("reckoner", version("reckoner"))
        # Decorators of a library that has no types for them.
        self.server.list_tools()(self._offered)  # type: ignore[no-untyped-call]
        self.server.call_tool()(self._called)

    async def _offered(self) -> list[types.Tool]:
        return [_told(gate) for gate in self._equipment.gates.values()]

    async def _called(self, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
        try:
            gate = self._equipment.gates.get(name)
            if gate is None:
                raise ToolError("mcp.no_tool", tool=name, known=", ".join(self._equipment.gates))
            if len(json.dumps(arguments)) > _LONGEST:
                raise ToolError("mcp.long", tool=name, limit=_LONGEST)
            return await (
                self._approved(gate, arguments) if gate.asks else self._done(gate, arguments, uuid.uuid4().hex)
            )
        except ReckonerError as error:
            return _failed(error.text(self._equipment.settings.language))
        except Exception as error:
            # What is not ours may hold secrets: only its kind is told.
            log.exception("The tool %s failed.", name)
            return _failed(ReckonerError("unexpected.internal", kind=type(error).__name__).text())

    async def _approved(self, gate: Gate, arguments: dict[str, Any]) -> types.CallToolResult:
        """Call a tool that changes something, if the person at the other end wants it."""
        call, name = uuid.uuid4().hex, gate.tool.name
        agreed, why = await self._agreed(gate, arguments, call)
        await self._note("approved" if agreed else "rejected", call, name, arguments, why)
        if not agreed:
            raise ToolError(why, tool=name)
        try:
            result = await self._done(gate, arguments, call)
        except Exception as error:
            await self._note("failed", call, name, arguments, str(error) if isinstance(error, ReckonerError) else "")
            raise
        text = "\n".join(each.text for each in result.content if isinstance(each, types.TextContent))
        await self._note("failed" if result.isError else "done", call, name, arguments, text)
        return result

    async def _agreed(self, gate: Gate, arguments: Mapping[str, Any], call: str) -> tuple[bool, str]:
        """Whether the person agrees, and if not, the key of why."""
        settings, session = self._equipment.settings, self.server.request_context.session
        if not _can_ask(session):
            return False, "mcp.cannot_ask"
        question = await self._question(gate, dict(arguments), call)
        # There is nothing to fill in: accepting is the yes.
        form = {"type": "object", "properties": {}}
        asked = session.elicit_form(question, form, self.server.request_context.request_id)
        try:
            async with asyncio.timeout(settings.approval_hours * 3600):
                answer = await asked
        except (TimeoutError, McpError):
            return False, "mcp.unanswered"
        return answer.action == "accept", "" if answer.action == "accept" else "mcp.declined"

    async def _question(self, gate: Gate, arguments: dict[str, Any], call: str) -> str:
        if gate.question is not None:
            return await gate.question(self._thread(), call, arguments)
        # As JSON: no argument can look like another.
        told = json.dumps(arguments, ensure_ascii=False)
        if len(told) > _SHOWN:
            raise ToolError("mcp.long", tool=gate.tool.name, limit=_SHOWN)
        language = self._equipment.settings.language
        return say("reckoner.server", "mcp", f"may_{gate.risk}", language, tool=gate.tool.name, told=told)

    async def _done(self, gate: Gate, arguments: dict[str, Any], call: str) -> types.CallToolResult:
        config: Any = {"configurable": {"thread_id": self._thread(), COLLECTION: ""}}
        asked = {"name": gate.tool.name, "args": arguments, "id": call, "type": "tool_call"}
        message = await gate.tool.ainvoke(asked, config)
        assert isinstance(message, ToolMessage)
        if message.status == "error":
            return _failed(message.text)
        return types.CallToolResult(content=[types.TextContent(type="text", text=message.text)])

    def _thread(self) -> str:
        """The conversation that a client's session is."""
        return self._threads.setdefault(self.server.request_context.session, f"mcp-{uuid.uuid4().hex[:12]}")

    async def _note(self, what: What, call: str, tool: str, arguments: dict[str, Any], outcome: str) -> None:
        client = self.server.request_context.session.client_params
        who = f"mcp: {client.clientInfo.name}" if client is not None else "mcp"
        await self._audit.note(
            what, thread=self._thread(), call=call, tool=tool, arguments=arguments, who=who, outcome=outcome
        )


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[Served]:
    """The tools that the settings give an assistant, for others.

    Raises:
        ReckonerError: They cannot be had; see ``equipped``.
    """
    async with equipped(settings) as equipment, open_audit(settings.home / "audit.sqlite") as audit:
        yield Served(equipment, audit)


def _can_ask(session: ServerSession) -> bool:
    """Whether the client shows forms to a person; one that says no more than *elicitation* does."""
    told = session.client_params.capabilities.elicitation if session.client_params is not None else None
    return told is not None and (told.form is not None or told.url is None)


def _told(gate: Gate) -> types.Tool:
    hints = types.ToolAnnotations(
        readOnlyHint=gate.risk == "read",
        destructiveHint=gate.risk != "read",
        idempotentHint=gate.risk == "read",
        openWorldHint=gate.risk == "outside",
    )
    return types.Tool(
        name=gate.tool.name, description=gate.tool.description, inputSchema=_schema(gate.tool), annotations=hints
    )


def _schema(tool: BaseTool) -> dict[str, Any]:
    """Of what a caller gives: what we put in ourselves is not in it."""
    schema: dict[str, Any] = convert_to_openai_tool(tool)["function"]["parameters"]
    return schema


def _failed(text: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], isError=True)
