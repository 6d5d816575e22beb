"""Time to the first answer, what each door costs to import, and an agent's step against a bare ``create_agent``."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from . import sandbox

DOORS = {
    "python": "pass",
    "reckoner --help": "import reckoner.cli.main",
    "reckoner.core": "import reckoner.core",
    "reckoner.agents": "import reckoner.agents",
    "reckoner ui": "import streamlit, reckoner.ui.pages.chat, reckoner.ui.pages.documents",
}
MEASURED = """
import resource, time
began = time.process_time()
{code}
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.process_time() - began, used.ru_maxrss / 1024)
"""
STEPS = 20


def main() -> None:
    """Print every figure; nothing is asserted."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["RECKONER_HOME"] = home
        _doors()
        _first_answer()
        asyncio.run(_steps(Path(home)))
    asyncio.run(sandbox.main())


def _doors() -> None:
    print("door                 CPU s   of python   memory MB")
    bare = 1.0
    for name, code in DOORS.items():
        runs = [_measured(code) for _ in range(3)]
        seconds, memory = median(run[0] for run in runs), median(run[1] for run in runs)
        bare = memory if name == "python" else bare
        print(f"{name:20} {seconds:5.2f} {memory / bare:8.1f} x {memory:9.0f}")


def _measured(code: str) -> tuple[float, float]:
    ran = subprocess.run([sys.executable, "-c", MEASURED.format(code=code)], capture_output=True, text=True, check=True)
    seconds, memory = ran.stdout.split()
    return float(seconds), float(memory)


def _first_answer() -> None:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "reckoner.cli", "ask", "2+2"], capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    each = ", ".join(f"{seconds:.2f}" for seconds in times)
    print(f"\nreckoner ask 2+2, from start to end: {median(times):.2f} s (of {each})")


async def _steps(home: Path) -> None:
    """A step is a model call and a tool call; checkpoints are written to SQLite, step by step, on both sides."""
    ours, bare = [], []
    for turn in range(4):  # Turn by turn, so that whatever else the machine does hurts both alike.
        bare.append(await _bare(home / f"bare{turn}.sqlite"))
        ours.append(await _ours(home / f"ours{turn}"))
    # The first of each warms up what is imported and cached.
    print(f"\nan agent's step: {median(ours[1:]) / median(bare[1:]):.2f} of a bare create_agent's")
    print(f"(ms a step, ours {_shown(ours[1:])}; bare {_shown(bare[1:])})")


def _shown(seconds: list[float]) -> str:
    return ", ".join(f"{each * 1000:.1f}" for each in seconds)


async def _echo(text: str) -> tuple[str, dict[str, Any]]:
    """Return the text.

    Args:
        text: The text.
    """
    return text, {}


def _script() -> Any:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from support.scripted import ScriptedModel, call

    return ScriptedModel(replies=[*(call("_echo", text="hello") for _ in range(STEPS)), "Done."])


async def _bare(path: Path) -> float:
    from langchain.agents import create_agent
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    from reckoner.tools import tool

    async with AsyncSqliteSaver.from_conn_string(str(path)) as saver:
        graph = create_agent(_script(), [tool(_echo)], checkpointer=saver)
        began = time.perf_counter()
        given: Any = {"messages": [("user", "hi")]}
        config: Any = {"configurable": {"thread_id": "t"}, "recursion_limit": 1000}
        async for _ in graph.astream(
            given, config, stream_mode=["messages", "updates"], version="v2", durability="sync"
        ):
            pass
        return (time.perf_counter() - began) / STEPS


async def _ours(home: Path) -> float:
    from reckoner.agents import Assistant
    from reckoner.core import Settings, Turn
    from reckoner.tools import Gate, tool

    settings = Settings(home=home, step_limit=1000, tool_limit=1000)
    gate = Gate(tool=tool(_echo), risk="read")
    async with Assistant.open(settings, model=_script(), tools=[gate]) as assistant:
        # The sandbox starts beside a turn; here it would only take the other side's processor away.
        await assistant.gates["calculate"].tool.ainvoke({"expression": "1"})
        began = time.perf_counter()
        async for _ in assistant.stream(Turn(thread="t", text="hi")):
            pass
        return (time.perf_counter() - began) / STEPS


main()
