"""The record: who decided what, what became of it, and that nobody can change it."""

import sqlite3
from typing import Any

import pytest
from support.scripted import call

from reckoner.agents import Approve, Edit, Reject
from reckoner.core import Settings, Turn

ASK = Turn(thread="t", text="Save it.")


def save(number: str) -> Any:
    return call("save_file", number, name=f"{number}.txt", content="hi")


async def test_decisions_and_outcomes_are_on_record(opened: Any, told: Any) -> None:
    replies = [save("w1"), "Saved.", save("w2"), "Not saved.", save("w3"), "Saved otherwise."]
    async with opened(*replies) as assistant:
        decisions: list[Any] = [Approve(), Reject("not now"), Edit({"name": "other.txt", "content": "ho"})]
        for number, decision in enumerate(decisions, 1):
            await told(assistant.stream(ASK))
            await told(assistant.resume("t", {f"w{number}": decision}, who="ann"))
        entries = list(reversed(await assistant.audit.entries("t")))
        assert await assistant.audit.entries("another") == []
    found = [(each.what, each.who, each.call, each.arguments["name"]) for each in entries]
    assert found == [
        ("approved", "ann", "w1", "w1.txt"), ("done", "", "w1", "w1.txt"), ("rejected", "ann", "w2", "w2.txt"),
        ("edited", "ann", "w3", "other.txt"), ("done", "", "w3", "other.txt"),
    ]  # fmt: skip
    assert entries[2].outcome == "not now"
    assert all(each.at and each.tool == "save_file" for each in entries)


async def test_nobody_changes_the_record(opened: Any, told: Any, settings: Settings) -> None:
    async with opened(save("w1"), "Saved.") as assistant:
        await told(assistant.stream(ASK))
        await told(assistant.resume("t", {"w1": Approve()}))
        await assistant.delete("t")
        assert len(await assistant.audit.entries("t")) == 2
    with sqlite3.connect(settings.home / "audit.sqlite") as database:
        for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE number = 1"):
            with pytest.raises(sqlite3.IntegrityError, match="the record is kept"):
                database.execute(statement)


async def test_what_came_too_late_is_on_record(opened: Any, told: Any) -> None:
    async with opened(save("w1"), approval_hours=1e-9) as assistant:
        await told(assistant.stream(ASK))
        await told(assistant.resume("t", {"w1": Approve()}, who="ann"))
        [entry] = await assistant.audit.entries("t")
    assert (entry.what, entry.who) == ("expired", "ann")
