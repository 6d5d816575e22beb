"""Run programs that a model wrote, in a process that can do nothing else."""

from .pool import Sandbox
from .verdict import Limit, Verdict

__all__ = ["Limit", "Sandbox", "Verdict"]
