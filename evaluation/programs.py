"""Recorded programs, run again in the sandbox: what they answer, and how many of the answers are right."""

import re
import uuid
from typing import Any

from reckoner.chains import final_answer
from reckoner.sandbox import Sandbox, Verdict, mend

from .judge import right
from .records import Recorded
from .results import Result


async def replay(record: Recorded, sandbox: Sandbox, *, mended: bool = False) -> Result:
    """Run a record as it was written, or ``mended``: with what its model left out."""
    if not record.cells:
        answer: Any = final_answer(record.text)
        return _result(record, answer, "no program" if not answer else "")
    notebook = f"replay {uuid.uuid4()}"
    seconds, wrong, name = 0.0, "", notebook
    verdict = Verdict()
    try:
        for place, cell in enumerate(record.cells):
            code = mend(cell)[0] if mended else cell
            name = notebook if record.shared or len(record.cells) == 1 else f"{notebook} {place}"
            verdict = await sandbox.run(record.prelude + code, notebook=name, caller=record.group)
            seconds += verdict.seconds
            wrong = _kind(verdict)
            if place < len(record.cells) - 1 and name != notebook:
                sandbox.forget(name)
        answer = await _answer(record, verdict, sandbox, name)
    finally:
        sandbox.forget(name)
    return _result(record, answer, wrong, seconds)


async def _answer(record: Recorded, verdict: Verdict, sandbox: Sandbox, notebook: str) -> Any:
    kind, _, name = record.answer_from.partition(":")
    if kind in ("var", "call") and verdict.ok:
        value = (await sandbox.run(f"{name}()" if kind == "call" else name, notebook=notebook)).value
        # What solve() found is often still in its list or mapping.
        return next(iter(value.values()), None) if isinstance(value, dict) else value
    if kind.startswith("cells"):
        after = re.split(r"^```\s*$", record.text, flags=re.MULTILINE)[-1].strip()
        return final_answer(after) if after else verdict.result
    return verdict.result if verdict.ok else None


def _kind(verdict: Verdict) -> str:
    """What went wrong, as a class: the exception's name, or the limit."""
    return verdict.limit or verdict.error.partition(":")[0]


def _result(record: Recorded, answer: Any, wrong: str, seconds: float = 0.0) -> Result:
    return Result(
        id=record.id,
        group=record.group,
        right=right(answer, record.gold, record.options),
        answer=str(answer)[:200] if answer is not None else "",
        gold=record.gold,
        error=wrong,
        seconds=round(seconds, 4),
    )
