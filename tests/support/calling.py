"""Tools as an agent calls them."""

from collections.abc import Sequence
from typing import Any

from reckoner.tools import Gate


def by_name(gates: Sequence[Gate]) -> dict[str, Gate]:
    return {gate.tool.name: gate for gate in gates}


async def call(gate: Gate, **arguments: Any) -> str:
    """What a model reads of a call."""
    made = await gate.tool.ainvoke({"name": gate.tool.name, "args": arguments, "id": "1", "type": "tool_call"})
    return str(made.content)
