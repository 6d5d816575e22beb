"""The reference store in the terminal."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from reckoner.core import Language, Settings, SettingsError, StorageError
from reckoner.shop.config import Config, MailServer
from reckoner.shop.database import Database
from reckoner.shop.limits import Limits
from reckoner.shop.money import minor
from reckoner.shop.refusal import Refused
from reckoner.shop.transfer import empty, export, import_

from .exits import Exit
from .keys import kept_key


def serve(*, port: int, address: str, database: str | None) -> Exit:
    """Run the store, and a carrier beside it where none is set; an empty store is filled with the demo shop."""
    import uvicorn
    from fastapi import FastAPI

    from reckoner.shop.api import application
    from reckoner.shop.carrier.api import application as carrier
    from reckoner.shop.demo import demo

    settings = Settings.load(shop_database=database)
    key = _key(settings.shop_key, settings.shop_key_file)
    opened = _database(settings)
    if empty(opened):
        import_(opened, demo(settings.language))
    own = settings.carrier_url or f"http://127.0.0.1:{port}/carrier"
    app: FastAPI = application(opened, _config(settings, key, own))
    if not settings.carrier_url:
        app.mount("/carrier", carrier(str(settings.home / "shop" / "carrier.sqlite"), key=key))
    print(f"The store answers on http://{address}:{port} (see /docs) — Ctrl-C stops it.", flush=True)
    uvicorn.run(app, host=address, port=port, log_level="warning")
    opened.close()
    return Exit.DONE


def seed(*, language: Language, number: int, customers: int, replace: bool) -> Exit:
    """Fill the store with the demo shop."""
    from reckoner.shop.demo import demo

    return _put(demo(language, seed=number, customers=customers), replace)


def bring_in(path: Path, *, replace: bool) -> Exit:
    """Fill the store with the shop of a file, or of a folder with one file for each of its parts."""
    try:
        if path.is_dir():
            parts = ("users", "products", "orders")
            shop = {part: json.loads((path / f"{part}.json").read_text("utf-8")) for part in parts}
        else:
            shop = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StorageError("storage.unreadable", path=path, why=error) from error
    return _put(shop, replace)


def take_out(path: Path) -> Exit:
    """Write the whole shop to a file."""
    database = _database(Settings.load())
    try:
        path.write_text(json.dumps(export(database), ensure_ascii=False, indent=1), "utf-8")
    except OSError as error:
        raise StorageError("storage.unwritable", path=path, why=error) from error
    finally:
        database.close()
    return Exit.DONE


def tell_policy(language: Language) -> Exit:
    """Print the shop's rules as agents are told of them."""
    from reckoner.shop.rules import policy

    for rule in policy(language):
        print(f"- {rule}")
    return Exit.DONE


def _put(shop: dict[str, Any], replace: bool) -> Exit:
    database = _database(Settings.load())
    try:
        if not replace and not empty(database):
            raise Refused("import_full")
        import_(database, shop)
    finally:
        database.close()
    print(", ".join(f"{len(rows)} {name}" for name, rows in shop.items()))
    return Exit.DONE


def _database(settings: Settings) -> Database:
    return Database(settings.shop_database or settings.home / "shop" / "shop.sqlite")


def _config(settings: Settings, key: str, carrier: str) -> Config:
    mail = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password or SecretStr(""),
        sender=settings.smtp_sender,
    )
    return Config(
        key=key,
        staff_key=_key(settings.shop_staff_key, settings.shop_staff_key_file),
        carrier=carrier,
        carrier_key=key,
        mail=mail if settings.smtp_host else None,
        limits=Limits(writes=settings.shop_daily_writes, spending=_amounts(settings.shop_daily_spending)),
    )


def _key(given: SecretStr | None, file: Path) -> str:
    """A key: the one that is set, or one of our own that only this user can read."""
    return given.get_secret_value() if given is not None else kept_key(file)


def _amounts(told: Sequence[str]) -> dict[str, int]:
    """Amounts by currency, in its smallest unit, of such as ``10000 USD``.

    Raises:
        SettingsError: One is no amount.
    """
    found = {}
    for each in told:
        amount, _, currency = each.partition(" ")
        try:
            found[currency] = minor(amount, currency)
            if found[currency] < 0:
                raise ValueError(amount)
        except (KeyError, ValueError) as error:
            raise SettingsError("settings.amount", value=each) from error
    return found
