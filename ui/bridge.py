"""Where Streamlit's threads meet the one event loop that the assistant lives on."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator
from concurrent.futures import TimeoutError as NotYet
from typing import Any, TypeVar

T = TypeVar("T")


class Bridge:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="assistant", daemon=True).start()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of ``work``."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def iterate(self, items: AsyncGenerator[T], *, pause: float = 0.25) -> Generator[T | None]:
        """The ``items`` as they come, and ``None`` every ``pause`` seconds in between, so that the reader can leave.

        Leaving closes ``items`` before it returns.
        """
        try:
            while True:
                coming = asyncio.run_coroutine_threadsafe(anext(items, _END), self._loop)
                while True:
                    try:
                        item = coming.result(pause)
                    except NotYet:
                        yield None
                    else:
                        break
                if item is _END:
                    return
                yield item
        finally:
            if not coming.done():
                coming.cancel()
            self.call(_close(items))


_END: Any = object()


async def _close(items: AsyncGenerator[Any]) -> None:
    # A step that is being cancelled has to end before the generator can be closed.
    while True:
        try:
            await items.aclose()
        except RuntimeError:
            await asyncio.sleep(0.01)
        else:
            return
