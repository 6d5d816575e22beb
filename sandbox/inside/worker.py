"""The sandbox's process: imports the libraries once, then forks a shut-in child for each program.

It reads one JSON request a line on standard input and writes one JSON reply a line on standard output.
"""

import json
import os
import select
import signal
import sys
import time
from typing import Any

REPLY_LIMIT = 1_000_000
"""Bytes; what a child reports beyond that is dropped, and the child with it."""


def main() -> None:
    """Serve requests until the other side goes away."""
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
    _prepare()
    requests, replies = sys.stdin, os.fdopen(os.dup(1), "w")
    # A program prints into its own report; the real descriptors lead nowhere.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    _say(replies, {"ready": True})
    for line in requests:
        _say(replies, _serve(json.loads(line)))


def _say(replies: Any, message: dict[str, Any]) -> None:
    replies.write(json.dumps(message) + "\n")
    replies.flush()


def _prepare() -> None:
    """Import what programs use, and let SymPy build its caches, so that no child has to."""
    import datetime
    import decimal
    import fractions
    import itertools
    import statistics

    import numpy
    import sympy

    from . import algebra

    x = sympy.Symbol("x")
    sympy.solve(x**2 - 2, x)
    sympy.integrate(sympy.sin(x), x)
    sympy.latex(sympy.simplify(x**2 / x))
    algebra.perform({"operation": "limit", "expression": "sin(x)/x", "point": "0"})
    del datetime, decimal, fractions, itertools, statistics, numpy


def _serve(request: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(request, writing)
    os.close(writing)
    report, limit = _collect(reading, deadline=started + request["seconds"])
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    seconds = time.monotonic() - started
    if limit is None and not report:
        limit = "time" if seconds >= request["seconds"] else "crash"
    return {"report": report, "limit": limit, "seconds": seconds}


def _collect(reading: int, *, deadline: float) -> tuple[str, str | None]:
    """Read the child's report; the second value says which limit cut it off, if one did."""
    parts: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return "", "time"
        part = os.read(reading, 65_536)
        if not part:
            return b"".join(parts).decode("utf-8", "replace"), None
        parts.append(part)
        size += len(part)
        if size > REPLY_LIMIT:
            return "", "output"


def _be_child(request: dict[str, Any], writing: int) -> None:
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(writing, 3)
        os.closerange(4, 1024)
        report = _perform(request)
        _write_all(3, json.dumps(report).encode())
    except BaseException as error:  # Whatever happens, the child ends here and never returns into the worker's loop.
        _write_all(3, json.dumps({"error": f"{type(error).__name__}: {error}", "line": 0, "printed": ""}).encode())
    finally:
        os._exit(0)


def _perform(request: dict[str, Any]) -> dict[str, Any]:
    from . import algebra, program, walls

    walls.raise_walls(seconds=request["seconds"], memory=request["memory"])
    if request["kind"] == "algebra":
        return algebra.report(request["task"])
    return program.run(request["code"], program_names())


def program_names() -> dict[str, Any]:
    """What a program finds without importing it: the names that models forget to import."""
    import datetime
    import fractions
    import math
    import statistics

    names: dict[str, Any] = {
        "__name__": "__main__",
        "math": math,
        "datetime": datetime,
        "statistics": statistics,
    }
    names |= {name: getattr(math, name) for name in ("sqrt", "pi", "e", "floor", "ceil", "factorial", "gcd", "lcm")}
    names |= {
        name: getattr(math, name) for name in ("sin", "cos", "tan", "log", "log2", "log10", "exp", "comb", "perm")
    }
    return names | {"Fraction": fractions.Fraction, "radians": math.radians, "degrees": math.degrees}


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
