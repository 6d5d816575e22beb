"""Program-aided language models: the model writes a program, the sandbox runs it, and what it computes is the answer.

Gao et al. 2022, https://arxiv.org/abs/2211.10435
"""

import re
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableLambda

from reckoner.core import blocking
from reckoner.sandbox import Sandbox, Verdict
from reckoner.sandbox.values import shown

from .prompts import prompt

_BLOCK = re.compile(r"```(?:python|py)?[ \t]*\r?\n(.*?)(?:```|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A program and what came of it."""

    code: str
    verdict: Verdict

    @property
    def answer(self) -> str:
        """The value of the program's last expression, or what it printed last; empty if it failed."""
        if not self.verdict.ok:
            return ""
        printed = self.verdict.printed.strip().splitlines()
        return shown(self.verdict.value) if self.verdict.shown else (printed[-1] if printed else "")


def program(model: BaseChatModel, sandbox: Sandbox, *, repairs: int = 1) -> Runnable[str, Computed]:
    """A question → ``Computed``. A program that fails is shown to the model with its error, up to ``repairs`` times.

    Raises (when run):
        ModelError: The model does not answer.
        ToolError: Programs cannot be run on this computer.
    """

    async def run(question: str) -> Computed:
        messages: list[BaseMessage] = [HumanMessage(prompt("program").format(question=question))]
        for left in range(repairs, -1, -1):
            reply = await model.ainvoke(messages)
            code = code_of(reply.text)
            verdict = await sandbox.run(code)
            if verdict.ok or not left:
                break
            complaint = HumanMessage(prompt("repair").format(error=verdict.text))
            messages += [AIMessage(reply.text), complaint]
        return Computed(code=code, verdict=verdict)

    return RunnableLambda(blocking(run), afunc=run, name="program")


def code_of(reply: str) -> str:
    """The program in a reply: its last fenced block, or all of it."""
    blocks = _BLOCK.findall(reply)
    return str(blocks[-1] if blocks else reply).strip("\n")
