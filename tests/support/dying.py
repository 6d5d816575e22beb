"""Runs the ``reckoner`` command in a process that kills itself at a moment of a return.

python dying.py MOMENT shop serve …
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(function: Callable[..., Any]) -> Callable[..., Any]:
    def dying(*args: Any, **kwargs: Any) -> Any:
        die()
        return function(*args, **kwargs)

    return dying


def after(function: Callable[..., Any], path: str = "") -> Callable[..., Any]:
    def dying(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if path in str(args):
            die()
        return result

    return dying


def prepare(moment: str) -> None:
    """Put death where ``moment`` says."""
    from reckoner.shop import actions, api, labels, outbox

    async def claimed(*args: Any) -> None:
        die()

    hand_over = outbox._hand_over

    async def taken(*args: Any) -> None:
        await hand_over(*args)
        die()

    match moment:
        case "returning":
            actions.take_back = before(actions.take_back)
        case "returned":
            api.once = after(api.once, "/return'")
        case "label made":
            labels.Carrier.label = after(labels.Carrier.label)  # type: ignore[method-assign]
        case "label kept":
            api.once = after(api.once, "/label/mail")
        case "mail on its way":
            outbox._hand_over = claimed
        case "mail taken":
            outbox._hand_over = taken
        case _:
            raise ValueError(moment)


if __name__ == "__main__":
    prepare(sys.argv.pop(1))
    from reckoner.cli.main import run

    run()
