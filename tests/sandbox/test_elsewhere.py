"""The engines for computers without walls: what they do, what they say that they cannot, and that nothing hides it."""

from collections.abc import Iterator

import pytest

from reckoner.core import ToolError
from reckoner.sandbox import Sandbox, pool


@pytest.fixture
def portable() -> Iterator[Sandbox]:
    sandbox = Sandbox(seconds=1, kind="portable")
    yield sandbox
    sandbox.close()


@pytest.fixture
def unsafe() -> Iterator[Sandbox]:
    sandbox = Sandbox(seconds=3, kind="unsafe")
    yield sandbox
    sandbox.close()


async def test_plain_programs_run_anywhere(portable: Sandbox) -> None:
    verdict = await portable.run("import math\nprint('số')\n[math.floor(2.5), 'a', 2 ** 100]")
    assert (verdict.value, verdict.printed, verdict.ok) == ([2, "a", 2**100], "số\n", True)


@pytest.mark.parametrize(
    ("code", "error", "limit"),
    [
        ("x = 1\n1 / 0", "ZeroDivisionError", None),
        ("import sympy", "ModuleNotFoundError", None),
        ("open('/etc/passwd')", "PermissionError", None),
        ("if x:", "SyntaxError", None),
        ("while True: pass", "", "time"),
        ("x = 'a' * 10 ** 10", "", "memory"),
    ],
)
async def test_its_errors_are_like_the_others(portable: Sandbox, code: str, error: str, limit: str | None) -> None:
    verdict = await portable.run(code)
    assert (verdict.error.partition(":")[0], verdict.limit) == (error, limit)


async def test_what_is_not_possible_there_says_so(portable: Sandbox) -> None:
    with pytest.raises(ToolError, match="Algebra needs the walled sandbox"):
        await portable.algebra(operation="evaluate", expression="1")


@pytest.mark.parametrize("kind", ["portable", "unsafe"])
async def test_notebooks_are_kept_there_too(kind: str, request: pytest.FixtureRequest) -> None:
    sandbox: Sandbox = request.getfixturevalue(kind)
    await sandbox.run("a = 1", notebook="n")
    assert (await sandbox.run("a + 1", notebook="n")).value == 2
    sandbox.forget("n")
    assert (await sandbox.run("a", notebook="n")).error.startswith("NameError")


async def test_without_defences_programs_run_and_nothing_claims_otherwise(unsafe: Sandbox) -> None:
    assert (await unsafe.run("import sympy\nsympy.sqrt(4)")).value == 2
    assert (await unsafe.algebra(operation="evaluate", expression="6*7")).value == 42
    assert await unsafe.defences() == []
    assert (await unsafe.run("while True: pass")).limit == "time"
    assert (await unsafe.run("import os\nos._exit(1)")).limit == "crash"


async def test_a_computer_without_walls_closes_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "missing_walls", lambda: "darwin has neither Landlock nor seccomp")
    monkeypatch.setattr(pool.portable, "installed", lambda: False)
    sandbox = Sandbox()
    with pytest.raises(ToolError, match="neither Landlock nor seccomp"):
        await sandbox.run("1")
    sandbox.close()


def test_a_computer_without_walls_uses_what_is_portable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "missing_walls", lambda: "darwin has neither Landlock nor seccomp")
    sandbox = Sandbox()
    assert sandbox.kind == "portable"
    sandbox.close()


async def test_the_fast_engine_gives_what_the_walled_one_gives() -> None:
    fast, walled = Sandbox(seconds=3, kind="fast"), Sandbox(seconds=3)
    try:
        for code in (
            "print('số')\n[2 ** 100, 0.1 + 0.2]",
            "import sympy\nsympy.sqrt(4)",
            "1 / 0",
            "class A:\n    pass\nA.__name__",
            "undefined",
        ):
            quick, sure = await fast.run(code), await walled.run(code)
            assert (quick.value, quick.printed, quick.error) == (sure.value, sure.printed, sure.error)
        await fast.run("a = 1", notebook="n")
        assert (await fast.run("a", notebook="n")).value == 1
        assert (await fast.algebra(operation="evaluate", expression="6*7")).value == 42
    finally:
        fast.close()
        walled.close()
