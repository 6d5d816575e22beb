"""The bookkeeping of tracing: where it is done, and by whom when somebody traces."""

import threading
from contextvars import copy_context
from typing import Any

import langsmith
import pytest
from langsmith._internal._aiter import aio_to_thread

from reckoner.agents.tracing import trace_in_place


@pytest.fixture(autouse=True)
def _restored() -> Any:
    trace_in_place()
    yield
    langsmith.set_runtime_overrides()


@pytest.mark.parametrize("traced", [False, True])
async def test_only_what_is_traced_changes_the_thread(traced: bool) -> None:
    with langsmith.tracing_context(enabled=traced):
        thread = await aio_to_thread(copy_context(), threading.get_ident)
    assert (thread != threading.get_ident()) == traced
