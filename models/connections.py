"""Connections to servers, for each event loop its own: one that another loop made dies with that loop."""

import asyncio
from collections.abc import AsyncIterator
from functools import cache
from typing import TypeVar
from urllib.request import getproxies
from weakref import WeakKeyDictionary

import httpx2 as httpx
import openai

T = TypeVar("T")


class _ByLoop(httpx.AsyncBaseTransport):
    """Whoever calls ``asyncio.run`` again, or asks from several threads, meets no connection of another loop."""

    def __init__(self) -> None:
        self._inner: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncHTTPTransport] = WeakKeyDictionary()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        loop = asyncio.get_running_loop()
        if loop not in self._inner:
            self._inner[loop] = httpx.AsyncHTTPTransport(limits=openai.DEFAULT_CONNECTION_LIMITS)
        return await self._inner[loop].handle_async_request(request)


@cache
def by_loop() -> httpx.AsyncClient | None:
    """The client that all models share; ``None`` behind a proxy, which httpx knows how to find."""
    return None if getproxies() else openai.DefaultAsyncHttpxClient(transport=_ByLoop())


async def unbroken(items: AsyncIterator[T], silence: float) -> AsyncIterator[T]:
    """The ``items`` as they come.

    Unlike ``asyncio.wait_for`` before Python 3.12, it never takes a cancellation for an item that came at the same
    moment (https://github.com/python/cpython/issues/86296): who stops a stream would wait until it is over.

    Args:
        items: A stream.
        silence: Seconds that it may go without an item.

    Raises:
        TimeoutError: It was silent for longer.
    """
    while True:
        try:
            async with asyncio.timeout(silence):
                item = await anext(items)
        except StopAsyncIteration:
            return
        yield item
