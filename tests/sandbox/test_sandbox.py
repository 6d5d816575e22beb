"""The sandbox with real programs, kind and hostile. An attack is checked by what it would have done."""

import asyncio
import os
import socket
import threading
import time
from pathlib import Path

import pytest

from reckoner.sandbox import Sandbox


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("6 * 7", "42"),
        ("x = [1, 2, 4]\nsum(x) / len(x)", "2.33333333333333"),
        ("0.1 + 0.2", "0.3"),
        ("from datetime import date\n(date(2024, 3, 1) - date(2024, 2, 1)).days", "29"),
        ("import sympy\nx = sympy.symbols('x')\nsympy.solve(x**2 - 2)", "[-sqrt(2), sqrt(2)]"),
        ("import numpy as np\nnp.arange(4).sum()", "6"),
        ("Fraction(1, 3) + Fraction(1, 6)", "1/2"),
        ("def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nf(20)", "2432902008176640000"),
    ],
)
async def test_programs_have_their_value(sandbox: Sandbox, code: str, value: str) -> None:
    verdict = await sandbox.run(code)
    assert (verdict.ok, verdict.value) == (True, value)


async def test_what_is_printed_comes_back(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("for i in range(3):\n    print('số', i)")
    assert verdict.text == "số 0\nsố 1\nsố 2"


async def test_records_come_back_as_a_table(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("[{'year': 1, 'sum': 105.0}, {'year': 2, 'sum': 110.25}]")
    assert verdict.display["table"] == {"columns": ["year", "sum"], "rows": [["1", "105"], ["2", "110.25"]]}


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("x = 1\n1 / 0", "ZeroDivisionError", 2),
        ("print(undefined)", "NameError", 1),
        ("def f(:", "SyntaxError", 1),
        ("import sys\nsys.exit(3)", "SystemExit", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
    ],
)
async def test_errors_name_their_line(sandbox: Sandbox, code: str, error: str, line: int) -> None:
    verdict = await sandbox.run(code)
    assert (verdict.ok, verdict.error.partition(":")[0], verdict.line) == (False, error, line)


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("while True:\n    pass", "time"),
        ("import time\ntime.sleep(60)", "time"),
        ("9 ** 9 ** 9", "time"),
        ("x = [0] * 10**10", "memory"),
        ("x = []\nwhile True:\n    x.append('a' * 10**6)", "memory"),
        ("import os\nos._exit(0)", "crash"),
        ("import ctypes\nctypes.string_at(0)", "crash"),
        ("import os\nwhile True:\n    os.write(3, b'x' * 65536)", "output"),
    ],
)
async def test_limits_end_a_program_and_not_the_sandbox(sandbox: Sandbox, code: str, limit: str) -> None:
    began = time.monotonic()
    verdict = await sandbox.run(code)
    assert verdict.limit == limit
    assert time.monotonic() - began < 10
    assert (await sandbox.run("1 + 1")).value == "2"


