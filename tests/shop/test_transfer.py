"""A whole shop in and out, without loss; what does not belong together is refused whole."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from reckoner.core import Language
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.refusal import Refused
from reckoner.shop.transfer import export, import_


@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_goes_in_comes_out(database: Database, language: Language) -> None:
    made = demo(language)
    import_(database, made)
    assert export(database) == made
    # Amounts of cents, and whole ones, are written as they were.
    found, given = json.loads(json.dumps(export(database))), json.loads(json.dumps(made))
    assert found == given


def test_the_demo_is_the_same_each_time() -> None:
    assert demo(seed=3) == demo(seed=3)
    assert demo(seed=3) != demo(seed=4)
    assert len(demo(customers=12)["users"]) == 12


def test_requested_returns_and_exchanges_survive(database: Database) -> None:
    made = demo()
    [first, second] = [order for order in made["orders"].values() if order["status"] == "delivered"][:2]
    method = first["payment_history"][0]["payment_method_id"]
    item = first["items"][0]["item_id"]
    first |= {"status": "return requested", "return_items": [item], "return_payment_method_id": method}
    second |= {
        "status": "exchange requested", "exchange_items": ["1"], "exchange_new_items": ["2"],
        "exchange_payment_method_id": "paypal_1", "exchange_price_difference": -0.29,
    }  # fmt: skip
    import_(database, made)
    assert export(database) == made


Change = Callable[[dict[str, Any], dict[str, Any], dict[str, Any]], Any]
BROKEN: dict[str, Change] = {
    "unlisted": lambda shop, user, order: user["orders"].pop(),
    "unknown field": lambda shop, user, order: user.update(age=4),
    "number as text": lambda shop, user, order: order["payment_history"][0].update(amount="12"),
    "missing": lambda shop, user, order: next(iter(shop["products"].values())).pop("variants"),
    "another number": lambda shop, user, order: order.update(order_id="#W0"),
    "half a cent": lambda shop, user, order: order["payment_history"][0].update(amount=1.005),
    "no number": lambda shop, user, order: order["payment_history"][0].update(amount=float("inf")),
    "twice": lambda shop, user, order: user["orders"].append(user["orders"][0]),
    "a balance below nothing": lambda shop, user, order: user["payment_methods"].update(g=gift("g", -1)),
    "a balance of no gift card": lambda shop, user, order: user["payment_methods"].update(p=gift("p", 1, "paypal")),
    "a return to nowhere": lambda shop, user, order: order.update(return_items=[]),
}


def gift(number: str, balance: int, source: str = "gift_card") -> dict[str, Any]:
    return {"source": source, "balance": balance, "id": number}


@pytest.mark.parametrize("change", list(BROKEN))
def test_what_does_not_fit_changes_nothing(database: Database, shop: dict[str, Any], change: str) -> None:
    broken = demo(customers=3)
    BROKEN[change](broken, next(iter(broken["users"].values())), next(iter(broken["orders"].values())))
    with pytest.raises(Refused, match="cannot be imported"):
        import_(database, broken)
    assert export(database) == shop
