"""Steps of a plan. Their arguments may hold ``#n``: the value that step ``n`` will have found."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from .manner import Manner
from .operands import Seeks


@dataclass(frozen=True)
class Step:
    """One call of a tool."""

    tool: str
    arguments: dict[str, Any]
    kind: str
    """What its result is: ``number``, ``algebra``, ``units``, ``date`` …, ``fact``, ``operand``, ``saved``, ``other``; of a
    search that a calculation goes on with ``combined``, of one for the whole question where a part was not found ``whole``."""
    about: str = ""
    """For ``operand``, the phrase whose value is looked for; for ``number``, the unit; for ``span``, the unit of time."""
    seeks: Seeks = "number"
    """For ``operand``, what kind of value."""
    likely: float | None = None
    """How likely it is what was meant, where that was weighed."""
    manner: Manner = field(default_factory=Manner)
    """How the result is to be written."""


@dataclass(frozen=True)
class Plan:
    """What to do: ``steps``, or a sentence to say by its key in ``words``."""

    steps: tuple[Step, ...] = ()
    say: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


_REFERENCE: Final = re.compile(r"#(?:\d+u?|last|former)")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")


def resolve(step: Step, values: Mapping[str, str]) -> Step | str:
    """``step`` with each ``#n`` replaced by its value; or the reference that has none.

    What a person said is never a reference: the arguments of a tool that is not our own, the text of a file.
    """
    if step.kind == "other":
        return step
    arguments = dict(step.arguments)
    for name, argument in step.arguments.items():
        if not isinstance(argument, str) or (step.kind == "saved" and not _REFERENCE.fullmatch(argument)):
            continue
        for reference in _REFERENCE.findall(argument):
            if reference not in values:
                return str(reference)
            argument = argument.replace(reference, _within(values[reference], step))
        arguments[name] = argument
    return replace(step, arguments=arguments)


def _within(value: str, step: Step) -> str:
    """``value`` as it stands in an argument of ``step``: in a formula, a fraction or what is negative binds as one."""
    return value if step.tool != "calculate" or _PLAIN.fullmatch(value) else f"({value})"
