"""Processes: who waits for whom, what is started again, and that nothing is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reckoner.core import ToolError
from reckoner.sandbox import Sandbox

APPLICATION = """
import asyncio
from reckoner.sandbox import Sandbox

async def main():
    sandbox = Sandbox(seconds=60, at_once=3)
    await sandbox.run("x = 1", notebook="idle")
    print("ready", flush=True)
    await asyncio.gather(*(sandbox.run("while True: pass") for _ in range(3)))

asyncio.run(main())
"""


def below(pid: int) -> set[int]:
    """The processes that descend from ``pid``."""
    parents = _parents()
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                found[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    return found


def kill_workers() -> None:
    """Kill the sandbox's workers of this process, and none of their children: those are to end with them."""
    workers = [pid for pid, parent in _parents().items() if parent == os.getpid() and alive({pid})]
    assert workers
    for pid in workers:
        if b"inside.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists() and not _is_zombie(pid)}


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


async def gone(pids: set[int]) -> set[int]:
    """What is still alive of ``pids`` after a while."""
    for _ in range(100):
        if not alive(pids):
            break
        await asyncio.sleep(0.05)
    return alive(pids)


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM])
async def test_no_process_outlives_the_application(kill: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", APPLICATION], stdout=subprocess.PIPE, text=True) as application:
        assert application.stdout is not None
        assert application.stdout.readline() == "ready\n"
        await asyncio.sleep(0.3)
        processes = below(application.pid)
        assert len(processes) >= 6  # the worker, the process that waits for it, three programs, a notebook
        application.send_signal(kill)
        application.wait()
    assert await gone(processes) == set()


async def test_nothing_outlives_a_worker_that_is_killed_and_its_program_is_run_again() -> None:
    others = below(os.getpid())
    sandbox = Sandbox(seconds=20)
    try:
        await sandbox.run("k = 7", notebook="kept")
        before = below(os.getpid()) - others
        running = asyncio.create_task(sandbox.run("import time\ntime.sleep(2)\n'done'"))
        await asyncio.sleep(0.5)
        started = below(os.getpid()) - others
        assert started > before
        kill_workers()
        assert (await running).value == "done"
        assert await gone(started) == set()
        assert (await sandbox.run("k", notebook="kept")).value == 7
    finally:
        sandbox.close()
    assert await gone(below(os.getpid()) & started) == set()


async def test_closing_leaves_no_process_and_fails_what_still_ran() -> None:
    sandbox = Sandbox(seconds=20)
    before = below(os.getpid())
    running = asyncio.create_task(sandbox.run("while True: pass"))
    await asyncio.sleep(1.5)
    started = below(os.getpid()) - before
    assert started
    sandbox.close()
    with pytest.raises(ToolError):
        await running
    assert await gone(started) == set()


async def test_many_programs_leak_nothing() -> None:
    sandbox = Sandbox(seconds=5)
    try:
        await asyncio.gather(*(sandbox.run(f"print({number})") for number in range(100)))
        processes, descriptors = len(below(os.getpid())), len(os.listdir("/proc/self/fd"))
        await asyncio.gather(*(sandbox.run(f"print({number})") for number in range(400)))
        await asyncio.sleep(0.2)
        assert len(below(os.getpid())) == processes
        assert len(os.listdir("/proc/self/fd")) <= descriptors
    finally:
        sandbox.close()


async def test_callers_take_turns() -> None:
    sandbox = Sandbox(seconds=10, at_once=1)
    ended: list[str] = []

    async def ask(caller: str, code: str) -> None:
        await sandbox.run(code, caller=caller)
        ended.append(caller)

    try:
        await sandbox.run("1")
        many = [asyncio.create_task(ask("many", "import time\ntime.sleep(0.05)")) for _ in range(20)]
        await asyncio.sleep(0.1)
        await ask("one", "1")
        assert ended.count("many") < 10
        await asyncio.gather(*many)
    finally:
        sandbox.close()


async def test_a_queued_program_can_be_cancelled() -> None:
    sandbox = Sandbox(seconds=10, at_once=1)
    try:
        await sandbox.run("1")
        slow = asyncio.create_task(sandbox.run("import time\ntime.sleep(1)"))
        await asyncio.sleep(0.1)
        queued = asyncio.create_task(sandbox.run("1"))
        await asyncio.sleep(0.1)
        queued.cancel()
        with pytest.raises(asyncio.CancelledError):
            await queued
        assert not slow.done()
        await slow
    finally:
        sandbox.close()


async def test_the_worker_sees_nothing_of_what_programs_say() -> None:
    """The next program is forked from the worker: a former one's text must not be in that memory."""
    sandbox = Sandbox(seconds=5)
    try:
        before = below(os.getpid())
        await sandbox.run("secret = 'hunter' * 3 + 'forty-two'\nprint(secret)", notebook="n")
        await sandbox.run("print('hunter' * 3 + 'forty-two')")
        sandbox.forget("n")
        await asyncio.sleep(0.3)
        workers = below(os.getpid()) - before
        assert workers
        assert [pid for pid in workers if b"hunterhunterhunterforty-two" in memory(pid)] == []
    finally:
        sandbox.close()


def memory(pid: int) -> bytes:
    """All that a process may write to, in bytes."""
    found = b""
    try:
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as file:
            for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
                where, rights = line.split()[:2]
                begin, end = (int(part, 16) for part in where.split("-"))
                if rights.startswith("rw") and "[v" not in line:
                    file.seek(begin)
                    found += file.read(end - begin)
    except PermissionError:
        pytest.skip("only root may read the worker's memory")
    return found


async def test_defences_are_told(sandbox: Sandbox) -> None:
    standing = await sandbox.defences()
    assert {"no privileges", "seccomp", "limits"} <= set(standing)
    assert any(name.startswith("Landlock") for name in standing)


async def test_nothing_waits_for_ever_after_the_end() -> None:
    sandbox = Sandbox(seconds=20, at_once=2)
    await sandbox.run("1", notebook="n")
    waiting = [asyncio.create_task(sandbox.run("while True: pass", notebook="n")) for _ in range(3)]
    asked = asyncio.create_task(Sandbox.defences(sandbox))
    await asyncio.sleep(0.3)
    sandbox.close()
    ended = await asyncio.wait_for(asyncio.gather(*waiting, asked, return_exceptions=True), 5)
    assert all(isinstance(each, ToolError) for each in ended[:3])
    for late in (sandbox.run("1"), sandbox.defences()):
        with pytest.raises(ToolError):
            await asyncio.wait_for(late, 5)
    sandbox.close()


async def test_cells_that_wait_for_a_worker_that_dies_are_run() -> None:
    sandbox = Sandbox(seconds=20)
    try:
        await sandbox.run("1", notebook="n")
        cells = [asyncio.create_task(sandbox.run("import time\ntime.sleep(0.5)\n7", notebook="n")) for _ in range(3)]
        await asyncio.sleep(0.2)
        kill_workers()
        assert [verdict.value for verdict in await asyncio.wait_for(asyncio.gather(*cells), 20)] == [7, 7, 7]
    finally:
        sandbox.close()


async def test_cancelling_a_cell_does_not_end_the_next() -> None:
    sandbox = Sandbox(seconds=10)
    try:
        await sandbox.run("1", notebook="n")
        for number in range(40):
            first = asyncio.create_task(sandbox.run("1", notebook="n"))
            second = asyncio.create_task(sandbox.run(f"{number}", notebook="n"))
            await asyncio.sleep(number / 10_000)
            first.cancel()
            assert (await second).value == number
    finally:
        sandbox.close()


async def test_forgetting_a_busy_notebook_leaves_no_process() -> None:
    sandbox = Sandbox(seconds=10)
    try:
        await sandbox.run("1")
        before = len(below(os.getpid()))
        for number in range(5):
            running = asyncio.create_task(sandbox.run("import time\ntime.sleep(0.3)", notebook=f"n{number}"))
            await asyncio.sleep(0.1)
            sandbox.forget(f"n{number}")
            await running
        await asyncio.sleep(0.3)
        assert len(below(os.getpid())) == before
    finally:
        sandbox.close()
