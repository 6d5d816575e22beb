"""Other people's MCP servers: a session that is held, a risk that is ours to say, and servers that break."""

import asyncio
import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support import mcp_shop
from support.calling import by_name, call
from support.scripted import call as scripted
from support.serving import free_port

from reckoner.agents import Approve
from reckoner.core import ApprovalNeeded, McpServer, Settings, SettingsError, ToolError, Turn
from reckoner.tools.mcp import mcp_tools
from reckoner.tools.remote import Schema, own_name

pytestmark = pytest.mark.enable_socket
PROGRAM = (sys.executable, mcp_shop.__file__)
SHELF = McpServer(name="shelf", command=PROGRAM, variables=("SHELF",), risks={"stock": "read"}, prefix="shelf_")


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHELF", str(tmp_path / "shelf.txt"))
    monkeypatch.setenv("SECRET", "not for others")
    return tmp_path / "shelf.txt"


async def test_a_session_is_held_and_sees_only_what_it_was_given(tmp_path: Path) -> None:
    async with mcp_tools([SHELF], logs=tmp_path) as gates:
        tools = by_name(gates)
        assert await call(tools["shelf_stock"], item="lamp") == "There are 4 of lamp."
        first, second = await call(tools["shelf_who"]), await call(tools["shelf_who"])
        assert first == second
        assert first.endswith("nothing")
        assert await call(tools["shelf_picture"]) == "[image/png, 9 bytes]"
        name = next(each for each in tools if each.startswith("shelf_deploy_now_"))
        assert await call(tools[name], config="dry-run", run_manager="m") == "dry-run m"
        # LangChain's own ``invoke`` runs on another loop.
        assert tools["shelf_stock"].tool.invoke({"item": "cup"}) == "There are 3 of cup."


async def test_a_tool_that_calls_itself_harmless_still_asks(
    tmp_path: Path, opened: Any, told: Any, shelf: Path
) -> None:
    async with opened(scripted("shelf_order", item="lamp", count=2), "Done.", mcp=(SHELF,)) as assistant:
        events = await told(assistant.stream(Turn(thread="t", text="Order two lamps.")))
        asked = events[-1]
        assert isinstance(asked, ApprovalNeeded)
        assert asked.risk == "outside"
        assert not shelf.exists()
        await told(assistant.resume("t", {asked.call_id: Approve()}))
        assert shelf.read_text() == "2 lamp\n"


@pytest.mark.parametrize(
    ("tool", "arguments", "why"),
    [
        ("fail", {}, "the shelf is empty"),
        ("stock", {"item": 3}, "item: 3 is not of type 'string'"),
        ("stock", {}, "'item' is a required property"),
    ],
)
async def test_what_does_not_work_is_said(tmp_path: Path, tool: str, arguments: dict[str, Any], why: str) -> None:
    async with mcp_tools([SHELF], logs=tmp_path) as gates:
        with pytest.raises(ToolError, match=why):
            await call(by_name(gates)[f"shelf_{tool}"], **arguments)


async def test_a_server_that_dies_is_started_again_but_no_write_is_repeated(tmp_path: Path) -> None:
    async with mcp_tools([SHELF], logs=tmp_path) as gates:
        tools = by_name(gates)
        before = await call(tools["shelf_who"])
        with pytest.raises(ToolError, match="Whether the call took effect is not known"):
            await call(tools["shelf_die"])
        assert await call(tools["shelf_stock"], item="lamp") == "There are 4 of lamp."
        assert await call(tools["shelf_who"]) != before


async def test_only_chosen_tools_that_exist(tmp_path: Path) -> None:
    async with mcp_tools([SHELF.model_copy(update={"tools": ("stock",)})], logs=tmp_path) as gates:
        assert set(by_name(gates)) == {"shelf_stock"}
    with pytest.raises(ToolError, match="has no tool steal"):
        async with mcp_tools([SHELF.model_copy(update={"tools": ("steal",)})], logs=tmp_path):
            pass


