"""What tracing costs when nobody traces.

LangChain wraps each hook of a middleware in LangSmith's ``traceable``, which hands its bookkeeping to a thread before
and after every call, whether it is traced or not: some thirty changes of thread for each step of an agent.
"""

from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Any

import langsmith
from langsmith.utils import tracing_is_enabled


def trace_in_place() -> None:
    """Let untraced calls do their bookkeeping where they are; what is traced is left to LangSmith's own way."""
    langsmith.set_runtime_overrides(aio_to_thread=in_place)


async def in_place(
    in_thread: Callable[..., Awaitable[Any]],
    context: Context,
    function: Callable[..., Any],
    /,
    *args: Any,
    **kwargs: Any,
) -> Any:
    """``function`` in ``context``: here, or ``in_thread`` where somebody traces."""
    if tracing_is_enabled():
        return await in_thread(context, function, *args, **kwargs)
    return context.run(function, *args, **kwargs)
