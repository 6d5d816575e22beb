"""What every way of running programs offers; ``Sandbox`` picks one."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

from .verdict import Verdict


@dataclass(frozen=True, kw_only=True)
class Request:
    """One program, one cell of a notebook, or one task of algebra."""

    code: str = ""
    task: dict[str, Any] | None = None
    checked: bool = False
    """Also compute results another way, where there is one."""
    notebook: str = ""
    """Cells of one notebook share their names; empty: nothing is shared."""
    caller: str = ""
    """Who asks; callers take turns."""


class Engine(Protocol):
    """Runs requests, several at once; safe to use from several threads."""

    def submit(self, request: Request) -> "Future[Verdict]":
        """Queue a request. Cancelling the future stops it at once."""

    def forget(self, notebook: str) -> None:
        """End a notebook and drop what it holds."""

    def defences(self) -> "Future[list[str]]":
        """The defences that stand between programs and this computer, by name."""

    def close(self) -> None:
        """Stop everything; what still runs fails."""
