"""HTTP for tools: only to hosts that were allowed, never to this machine's neighbours unasked, within limits.

The address that was looked at is the one that is connected to, so that a name cannot point elsewhere in between
(DNS rebinding). Where an answer sends us elsewhere is followed only on the same host.
"""

import asyncio
import base64
import ipaddress
import socket
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import httpx2 as httpx
from pydantic import SecretStr

from reckoner.core import ToolError

_REDIRECTS = 3
_ACCEPT = "application/json, text/*;q=0.5"
Value = str | int | float | bool | None
"""Of a parameter in a query."""


@dataclass(frozen=True, kw_only=True)
class Auth:
    """How requests say who sends them; the secret goes to the API's own host and nowhere else."""

    kind: Literal["bearer", "header", "query", "basic"]
    secret: SecretStr
    """The token, the key, or ``user:password``."""
    name: str = ""
    """Of the header or the query's parameter."""


@dataclass(frozen=True)
class Reply:
    """What an API answered."""

    status: int
    kind: str
    """The content's type."""
    data: bytes


class Guarded:
    """Sends requests.

    Args:
        hosts: Those that may be asked, as ``host`` or ``host:port``.
        private: Whether they may be on this machine or in its network.
        seconds: How long an answer may take, altogether.
        size: How many bytes it may have.
    """

    def __init__(
        self, hosts: Collection[str], *, private: bool = False, seconds: float = 20, size: int = 1_000_000
    ) -> None:
        self._hosts = {host.lower() for host in hosts}
        self._private, self._seconds, self._size = private, seconds, size

    async def send(
        self,
        method: str,
        url: str,
        *,
        query: Sequence[tuple[str, Value]] = (),
        headers: Mapping[str, str] = {},
        body: Any = None,
        auth: Auth | None = None,
    ) -> Reply:
        """Send a request.

        Raises:
            ToolError: It is not allowed, the host cannot be reached, or its answer is too long or too slow.
        """
        request = _Request(method, url, list(query), dict(headers), body)
        _signed(request, auth)
        try:
            async with asyncio.timeout(self._seconds):
                for _ in range(_REDIRECTS + 1):
                    reply, elsewhere = await self._once(request)
                    if not elsewhere:
                        return reply
                    request = self._followed(request, elsewhere)
        except TimeoutError as error:
            raise ToolError("api.slow", host=urlsplit(url).hostname, seconds=self._seconds) from error
        except httpx.HTTPError as error:
            raise ToolError("api.down", host=urlsplit(url).hostname, why=type(error).__name__) from error
        raise ToolError("api.redirects", host=urlsplit(url).hostname)

    async def _once(self, request: "_Request") -> tuple[Reply, str]:
        parts = urlsplit(request.url)
        address = await self._address(parts.scheme, parts.hostname or "", parts.port)
        shown = f"[{address}]" if ":" in address else address
        port = f":{parts.port}" if parts.port else ""
        target = parts._replace(netloc=f"{shown}{port}").geturl()
        async with (
            httpx.AsyncClient(follow_redirects=False, timeout=self._seconds, trust_env=False) as client,
            client.stream(
                request.method,
                target,
                params=request.query or None,
                headers={**request.headers, "Host": f"{parts.hostname}{port}", "Accept": _ACCEPT},
                json=request.body,
                extensions={"sni_hostname": parts.hostname},
            ) as reply,
        ):
            if reply.is_redirect:
                return Reply(reply.status_code, "", b""), reply.headers.get("location", "")
            data = b""
            async for piece in reply.aiter_bytes():
                data += piece
                if len(data) > self._size:
                    raise ToolError("api.long", host=parts.hostname, size=self._size)
            return Reply(reply.status_code, reply.headers.get("content-type", ""), data), ""

    async def _address(self, scheme: str, host: str, port: int | None) -> str:
        """The address of an allowed host."""
        if scheme not in ("http", "https"):
            raise ToolError("api.scheme", scheme=scheme)
        if host.lower() not in self._hosts and f"{host}:{port}".lower() not in self._hosts:
            raise ToolError("api.host", host=host, hosts=", ".join(sorted(self._hosts)))
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port or 0, type=socket.SOCK_STREAM)
        except OSError as error:
            raise ToolError("api.down", host=host, why="no such host") from error
        addresses = [str(each[4][0]) for each in found]
        if not self._private and not all(_public(address) for address in addresses):
            raise ToolError("api.private", host=host)
        return addresses[0]

    def _followed(self, request: "_Request", location: str) -> "_Request":
        """The request to where an answer sends us, on the same host."""
        before, after = urlsplit(request.url), urlsplit(urljoin(request.url, location))
        if (before.scheme, before.netloc) != (after.scheme, after.netloc) or request.method not in ("GET", "HEAD"):
            raise ToolError("api.redirects", host=before.hostname)
        return _Request(request.method, after.geturl(), [], request.headers, None)


@dataclass
class _Request:
    method: str
    url: str
    query: list[tuple[str, Value]]
    headers: dict[str, str]
    body: Any


def _signed(request: _Request, auth: Auth | None) -> None:
    if auth is None:
        return
    secret = auth.secret.get_secret_value()
    match auth.kind:
        case "bearer":
            request.headers["Authorization"] = f"Bearer {secret}"
        case "header":
            request.headers[auth.name] = secret
        case "query":
            request.query.append((auth.name, secret))
        case "basic":
            request.headers["Authorization"] = f"Basic {base64.b64encode(secret.encode()).decode()}"


def _public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast
