"""Two hundred conversations at once: nothing is lost, done twice, or waited for in a circle."""

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

import httpx2 as httpx

from reckoner.core import ToolError
from reckoner.shop import actions
from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.transfer import export, import_
from reckoner.tools.shop import Desk, ShopClient

CONVERSATIONS = 200


async def no(expression: str) -> str:
    raise AssertionError


async def test_two_hundred_conversations(database: Database) -> None:
    shop = demo(customers=120)
    scarce = make_scarce(shop)
    import_(database, shop)
    transport = httpx.ASGITransport(application(database, Config(key="k")))
    client = ShopClient("http://shop", "k", transport=transport, wait=0.1)
    orders = [order for order in shop["orders"].values() if order["status"] in ("pending", "delivered")]
    outcomes = Counter(
        await asyncio.gather(
            *[converse(client, shop, orders[number % len(orders)], number) for number in range(CONVERSATIONS)]
        )
    )
    assert outcomes["done"] > 50
    assert set(outcomes) == {"done", "refused"}
    after = export(database)
    for number, order in after["orders"].items():
        before = shop["orders"][number]
        history = [(each["transaction_type"], each["amount"]) for each in order["payment_history"]]
        if order["status"] == "cancelled" and before["status"] == "pending":
            assert [kind for kind, _ in history] == ["payment", "refund"]
        if order["status"] == "pending (item modified)":
            assert len(history) == 2
            paid = sum(Decimal(str(amount)) * (1 if kind == "payment" else -1) for kind, amount in history)
            assert paid == sum(Decimal(str(item["price"])) for item in order["items"])
    moved = Counter[str]()
    for number, order in after["orders"].items():
        before = Counter(item["item_id"] for item in shop["orders"][number]["items"])
        if order["status"] == "pending (item modified)":
            moved.subtract(Counter(item["item_id"] for item in order["items"]))
            moved.update(before)
        elif order["status"] == "cancelled" and shop["orders"][number]["status"] == "pending":
            moved.update(before)
        moved.subtract(Counter(order.get("exchange_new_items", ())))
    for variant in scarce:
        left = variants(after)[variant]["stock"]
        assert left == variants(shop)[variant]["stock"] + moved[variant]
        assert left >= 0


def variants(shop: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {number: each for product in shop["products"].values() for number, each in product["variants"].items()}


def make_scarce(shop: dict[str, Any]) -> list[str]:
    """Leave three of each variant that is there, so that conversations compete for them."""
    left = [each for each in variants(shop).values() if each["available"]]
    for each in left:
        each["stock"] = 3
    return [each["item_id"] for each in left]


async def converse(client: ShopClient, shop: dict[str, Any], order: dict[str, Any], number: int) -> str:
    """Verify, read, change something, twice under one yes; what became of it."""
    desk = Desk(client, no)
    user = shop["users"][order["user_id"]]
    await desk.call("find_user_id_by_email", {"email": user["email"]})
    await desk.call("get_order_details", {"order_id": order["order_id"]})
    name, args = wish(shop, order, number)
    desk.agent_said(f"I will run {name} with {args}. Do you confirm?")
    desk.customer_said("yes")
    results = await asyncio.gather(*[desk.call(name, args) for _ in range(2)], return_exceptions=True)
    failed = [each for each in results if isinstance(each, BaseException)]
    assert all(isinstance(each, ToolError) and each.key in ("shop.refused", "shop.not_agreed") for each in failed)
    return "refused" if len(failed) == len(results) else "done"


def wish(shop: dict[str, Any], order: dict[str, Any], number: int) -> tuple[str, dict[str, Any]]:
    item, method = order["items"][0], order["payment_history"][0]["payment_method_id"]
    others = [
        each["item_id"]
        for each in shop["products"][item["product_id"]]["variants"].values()
        if each["available"] and each["item_id"] != item["item_id"]
    ]
    pending = order["status"] == "pending"
    if others and number % 3:
        name = "modify_pending_order_items" if pending else "exchange_delivered_order_items"
        replaced = {"item_ids": [item["item_id"]], "new_item_ids": [others[number % len(others)]]}
        return name, {"order_id": order["order_id"], **replaced, "payment_method_id": method}
    if pending:
        return "cancel_pending_order", {"order_id": order["order_id"], "reason": "ordered by mistake"}
    args = {"order_id": order["order_id"], "item_ids": [item["item_id"]], "payment_method_id": method}
    return "return_delivered_order_items", args


async def test_swaps_in_opposite_directions_do_not_wait_for_each_other(database: Database) -> None:
    shop = demo(customers=2)
    product = next(each for each in shop["products"].values() if len(each["variants"]) > 3)
    two = list(product["variants"].values())[:2]
    for each in two:
        each.update(available=True, stock=500)
    orders: list[tuple[str, str, dict[str, Any]]] = []
    for (user, customer), (old, new) in zip(shop["users"].items(), (two, two[::-1]), strict=True):
        method = {"source": "paypal", "id": f"paypal_{user}"}
        customer["payment_methods"] = {method["id"]: method}
        for number in customer["orders"]:
            del shop["orders"][number]
        customer["orders"] = [f"#{user}{count}" for count in range(40)]
        item = {"name": product["name"], "product_id": product["product_id"], "item_id": old["item_id"]}
        item |= {"price": old["price"], "options": old["options"]}
        for number in customer["orders"]:
            paid = {"transaction_type": "payment", "amount": old["price"], "payment_method_id": method["id"]}
            shop["orders"][number] = {
                "order_id": number, "user_id": user, "address": customer["address"], "items": [item],
                "fulfillments": [], "status": "pending", "payment_history": [paid],
            }  # fmt: skip
            swap = {"item_ids": [old["item_id"]], "new_item_ids": [new["item_id"]], "payment_method_id": method["id"]}
            orders.append((user, number, swap))
    import_(database, shop)

    def change(user: str, number: str, swap: dict[str, Any]) -> None:
        with database.changing() as session:
            actions.change_items(session, actions.locked(session, user), number, **swap)

    await asyncio.gather(*[asyncio.to_thread(change, *each) for each in orders])
    after = export(database)
    assert {order["status"] for order in after["orders"].values()} == {"pending (item modified)"}
    shelf = after["products"][product["product_id"]]["variants"]
    assert [shelf[each["item_id"]]["stock"] for each in two] == [500, 500]
