"""The engine for computers without Landlock: Monty, a Python interpreter in Rust that reaches nothing of its host.

It runs plain programs: much of the language and a few modules of the standard library, no SymPy and no NumPy. It is an
extra: ``pip install 'reckoner[portable]'``.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any

from reckoner.core import ToolError

from .engine import Request
from .inside.values import TEXT_LIMIT, describe
from .values import read_value
from .verdict import Limit, Verdict

_LIMITS: dict[str, Limit] = {"TimeoutError": "time", "MemoryError": "memory"}


def installed() -> bool:
    """Whether Monty is installed."""
    return find_spec("pydantic_monty") is not None


class Portable:
    """Plain programs in an interpreter of their own, in processes of its own; cancelled ones use their time up.

    Args:
        seconds: Wall-clock time that one program may take.
        memory: Bytes that one program may take.
        at_once: How many programs may run at the same time.
    """

    def __init__(self, *, seconds: float, memory: int, at_once: int) -> None:
        self._limits = {"max_feed_duration_secs": seconds, "max_memory": memory}
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="sandbox")
        self._lock = threading.Lock()
        self._pool: Any = None
        self._notebooks: dict[str, Any] = {}

    def submit(self, request: Request) -> Future[Verdict]:
        return self._threads.submit(self._run, request)

    def forget(self, notebook: str) -> None:
        with self._lock:
            session = self._notebooks.pop(notebook, None)
        if session is not None:
            session.__exit__(None, None, None)

    def defences(self) -> Future[list[str]]:
        return self._threads.submit(lambda: ["an interpreter of its own (Monty)", "own process", "limits"])

    def close(self) -> None:
        for notebook in list(self._notebooks):
            self.forget(notebook)
        self._threads.shutdown(wait=True, cancel_futures=True)
        if self._pool is not None:
            self._pool.__exit__(None, None, None)

    def _run(self, request: Request) -> Verdict:
        if request.task is not None:
            raise ToolError("sandbox.no_algebra")
        if request.notebook:
            return self._feed(self._session(request.notebook), request.code)
        with self._monty().checkout(limits=self._limits) as session:
            return self._feed(session, request.code)

    def _monty(self) -> Any:
        import pydantic_monty

        with self._lock:
            if self._pool is None:
                self._pool = pydantic_monty.Monty()
                self._pool.__enter__()
            return self._pool

    def _session(self, notebook: str) -> Any:
        pool = self._monty()
        with self._lock:
            if notebook not in self._notebooks:
                self._notebooks[notebook] = pool.checkout(limits=self._limits).__enter__()
            return self._notebooks[notebook]

    @staticmethod
    def _feed(session: Any, code: str) -> Verdict:
        import pydantic_monty

        printed = pydantic_monty.CollectString()
        try:
            told = describe(session.feed_run(code, print_callback=printed)) or {}
        except (pydantic_monty.MontyRuntimeError, pydantic_monty.MontySyntaxError) as error:
            return _failed(error, printed.output)
        except pydantic_monty.MontyError:
            return Verdict(limit="crash", printed=printed.output[:TEXT_LIMIT])
        return Verdict(
            value=read_value(told or None),
            shown=told.get("text", ""),
            printed=printed.output[:TEXT_LIMIT],
            cut=len(printed.output) > TEXT_LIMIT,
        )


def _failed(error: Any, printed: str) -> Verdict:
    text = error.display("type-msg")
    frames = error.traceback()
    return Verdict(
        error="" if text.partition(":")[0] in _LIMITS else text[:2_000],
        limit=_LIMITS.get(text.partition(":")[0]),
        line=frames[-1].line if frames else 0,
        printed=printed[:TEXT_LIMIT],
    )
