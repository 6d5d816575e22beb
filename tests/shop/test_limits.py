"""What one customer may have done in a day is bounded, and so is guessing who somebody is."""

from typing import Any

import httpx2 as httpx
import pytest

from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.limits import Limits
from reckoner.shop.transfer import export

Shop = dict[str, Any]
HOME = {"address1": "1 New Street", "address2": "", "city": "X", "state": "Y", "country": "USA", "zip": "1"}


def client(database: Database, limits: Limits) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(application(database, Config(key="k", limits=limits)))
    return httpx.AsyncClient(transport=transport, base_url="http://shop", headers={"Authorization": "Bearer k"})


def code(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


async def token_of(asking: httpx.AsyncClient, shop: Shop, user: str) -> dict[str, str]:
    found = await asking.post("/verifications/email", json={"email": shop["users"][user]["email"]})
    return {"X-Customer-Token": found.json()["token"]}


async def test_so_many_changes_a_day(database: Database, shop: Shop) -> None:
    one, other = list(shop["users"])[:2]
    async with client(database, Limits(writes=2)) as asking:
        token = await token_of(asking, shop, one)
        for key in ("a", "b", "a"):  # One that is repeated counts once.
            reply = await asking.post(
                "/customer/address", json={**HOME, "zip": key}, headers={**token, "Idempotency-Key": key}
            )
            assert reply.status_code == 200
        again = {**token, "Idempotency-Key": "c"}
        assert code(await asking.post("/customer/address", json=HOME, headers=again)) == (409, "too_many_writes")
        # Nobody is asked for a yes to what would be refused.
        preview = await asking.post("/customer/address?preview=true", json=HOME, headers=again)
        assert code(preview) == (409, "too_many_writes")
        others = {**await token_of(asking, shop, other), "Idempotency-Key": "d"}
        assert (await asking.post("/customer/address", json=HOME, headers=others)).status_code == 200


async def test_what_the_staff_do_is_none_of_the_customers_changes(database: Database, shop: Shop) -> None:
    order = next(each for each in shop["orders"].values() if each["status"] == "delivered")
    path = f"/orders/{order['order_id'].replace('#', '%23')}"
    body = {
        "item_ids": [order["items"][0]["item_id"]],
        "payment_method_id": order["payment_history"][0]["payment_method_id"],
    }
    transport = httpx.ASGITransport(application(database, Config(key="k", staff_key="s", limits=Limits(writes=2))))
    headers = {"Authorization": "Bearer k"}
    async with httpx.AsyncClient(transport=transport, base_url="http://shop", headers=headers) as asking:
        token = await token_of(asking, shop, order["user_id"])
        keyed = {**token, "Idempotency-Key": "r"}
        assert (await asking.post(f"{path}/return", json=body, headers=keyed)).status_code == 200
        done = await asking.post(f"/staff{path}/arrived", headers={"Authorization": "Bearer s"})
        assert done.status_code == 200
        keyed = {**token, "Idempotency-Key": "a"}
        assert (await asking.post("/customer/address", json=HOME, headers=keyed)).status_code == 200


async def test_so_much_more_owed_a_day(database: Database, shop: Shop) -> None:
    dearer = [
        (order, item, variant)
        for order in shop["orders"].values()
        if order["status"] == "delivered" and order.get("currency", "USD") == "USD"
        for item in order["items"]
        for variant in shop["products"][item["product_id"]]["variants"].values()
        if variant["available"] and variant["price"] > item["price"]
    ]
    order, item, variant = dearer[0]
    more = round((variant["price"] - item["price"]) * 100)
    methods = shop["users"][order["user_id"]]["payment_methods"].values()
    body = {
        "item_ids": [item["item_id"]],
        "new_item_ids": [variant["item_id"]],
        "payment_method_id": next(each["id"] for each in methods if each["source"] != "gift_card"),
    }
    path = f"/orders/{order['order_id'].replace('#', '%23')}/exchange"
    async with client(database, Limits(spending={"USD": more - 1})) as asking:
        token = {**await token_of(asking, shop, order["user_id"]), "Idempotency-Key": "x"}
        assert code(await asking.post(path, json=body, headers=token)) == (409, "too_much_spent")
        assert export(database) == shop
    async with client(database, Limits(spending={"USD": more})) as asking:
        assert (await asking.post(path, json=body, headers=token)).status_code == 200


async def test_nobody_guesses_a_zip_code(database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reckoner.shop.limits._MISSES", 3)
    user = next(iter(shop["users"].values()))
    right = {**user["name"], "zip": user["address"]["zip"]}
    async with client(database, Limits()) as asking:
        for number in range(3):
            guess = {**user["name"], "first_name": user["name"]["first_name"].upper(), "zip": f"0000{number}"}
            assert code(await asking.post("/verifications/name", json=guess)) == (404, "unknown_customer")
        for first in (user["name"]["first_name"], user["name"]["first_name"].replace("a", "ă").replace("i", "ï")):
            again = {**right, "first_name": first}
            assert code(await asking.post("/verifications/name", json=again)) == (409, "too_many_tries")
        others = list(shop["users"].values())[1]
        reply = await asking.post("/verifications/name", json={**others["name"], "zip": others["address"]["zip"]})
        assert reply.status_code == 200
