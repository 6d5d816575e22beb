"""The store over HTTP: keys, tokens, forms, repeated and simultaneous writes, and questions before them."""

import asyncio
import hashlib
import unicodedata
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx2 as httpx
import pytest

from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.transfer import export, import_

Shop = dict[str, Any]
KEY = {"Authorization": "Bearer k"}
CANCEL = {"reason": "no longer needed"}


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application(database, Config(key="k")))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop", headers=KEY) as opened:
        yield opened


async def token_of(client: httpx.AsyncClient, shop: Shop, user: str) -> dict[str, str]:
    found = await client.post("/verifications/email", json={"email": shop["users"][user]["email"].upper()})
    assert found.json()["user_id"] == user
    return {"X-Customer-Token": found.json()["token"]}


def pending(shop: Shop) -> list[dict[str, Any]]:
    return [order for order in shop["orders"].values() if order["status"] == "pending"]


def path(order: dict[str, Any], verb: str) -> str:
    return f"/orders/{order['order_id'].replace('#', '%23')}/{verb}"


def code(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


async def test_nothing_without_the_shops_key(client: httpx.AsyncClient, shop: Shop) -> None:
    for wrong in ({"Authorization": ""}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer ké".encode()}):
        assert code(await client.get("/products", headers=wrong)) == (401, "service_key")
    assert (await client.get("/products")).json().keys() == {each["name"] for each in shop["products"].values()}


async def test_a_customer_is_who_was_verified(client: httpx.AsyncClient, shop: Shop) -> None:
    order = pending(shop)[0]
    assert code(await client.get("/customer")) == (401, "not_verified")
    assert code(await client.get("/customer", headers={"X-Customer-Token": "made-up"})) == (401, "expired")
    assert code(await client.post("/verifications/email", json={"email": "nobody@example.com"})) == (
        404,
        "unknown_customer",
    )
    user = shop["users"][order["user_id"]]
    by_name = {**user["name"], "zip": user["address"]["zip"]}
    token = (await client.post("/verifications/name", json=by_name)).json()["token"]
    mine = (await client.get("/customer", headers={"X-Customer-Token": token})).json()
    assert (mine["user_id"], mine["orders"]) == (order["user_id"], user["orders"])
    seen = (await client.get(path(order, "")[:-1], headers={"X-Customer-Token": token})).json()
    assert seen["payment_history"][0]["amount"] == f"{order['payment_history'][0]['amount']:.2f}"
    other = next(each for each in pending(shop) if each["user_id"] != order["user_id"])
    hidden = await client.get(path(other, "")[:-1], headers={"X-Customer-Token": token})
    assert code(hidden) == (404, "unknown_order")


@pytest.mark.parametrize(
    "body", [{}, {"reason": 1}, {"reason": "no longer needed", "override": True}, [], {"reason": "x" * 201}]
)
async def test_forms_are_exact(client: httpx.AsyncClient, shop: Shop, body: Any) -> None:
    order = pending(shop)[0]
    headers = {**await token_of(client, shop, order["user_id"]), "Idempotency-Key": "1"}
    assert code(await client.post(path(order, "cancel"), json=body, headers=headers)) == (422, "form")


async def test_a_repeated_write_is_answered_with_its_first_result(client: httpx.AsyncClient, shop: Shop) -> None:
    order, second = pending(shop)[:2]
    token = await token_of(client, shop, order["user_id"])
    assert code(await client.post(path(order, "cancel"), json=CANCEL, headers=token)) == (422, "key_missing")
    headers = {**token, "Idempotency-Key": "1"}
    replies = await asyncio.gather(
        *[client.post(path(order, "cancel"), json=CANCEL, headers=headers) for _ in range(8)]
    )
    assert {reply.status_code for reply in replies} == {200}
    assert all(reply.json() == replies[0].json() for reply in replies)
    assert len(replies[0].json()["payment_history"]) == 2
    again = await client.post(path(order, "cancel"), json=CANCEL, headers={**token, "Idempotency-Key": "2"})
    assert code(again) == (409, "cancel_status")
    changed = await client.post(path(second, "cancel"), json=CANCEL, headers=headers)
    assert code(changed) == (422, "key_reused")


async def test_a_refusal_uses_no_key_up(client: httpx.AsyncClient, shop: Shop) -> None:
    order = pending(shop)[0]
    headers = {**await token_of(client, shop, order["user_id"]), "Idempotency-Key": "1"}
    wrong = await client.post(path(order, "cancel"), json={"reason": "cheaper"}, headers=headers)
    assert code(wrong) == (409, "reason")
    assert (await client.post(path(order, "cancel"), json=CANCEL, headers=headers)).status_code == 200


async def test_at_once_only_one_of_two_can_win(client: httpx.AsyncClient, database: Database, shop: Shop) -> None:
    some = pending(shop)[:12]
    tokens = {order["user_id"]: await token_of(client, shop, order["user_id"]) for order in some}

    async def attempt(order: dict[str, Any], number: int) -> int:
        headers = {**tokens[order["user_id"]], "Idempotency-Key": f"{order['order_id']}:{number}"}
        verb, body = ("cancel", CANCEL) if number % 2 else ("address", shop["users"][order["user_id"]]["address"])
        return (await client.post(path(order, verb), json=body, headers=headers)).status_code

    codes = Counter(await asyncio.gather(*[attempt(order, number) for order in some for number in range(6)]))
    assert set(codes) <= {200, 409}
    after = export(database)
    for order in some:
        history = after["orders"][order["order_id"]]["payment_history"]
        assert [each["transaction_type"] for each in history] == ["payment", "refund"]


async def test_a_question_says_what_would_be_done_and_does_nothing(
    client: httpx.AsyncClient, database: Database, shop: Shop
) -> None:
    order = pending(shop)[0]
    token = await token_of(client, shop, order["user_id"])
    asked = await client.post(path(order, "cancel"), params={"preview": "true"}, json=CANCEL, headers=token)
    question = asked.json()["question"]
    for part in (order["order_id"], order["items"][0]["name"], f"{order['payment_history'][0]['amount']:.2f} USD"):
        assert part in question
    assert export(database) == shop
    vietnamese = {**token, "Accept-Language": "vi"}
    told = await client.post(path(order, "cancel"), params={"preview": "true"}, json=CANCEL, headers=vietnamese)
    assert "không còn cần nữa" in told.json()["question"]
    wrong = await client.post(path(order, "cancel"), params={"preview": "true"}, json={"reason": "x"}, headers=token)
    assert code(wrong) == (409, "reason")


async def test_what_was_agreed_to_is_what_is_done(client: httpx.AsyncClient, shop: Shop) -> None:
    order = pending(shop)[0]
    token = await token_of(client, shop, order["user_id"])
    address = {**shop["users"][order["user_id"]]["address"], "city": "Elsewhere"}
    asked = await client.post(path(order, "address"), params={"preview": "true"}, json=address, headers=token)
    agreed = {"X-Agreed": hashlib.sha256(asked.json()["question"].encode()).hexdigest()}
    # In the meantime somebody has sent it elsewhere.
    meantime = {**token, "Idempotency-Key": "0"}
    assert (await client.post(path(order, "address"), json={**address, "city": "There"}, headers=meantime)).is_success
    headers = {**token, **agreed, "Idempotency-Key": "1"}
    assert code(await client.post(path(order, "address"), json=address, headers=headers)) == (409, "changed_meanwhile")
    again = await client.post(path(order, "address"), params={"preview": "true"}, json=address, headers=token)
    agreed = {"X-Agreed": hashlib.sha256(again.json()["question"].encode()).hexdigest()}
    done = await client.post(path(order, "address"), json=address, headers={**headers, **agreed})
    assert done.json()["address"]["city"] == "Elsewhere"


async def test_the_policy_is_told_in_both_languages(client: httpx.AsyncClient) -> None:
    english = (await client.get("/policy")).json()["rules"]
    vietnamese = (await client.get("/policy", params={"language": "vi"})).json()["rules"]
    assert len(english) == len(vietnamese) > 10
    assert any("ordered by mistake" in rule for rule in english)


async def test_a_quote_for_where_the_customer_lives(client: httpx.AsyncClient, shop: Shop) -> None:
    user = next(number for number, each in shop["users"].items() if each["address"]["state"] == "TX")
    token = await token_of(client, shop, user)
    variant = next(
        each
        for product in shop["products"].values()
        for each in product["variants"].values()
        if each["available"] and each["stock"] > 2
    )
    cart = {"items": [{"item_id": variant["item_id"], "quantity": 2}], "codes": ["autumn10"]}
    made = (await client.post("/quotes", json=cart, headers=token)).json()
    price = round(variant["price"] * 100)
    off = (2 * price * 10 + 50) // 100
    net = 2 * price - off
    tax = (net * 62_500 + 500_000) // 1_000_000
    assert made["discounts"] == {"AUTUMN10": f"{off / 100:.2f}"}
    assert (made["tax"], made["total"]) == (f"{tax / 100:.2f}", f"{(net + tax) / 100:.2f}")
    wrong: list[tuple[dict[str, Any], tuple[int, str]]] = [
        ({**cart, "codes": ["NONE"]}, (409, "unknown_code")),
        ({"items": [{"item_id": "0", "quantity": 1}]}, (409, "variant_unknown")),
        ({"items": [{"item_id": variant["item_id"], "quantity": 999}]}, (409, "variant_gone")),
        ({"items": []}, (422, "form")),
    ]
    for body, expected in wrong:
        assert code(await client.post("/quotes", json=body, headers=token)) == expected


async def test_products_are_found_by_words(client: httpx.AsyncClient, shop: Shop) -> None:
    found = (await client.get("/search", params={"words": "desk lamps in brass"})).json()
    assert found[0]["name"] == "Desk Lamp"
    assert (await client.get("/search", params={"words": "zeppelin"})).json() == []


async def test_whatever_is_refused_has_one_form(client: httpx.AsyncClient, shop: Shop) -> None:
    for reply in (
        await client.get("/nowhere"),
        await client.delete("/products"),
        await client.post("/quotes", content="{"),
    ):
        assert reply.is_client_error
        assert reply.json()["error"].keys() == {"code", "message"}


async def test_vietnamese_names_are_found_however_they_are_written(
    database: Database, client: httpx.AsyncClient
) -> None:
    shop = demo("vi")
    import_(database, shop)
    for number, user in list(shop["users"].items())[:20]:
        name = {key: unicodedata.normalize("NFD", value.upper()) for key, value in user["name"].items()}
        found = await client.post("/verifications/name", json={**name, "zip": user["address"]["zip"]})
        assert found.json()["user_id"] == number


async def test_an_empty_address_is_nobodys(client: httpx.AsyncClient, shop: Shop) -> None:
    assert code(await client.post("/verifications/email", json={"email": "  "})) == (404, "unknown_customer")
    assert code(await client.post("/verifications/email", json={"email": "a\0b"})) == (422, "form")
