"""Hostile programs. An attack is checked by what it would have done."""

import asyncio
import json
import os
import socket
import threading
import time
from pathlib import Path

import pytest

from reckoner.sandbox import Sandbox


async def test_no_file_is_written(sandbox: Sandbox, tmp_path: Path) -> None:
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


async def test_no_file_of_the_user_is_read_changed_or_removed(sandbox: Sandbox, tmp_path: Path) -> None:
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


async def test_not_even_its_own_libraries_can_be_changed(sandbox: Sandbox) -> None:
    """What may be read may not be opened for anything else, whatever Landlock's version."""
    before = Path(os.__file__).read_bytes()
    for code in (
        "import os\nopen(os.__file__, 'r+')",
        "import os\nos.open(os.__file__, os.O_RDONLY | os.O_TRUNC)",
        "import os\nos.truncate(os.__file__, 0)",
        "import os\nos.open(os.path.dirname(os.__file__), os.O_WRONLY | os.O_TMPFILE)",
        "import os\nos.mkdir(os.path.dirname(os.__file__) + '/x')",
        "import os\nos.chmod(os.__file__, 0o777)",
        "import os\nos.rename(os.__file__, os.__file__ + '.old')",
    ):
        assert "Operation not permitted" in (await sandbox.run(code)).error
    assert Path(os.__file__).read_bytes() == before


async def test_nothing_outside_is_even_seen(sandbox: Sandbox, tmp_path: Path) -> None:
    if "own file system" not in await sandbox.defences():
        pytest.skip("this kernel gives no file system of one's own")
    verdict = await sandbox.run(
        f"import os\n[os.path.exists(path) for path in ({str(tmp_path)!r}, '/etc', '/proc/self')]"
    )
    assert verdict.value == [False, False, False]


async def test_no_secret_of_the_application_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
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


async def test_no_network_is_reached(sandbox: Sandbox) -> None:
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


async def test_no_process_is_started_or_signalled(sandbox: Sandbox) -> None:
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
    assert (await sandbox.run("1")).value == 1


async def test_nothing_is_left_for_the_next_program(sandbox: Sandbox) -> None:
    await sandbox.run("import math, sympy, builtins\nmath.pi = 3\nsympy.solve = None\nbuiltins.sum = max\nleft = 1")
    verdict = await sandbox.run(
        "import math, sympy\n(math.pi > 3.1, sympy.solve is not None, sum([1, 2]), 'left' in globals())"
    )
    assert verdict.value == (True, True, 3, False)


def forge(report: str) -> str:
    """A program that answers in its own words; the number of its request lies about in its process."""
    return forged(repr(report))


def forged(expression: str) -> str:
    """The same, with the words that ``expression`` gives."""
    return (
        "import os, sys\nframe = sys._getframe()\n"
        "while 'request' not in frame.f_locals:\n    frame = frame.f_back\n"
        "number = frame.f_locals['request']['order']\n"
        f"left = (str(number) + ' ' + ({expression}) + chr(10)).encode()\n"
        "while left:\n    left = left[os.write(3, left):]\n"
        "os._exit(0)"
    )


async def test_a_forged_report_is_read_as_data(sandbox: Sandbox) -> None:
    forged = '{"value": {"kind": "list", "items": 3}, "line": "1", "error": 0, "printed": null}'
    verdict = await sandbox.run(forge(forged))
    assert (verdict.value, verdict.line, verdict.limit) == (None, 0, None)


@pytest.mark.parametrize(
    "report",
    [
        '{"value": {"kind": "table", "columns": "a", "rows": 5, "latex": {}}}',
        '{"figures": ["AAAA", 5, {}], "charts": [5, {"data": [{"url": "http://evil.example"}]}]}',
        '{"value": {"kind": "fraction", "parts": ["1", "0"]}, "figures": "x"}',
        '{"value": {"kind": "int", "exact": "__import__(\'os\')"}}',
    ],
)
async def test_a_forged_picture_is_left_out(sandbox: Sandbox, report: str) -> None:
    display = (await sandbox.run(forge(report))).display
    assert display == {}


