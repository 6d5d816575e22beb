"""A process killed in the middle of a tool: the turn goes on from its checkpoint, and nothing is done twice."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reckoner.agents import Approve, Assistant
from reckoner.core import Answer, Settings
from reckoner.tools import Gate, tool

CRASH = """
import asyncio, os, signal, sys
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from reckoner.agents import Approve, Assistant
from reckoner.core import ApprovalNeeded, Settings, Turn
from reckoner.tools import Gate, tool
from support.scripted import ScriptedModel, call

ledger = Path(sys.argv[2])

async def send(text: str) -> tuple[str, dict]:
    \"\"\"Send a text.

    Args:
        text: The text.
    \"\"\"
    with ledger.open("a") as file:
        file.write(text + "\\n")
    os.kill(os.getpid(), signal.SIGKILL)
    return "sent", {}

async def main():
    model = ScriptedModel(replies=[call("send", "s1", text="hello")])
    gate = Gate(tool=tool(send), risk="outside", repeatable=sys.argv[4] == "repeatable")
    async with Assistant.open(Settings(home=Path(sys.argv[1])), model=model, tools=[gate]) as assistant:
        async for event in assistant.stream(Turn(thread="t", text="Send hello")):
            pass
        async for event in assistant.resume("t", {"s1": Approve()}):
            pass

asyncio.run(main())
"""


@pytest.mark.parametrize(("kind", "times"), [("once", 1), ("repeatable", 2)])
async def test_a_write_that_was_cut_off_is_made_again_only_if_that_does_no_harm(
    tmp_path: Path, told: Any, kind: str, times: int
) -> None:
    from support.scripted import ScriptedModel

    ledger, tests = tmp_path / "ledger", Path(__file__).parents[1]
    arguments = [str(tmp_path / "home"), str(ledger), str(tests), kind]
    ended = subprocess.run([sys.executable, "-c", CRASH, *arguments], check=False)
    assert ended.returncode == -9
    assert ledger.read_text() == "hello\n"

    async def send(text: str) -> tuple[str, dict[str, Any]]:
        """Send a text.

        Args:
            text: The text.
        """
        with ledger.open("a") as file:
            file.write(text + "\n")
        return "sent", {}

    gate = Gate(tool=tool(send), risk="outside", repeatable=kind == "repeatable")
    model = ScriptedModel(replies=["I have told you how it stands."])
    async with Assistant.open(Settings(home=tmp_path / "home"), model=model, tools=[gate]) as assistant:
        # The decision was not acted on to its end, so it is asked for again; what was begun is known all the same.
        [request] = await assistant.pending("t")
        events = await told(assistant.resume("t", {request.call_id: Approve()}))
        assert await assistant.pending("t") == []
    assert isinstance(events[-1], Answer)
    assert ledger.read_text().count("hello") == times
    assert ("not known" in model.sent[-1][-1].text) == (kind == "once")


READ = """
import asyncio, os, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from reckoner.agents import Assistant
from reckoner.core import Settings, ToolStarted, Turn
from support.scripted import ScriptedModel, call

async def main():
    slow = call("python", "p1", code="import time; time.sleep(5)")
    model = ScriptedModel(replies=[call("calculate", "c1", expression="6*7"), slow])
    async with Assistant.open(Settings(home=Path(sys.argv[1])), model=model) as assistant:
        async for event in assistant.stream(Turn(thread="t", text="6*7")):
            if isinstance(event, ToolStarted) and event.tool == "python":
                os.kill(os.getpid(), 9)

asyncio.run(main())
"""


async def test_a_turn_goes_on_from_its_last_step(tmp_path: Path, told: Any) -> None:
    from support.scripted import ScriptedModel

    tests = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", READ, str(tmp_path / "home"), str(tests)], check=False)
    model = ScriptedModel(replies=["It is 42."])
    async with Assistant.open(Settings(home=tmp_path / "home", sandbox_seconds=1), model=model) as assistant:
        assert await assistant.interrupted("t")
        events = await told(assistant.resume("t"))
    assert events[-1].text == "It is 42."
    assert next(message.text for message in model.sent[0] if message.type == "tool") == "42"