async def test_output_is_capped(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("print('a' * 10**7)")
    assert verdict.ok
    assert len(verdict.printed) == 20_000


class TestAttacks:
    async def test_no_file_is_written(self, sandbox: Sandbox, tmp_path: Path) -> None:
        target = tmp_path / "mark"
        for code in (
            f"open({str(target)!r}, 'w').write('x')",
            f"import os\nos.system('touch {target}')",
            f"import subprocess\nsubprocess.run(['touch', {str(target)!r}])",
            f"import os\nos.mkdir({str(target)!r})",
            f"import pathlib\npathlib.Path({str(target)!r}).touch()",
            f"import sqlite3\nsqlite3.connect({str(target)!r}).execute('create table t (x)')",
            f"import ctypes\nctypes.CDLL(None).creat({str(target)!r}.encode(), 0o600)",
            "wrap = [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0]\n"
            f"wrap.__init__.__globals__['system']('touch {target}')",
        ):
            await sandbox.run(code)
        assert list(tmp_path.iterdir()) == []

    async def test_no_file_of_the_user_is_read_changed_or_removed(self, sandbox: Sandbox, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("hunter2")
        for code in (
            f"open({str(secret)!r}).read()",
            f"import os\nos.read(os.open({str(secret)!r}, 0), 100)",
            f"import os\nos.unlink({str(secret)!r})",
            f"import os\nos.truncate({str(secret)!r}, 0)",
            f"import os\nos.rename({str(secret)!r}, '/tmp/moved')",
            f"import mmap, os\nmmap.mmap(os.open({str(secret)!r}, os.O_RDONLY), 0, prot=1)[:]",
            "open('/etc/shadow').read()",
            "open('/etc/passwd').read()",
        ):
            verdict = await sandbox.run(code)
            assert not verdict.ok
            assert "hunter2" not in verdict.text + verdict.error
        assert secret.read_text() == "hunter2"

    async def test_no_secret_of_the_application_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-hidden")
        sandbox = Sandbox(seconds=2)
        try:
            for code in (
                "import os\nstr(dict(os.environ))",
                "open('/proc/self/environ').read()",
                f"open('/proc/{os.getpid()}/environ').read()",
                "import os\nopen(f'/proc/{os.getppid()}/environ').read()",
                f"open('/proc/{os.getpid()}/mem', 'rb').read(10)",
            ):
                verdict = await sandbox.run(code)
                assert "sk-hidden" not in f"{verdict}"
        finally:
            sandbox.close()

    async def test_no_network_is_reached(self, sandbox: Sandbox) -> None:
        reached = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(3)
            port = server.getsockname()[1]

            def listen() -> None:
                try:
                    server.accept()
                    reached.set()
                except TimeoutError:
                    return

            listener = threading.Thread(target=listen)
            listener.start()
            for code in (
                f"import socket\nsocket.create_connection(('127.0.0.1', {port}))",
                f"import urllib.request\nurllib.request.urlopen('http://127.0.0.1:{port}')",
                "import ctypes\nassert ctypes.CDLL(None).socket(2, 1, 0) >= 0",
            ):
                assert not (await sandbox.run(code)).ok
            await asyncio.to_thread(listener.join)
        assert not reached.is_set()

    async def test_no_process_is_started_or_signalled(self, sandbox: Sandbox) -> None:
        for code in (
            "import os\nos.fork()",
            "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
            f"import os, signal\nos.kill({os.getpid()}, signal.SIGTERM)",
            "import os\nos.execv('/bin/sh', ['sh'])",
            "import multiprocessing\nmultiprocessing.Process(target=print).start()",
            "import threading\nthreading.Thread(target=print).start()",
            "import os\nos.setuid(0)",
            "import ctypes\nassert ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0",
        ):
            verdict = await sandbox.run(code)
            assert not verdict.ok, code
        assert (await sandbox.run("1")).value == "1"

    async def test_nothing_is_left_for_the_next_program(self, sandbox: Sandbox) -> None:
        await sandbox.run("import math, sympy, builtins\nmath.pi = 3\nsympy.solve = None\nbuiltins.sum = max\nleft = 1")
        verdict = await sandbox.run(
            "import math, sympy\n(math.pi > 3.1, sympy.solve is not None, sum([1, 2]), 'left' in globals())"
        )
        assert verdict.value == "(True, True, 3, False)"

    async def test_a_forged_report_is_read_as_data(self, sandbox: Sandbox) -> None:
        forged = '{"value": {"text": ["x"]}, "line": "1", "error": 5, "printed": null}'
        verdict = await sandbox.run(f"import os\nos.write(3, {forged!r}.encode())\nos._exit(0)")
        assert isinstance(verdict.value, str)
        assert isinstance(verdict.line, int)

    @pytest.mark.parametrize(
        "report",
        [
            '{"value": {"text": "1", "table": {"columns": ["a"], "rows": [[1, 2]]}}}',
            '{"value": {"text": "1", "table": [1], "plot": 5, "latex": {}}}',
            '{"value": {"text": "1", "plot": {"x": [1], "y": ["NaN"]}}}',
        ],
    )
    async def test_a_forged_picture_is_left_out(self, sandbox: Sandbox, report: str) -> None:
        display = (await sandbox.run(f"import os\nos.write(3, {report!r}.encode())\nos._exit(0)")).display
        assert display in ({}, {"table": {"columns": ["a"], "rows": []}})

    async def test_a_report_of_endless_brackets(self, sandbox: Sandbox) -> None:
        verdict = await sandbox.run("import os\nos.write(3, b'[' * 60000)\nos._exit(0)")
        assert verdict.limit == "crash"


async def test_cancelling_stops_the_program_at_once() -> None:
    sandbox = Sandbox(seconds=30)
    try:
        await sandbox.run("1")
        running = asyncio.create_task(sandbox.run("while True: pass"))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert (await sandbox.run("2")).value == "2"
        assert time.monotonic() - began < 10
    finally:
        sandbox.close()


async def test_programs_run_side_by_side_and_queue(sandbox: Sandbox) -> None:
    verdicts = await asyncio.gather(*(sandbox.run(f"{number} ** 2") for number in range(12)))
    assert [verdict.value for verdict in verdicts] == [str(number**2) for number in range(12)]
