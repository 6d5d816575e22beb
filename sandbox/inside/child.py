"""One program's process: shut in, it takes requests from its own socket and answers them there.

A request is a line of JSON; a reply is a line too, the request's number before its JSON. The socket leads to the
application and the worker sees none of it: nothing of one program is in the memory that the next is forked from.
"""

import json
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from . import algebra, checks, libraries, program

_SOCKET = 3
_DESCRIPTORS = 65_536
_LEAST = 0.2
"""Seconds that must be left for a check to begin."""
# What differs from run to run, or asks what kind of number it has.
_OTHERWISE = re.compile(r"\b(?:random|secrets|uuid|time|now|today|isinstance|type|id)\b")


def live(channel: socket.socket, shut_in: Callable[[], None]) -> None:
    """Serve the requests on ``channel`` until it ends. Never returns."""
    try:
        os.dup2(channel.fileno(), _SOCKET)
        os.closerange(_SOCKET + 1, _DESCRIPTORS)
        seed = os.urandom(4)
        shut_in()
        libraries.fresh(seed)
        known = program.names()
        for request in _requests():
            for report in reports(request, known):
                # The number tells a report from what a program may have written here itself before it.
                _write(f"{request['order']} {json.dumps(report)}\n".encode())
    finally:
        os._exit(0)


def reports(request: dict[str, Any], known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The report on one request, and, where that was asked for, a second one with its ``checks``.

    The first is told before the second is begun: a check that takes too long costs nothing but itself.

    Args:
        request: See ``sandbox.engine.Request``.
        known: The names of the program's notebook; they are changed.
    """
    seconds, began = request["seconds"], time.monotonic()
    if "task" in request:
        report = program.observed(lambda: algebra.outcome(request["task"]), seconds=seconds)
        check = report.pop("check", None)
        yield report
        left = seconds - (time.monotonic() - began)
        found = program.observed(lambda: {"checks": check()}, seconds=left) if check and left > _LEAST else {}
        yield {"checks": found.get("checks", [])}
        return
    for former in request.get("former", ()):
        # The cells of a notebook whose process was lost: their names come back, what they say was said before.
        program.run(former, known, seconds=seconds)
    report = program.run(request["code"], known, seconds=seconds)
    yield report
    if request.get("checked"):
        yield {"checks": _checks(request["code"], report, seconds - (time.monotonic() - began))}


def _checks(code: str, report: dict[str, Any], seconds: float) -> list[checks.Check]:
    """Run ``code`` again by itself, its verbs watched and its arithmetic exact, and compare."""
    if "error" in report or "limit" in report or seconds < _LEAST or _OTHERWISE.search(code):
        return []
    exact = checks.exactly(code)
    main = sys.modules["__main__"]
    with checks.Watch() as seen:
        again = program.run(exact or code, {**program.names(), **checks.helpers()}, seconds=seconds)
        if exact and "error" in again:
            # Some libraries take no fractions.
            seen.clear()
            program.run(code, program.names(), seconds=seconds)
    sys.modules["__main__"] = main
    arithmetic = checks.arithmetic(report, again) if exact and "error" not in again and "limit" not in again else None
    return [*seen, arithmetic] if arithmetic else seen


def _requests() -> Iterator[dict[str, Any]]:
    parts: list[bytes] = []
    while part := os.read(_SOCKET, 65_536):
        # A request is answered before the next is sent, so that a line's end is the end of what there is.
        parts.append(part)
        if part.endswith(b"\n"):
            yield json.loads(b"".join(parts))
            parts.clear()


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_SOCKET, data) :]
