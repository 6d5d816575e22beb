"""Run programs that a model wrote, in a process that can do nothing else."""

from .pool import Sandbox, missing_walls
from .values import Array, Expression, Other, Table, Value
from .verdict import Check, Limit, Step, Verdict
from .written import Written, mend, read_program

__all__ = [
    "Array",
    "Check",
    "Expression",
    "Limit",
    "Other",
    "Sandbox",
    "Step",
    "Table",
    "Value",
    "Verdict",
    "Written",
    "mend",
    "missing_walls",
    "read_program",
]
