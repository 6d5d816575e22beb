"""The sandbox as the rest of Reckoner knows it: one engine, chosen by what this computer can do."""

import asyncio
import logging
import sys
from typing import Any

from reckoner.core import SandboxKind, ToolError

from . import portable
from .engine import Engine, Request
from .verdict import Verdict

log = logging.getLogger(__name__)

CODE_LIMIT = 100_000
"""Characters of one program."""


class Sandbox:
    """Runs programs that are not trusted; safe to use from several threads and event loops.

    Args:
        seconds: Wall-clock time that one program may take.
        megabytes: Memory that one program may take, beyond what the interpreter and its libraries take.
        at_once: How many programs may run at the same time; more wait, and callers take turns.
        kind: Which engine runs them; see ``SandboxKind``.
    """

    def __init__(
        self, *, seconds: float = 10, megabytes: int = 1024, at_once: int = 2, kind: SandboxKind = "auto"
    ) -> None:
        self.kind: SandboxKind = kind
        if kind == "auto":
            self.kind = "portable" if missing_walls() and portable.installed() else "walled"
        self._closed = _lacking(self.kind)
        self._engine: Engine | None = None
        if not self._closed:
            self._engine = _engine(self.kind, seconds=seconds, memory=megabytes * 2**20, at_once=at_once)

    @property
    def closed_because(self) -> str:
        """Why programs cannot be run safely on this computer, or nothing."""
        return self._closed

    def warm(self) -> None:
        """Start a worker now, so that the first program need not wait for it."""
        if self._engine is not None:
            self._engine.defences()

    async def defences(self) -> list[str]:
        """The defences that stand between programs and this computer, by name; none where it is ``unsafe``.

        Raises:
            ToolError: This computer lacks some.
        """
        return await asyncio.wrap_future(self._open().defences())

    async def run(self, code: str, *, notebook: str = "", caller: str = "", checked: bool = False) -> Verdict:
        """Run a Python program. Cancelling stops it at once.

        Args:
            code: The program, read as Python reads it; see ``sandbox.written`` for programs within prose.
            notebook: Programs of one notebook share their names, as cells do; without one nothing is shared.
            caller: Who asks. Callers take turns where programs have to wait.
            checked: Also compute the results another way, where there is one; see ``Verdict.checks``.

        Raises:
            ToolError: This computer lacks the defences, or the worker does not start.
        """
        if len(code) > CODE_LIMIT:
            raise ToolError("sandbox.long", limit=CODE_LIMIT)
        return await self._perform(Request(code=code, notebook=notebook, caller=caller, checked=checked))

    async def algebra(self, **task: Any) -> Verdict:
        """Perform one of SymPy's verbs; see ``inside.algebra.perform`` for the task's fields.

        Raises:
            ToolError: As for ``run``.
        """
        return await self._perform(Request(task=task))

    def forget(self, notebook: str) -> None:
        """Drop all that a notebook holds."""
        if self._engine is not None:
            self._engine.forget(notebook)

    def close(self) -> None:
        """Stop every process; what still runs fails."""
        if self._engine is not None:
            self._engine.close()

    def _open(self) -> Engine:
        if self._engine is None:
            raise ToolError("sandbox.closed", why=self._closed)
        return self._engine

    async def _perform(self, request: Request) -> Verdict:
        return await asyncio.wrap_future(self._open().submit(request))


def missing_walls() -> str:
    """Which defence of the walled engine this computer lacks, or nothing."""
    if sys.platform != "linux":
        return f"{sys.platform} has neither Landlock nor seccomp"
    from .inside.walls import missing

    return missing()


def _lacking(kind: SandboxKind) -> str:
    """What ``kind`` needs and this computer has not, or nothing."""
    if kind in ("walled", "fast") and (why := missing_walls()):
        return why
    if kind in ("portable", "fast") and not portable.installed():
        return "Monty is not installed (pip install 'reckoner[portable]')"
    return ""


def _engine(kind: SandboxKind, *, seconds: float, memory: int, at_once: int) -> Engine:
    if kind == "portable":
        return portable.Portable(seconds=seconds, memory=memory, at_once=at_once)
    if kind == "unsafe":
        log.warning("Programs run without any defence: the sandbox was switched off by name.")
        from .unsafe import Unsafe

        return Unsafe(seconds=seconds, at_once=at_once)
    from .walled import Walled

    walled = Walled(seconds=seconds, memory=memory, at_once=at_once)
    if kind == "walled":
        return walled
    from .fast import Fast

    return Fast(portable.Portable(seconds=seconds, memory=memory, at_once=at_once), walled)
