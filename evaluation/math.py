"""Problems with numbers, put to a model by one of the strategies."""

import time
from typing import Any

from langchain_core.callbacks import get_usage_metadata_callback
from langchain_core.language_models import BaseChatModel

from reckoner.agents import Assistant, new_thread
from reckoner.chains import final_answer, program, think
from reckoner.core import Answer, Failed, ReckonerError, Strategy, Turn
from reckoner.sandbox import Sandbox

from .judge import options_of, right
from .records import Problem
from .results import Result


class Solver:
    """Puts problems to ``model``.

    Args:
        model: A chat model.
        sandbox: Where its programs run and its thoughts are checked.
        strategy: ``pal`` and ``cot`` are the chains by themselves; ``react`` and ``auto`` the whole assistant.
        samples: How many programs or thoughts are drawn for a vote.
        assistant: For ``react`` and ``auto``.
        group: The name under which the results are told.
    """

    def __init__(
        self,
        model: BaseChatModel,
        sandbox: Sandbox,
        *,
        strategy: Strategy,
        samples: int,
        assistant: Assistant,
        group: str,
    ) -> None:
        self._strategy: Strategy = strategy
        self._assistant = assistant
        self._group = group
        self._program = program(model, sandbox, samples=samples)
        self._think = think(model, sandbox=sandbox, samples=samples)

    async def solve(self, problem: Problem) -> Result:
        """The answer to one problem, judged; an error of the model's is a wrong answer of its class."""
        began = time.monotonic()
        answer: Any = ""
        error = ""
        with get_usage_metadata_callback() as used:
            try:
                answer, error = await self._answered(problem.question)
            except ReckonerError as failed:
                error = type(failed).__name__
        return Result(
            id=problem.id,
            group=self._group,
            right=right(answer, problem.gold, options_of(problem.question)),
            answer=str(answer)[:200],
            gold=problem.gold,
            error=error,
            seconds=round(time.monotonic() - began, 3),
            input_tokens=sum(each["input_tokens"] for each in used.usage_metadata.values()),
            output_tokens=sum(each["output_tokens"] for each in used.usage_metadata.values()),
        )

    async def _answered(self, question: str) -> tuple[Any, str]:
        """The answer, a value where it was computed, and the class of what went wrong."""
        if self._strategy == "pal":
            computed = await self._program.ainvoke(question)
            verdict = computed.verdict
            wrong = "" if computed.written.cells else "no program"
            answer = computed.answer if computed.value is None else computed.value
            return answer, verdict.limit or verdict.error.partition(":")[0] or wrong
        if self._strategy == "cot":
            return (await self._think.ainvoke(question)).answer, ""
        return await self._asked(question)

    async def _asked(self, question: str) -> tuple[str, str]:
        async for event in self._assistant.stream(Turn(thread=new_thread(), text=question), strategy=self._strategy):
            if isinstance(event, Answer):
                return final_answer(event.text), ""
            if isinstance(event, Failed):
                return "", type(event.error).__name__
        return "", "unanswered"
