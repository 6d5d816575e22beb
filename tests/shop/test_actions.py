"""What the rules allow and refuse, money to the cent, on both databases."""

import random
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from reckoner.shop import actions
from reckoner.shop.database import Database
from reckoner.shop.form import as_number, order_form
from reckoner.shop.refusal import Refused
from reckoner.shop.tables import Order, Variant
from reckoner.shop.transfer import export, import_

Shop = dict[str, Any]


def do(database: Database, user: str, action: Any, *parts: str, **arguments: Any) -> dict[str, Any]:
    with database.changing() as session:
        done = action(session, actions.locked(session, user), *parts, **arguments)
        session.flush()
        return order_form(done, as_number) if isinstance(done, Order) else {}


def refused(database: Database, user: str, action: Any, *parts: str, **arguments: Any) -> str:
    before = export(database)
    with pytest.raises(Refused) as error:
        do(database, user, action, *parts, **arguments)
    assert export(database) == before
    return error.value.key


def orders(shop: Shop, status: str, paid_by: str = "") -> list[dict[str, Any]]:
    return [
        each
        for each in shop["orders"].values()
        if each["status"] == status and each["payment_history"][0]["payment_method_id"].startswith(paid_by)
    ]


def others(shop: Shop, item: dict[str, Any]) -> list[dict[str, Any]]:
    """Variants that may take an item's place."""
    variants = shop["products"][item["product_id"]]["variants"].values()
    return [each for each in variants if each["available"] and each["item_id"] != item["item_id"]]


def swap(shop: Shop, order: dict[str, Any], method: str = "") -> dict[str, Any]:
    item = next(each for each in order["items"] if others(shop, each))
    return {
        "item_ids": [item["item_id"]],
        "new_item_ids": [others(shop, item)[0]["item_id"]],
        "payment_method_id": method or order["payment_history"][0]["payment_method_id"],
    }


def balances(shop: Shop) -> dict[str, Decimal]:
    return {
        method["id"]: Decimal(str(method["balance"]))
        for user in shop["users"].values()
        for method in user["payment_methods"].values()
        if "balance" in method
    }


