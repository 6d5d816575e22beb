"""Program-aided language models: the model writes a program, the sandbox runs it, and what it computes is the answer.

Gao et al. 2022, https://arxiv.org/abs/2211.10435 · Chen et al. 2022, https://arxiv.org/abs/2211.12588 · several
programs and the value that most of them reach: Wang et al. 2022, https://arxiv.org/abs/2203.11171
"""

import asyncio
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableLambda

from reckoner.core import Language, blocking, language_of
from reckoner.sandbox import Check, Sandbox, Value, Verdict, Written, read_program

from .answers import final_answer, vote
from .examples import examples as own_examples
from .examples import most_like
from .patterns import Chooser, Example, Prompt, shown_with_program
from .prompts import prompt
from .written import as_latex, inputs, with_unit

_UNIT = re.compile(r"^units?[ \t]*=", re.MULTILINE)
_NOTHING = Verdict()


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A program and what came of it; a reply without any is prose, and computes nothing."""

    question: str
    written: Written
    verdict: Verdict = _NOTHING
    unit: str = ""
    """The unit or currency that the program names."""
    agreement: float = 1.0
    """The share of the programs that reached this value, 0 to 1."""
    tries: int = 1
    """How often the model was asked for this program."""

    @property
    def code(self) -> str:
        return self.written.code

    @property
    def value(self) -> Value:
        """What was computed: the last expression's value, or what was printed last."""
        return self.verdict.result if self.written.cells and self.verdict.ok else None

    @property
    def answer(self) -> str:
        """The value with its unit, as the question's language writes it; what prose says; empty after a failure."""
        if not self.written.cells:
            return final_answer(self.written.prose)
        return "" if self.value is None else with_unit(self.value, self.unit, self._language)

    @property
    def latex(self) -> str:
        """The quantities that the program begins with, and the result."""
        given = r",\quad ".join(inputs(self.code))
        result = self.verdict.latex or as_latex(self.value)
        return rf"{given} \;\Rightarrow\; {result}" if given and result else result

    @property
    def disagreements(self) -> tuple[Check, ...]:
        """Results that came out otherwise when they were computed another way."""
        return tuple(check for check in self.verdict.checks if not check.ok)

    @property
    def _language(self) -> Language:
        return language_of(self.question)


def program(
    model: BaseChatModel,
    sandbox: Sandbox,
    *,
    examples: Sequence[Example] | Chooser | None = None,
    repairs: int = 2,
    samples: int = 1,
) -> Runnable[str, Computed]:
    """A question → ``Computed``.

    Args:
        model: Any chat model; it need not know tools.
        sandbox: Where the programs run.
        examples: Shown with the question; ``None`` shows those of ours that are most like it.
        repairs: How often a program that fails is shown to the model with its error.
        samples: How many programs are written; the value that most of them reach wins. More than one needs a model that
            samples, with a temperature above 0.

    Raises (when run):
        ModelError: The model does not answer.
        ToolError: Programs cannot be run on this computer.
    """
    asked = Prompt(
        instruction=prompt("program"),
        examples=most_like(own_examples()) if examples is None else examples,
        show=shown_with_program,
    )

    async def run(question: str) -> Computed:
        request = await asyncio.to_thread(asked.text, question)
        found = await asyncio.gather(*(_one(model, sandbox, question, request, repairs) for _ in range(samples)))
        worked = [each for each in found if each.value is not None]
        if not worked:
            return found[0]
        place, votes = vote([each.value for each in worked])
        return replace(worked[place], agreement=votes / samples)

    return RunnableLambda(blocking(run), afunc=run, name="program")


async def _one(model: BaseChatModel, sandbox: Sandbox, question: str, request: str, repairs: int) -> Computed:
    """One program, written until it runs or ``repairs`` are used up."""
    messages: list[BaseMessage] = [HumanMessage(request)]
    for tries in range(1, repairs + 2):
        reply = await model.ainvoke(messages)
        computed = await _computed(sandbox, question, read_program(reply.text), tries)
        if tries > repairs or (computed.written.cells and computed.verdict.ok):
            break
        error = computed.verdict.text
        complaint = prompt("repair").replace("{error}", error) if computed.written.cells else prompt("no_program")
        messages += [AIMessage(reply.text), HumanMessage(complaint)]
    return computed


async def _computed(sandbox: Sandbox, question: str, written: Written, tries: int) -> Computed:
    if not written.cells:
        return Computed(question=question, written=written, tries=tries)
    # A notebook of its own, so that the unit can be asked for after the value.
    notebook = f"program {uuid.uuid4()}"
    try:
        verdict = await sandbox.run(written.code, notebook=notebook, checked=True)
        named = verdict.ok and _UNIT.search(written.code)
        unit = await sandbox.run(named[0].rstrip("= \t"), notebook=notebook) if named else _NOTHING
    finally:
        sandbox.forget(notebook)
    found = unit.value if isinstance(unit.value, str) else ""
    return Computed(question=question, written=written, verdict=verdict, unit=found[:40], tries=tries)
