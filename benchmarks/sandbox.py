"""The sandbox beside other ways of running a model's programs: latency, throughput, cold start, memory.

Beside a bare fork of a process with the same libraries, a fresh subprocess under rlimits, smolagents' interpreter in
this process, and Monty. Those that are not installed are left out.
"""

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

from reckoner.sandbox import Sandbox

PROGRAMS = {
    "arithmetic": "a = 17\nb = 23\nprint(a * b + 4)",
    "sympy": "from sympy import symbols, solve\nx = symbols('x')\nprint(solve(x**2 - 5*x + 6, x))",
    "numpy": "import numpy as np\nprint(np.linalg.det(np.array([[1.0, 2.0], [3.0, 4.0]])))",
}
ROUNDS = 40
SLOW_ROUNDS = 5
THROUGHPUT = 300

Run = Callable[[str], Awaitable[object]]

_FORKS = """
import os, sys, time
import numpy, numpy.random, sympy
for line in sys.stdin:
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print(time.perf_counter() - began, flush=True)
"""


async def main() -> None:
    """Print every figure; nothing is asserted."""
    began = time.perf_counter()
    sandbox = Sandbox(seconds=10)
    await sandbox.run("1")
    print(f"\nsandbox: cold start to the first result {time.perf_counter() - began:.2f} s")
    with subprocess.Popen(
        [sys.executable, "-I", "-c", _FORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as forks:
        runs: dict[str, Run] = {
            "bare fork": lambda _: _forked(forks),
            "sandbox": sandbox.run,
            "notebook": lambda code: sandbox.run(code, notebook="benchmark"),
            "subprocess": _fresh,
            **_others(),
        }
        await _latencies(runs)
        assert forks.stdin is not None
        forks.stdin.close()
    await _throughput(sandbox)
    _memory()
    sandbox.close()


async def _latencies(runs: dict[str, Run]) -> None:
    """Medians in milliseconds, the ways by turns, so that whatever else the machine does hurts all alike."""
    print(f"{'median ms':12}" + "".join(f"{name:>14}" for name in runs))
    for kind, code in PROGRAMS.items():
        taken: dict[str, list[float]] = {name: [] for name in runs}
        failed = set()
        for number in range(ROUNDS):
            for name, run in runs.items():
                if name in failed or (name == "subprocess" and number >= SLOW_ROUNDS):
                    continue
                began = time.perf_counter()
                try:
                    own = await run(code)
                except Exception:  # Others know no SymPy or NumPy, and say so in their own ways.
                    failed.add(name)
                    continue
                taken[name].append(own if isinstance(own, float) else time.perf_counter() - began)
        shown = (f"{median(taken[name]) * 1000:14.2f}" if name not in failed else f"{'cannot':>14}" for name in runs)
        print(f"{kind:12}" + "".join(shown))
        fork, ours, fresh = (median(taken[name]) for name in ("bare fork", "sandbox", "subprocess"))
        print(f"{'':12}{ours / fork:.1f} bare forks, {ours / fresh:.3f} of a subprocess")


async def _throughput(sandbox: Sandbox) -> None:
    for kind, code in PROGRAMS.items():
        began = time.perf_counter()
        await asyncio.gather(*(sandbox.run(code) for _ in range(THROUGHPUT)))
        print(f"sandbox, two at once, {kind}: {THROUGHPUT / (time.perf_counter() - began):.0f} programs a second")


def _memory() -> None:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
            status = dict(line.split(":", 1) for line in (entry / "status").read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if b"core" in command and any(b"inside.worker" in part for part in command):
            print(f"worker's process {entry.name}: {int(status['VmRSS'].split()[0]) / 1024:.0f} MB")


async def _forked(forks: "subprocess.Popen[str]") -> float:
    """One fork; it is timed where it happens."""
    assert forks.stdin is not None
    assert forks.stdout is not None
    forks.stdin.write("\n")
    return float(await asyncio.to_thread(forks.stdout.readline))


async def _fresh(code: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
        resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))

    ran = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-I", "-c", code], capture_output=True, preexec_fn=limit, env={}, check=True
    )
    assert ran.stdout


def _others() -> dict[str, Run]:
    found: dict[str, Run] = {}
    try:
        from smolagents.local_python_executor import LocalPythonExecutor
    except ImportError:
        print("smolagents is not installed: pip install smolagents")
    else:
        executor: Any = LocalPythonExecutor(additional_authorized_imports=["sympy", "numpy", "numpy.*"])
        executor.send_tools({})

        async def smol(code: str) -> None:
            executor(code)

        found["smolagents"] = smol
    portable = Sandbox(kind="portable")
    if not portable.closed_because:

        async def monty(code: str) -> None:
            verdict = await portable.run(code)
            if not verdict.ok:
                raise RuntimeError(verdict.text)

        found["monty"] = monty
    return found


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    asyncio.run(main())