def moved(order: dict[str, Any]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in order["payment_history"]:
        sign = 1 if each["transaction_type"] == "payment" else -1
        sums[each["payment_method_id"]] += sign * Decimal(str(each["amount"]))
    return sums


def test_cancelling_gives_back_what_was_paid(database: Database, shop: Shop) -> None:
    order = orders(shop, "pending", paid_by="gift_card")[0]
    done = do(database, order["user_id"], actions.cancel, order["order_id"], reason="no longer needed")
    assert (done["status"], done["cancel_reason"]) == ("cancelled", "no longer needed")
    assert set(moved(done).values()) == {Decimal(0)}
    card, paid = order["payment_history"][0]["payment_method_id"], order["payment_history"][0]["amount"]
    assert balances(export(database))[card] == balances(shop)[card] + Decimal(str(paid))


def test_a_new_way_of_paying_and_then_cancelling_leaves_nothing(database: Database, shop: Shop) -> None:
    tried, why = 0, set[str]()
    for order in orders(shop, "pending"):
        for method in shop["users"][order["user_id"]]["payment_methods"]:
            present = export(database)["orders"][order["order_id"]]
            if present["status"] != "pending":
                break
            try:
                do(database, order["user_id"], actions.change_payment, order["order_id"], payment_method_id=method)
            except Refused as error:
                why.add(error.key)
                continue
            tried += 1
        do(database, order["user_id"], actions.cancel, order["order_id"], reason="ordered by mistake")
        after = export(database)
        assert set(moved(after["orders"][order["order_id"]]).values()) == {Decimal(0)}
    assert tried > 10
    assert why == {"same_method", "gift_card_short"}
    opening = balances(shop)
    for order in orders(shop, "pending", paid_by="gift_card"):
        paid = order["payment_history"][0]
        opening[paid["payment_method_id"]] += Decimal(str(paid["amount"]))
    assert balances(export(database)) == opening


def test_items_are_replaced_once_and_the_difference_is_settled(database: Database, shop: Shop) -> None:
    order = next(
        each for each in orders(shop, "pending", paid_by="credit") if any(others(shop, i) for i in each["items"])
    )
    asked = swap(shop, order)
    done = do(database, order["user_id"], actions.change_items, order["order_id"], **asked)
    assert done["status"] == "pending (item modified)"
    new = {each["item_id"]: each for each in done["items"]}[asked["new_item_ids"][0]]
    product = shop["products"][new["product_id"]]["variants"][new["item_id"]]
    assert (new["price"], new["options"]) == (product["price"], product["options"])
    assert sum(moved(done).values()) == sum(Decimal(str(each["price"])) for each in done["items"])
    shelf = export(database)["products"][new["product_id"]]["variants"]
    assert shelf[new["item_id"]]["stock"] == product["stock"] - 1
    old = asked["item_ids"][0]
    assert shelf[old]["stock"] == shop["products"][new["product_id"]]["variants"][old]["stock"] + 1
    for action, more in (
        (actions.cancel, {"reason": "no longer needed"}),
        (actions.change_items, asked),
        (actions.change_payment, {"payment_method_id": asked["payment_method_id"]}),
        (actions.change_address, shop["users"][order["user_id"]]["address"]),
    ):
        assert refused(database, order["user_id"], action, order["order_id"], **more) == "modified_already"


def test_exchanges_never_promise_more_than_a_gift_card_has(database: Database, shop: Shop) -> None:
    promised: dict[str, Decimal] = defaultdict(Decimal)
    why = set[str]()
    for order in orders(shop, "delivered"):
        methods = shop["users"][order["user_id"]]["payment_methods"].values()
        card = next((each["id"] for each in methods if each["source"] == "gift_card"), "")
        dear = [
            (item, max(others(shop, item), key=lambda each: each["price"], default=None)) for item in order["items"]
        ]
        pairs = [(item, new) for item, new in dear if new is not None and new["price"] > item["price"]][:1]
        if not card or not pairs:
            continue
        asked = {
            "item_ids": [item["item_id"] for item, _ in pairs], "new_item_ids": [new["item_id"] for _, new in pairs],
            "payment_method_id": card,
        }  # fmt: skip
        try:
            done = do(database, order["user_id"], actions.exchange, order["order_id"], **asked)
        except Refused as error:
            why.add(error.key)
            continue
        promised[card] += Decimal(str(done["exchange_price_difference"]))
    assert promised
    assert why <= {"gift_card_short", "variant_gone"}
    assert balances(export(database)) == balances(shop)
    assert all(amount <= balances(shop)[card] for card, amount in promised.items())


def test_a_second_exchange_counts_what_the_first_has_reserved(database: Database, shop: Shop) -> None:
    order = orders(shop, "delivered")[0]
    user, item = shop["users"][order["user_id"]], order["items"][0]
    card = {"source": "gift_card", "balance": 10, "id": "gift_card_1"}
    user["payment_methods"][card["id"]] = card
    twin = {**order, "order_id": "#W0000001"}
    shop["orders"][twin["order_id"]] = twin
    user["orders"].append(twin["order_id"])
    shop["products"][item["product_id"]]["variants"]["dear"] = {
        "item_id": "dear", "options": {}, "available": True, "price": round(item["price"] + 7, 2),
    }  # fmt: skip
    import_(database, shop)
    asked = {"item_ids": [item["item_id"]], "new_item_ids": ["dear"], "payment_method_id": card["id"]}
    do(database, order["user_id"], actions.exchange, order["order_id"], **asked)
    assert refused(database, order["user_id"], actions.exchange, twin["order_id"], **asked) == "gift_card_short"


WRONG: list[tuple[str, Any, dict[str, Any], str]] = [
    ("pending", actions.cancel, {"reason": "found it cheaper"}, "reason"),
    ("delivered", actions.cancel, {"reason": "no longer needed"}, "cancel_status"),
    ("processed", actions.change_payment, {"payment_method_id": "paypal_1"}, "pending_only"),
    ("pending", actions.change_payment, {"payment_method_id": "paypal_1"}, "unknown_method"),
    ("pending", actions.take_back, {"item_ids": ["1"], "payment_method_id": "x"}, "delivered_only"),
    ("delivered", actions.take_back, {"item_ids": ["1"], "payment_method_id": "x"}, "unknown_method"),
]


@pytest.mark.parametrize(("status", "action", "arguments", "key"), WRONG)
def test_what_is_refused(
    database: Database, shop: Shop, status: str, action: Any, arguments: dict[str, Any], key: str
) -> None:
    order = orders(shop, status)[0]
    assert refused(database, order["user_id"], action, order["order_id"], **arguments) == key


def test_wrong_items_are_refused(database: Database, shop: Shop) -> None:
    order = next(each for each in orders(shop, "pending") if any(others(shop, item) for item in each["items"]))
    user, number, good = order["user_id"], order["order_id"], swap(shop, order)
    item = next(each for each in order["items"] if each["item_id"] == good["item_ids"][0])
    count = sum(each["item_id"] == item["item_id"] for each in order["items"])
    variants = [
        variant
        for product in shop["products"].values()
        if product["product_id"] != item["product_id"]
        for variant in product["variants"].values()
    ]
    gone = [
        each["item_id"]
        for each in shop["products"][item["product_id"]]["variants"].values()
        if not each["available"] and each["item_id"] != item["item_id"]
    ]
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"item_ids": [], "new_item_ids": []}, "no_items"),
        ({"new_item_ids": good["new_item_ids"] * 2}, "lengths"),
        ({"item_ids": ["0"]}, "item_missing"),
        ({name: good[name] * (count + 1) for name in ("item_ids", "new_item_ids")}, "item_too_often"),
        ({"new_item_ids": good["item_ids"]}, "same_variant"),
        ({"new_item_ids": ["0"]}, "variant_unknown"),
        ({"new_item_ids": [variants[0]["item_id"]]}, "other_product"),
        *[({"new_item_ids": [each]}, "variant_gone") for each in gone[:1]],
    ]  # fmt: skip
    for change, key in wrong:
        assert refused(database, user, actions.change_items, number, **{**good, **change}) == key


