"""What the shop's own people see and do: hand-overs, orders, and what has arrived is paid back once."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import select

from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.tables import Variant
from reckoner.shop.transfer import export, import_

Shop = dict[str, Any]
STAFF = {"Authorization": "Bearer staff"}


@pytest.fixture
async def client(database: Database, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application(database, Config(key="k", staff_key="staff")))
    headers = {"Authorization": "Bearer k"}
    async with httpx.AsyncClient(transport=transport, base_url="http://shop", headers=headers) as opened:
        yield opened


def code(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


def at(number: str, verb: str = "", *, staff: bool = False) -> str:
    return f"{'/staff' if staff else ''}/orders/{number.replace('#', '%23')}{verb}"


async def token_of(client: httpx.AsyncClient, shop: Shop, user: str) -> dict[str, str]:
    found = await client.post("/verifications/email", json={"email": shop["users"][user]["email"]})
    return {"X-Customer-Token": found.json()["token"]}


def delivered(shop: Shop) -> list[Shop]:
    return [order for order in shop["orders"].values() if order["status"] == "delivered"]


async def test_only_the_staffs_key_opens_it(client: httpx.AsyncClient, shop: Shop, database: Database) -> None:
    for path in ("/staff/orders", "/staff/handovers", at(delivered(shop)[0]["order_id"], staff=True)):
        assert code(await client.get(path)) == (401, "staff_key")
        assert (await client.get(path, headers=STAFF)).status_code == 200
    # The staff's key is no customer's, and an unset one opens nothing.
    assert code(await client.get("/products", headers=STAFF)) == (401, "service_key")
    transport = httpx.ASGITransport(application(database, Config(key="k")))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as other:
        for key in ("Bearer ", "Bearer"):
            assert code(await other.get("/staff/orders", headers={"Authorization": key})) == (401, "staff_key")


async def test_what_is_handed_over_waits_until_a_person_has_seen_to_it(client: httpx.AsyncClient, shop: Shop) -> None:
    user = next(iter(shop["users"]))
    await client.post("/handovers", json={"summary": "wants cash"})
    await client.post("/handovers", json={"summary": "lost parcel"}, headers=await token_of(client, shop, user))
    assert code(await client.post("/handovers", json={"summary": " "})) == (422, "form")
    waiting = (await client.get("/staff/handovers", headers=STAFF)).json()
    assert [(each["user_id"], each["summary"]) for each in waiting] == [(None, "wants cash"), (user, "lost parcel")]
    done = f"/staff/handovers/{waiting[0]['handover']}/done"
    assert (await client.post(done, headers=STAFF)).status_code == 200
    assert code(await client.post(done, headers=STAFF)) == (404, "unknown_handover")
    assert len((await client.get("/staff/handovers", headers=STAFF)).json()) == 1


async def test_a_hand_over_that_is_repeated_is_one(client: httpx.AsyncClient, shop: Shop) -> None:
    for _ in range(2):
        await client.post("/handovers", json={"summary": "wants cash"}, headers={"Idempotency-Key": "h"})
    assert len((await client.get("/staff/handovers", headers=STAFF)).json()) == 1


async def test_orders_are_found(client: httpx.AsyncClient, shop: Shop) -> None:
    order = delivered(shop)[0]
    name = shop["users"][order["user_id"]]["name"]
    for words in (order["order_id"], name["last_name"].upper(), shop["users"][order["user_id"]]["email"][:12]):
        found = (await client.get("/staff/orders", params={"words": words}, headers=STAFF)).json()
        assert order["order_id"] in [each["order_id"] for each in found]
    listed = (await client.get("/staff/orders", params={"status": "pending"}, headers=STAFF)).json()
    assert {each["status"] for each in listed} == {"pending"}
    for nobody in ("%_%no such", "%"):
        assert (await client.get("/staff/orders", params={"words": nobody}, headers=STAFF)).json() == []
    found = (await client.get("/staff/orders", params={"words": " ".join(name.values())}, headers=STAFF)).json()
    assert order["order_id"] in [each["order_id"] for each in found]
    assert code(await client.get("/staff/orders", params={"words": "x" * 1_000}, headers=STAFF))[0] == 422
    assert (await client.post(f"/staff/handovers/{'9' * 30}/done", headers=STAFF)).status_code == 422
    assert (await client.get("/staff/orders/%00", headers=STAFF)).status_code in (404, 422)
    assert code(await client.get("/staff/orders/%23W0", headers=STAFF)) == (404, "no_order")


async def test_names_are_found_in_capitals(database: Database) -> None:
    shop = demo("vi")
    import_(database, shop)
    transport = httpx.ASGITransport(application(database, Config(key="k", staff_key="staff")))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop", headers=STAFF) as asking:
        named = [each["name"]["last_name"] for each in shop["users"].values()]
        last = next(name for name in named if not name.isascii())
        for words in (last.upper(), last.lower()):
            assert (await asking.get("/staff/orders", params={"words": words})).json()


async def test_what_has_arrived_is_paid_back_once(client: httpx.AsyncClient, shop: Shop, database: Database) -> None:
    order = delivered(shop)[0]
    number, items = order["order_id"], order["items"]
    assert code(await client.post(at(number, "/arrived", staff=True), headers=STAFF)) == (409, "nothing_arrives")
    token = await token_of(client, shop, order["user_id"])
    body = {
        "item_ids": [items[0]["item_id"]],
        "payment_method_id": order["payment_history"][0]["payment_method_id"],
    }
    asked = await client.post(at(number, "/return"), json=body, headers={**token, "Idempotency-Key": "r"})
    assert asked.status_code == 200, asked.text
    for status in (200, 409):
        reply = await client.post(at(number, "/arrived", staff=True), headers=STAFF)
        assert reply.status_code == status
    after = export(database)["orders"][number]
    assert after["status"] == "returned"
    [refund] = after["payment_history"][len(order["payment_history"]) :]
    assert refund["transaction_type"] == "refund"
    assert Decimal(str(refund["amount"])) == Decimal(str(items[0]["price"]))
    keyed = {**STAFF, "Idempotency-Key": "arrived"}
    assert (await client.post(at(number, "/arrived", staff=True), headers=keyed)).status_code == 409
    told = (await client.get(at(number, staff=True), headers=STAFF)).json()
    assert [each["verb"] for each in told["acts"]] == ["return", "arrived"]
    latest = (await client.get("/staff/orders", headers=STAFF)).json()[0]
    assert latest["order_id"] == number


async def test_an_exchange_is_settled_to_the_cent(client: httpx.AsyncClient, shop: Shop, database: Database) -> None:
    settled = 0
    for order in delivered(shop):
        pairs = []
        for item in order["items"]:
            variants = shop["products"][item["product_id"]]["variants"].values()
            others = [v for v in variants if v["available"] and v["item_id"] != item["item_id"]]
            taken = {new for _, new in pairs}
            if others := [v for v in others if v["item_id"] not in taken]:
                pairs.append((item["item_id"], others[0]["item_id"]))
        method = next((m for m in shop["users"][order["user_id"]]["payment_methods"].values()
                       if m["source"] != "gift_card"), None)  # fmt: skip
        if not pairs or method is None:
            continue
        token = await token_of(client, shop, order["user_id"])
        body = {
            "item_ids": [old for old, _ in pairs],
            "new_item_ids": [new for _, new in pairs],
            "payment_method_id": method["id"],
        }
        path, key = at(order["order_id"], "/exchange"), {"Idempotency-Key": order["order_id"]}
        if (await client.post(path, json=body, headers={**token, **key})).status_code != 200:
            continue  # Its shelf is empty by now.
        # Prices that change in between change nothing of what was agreed to.
        with database.changing() as session:
            for variant in session.scalars(select(Variant).where(Variant.id.in_(body["new_item_ids"]))):
                variant.price *= 3
        keyed = {**STAFF, "Idempotency-Key": f"arrived {order['order_id']}"}
        for _ in range(2):  # An answer that was lost on the way is told again.
            reply = await client.post(at(order["order_id"], "/arrived", staff=True), headers=keyed)
            assert reply.status_code == 200, reply.text
        after = export(database)["orders"][order["order_id"]]
        assert after["status"] == "exchanged"
        gone = [item["item_id"] for item in after["items"]]
        assert sorted(new for _, new in pairs) == sorted(each for each in gone if each in {new for _, new in pairs})
        paid = sum(
            Decimal(str(each["amount"])) * (1 if each["transaction_type"] == "payment" else -1)
            for each in after["payment_history"]
        )
        assert paid == sum(Decimal(str(item["price"])) for item in after["items"])
        settled += 1
    assert settled > 5
