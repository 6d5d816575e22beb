"""The small model that ships inside: size, load, time of a step, memory; whole, and as rules and encoder alone.

    python -m benchmarks.mini [--times 40]

Each form runs in a process of its own. A step is one reply: a call of a tool that it has never seen, an argument asked
for, a problem turned into a calculation, an answer read out of passages. Memory is what the process holds at the end,
without what Python holds with LangChain imported.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

_PASSAGE = (
    '<passage id="a1b2" document="lease.md" page="1" score="0.80">\nRent is due on the 5th of each month. '
    "A late payment costs 40 dollars. Pets are allowed after a deposit of 200 dollars. "
    "It ends on 31 August 2027.\n</passage>"
)
_TABLE = {
    "type": "function",
    "function": {
        "name": "book_table",
        "description": "Book a table at a restaurant",
        "parameters": {
            "type": "object",
            "properties": {
                "restaurant": {"type": "string", "description": "Name of the restaurant"},
                "people": {"type": "integer", "description": "How many people come"},
                "day": {"type": "string", "description": "Day of the visit"},
                "terrace": {"type": "boolean", "description": "Whether to sit outside"},
            },
            "required": ["restaurant", "people", "day"],
        },
    },
}
_OURS = [
    {
        "type": "function",
        "function": {"name": name, "description": name, "parameters": {"type": "object", "properties": {}}},
    }
    for name in ("calculate", "search_documents")
]
_STEPS: dict[str, tuple[list[BaseMessage], list[dict[str, Any]]]] = {
    "call": ([HumanMessage("A table for four at Luigi's on Friday, outside if you can")], [_TABLE]),
    "ask": ([HumanMessage("Cho mình đặt bàn ở Luigi's cho bốn người")], [_TABLE]),
    "problem": (
        [HumanMessage("Ann has 24 cards. She gives 9 of them to Ben and buys 5. How many has she now?")],
        _OURS,
    ),
    "read": (
        [
            HumanMessage("What does it cost to pay the rent late?"),
            AIMessage("", tool_calls=[{"name": "search_documents", "args": {"query": "late rent"}, "id": "1"}]),
            ToolMessage(_PASSAGE, tool_call_id="1", name="search_documents"),
        ],
        _OURS,
    ),
}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=40, help="how often each step is taken")
    parser.add_argument("--form", choices=["whole", "rules"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.form:
        print(json.dumps(_measured(given.form, given.times)))
        return
    for form in ("rules", "whole"):
        command = [sys.executable, "-m", "benchmarks.mini", "--form", form, "--times", str(given.times)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        told = ", ".join(f"{step} {p50:.0f} / {p95:.0f} ms" for step, (p50, p95) in found["steps"].items())
        sizes = f"{found['disk'] / 1e6:.1f} MB on disk, loaded in {found['load']:.2f} s, {found['memory'] / 1e6:.0f} MB"
        print(f"{form}: {sizes}; p50 / p95: {told}")


def _measured(form: str, times: int) -> dict[str, Any]:
    from reckoner.models.mini.chat import MiniChat
    from reckoner.models.mini.encoder import encoder
    from reckoner.models.mini.network import weights

    before = _resident()
    began = time.perf_counter()
    encoder().encode(["to load it"])
    names = ["encoder.onnx", "words.safetensors", "tokenizer.json", "intents.npz"]
    if form == "whole":
        from reckoner.models.mini.pointer.network import pointer
        from reckoner.models.mini.solver.network import solver

        pointer()
        solver()
        names += ["pointer.onnx", "pointer.safetensors", "solver.onnx", "solver.safetensors", "syllables.txt"]
    load = time.perf_counter() - began
    steps = {name: _timed(MiniChat(), *each, times) for name, each in _STEPS.items()} if form == "whole" else {}
    disk = sum(weights(name).stat().st_size for name in names)
    return {"disk": disk, "load": load, "memory": _resident() - before, "steps": steps}


def _timed(model: Any, messages: list[BaseMessage], tools: list[dict[str, Any]], times: int) -> tuple[float, float]:
    """Milliseconds of one reply: the median, and what 95 of 100 stay under."""
    from reckoner.models.mini import read
    from reckoner.models.mini.pointer import network
    from reckoner.models.mini.story import story

    bound = model.bind_tools(tools)
    taken = []
    for place in range(times + 2):
        # What a conversation has read once it does not read again; here every reply is the first.
        read.forget()
        network.forget()
        story.cache_clear()
        first = HumanMessage(f"{messages[0].text} {'!' * (place % 7)}")
        began = time.perf_counter()
        bound.invoke([first, *messages[1:]])
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken[2:]), statistics.quantiles(taken[2:], n=20)[-1]


def _resident() -> int:
    """Bytes of memory that this process holds."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


if __name__ == "__main__":
    main()
