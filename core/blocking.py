"""The way from code without an event loop into ours, for LangChain's ``invoke``."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def blocking(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, R]:
    """``function``, waited for. It runs on a loop of its own in another thread, so a running loop is no hindrance."""

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(function(*args, **kwargs))).result()

    return call
