"""Our tools in other agents' hands: what reads is free, what writes asks their person, nothing else gets through."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import ElicitResult
from support.serving import free_port, served

from reckoner.agents.audit import open_audit
from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.transfer import import_

pytestmark = pytest.mark.enable_socket


class Person:
    """Who sits at the client: answers every question alike, and keeps them."""

    def __init__(self, action: Any) -> None:
        self.action = action
        self.asked: list[str] = []

    async def __call__(self, context: Any, params: Any) -> ElicitResult:
        self.asked.append(params.message)
        return ElicitResult(action=self.action, content={} if self.action == "accept" else None)


@asynccontextmanager
async def session(
    tmp_path: Path, *arguments: str, person: Person | None = None, **env: str
) -> AsyncIterator[ClientSession]:
    program = StdioServerParameters(
        command=sys.executable,
        args=["-m", "reckoner.cli", "mcp", *arguments],
        env={"RECKONER_HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], **env},
    )
    async with (
        stdio_client(program) as (read, write),
        ClientSession(read, write, elicitation_callback=person) as client,
    ):
        await client.initialize()
        yield client


async def say(client: ClientSession, tool: str, **arguments: Any) -> tuple[str, bool]:
    result = await client.call_tool(tool, arguments)
    return "\n".join(getattr(each, "text", "") for each in result.content), bool(result.isError)


async def test_what_reads_is_free_and_what_writes_asks(tmp_path: Path) -> None:
    person = Person("accept")
    async with session(tmp_path, person=person) as client:
        offered = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert offered["python"].annotations.readOnlyHint
        assert not offered["save_file"].annotations.readOnlyHint
        assert "config" not in str(offered["python"].inputSchema)
        text, failed = await say(client, "python", code="print(6 * 7)")
        assert ("42" in text, failed, person.asked) == (True, False, [])
        text, failed = await say(client, "save_file", name="../../x", content="hello")
        assert failed
        text, failed = await say(client, "save_file", name="note.txt", content="hello\nname: other.txt", config="x")
        assert not failed, text
        assert (tmp_path / "home" / "workspace" / "note.txt").read_text() == "hello\nname: other.txt"
        assert '"name": "note.txt"' in person.asked[1]
        assert "\nname: other.txt" not in person.asked[1]
        text, failed = await say(client, "save_file", name="a.txt", content="x" * 300_000)
        assert failed
        assert len(person.asked) == 2
    async with open_audit(tmp_path / "home" / "audit.sqlite") as audit:
        assert [each.what for each in await audit.entries()] == ["done", "approved", "failed", "approved"]
        assert (await audit.entries())[1].who == "mcp: mcp"


@pytest.mark.parametrize(
    ("person", "why"),
    [(Person("decline"), "declined"), (Person("cancel"), "declined"), (None, "cannot ask")],
)
async def test_no_yes_is_a_no(tmp_path: Path, person: Person | None, why: str) -> None:
    async with session(tmp_path, person=person) as client:
        text, failed = await say(client, "save_file", name="note.txt", content="hello")
        assert failed
        assert why in text
        assert not (tmp_path / "home" / "workspace" / "note.txt").exists()
        text, failed = await say(client, "no_such_tool")
        assert failed
        assert "There is no tool no_such_tool" in text
        text, failed = await say(client, "save_file", name=3)
        assert failed
    async with open_audit(tmp_path / "home" / "audit.sqlite") as audit:
        assert {each.what for each in await audit.entries()} == {"rejected"}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[str, Database]]:
    database = Database(tmp_path / "shop.sqlite")
    import_(database, demo())
    with served(application(database, Config(key="k"))) as url:
        yield url, database
    database.close()


async def test_a_shops_question_reaches_the_person(tmp_path: Path, shop: tuple[str, Database]) -> None:
    url, _ = shop
    data = demo()
    number, order = next((number, each) for number, each in data["orders"].items() if each["status"] == "pending")
    customer = data["users"][order["user_id"]]
    cancel = {"order_id": number, "reason": "no longer needed"}
    settings = {"RECKONER_SHOP_URL": url, "RECKONER_SHOP_KEY": "k", "RECKONER_PROFILE": "shopbot"}
    for action, status in (("decline", "pending"), ("accept", "cancelled")):
        person = Person(action)
        async with session(tmp_path, person=person, **settings) as client:
            text, failed = await say(client, "cancel_pending_order", **cancel)
            assert failed
            assert "not verified" in text
            assert person.asked == []
            await say(client, "find_user_id_by_email", email=customer["email"])
            text, failed = await say(client, "cancel_pending_order", **cancel)
            assert failed == (action == "decline"), text
            assert number in person.asked[0]
            text, _ = await say(client, "get_order_details", order_id=number)
            assert f'"status": "{status}"' in text


async def test_over_http_only_with_the_key(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    env = {**os.environ, "RECKONER_HOME": str(home)}
    program = [sys.executable, "-m", "reckoner.cli", "mcp", "--port", str(port)]
    server = subprocess.Popen(program, env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        assert f"http://127.0.0.1:{port}/mcp" in server.stderr.readline()
        key = (home / "mcp" / "key").read_text()
        assert (home / "mcp" / "key").stat().st_mode & 0o077 == 0
        url = f"http://127.0.0.1:{port}/mcp"
        for wrong in ({}, {"Authorization": "Bearer"}, {"Authorization": f"Bearer {key}x"}, {"Authorization": key}):
            async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=8)) as http:
                assert (await http.post(url, headers=wrong, json={})).status_code == 401
        person = Person("accept")
        async with (
            httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http,
            streamable_http_client(url, http_client=http) as (read, write, _),
            ClientSession(read, write, elicitation_callback=person) as client,
        ):
            await client.initialize()
            text, failed = await say(client, "save_file", name="far.txt", content="hello")
            assert not failed, text
            assert len(person.asked) == 1
    finally:
        server.terminate()
        assert server.wait(20) is not None
