"""The shop's cases, played against the real store through the real tools and their gates, without a model."""

import asyncio
import logging
import tempfile
from pathlib import Path
from typing import Any

import httpx2 as httpx

from reckoner.core import ToolError
from reckoner.sandbox import Sandbox
from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.transfer import export, import_
from reckoner.tools import calculator
from reckoner.tools.shop import Desk, ShopClient

log = logging.getLogger(__name__)
_KEY = "within-this-process"


class TauRetail:
    """A store, its API and one conversation after another; see τ-bench, https://arxiv.org/abs/2406.12045.

    Args:
        url: The store's database; by default an SQLite file that goes with this object.
    """

    def __init__(self, url: str = "") -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="reckoner-shop-")
        self.database = Database(url or Path(self._folder.name) / "shop.sqlite")
        app = application(self.database, Config(key=_KEY))
        transport = httpx.ASGITransport(app)
        self._client = ShopClient("http://shop", _KEY, transport=transport, wait=0.1)
        self._sandbox: Sandbox | None = None
        self._loop = asyncio.new_event_loop()
        self.new_session()

    def load(self, db: dict[str, Any]) -> None:
        """A fresh store with these users, products and orders."""
        import_(self.database, db)

    def new_session(self) -> None:
        """A new conversation; nobody is verified."""
        self._desk = Desk(self._client, self._calculate)

    def on_agent(self, text: object) -> None:
        """What the agent said."""
        self._desk.agent_said(str(text or ""))

    def on_user(self, text: object) -> None:
        """What the customer answered."""
        self._desk.customer_said(str(text or ""))

    def call(self, name: str, args: dict[str, Any]) -> str:
        """One call of a tool; what is refused begins with ``Error``."""
        try:
            return self._loop.run_until_complete(self._desk.call(name, args))
        except ToolError as error:
            return f"Error: {error.text()}"
        except Exception as error:  # Whatever it was: nothing was done, and whoever calls goes on.
            log.exception("A call of a tool failed.")
            return f"Error: the tool failed ({type(error).__name__})"

    def dump(self) -> dict[str, Any]:
        """The store's state, in the form of ``load``."""
        return export(self.database)

    def close(self) -> None:
        """Give everything back."""
        if self._sandbox is not None:
            self._sandbox.close()
        self.database.close()
        self._loop.close()
        self._folder.cleanup()

    async def _calculate(self, expression: str) -> str:
        if self._sandbox is None:
            self._sandbox = Sandbox()
        return await calculator(self._sandbox)(expression)
