"""The bookkeeping of tracing: only what is traced changes the thread for it."""

from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any

import langsmith
import pytest

from reckoner.agents.tracing import in_place


async def in_thread(context: Context, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> tuple[str, Any]:
    return "in a thread", context.run(function, *args, **kwargs)


@pytest.mark.parametrize(("traced", "result"), [(False, 3), (True, ("in a thread", 3))])
async def test_only_what_is_traced_changes_the_thread(traced: bool, result: Any) -> None:
    with langsmith.tracing_context(enabled=traced):
        assert await in_place(in_thread, copy_context(), max, 1, 3) == result
