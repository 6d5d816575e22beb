"""Conversations are kept whole, whenever a turn is stopped."""

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.base import empty_checkpoint

from reckoner.agents.memory import open_memory
from reckoner.agents.saver import Saver


async def _stopped_at(task: "asyncio.Task[Any]", moment: int) -> None:
    await asyncio.sleep(moment / 20_000)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.002)  # What its thread has begun goes on without it.


def _written_by_another(path: Path) -> None:
    other = sqlite3.connect(path, timeout=0.2, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


async def test_whoever_is_stopped_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    config = {"configurable": {"thread_id": "a", "checkpoint_ns": "", "checkpoint_id": "1"}}
    async with Saver.from_conn_string(str(path)) as saver:
        await saver.setup()
        for moment in range(30):
            for writing in (
                saver.aput_writes(config, [("messages", "x" * 1000)] * 50, "task"),
                saver.aput(config, empty_checkpoint(), {}, {}),
            ):
                await _stopped_at(asyncio.create_task(writing), moment)
                _written_by_another(path)


async def test_whoever_is_stopped_at_a_note_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    async with open_memory(path) as memory:
        for moment in range(30):
            stopped = asyncio.create_task(memory.set_aside("thread", "turn", 0.01, {"day": 10.0}))
            await _stopped_at(stopped, moment)
            _written_by_another(path)


async def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    async with Saver.from_conn_string(str(tmp_path / "history.sqlite")) as saver:
        with pytest.raises(KeyError):
            await saver.aput({"configurable": {}}, empty_checkpoint(), {}, {})
