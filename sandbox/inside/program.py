"""Run one program's text, as Python itself would, and describe what came of it as plain data."""

import ast
import contextlib
import io
import resource
import signal
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from typing import Any

from . import figures
from .values import TEXT_LIMIT, describe

_FILE = "<program>"


class Unreadable(Exception):
    """What was asked for cannot be done as it is written; the message says so in whole sentences."""


class TimeIsUp(BaseException):
    """Raised within the program when its time is over; the worker's clock is the one that counts."""


class _Printed(io.StringIO):
    """Printed text up to a limit; what comes after is counted, not kept."""

    cut = False

    def write(self, text: str) -> int:
        room = TEXT_LIMIT - self.tell()
        self.cut = self.cut or len(text) > room
        super().write(text[: max(0, room)])
        return len(text)


def names() -> dict[str, Any]:
    """The names that a new program begins with: those of an empty ``__main__``."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    return module.__dict__


def run(code: str, known: dict[str, Any], *, seconds: float) -> dict[str, Any]:
    """Run ``code`` with the names ``known``; the value is that of its last expression. See ``observed``."""
    return observed(lambda: _outcome(code, known), seconds=seconds)


def observed(work: Callable[[], dict[str, Any]], *, seconds: float) -> dict[str, Any]:
    """Do ``work`` within ``seconds`` of wall-clock time, and report what came of it.

    Returns:
        What ``work`` returns: ``value`` (see ``values.describe``), ``figures`` and ``charts``; or ``error`` with
        ``line`` and, where one was hit, ``limit``. In any case ``printed``, whether it was ``cut``, and ``memory`` in
        bytes.
    """
    printed = _Printed()
    before = _memory()
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        signal.signal(signal.SIGALRM, _time_is_up)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            report = work()
        except BaseException as error:  # A program may raise anything at all; it is all just its result.
            report = _failure(error)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return {**report, "printed": printed.getvalue(), "cut": printed.cut, "memory": max(0, _memory() - before)}


def _outcome(code: str, known: dict[str, Any]) -> dict[str, Any]:
    tree = ast.parse(code, _FILE)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = None
    try:
        exec(compile(tree, _FILE, "exec"), known)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), _FILE, "eval"), known)
    except SystemExit as done:
        if done.code not in (None, 0):
            raise
    if spec := figures.chart(value):
        return {"charts": [spec], "figures": figures.drawn()}
    return {"value": describe(value), "figures": figures.drawn()}


def _failure(error: BaseException) -> dict[str, Any]:
    if isinstance(error, SyntaxError) and error.filename == _FILE:
        return {"error": f"{type(error).__name__}: {error.msg}", "line": error.lineno or 0}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE]
    failed: dict[str, Any] = {"line": (frames[-1].lineno or 0) if frames else 0}
    if isinstance(error, TimeIsUp):
        return {**failed, "limit": "time"}
    if isinstance(error, MemoryError):
        return {**failed, "limit": "memory"}
    return {**failed, "error": _said(error)}


def _said(error: BaseException) -> str:
    if isinstance(error, Unreadable):
        return str(error)
    try:
        text = str(error)
    except Exception:  # Its text is the program's own code.
        text = ""
    return f"{type(error).__name__}: {text}"[:2_000] if text else type(error).__name__


def _time_is_up(*_: Any) -> None:
    raise TimeIsUp


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
