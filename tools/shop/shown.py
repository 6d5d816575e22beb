"""What tools of the shop return, for eyes: cards of products, and how far an order has come."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from .arguments import WRITES

_CARDS = 3
_PRODUCTS = frozenset({"search_products", "get_product_details"})
_ORDERS = frozenset({"get_order_details", "track_order", *WRITES} - {"modify_user_address", "send_return_label"})
_WAY = ("ordered", "sent", "delivered")
_COMES_BACK = {
    "return requested": "return_requested", "exchange requested": "exchange_requested", "returned": "return_requested",
    "exchanged": "exchange_requested",
}  # fmt: skip


def shown(tool: str, text: str) -> dict[str, Any]:
    """``products`` or ``order`` of a result; nothing where it shows neither."""
    if tool in _PRODUCTS:
        found = json.loads(text)
        products = found if isinstance(found, list) else [found]
        return {"products": [_card(each) for each in products[:_CARDS]]} if products else {}
    return {"order": _order(json.loads(text))} if tool in _ORDERS else {}


def _card(product: Mapping[str, Any]) -> dict[str, Any]:
    variants = [each for each in product["variants"].values() if each["available"]]
    options: dict[str, dict[str, None]] = defaultdict(dict)
    for each in variants:
        for name, value in each["options"].items():
            options[name][str(value)] = None
    prices = sorted({float(each["price"]) for each in variants})
    return {
        "name": product["name"],
        "about": str(product.get("description", ""))[:300],
        "prices": [prices[0], prices[-1]] if prices else [],
        "currency": variants[0].get("currency", "USD") if variants else "USD",
        "options": {name: list(values) for name, values in options.items()},
    }


def _order(order: Mapping[str, Any]) -> dict[str, Any]:
    parcels = [number for each in order.get("fulfillments", ()) for number in each["tracking_id"]]
    return {
        "number": order["order_id"],
        "status": order["status"],
        "items": [str(each["name"]) for each in order.get("items", ())],
        "parcels": list(order.get("sent", parcels)),
        "steps": steps(str(order["status"])),
    }


def steps(status: str) -> list[tuple[str, bool]]:
    """The steps of an order, by name, and whether each is done."""
    if status == "cancelled":
        return [("ordered", True), ("cancelled", True)]
    if status in _COMES_BACK:
        settled = status in ("returned", "exchanged")
        return [*((name, True) for name in _WAY), (_COMES_BACK[status], True), ("settled", settled)]
    done = {"processed": 2, "delivered": 3}.get(status, 1)
    return [(name, place < done) for place, name in enumerate(_WAY)]
