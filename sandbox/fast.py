"""The engine that tries Monty first: a tenth of the time for plain programs, and the walled engine for all others.

Measured on recorded programs of several models, Monty gave the same output wherever it gave one (573 of 908; see
``decisions.md``). What it cannot run, or ends in an error, runs behind the walls as if it had never been tried.
"""

from concurrent.futures import Future, InvalidStateError

from .engine import Engine, Request
from .verdict import Verdict


class Fast:
    """``first`` for programs by themselves, ``then`` for what it cannot run, for notebooks, checks and algebra."""

    def __init__(self, first: Engine, then: Engine) -> None:
        self._first, self._then = first, then

    def submit(self, request: Request) -> Future[Verdict]:
        if request.task is not None or request.notebook or request.checked:
            return self._then.submit(request)
        outcome: Future[Verdict] = Future()

        def tried(done: Future[Verdict]) -> None:
            if outcome.cancelled():
                return
            if done.exception() is None and done.result().ok:
                _pass_on(done, outcome)
                return
            again = self._then.submit(request)
            again.add_done_callback(lambda ended: _pass_on(ended, outcome))
            outcome.add_done_callback(lambda given: again.cancel() if given.cancelled() else None)

        self._first.submit(request).add_done_callback(tried)
        return outcome

    def forget(self, notebook: str) -> None:
        self._then.forget(notebook)

    def defences(self) -> Future[list[str]]:
        return self._then.defences()

    def close(self) -> None:
        self._first.close()
        self._then.close()


def _pass_on(done: "Future[Verdict]", outcome: "Future[Verdict]") -> None:
    try:
        if done.cancelled():
            outcome.cancel()
        elif (error := done.exception()) is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(done.result())
    except InvalidStateError:
        # It was cancelled in between.
        return
