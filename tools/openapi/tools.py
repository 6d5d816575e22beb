"""The operations of an API as tools."""

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from reckoner.core import ToolError

from ..remote import RemoteTool, Schema, shown
from ..risk import Gate, Risk
from .document import Operation, operations
from .guarded import Auth, Guarded, Reply

_READS = ("GET", "HEAD", "OPTIONS")


def openapi_tools(
    document: Mapping[str, Any],
    *,
    url: str = "",
    chosen: Collection[str] | None = None,
    risks: Mapping[str, Risk] = {},
    auth: Auth | None = None,
    private: bool = False,
    prefix: str = "",
) -> list[Gate]:
    """A tool for each operation.

    Args:
        document: The API's description.
        url: Where the API is; by default the first of the document's ``servers``.
        chosen: The names of the operations that are wanted; by default all.
        risks: Of operations whose risk is not that of their method: what only reads is ``read``, all else ``outside``.
        auth: How requests say who sends them.
        private: Whether the API may be on this machine or in its network.
        prefix: Put before the tools' names.

    Raises:
        ToolError: The document cannot be used, or has no such operation.
    """
    base = url or _server(document)
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ToolError("api.document", why="it does not say where the API is")
    known = {each.name: each for each in operations(document)}
    if unknown := sorted({*(chosen or ()), *risks} - known.keys()):
        raise ToolError("api.operation", names=", ".join(unknown), known=", ".join(known))
    guarded = Guarded({parts.netloc.rpartition("@")[2]}, private=private)
    return [
        _gate(each, base.rstrip("/"), guarded, auth, risks.get(name), prefix)
        for name, each in known.items()
        if chosen is None or name in chosen
    ]


def _server(document: Mapping[str, Any]) -> str:
    servers = document.get("servers") or [{}]
    return str(servers[0].get("url", ""))


def _gate(operation: Operation, base: str, guarded: Guarded, auth: Auth | None, risk: Risk | None, prefix: str) -> Gate:
    schema = Schema(operation.schema, operation.name)

    async def asked(arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        schema.check(arguments)
        path, query, headers, body = _request(operation, arguments)
        reply = await guarded.send(operation.method, base + path, query=query, headers=headers, body=body, auth=auth)
        return _told(reply), {}

    tool = RemoteTool(
        name=f"{prefix}{operation.name}",
        description=operation.description[:1_000],
        args_schema=operation.schema,
        ask=asked,
    )
    return Gate(tool=tool, risk=risk or ("read" if operation.method in _READS else "outside"))


def _request(
    operation: Operation, arguments: Mapping[str, Any]
) -> tuple[str, list[tuple[str, str]], dict[str, str], Any]:
    """Path, query, headers and body of a request."""
    path, query, headers = operation.path, list[tuple[str, str]](), dict[str, str]()
    body: Any = None
    for name, value in arguments.items():
        place, called = operation.places[name], operation.named.get(name, name)
        if place == "path":
            if _plain(value) in ("", ".", ".."):
                raise ToolError("api.arguments", where=name, why="it would be another path")
            path = path.replace(f"{{{called}}}", quote(_plain(value), safe=""))
        elif place == "query":
            query += [(called, _plain(each)) for each in (value if isinstance(value, list) else [value])]
        elif place == "header":
            headers[called] = _plain(value)
        elif operation.whole_body:
            body = value
        else:
            body = {**(body or {}), called: value}
    return path, query, headers, body


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _told(reply: Reply) -> str:
    """What a model reads of an answer.

    Raises:
        ToolError: It says that something is wrong.
    """
    text = f"{len(reply.data)} bytes of {reply.kind or 'something'}"
    if "json" in reply.kind or reply.kind.startswith("text/") or not reply.kind:
        text = shown(reply.data.decode("utf-8", "replace"))
    if reply.status >= 400:
        raise ToolError("api.refused", status=reply.status, why=text[:1_000])
    return text
