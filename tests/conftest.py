"""What every test stands on: an empty environment, a home of its own, no network beyond this machine."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from support.scripted import ScriptedModel

from reckoner.agents import Assistant
from reckoner.core import Event, Settings
from reckoner.sandbox import Sandbox


def pytest_xdist_auto_num_workers() -> int:
    """Many tests wait for servers and browsers: one process more than there are processors, to keep these busy."""
    return min(4, (os.cpu_count() or 1) + 1)


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(("RECKONER_", "OPENAI_", "HF_", "LANGSMITH_", "LANGCHAIN_", "ANTHROPIC_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RECKONER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", model="mini", model_retries=0)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all tests: starting one takes a second."""
    sandbox = Sandbox(seconds=3, megabytes=512)
    yield sandbox
    sandbox.close()


Opened = Callable[..., AbstractAsyncContextManager[Assistant]]


@pytest.fixture
def opened(settings: Settings) -> Opened:
    """An assistant over a scripted model that must be asked exactly as often as there are replies."""

    @asynccontextmanager
    async def open_(*replies: Any, delay: float = 0.0, tools: Any = (), **changes: Any) -> AsyncIterator[Assistant]:
        model = ScriptedModel(replies=replies, delay=delay)
        changed = settings.model_copy(update=changes)
        async with Assistant.open(changed, model=model, tools=tools) as assistant:
            assistant.scripted = model  # type: ignore[attr-defined]  # for tests that look at what was sent
            yield assistant
        assert not model.unplayed, f"{model.unplayed} replies were never asked for"

    return open_


async def collect(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


@pytest.fixture
def told() -> Callable[[AsyncIterator[Event]], Any]:
    """Collects a stream of events into a list."""
    return collect
