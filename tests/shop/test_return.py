"""A whole return against running services: the store, the carrier, a mail server; and the store killed on the way."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pypdfium2
import pytest
from aiosmtpd.controller import Controller
from support.serving import free_port

from reckoner.core import ToolError
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.transfer import export
from reckoner.tools.shop import Desk, ShopClient

pytestmark = pytest.mark.enable_socket


class Box:
    """Keeps what a mail server was given; it can be told to refuse."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.mails.append(envelope.content)
        return self.answer


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    kept = Box()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    yield kept, server.port
    server.stop()


class Store:
    """``reckoner shop serve`` in a process of its own."""

    def __init__(self, home: Path, port: int, mail: int) -> None:
        self.home, self.port, self._mail = home, port, mail
        self.url = f"http://127.0.0.1:{port}"

    def start(self, dies: str = "") -> None:
        """Start it; ``dies`` is the moment at which it kills itself, see ``support.dying``."""
        settings = {
            "RECKONER_HOME": str(self.home), "RECKONER_SHOP_KEY": "k", "RECKONER_SMTP_HOST": "127.0.0.1",
            "RECKONER_SMTP_PORT": str(self._mail),
        }  # fmt: skip
        program = [str(Path(__file__).parents[1] / "support" / "dying.py"), dies] if dies else ["-m", "reckoner.cli"]
        command = [sys.executable, *program, "shop", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env={**os.environ, **settings})
        for _ in range(200):
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/docs").is_success:
                    return
            time.sleep(0.1)
        raise AssertionError("the store did not start")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def store(tmp_path: Path, box: tuple[Box, int]) -> Iterator[Store]:
    made = Store(tmp_path, free_port(), box[1])
    made.start()
    yield made
    made.kill()


async def no(expression: str) -> str:
    raise AssertionError


def desk(store: Store, language: Any = "en") -> Desk:
    return Desk(ShopClient(store.url, "k", language=language, wait=0.2), no)


DELIVERED = next(order for order in demo()["orders"].values() if order["status"] == "delivered")
EMAIL = demo()["users"][DELIVERED["user_id"]]["email"]
RETURN = (
    "return_delivered_order_items",
    {
        "order_id": DELIVERED["order_id"],
        "item_ids": [DELIVERED["items"][0]["item_id"]],
        "payment_method_id": DELIVERED["payment_history"][0]["payment_method_id"],
    },
)
LABEL = ("send_return_label", {"order_id": DELIVERED["order_id"], "email": EMAIL})


async def agreed(at: Desk, name: str, args: dict[str, Any]) -> str:
    at.agent_said(f"I will run {name} with {args}. Do you confirm?")
    at.customer_said("yes")
    return await at.call(name, args)


def mails_within(kept: Box, count: int, seconds: float = 10) -> list[Any]:
    ends = time.monotonic() + seconds
    while len(kept.mails) < count and time.monotonic() < ends:
        time.sleep(0.05)
    return [message_from_bytes(each, policy=policy.default) for each in kept.mails]


async def test_a_return_from_the_first_word_to_the_mail(store: Store, box: tuple[Box, int]) -> None:
    at = desk(store)
    assert await at.call("find_user_id_by_email", {"email": EMAIL}) == DELIVERED["user_id"]
    with pytest.raises(ToolError, match="a label is made only for"):
        await agreed(at, *LABEL)
    assert '"return requested"' in await agreed(at, *RETURN)
    with pytest.raises(ToolError, match="is not the customer's e-mail"):
        await agreed(at, "send_return_label", {**LABEL[1], "email": "thief@example.com"})
    with pytest.raises(ToolError, match=f"to {EMAIL}"):
        await at.call(*LABEL)
    sent = json.loads(await agreed(at, *LABEL))
    [mail] = await asyncio.to_thread(mails_within, box[0], 1)
    assert (mail["To"], sent["sent_to"]) == (EMAIL, EMAIL)
    assert DELIVERED["order_id"] in mail["Subject"]
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]
    [label] = mail.iter_attachments()
    drawn = pypdfium2.PdfDocument(label.get_content())[0].get_textpage().get_text_bounded()
    assert sent["tracking"] in drawn
    assert "label made" in await at.call("track_order", {"order_id": DELIVERED["order_id"]})
    # Asked for again, it is the same label, and no second mail.
    assert json.loads(await agreed(at, *LABEL))["tracking"] == sent["tracking"]
    await asyncio.sleep(2.5)
    assert len(box[0].mails) == 1


async def test_mail_waits_for_a_server_that_refuses_for_now(store: Store, box: tuple[Box, int]) -> None:
    box[0].answer = "451 try later"
    at = desk(store)
    await at.call("find_user_id_by_email", {"email": EMAIL})
    await agreed(at, *RETURN)
    await agreed(at, *LABEL)
    await asyncio.sleep(2)
    assert box[0].mails == []
    with waiting_no_longer(store):
        box[0].answer = "250 OK"
    assert len(await asyncio.to_thread(mails_within, box[0], 1)) == 1


@contextmanager
def waiting_no_longer(store: Store) -> Iterator[None]:
    """Make what waits in the database due."""
    yield
    with sqlite3.connect(store.home / "shop" / "shop.sqlite", timeout=10) as database:
        database.execute("UPDATE mails SET due = '2000-01-01 00:00:00'")


@pytest.mark.parametrize(
    "moment", ["returning", "returned", "label made", "label kept", "mail on its way", "mail taken"]
)
async def test_a_store_that_is_killed_on_the_way(
    tmp_path: Path, store: Store, box: tuple[Box, int], moment: str
) -> None:
    store.kill()
    store.start(dies=moment)
    at = desk(store)
    assert await at.call("find_user_id_by_email", {"email": EMAIL}) == DELIVERED["user_id"]
    started_again = asyncio.create_task(asyncio.to_thread(start_when_dead, store))
    for name, args in (RETURN, LABEL):
        at.agent_said(f"I will run {name} with {args}. Do you confirm?")
        at.customer_said("yes")
        await until_answered(at, name, args)
    await started_again
    found = await asyncio.to_thread(mails_within, box[0], 2, 4)
    # Only between the server's taking a mail and the note of that nobody can know; then it is the same mail again.
    assert len(found) == (2 if moment == "mail taken" else 1)
    assert len({mail["Message-ID"] for mail in found}) == 1
    database = Database(tmp_path / "shop" / "shop.sqlite")
    order = export(database)["orders"][DELIVERED["order_id"]]
    database.close()
    assert (order["status"], order["return_items"]) == ("return requested", RETURN[1]["item_ids"])
    assert parcels(tmp_path) == 1


async def until_answered(at: Desk, name: str, args: dict[str, Any]) -> None:
    for _ in range(40):
        try:
            await at.call(name, args)
            return
        except ToolError as error:
            if error.key != "shop.down":
                raise
        await asyncio.sleep(0.2)
    raise AssertionError("the store does not come back")


def start_when_dead(store: Store) -> None:
    assert store.process.wait(60) == -signal.SIGKILL
    store.start()


def parcels(home: Path) -> int:
    with sqlite3.connect(home / "shop" / "carrier.sqlite") as database:
        return int(database.execute("SELECT count(*) FROM parcels").fetchone()[0])
