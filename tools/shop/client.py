"""The shop's API over HTTP: reads are asked again when the shop stumbles, writes under one key of their own."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx2 as httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from reckoner.core import Language, ToolError

_TRIES = 4
_SECONDS = 20.0


class _Stumbled(Exception):
    """The shop could not be reached, or failed by its own fault."""


class ShopClient:
    """A shop's API.

    Args:
        url: Where it is.
        key: The shop's key.
        transport: Instead of the network: a shop in this process.
        language: Of what the shop says.
        wait: Seconds between two tries, at most; they grow and are drawn by chance.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        language: Language = "en",
        wait: float = 4.0,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self._options: dict[str, Any] = {
            "base_url": url,
            "transport": transport,
            "timeout": _SECONDS,
            "headers": headers,
        }
        self._wait = wait

    async def get(self, path: str, *parts: str, token: str = "", **query: str) -> Any:
        """What stands under a path, in which ``{}`` are filled with ``parts``.

        Raises:
            ToolError: The shop refuses, or cannot be reached.
        """
        return await self._ask("GET", _filled(path, parts), token, params=query)

    async def preview(self, path: str, *parts: str, body: dict[str, Any], token: str) -> str:
        """What ``post`` would do, as a question to the customer.

        Raises:
            ToolError: The shop would refuse it, or cannot be reached.
        """
        asked = await self._ask("POST", _filled(path, parts), token, json=body, params={"preview": "true"})
        return str(asked["question"])

    async def post(
        self, path: str, *parts: str, body: dict[str, Any], token: str = "", key: str = "", agreed: str = ""
    ) -> Any:
        """Ask for a change; under one ``key`` it is made once, however often it is asked for.

        Args:
            path: Where.
            parts: What fills the path.
            body: The request.
            token: The customer's.
            key: Of a write.
            agreed: The question, from ``preview``, that the customer said yes to: would it be another one by now,
                the shop refuses.

        Raises:
            ToolError: The shop refuses, or cannot be reached.
        """
        headers = {"Idempotency-Key": key} if key else {}
        if agreed:
            headers["X-Agreed"] = hashlib.sha256(agreed.encode()).hexdigest()
        return await self._ask("POST", _filled(path, parts), token, json=body, headers=headers)

    async def _ask(self, method: str, path: str, token: str, **options: Any) -> Any:
        headers = {**options.pop("headers", {}), **({"X-Customer-Token": token} if token else {})}
        patient = AsyncRetrying(
            stop=stop_after_attempt(_TRIES),
            wait=wait_random_exponential(multiplier=self._wait / 8, max=self._wait),
            retry=retry_if_exception_type(_Stumbled),
            reraise=True,
        )
        try:
            async with self._opened() as client:
                return await patient(self._once, client, method, path, headers=headers, **options)
        except _Stumbled as error:
            raise ToolError("shop.down", why=error) from error

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[httpx.AsyncClient]:
        # A transport in this process is not to be closed with the client.
        client = httpx.AsyncClient(**self._options)
        try:
            yield client
        finally:
            if self._options["transport"] is None:
                await client.aclose()

    async def _once(self, client: httpx.AsyncClient, method: str, path: str, **options: Any) -> Any:
        try:
            reply = await client.request(method, path, **options)
        except httpx.TransportError as error:
            raise _Stumbled(type(error).__name__) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise ToolError("shop.arguments", where=path[:80], why="it cannot be sent") from error
        if reply.status_code >= 500 or reply.status_code == 429:
            raise _Stumbled(f"status {reply.status_code}")
        try:
            told = reply.json()
        except ValueError as error:
            raise _Stumbled("no JSON") from error
        if reply.is_success:
            return told
        raise ToolError("shop.refused", why=_why(told, reply.status_code))


def _why(told: Any, status: int) -> str:
    error = told.get("error") if isinstance(told, dict) else None
    return str(error["message"]) if isinstance(error, dict) and "message" in error else f"status {status}"


def _filled(path: str, parts: tuple[str, ...]) -> str:
    for part in parts:
        if not part.strip() or part in (".", "..") or "/" in part:
            raise ToolError("shop.arguments", where=part, why="that is no number of anything")
    return path.format(*(quote(part, safe="") for part in parts))
