"""Computing: one expression exactly, or a whole program, both in the sandbox."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain_core.runnables import RunnableConfig

from reckoner.core import ToolError
from reckoner.sandbox import Check, Sandbox, Verdict, read_program

from .risk import Gate, tool


def python_tools(sandbox: Sandbox) -> list[Gate]:
    """``calculate`` and ``python``."""

    async def calculate(expression: str) -> tuple[str, dict[str, Any]]:
        """Calculate the value of one arithmetic expression, exactly.

        Args:
            expression: Numbers, + - * / ** ( ) and functions such as sqrt, log, mean, Mod. Example: 240*15/100
        """
        return answered(await sandbox.algebra(operation="evaluate", expression=expression))

    async def python(code: str, config: RunnableConfig) -> tuple[str, dict[str, Any]]:
        """Run a Python program and return what it prints and the value of its last expression.

        Use it for calculations of several steps, dates, loops, statistics, tables and figures. The standard library,
        numpy, scipy, sympy, pandas and matplotlib can be imported. Names that earlier calls of this conversation have
        defined are still there. There are no files and no network.

        Args:
            code: The program. Print the result, or end with an expression.
        """
        written = read_program(code)
        if not written.cells:
            raise ToolError("sandbox.prose")
        thread = str(config.get("configurable", {}).get("thread_id", ""))
        verdict = await sandbox.run(written.code, notebook=thread, caller=thread, checked=True)
        text, shown = answered(verdict)
        # Imports and results that were left out change nothing that the model meant.
        changed = [each for each in written.mended if not each.startswith("added")]
        return "\n".join([text, *(f"[The program was mended: {each}.]" for each in changed)]), shown

    return [Gate(tool=tool(each), risk="read", brings_text=False) for each in (calculate, python)]


def calculator(sandbox: Sandbox) -> Callable[[str], Awaitable[str]]:
    """``calculate`` as a function of an expression, for tools that calculate on the way."""
    [tool] = [gate.tool for gate in python_tools(sandbox) if gate.tool.name == "calculate"]

    async def calculated(expression: str) -> str:
        return str(await tool.ainvoke({"expression": expression}))

    return calculated


def answered(verdict: Verdict) -> tuple[str, dict[str, Any]]:
    """A verdict as a tool's result.

    Raises:
        ToolError: The program failed; the text tells the model what to change.
    """
    if not verdict.ok:
        raise ToolError(verdict.text)
    otherwise = [_otherwise(check) for check in verdict.checks if not check.ok]
    return "\n".join([verdict.text, *otherwise]), {"display": verdict.display} if verdict.display else {}


def _otherwise(check: Check) -> str:
    found = f" it is {check.value}" if check.value else " it does not hold"
    return f"[Check: computed another way, by {check.how},{found}. Look at rounding and signs before answering.]"