@pytest.mark.parametrize(
    "server",
    [
        McpServer(name="none", command=("no-such-program",)),
        McpServer(name="none", command=(sys.executable, "-c", "print('hello')")),
        McpServer(name="none", url="http://127.0.0.1:9/mcp"),
        McpServer(name="none", command=(sys.executable, "-c", "import time; time.sleep(60)"), seconds=1),
    ],
)
async def test_a_server_that_cannot_be_had_is_named(tmp_path: Path, server: McpServer) -> None:
    begun = time.monotonic()
    with pytest.raises(ToolError, match="The MCP server none"):
        async with mcp_tools([server], logs=tmp_path):
            pass
    assert time.monotonic() - begun < 20


async def test_a_server_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    hangs = McpServer(name="slow", command=(sys.executable, "-c", "import time; time.sleep(60)"), seconds=60)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1), mcp_tools([hangs], logs=tmp_path):
            pass
    assert time.monotonic() - begun < 20


async def test_no_tool_takes_the_place_of_another(opened: Any) -> None:
    twice = SHELF.model_copy(update={"name": "other"})
    with pytest.raises(SettingsError, match="Two tools are called shelf_stock"):
        async with opened(mcp=(SHELF, twice)):
            pass


def started(port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen([*PROGRAM, str(port)], stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    return server


async def test_a_server_elsewhere_that_was_started_anew(tmp_path: Path) -> None:
    port = free_port()
    server = started(port)
    shelf = McpServer(name="far", url=f"http://127.0.0.1:{port}/mcp", risks={"stock": "read"}, seconds=5)
    try:
        async with mcp_tools([shelf], logs=tmp_path) as gates:
            tools = by_name(gates)
            assert await call(tools["stock"], item="lamp") == "There are 4 of lamp."
            server.kill()
            server.wait()
            with pytest.raises(ToolError, match="MCP server far"):
                await call(tools["stock"], item="lamp")
            server = started(port)
            assert await call(tools["stock"], item="lamp") == "There are 4 of lamp."
    finally:
        server.kill()
        server.wait()


def test_a_schema_refers_to_nothing_beyond_itself(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"enum": ["TOP-SECRET"]}')
    for reference in (secret.as_uri(), "http://127.0.0.1:9/meta", "#/nowhere"):
        schema = Schema({"type": "object", "properties": {"x": {"$ref": reference}}}, "t")
        with pytest.raises(ToolError, match="description of arguments is wrong") as refused:
            schema.check({"x": "v"})
        assert "TOP-SECRET" not in str(refused.value)
    slow = Schema({"type": "object", "properties": {"x": {"type": "string", "pattern": "^(a+)+$"}}}, "t")
    slow.check({"x": "a" * 40 + "!"})
    for wrong in ({"type": "banana"}, {"type": "object", "properties": []}, {"type": "array"}):
        with pytest.raises(ToolError, match="description of arguments is wrong"):
            Schema(wrong, "t")


def test_names_that_no_model_takes_stay_apart() -> None:
    names = [own_name(each) for each in ("w_天气", "w_新闻", "a.b", "a_b", "天气", "x" * 100, "x" * 101)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", each) for each in names)


def test_a_server_is_a_program_or_an_address() -> None:
    for wrong in ({}, {"command": ["a"], "url": "http://b"}, {"url": "ftp://b"}):
        with pytest.raises(ValueError, match="1 validation error"):
            McpServer(name="x", **wrong)


def test_servers_come_from_the_settings_file(tmp_path: Path) -> None:
    Path("reckoner.toml").write_text(
        f'[[mcp]]\nname = "shelf"\ncommand = {json.dumps(PROGRAM)}\nrisks = {{stock = "read"}}\n'
    )
    (server,) = Settings.load().mcp
    assert server.command == PROGRAM
    assert server.risks == {"stock": "read"}