async def test_a_report_of_endless_brackets(sandbox: Sandbox) -> None:
    verdict = await sandbox.run(forge("[" * 5_000))
    assert verdict.limit == "crash"


@pytest.mark.parametrize(
    "report",
    [
        """'{"charts": [{"a": ' + '[' * 600 + ']' * 600 + '}]}'""",
        """'{"value": {"kind": "list", "items": ' + '[' * 600 + ']' * 600 + '}}'""",
        """'{"value": {"kind": "fraction", "parts": ["' + 'f' * 800000 + '", "' + 'e' * 800000 + '"]}}'""",
        """'{"value": {"kind": "int", "text": "1", "exact": "' + 'f' * 50000 + '"}}'""",
        """'{"value": {"kind": "dict", "items": [' + ','.join(
            '[{"kind": "int", "exact": "%x"}, null]' % ((2**61 - 1) * k) for k in range(60000)) + ']}}'""",
        """'{"value": {"kind": "decimal", "text": "' + '9' * 100000 + '"}}'""",
        """'{"memory": ' + '9' * 4000 + '}'""",
        r"""'{"printed": "\\ud800", "error": "\\udfff", "value": {"kind": "str", "text": "\\ud800"}}'""",
        """'{"charts": [{"a": NaN}]}'""",
        """'{"x": [' + '[],' * 2000000 + '[]]}'""",
        """'{"charts": [{"a": 1e999}]}'""",
        """'{"charts": [{"a": [' + '1.5,' * 1500000 + '1]}]}'""",
        """'{"value": {"kind": "array", "dtype": "x", "items": [], "shape": [' + '1e308,' * 900000 + '1]}}'""",
        """'{"value": {"kind": "table", "columns": [], "rows": [' + ','.join(['"%s"' % ('x' * 999)] * 990) + ']}}'""",
        """'{"value": {"kind": "set", "items": [' + ','.join(
            '{"kind": "fraction", "parts": ["%x", "1"]}' % ((2**61 - 1) * k) for k in range(6000)) + ']}}'""",
        "chr(10) * 3000",
    ],
)
async def test_no_report_harms_the_application(sandbox: Sandbox, report: str) -> None:
    began = time.process_time()
    verdict = await sandbox.run(forged(report))
    f"{verdict!r} {verdict.text} {verdict.display}".encode()
    json.dumps(verdict.display, allow_nan=False)
    assert (await sandbox.run("1 + 1")).value == 2
    assert time.process_time() - began < 2


async def test_a_value_nested_without_end(sandbox: Sandbox) -> None:
    code = "x = []\nfor _ in range(600):\n    x = [x]\n{'$schema': 'vega-lite', 'a': x}"
    assert (await sandbox.run(code)).charts == ()
    assert (await sandbox.run("1 + 1")).value == 2


async def test_halves_of_letters_do_not_leave_the_sandbox(sandbox: Sandbox) -> None:
    for code in ("print('\\ud800')", "'\\ud800'", "raise ValueError('\\ud800')"):
        verdict = await sandbox.run(code)
        f"{verdict!r} {verdict.text}".encode()


async def test_a_process_that_does_not_read_holds_nobody_up(sandbox: Sandbox) -> None:
    await sandbox.run("import os, sys\nos.read", notebook="deaf")
    busy = asyncio.create_task(sandbox.run("while True: pass", notebook="deaf"))
    await asyncio.sleep(0.1)
    large = asyncio.create_task(sandbox.run(f"x = {'😀' * 90_000!r}", notebook="deaf"))
    await asyncio.sleep(0.1)
    assert (await sandbox.run("1 + 1")).value == 2
    assert not busy.done()
    await asyncio.gather(busy, large)