def test_the_last_one_is_sold_once(database: Database, shop: Shop) -> None:
    order = next(each for each in orders(shop, "pending") if any(others(shop, item) for item in each["items"]))
    good = swap(shop, order)
    with database.changing() as session:
        session.get_one(Variant, good["new_item_ids"][0]).stock = 0
    assert refused(database, order["user_id"], actions.change_items, order["order_id"], **good) == "variant_gone"


def test_orders_of_others_are_as_good_as_none(database: Database, shop: Shop) -> None:
    order = orders(shop, "pending")[0]
    other = next(user for user in shop["users"] if user != order["user_id"])
    reason = {"reason": "no longer needed"}
    assert refused(database, other, actions.cancel, order["order_id"], **reason) == "unknown_order"
    assert refused(database, other, actions.cancel, "#W0", **reason) == "unknown_order"


@pytest.mark.parametrize("field", ["address1", "city", "state", "country", "zip"])
def test_an_address_is_whole(database: Database, shop: Shop, field: str) -> None:
    order = orders(shop, "pending")[0]
    address = {**shop["users"][order["user_id"]]["address"], "address2": "", field: "  "}
    assert refused(database, order["user_id"], actions.change_address, order["order_id"], **address) == "blank"
    assert refused(database, order["user_id"], actions.change_customer_address, **address) == "blank"


def test_refunds_go_where_they_may(database: Database, shop: Shop) -> None:
    for order in orders(shop, "delivered"):
        paid = order["payment_history"][0]["payment_method_id"]
        item_ids = [random.Random(1).choice(order["items"])["item_id"]]
        for method in shop["users"][order["user_id"]]["payment_methods"].values():
            given = {"item_ids": item_ids, "payment_method_id": method["id"]}
            if method["id"] != paid and method["source"] != "gift_card":
                key = refused(database, order["user_id"], actions.take_back, order["order_id"], **given)
                assert key == "refund_method"


def test_a_gift_card_of_another_currency_gets_no_refund(database: Database, shop: Shop) -> None:
    order = orders(shop, "delivered")[0]
    user = shop["users"][order["user_id"]]
    user["payment_methods"]["gift_card_1"] = {
        "source": "gift_card", "balance": 100, "currency": "VND", "id": "gift_card_1",
    }  # fmt: skip
    import_(database, shop)
    back = {"item_ids": [order["items"][0]["item_id"]], "payment_method_id": "gift_card_1"}
    assert refused(database, order["user_id"], actions.take_back, order["order_id"], **back) == "currency"
