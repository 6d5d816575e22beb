"""A whole shop in and out, without loss; what does not belong together is refused whole."""

import copy
import json
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


def broken(change: str) -> dict[str, Any]:
    made = copy.deepcopy(demo(customers=3))
    user = next(iter(made["users"].values()))
    if change == "unlisted":
        user["orders"].pop()
    elif change == "unknown field":
        user["age"] = 4
    elif change == "number as text":
        next(iter(made["orders"].values()))["payment_history"][0]["amount"] = "12"
    elif change == "missing":
        del next(iter(made["products"].values()))["variants"]
    return made


@pytest.mark.parametrize("change", ["unlisted", "unknown field", "number as text", "missing"])
def test_what_does_not_fit_changes_nothing(database: Database, shop: dict[str, Any], change: str) -> None:
    with pytest.raises(Refused, match="cannot be imported"):
        import_(database, broken(change))
    assert export(database) == shop
