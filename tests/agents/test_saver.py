"""Conversations are kept whole, whenever a turn is stopped."""

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from langgraph.checkpoint.base import empty_checkpoint

from reckoner.agents.saver import Saver


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
                stopped = asyncio.create_task(writing)
                for _ in range(moment):
                    await asyncio.sleep(0)
                stopped.cancel()
                with suppress(asyncio.CancelledError):
                    await stopped
                other = sqlite3.connect(path, timeout=0.2, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                other.execute("ROLLBACK")
                other.close()


async def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    async with Saver.from_conn_string(str(tmp_path / "history.sqlite")) as saver:
        with pytest.raises(KeyError):
            await saver.aput({"configurable": {}}, empty_checkpoint(), {}, {})
