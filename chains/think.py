"""Chain of thought: steps before the answer, in several manners, and several chains of which the commonest answer wins.

Step by step: Wei et al. 2022, https://arxiv.org/abs/2201.11903, without examples Kojima et al. 2022,
https://arxiv.org/abs/2205.11916 · self-consistency: Wang et al. 2022, https://arxiv.org/abs/2203.11171 · least to most:
Zhou et al. 2022, https://arxiv.org/abs/2205.10625 · plan and solve: Wang et al. 2023, https://arxiv.org/abs/2305.04091
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableLambda

from reckoner.core import blocking, language_of
from reckoner.sandbox import Sandbox

from .answers import split_answer, vote
from .calculator import Correction, corrected
from .examples import examples as own_examples
from .examples import most_like
from .patterns import Chooser, Example, Prompt
from .prompts import prompt

Manner = Literal["steps", "plan", "parts"]
"""``steps``: one after another. ``plan``: a plan first, then the steps. ``parts``: simpler questions first, each
answered with the answers before it."""

GO_ON = prompt("corrected")
"""What a model is told after its thought was corrected."""
_PARTS = 8
_CUES = {"en": "Let's think step by step.", "vi": "Hãy suy nghĩ từng bước."}


@dataclass(frozen=True, kw_only=True)
class Reasoned:
    """An answer, and apart from it the thought that led to it."""

    answer: str
    thought: str
    corrections: tuple[Correction, ...] = ()
    """Equations of the thought that the calculator corrected; the thought shows them marked."""
    agreement: float = 1.0
    """The share of the chains that reached this answer, 0 to 1."""


def think(
    model: BaseChatModel,
    *,
    manner: Manner = "steps",
    examples: Sequence[Example] | Chooser | None = None,
    samples: int = 1,
    sandbox: Sandbox | None = None,
) -> Runnable[str, Reasoned]:
    """A question → ``Reasoned``.

    Args:
        model: Any chat model; it need not know tools.
        manner: How it is to think.
        examples: Shown with the question; ``None`` shows those of ours that are most like it, ``()`` none (zero-shot).
            ``parts`` shows its own.
        samples: How many chains are drawn; the answer that most of them reach wins. More than one needs a model that
            samples, with a temperature above 0.
        sandbox: Where the arithmetic of a thought is computed again; without it a thought is taken as it is.

    Raises (when run):
        ModelError: The model does not answer.
        ToolError: Programs cannot be run on this computer.
    """
    shown = most_like(own_examples()) if examples is None else examples
    asked = Prompt(instruction=prompt("plan" if manner == "plan" else "think"), examples=shown)

    async def one(question: str, request: str) -> Reasoned:
        if manner == "parts":
            return await _by_parts(model, sandbox, question)
        return await _chain(model, sandbox, request)

    async def run(question: str) -> Reasoned:
        # The cue of zero-shot chain of thought is for those who are shown no example.
        cue = _CUES[language_of(question)] if examples is not None and not examples else ""
        request = await asyncio.to_thread(replace(asked, cue=cue).text, question)
        found = await asyncio.gather(*(one(question, request) for _ in range(samples)))
        place, votes = vote([each.answer for each in found])
        return replace(found[place], agreement=votes / samples)

    return RunnableLambda(blocking(run), afunc=run, name="think")


async def _chain(model: BaseChatModel, sandbox: Sandbox | None, request: str) -> Reasoned:
    """One chain, its arithmetic corrected on the way."""

    async def go_on(so_far: str) -> str:
        messages: list[BaseMessage] = [HumanMessage(request), AIMessage(so_far), HumanMessage(GO_ON)]
        return str((await model.ainvoke(messages)).text)

    reply = await model.ainvoke(request)
    text, found = await corrected(str(reply.text), go_on, sandbox) if sandbox else (str(reply.text), ())
    thought, answer = split_answer(text)
    before = str(reply.additional_kwargs.get("reasoning_content") or "").strip()
    thought = "\n\n".join(part for part in (before, thought) if part)
    return Reasoned(answer=answer, thought=thought, corrections=found)


async def _by_parts(model: BaseChatModel, sandbox: Sandbox | None, question: str) -> Reasoned:
    """Least to most: the parts, each answered with the answers before it; the last part is the question itself."""
    listed = (await model.ainvoke(prompt("decompose").replace("{question}", question))).text
    parts = [match[1].strip() for match in re.finditer(r"^\s*(?:\d+[.)]|[-*])\s*(.+)$", listed, re.MULTILINE)]
    parts = parts[:_PARTS] or [question]
    answered: list[tuple[str, Reasoned]] = []
    for part in parts:
        so_far = "\n".join(f"{each}\n{found.thought}\nAnswer: {found.answer}" for each, found in answered)
        request = prompt("part").replace("{part}", part).replace("{answered}", so_far).replace("{question}", question)
        answered.append((part, await _chain(model, sandbox, request)))
    thought = "\n\n".join(f"{part}\n{found.thought or found.answer}" for part, found in answered)
    marked = tuple(each for _, found in answered for each in found.corrections)
    return Reasoned(answer=answered[-1][1].answer, thought=thought, corrections=marked)
