"""A shop of our own to try things on: made from a seed, the same one each time, in English or Vietnamese."""

import random
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from reckoner.core import Language

from .money import decimal, minor

_STATES = (("pending", 5), ("delivered", 5), ("processed", 2), ("cancelled", 1))
_BRANDS = ("visa", "mastercard")


def demo(language: Language = "en", *, seed: int = 7, customers: int = 60) -> dict[str, Any]:
    """Users, products and orders in the form of ``transfer``."""
    return _Maker(language, seed).shop(customers)


@cache
def _stuff() -> dict[str, Any]:
    return tomllib.loads((files("reckoner.shop") / "demo.toml").read_text("utf-8"))


class _Maker:
    def __init__(self, language: Language, seed: int) -> None:
        self._language, self._draw = language, random.Random(f"{language}:{seed}")
        self._stuff = _stuff()[language]
        self._currency = self._stuff["currency"]
        self._taken: set[str] = set()

    def shop(self, customers: int) -> dict[str, Any]:
        products = {each["product_id"]: each for each in map(self._product, self._stuff["products"])}
        users: dict[str, Any] = {}
        orders: dict[str, Any] = {}
        for _ in range(customers):
            number, user = self._customer()
            users[number] = user
            for _ in range(self._draw.randint(1, 4)):
                order = self._order(number, user, list(products.values()))
                orders[order["order_id"]] = order
                user["orders"].append(order["order_id"])
        return {
            "users": users,
            "products": products,
            "orders": orders,
            "discounts": self._stuff["discounts"],
            "taxes": self._stuff["taxes"],
        }

    def _number(self, digits: int) -> str:
        """A number that nothing else has."""
        while (made := str(self._draw.randint(10 ** (digits - 1), 10**digits - 1))) in self._taken:
            continue
        self._taken.add(made)
        return made

    def _priced(self, made: dict[str, Any]) -> dict[str, Any]:
        return made if self._currency == "USD" else {**made, "currency": self._currency}

    def _money(self, amount: float) -> float:
        return float(decimal(minor(amount, self._currency), self._currency))

    def _product(self, name: str) -> dict[str, Any]:
        known = self._stuff["products"][name]
        step = 1_000 if self._currency == "VND" else 0.01
        variants = {}
        for options in product(*known["options"].values()):
            number = self._number(10)
            stock = self._draw.choice([0, 1, 3, 8, 20, 50])
            price = self._money(round(known["price"] * self._draw.uniform(0.85, 1.25) / step) * step)
            variants[number] = self._priced(
                {
                    "item_id": number, "options": dict(zip(known["options"], options, strict=True)),
                    "available": stock > 0, "price": price, "stock": stock,
                }
            )  # fmt: skip
        return {
            "name": name, "product_id": self._number(10), "description": known["description"],
            "weight": known["weight"], "variants": variants,
        }  # fmt: skip

    def _customer(self) -> tuple[str, dict[str, Any]]:
        first, last = self._draw.choice(self._stuff["first"]), self._draw.choice(self._stuff["last"])
        plain = f"{_ascii(first)}_{_ascii(last)}"
        made: dict[str, Any] = {
            "name": {"first_name": first, "last_name": last},
            "address": self._address(),
            "email": f"{plain.replace('_', '.')}{self._number(4)}@example.com",
            "payment_methods": {each["id"]: each for each in self._methods()},
            "orders": [],
        }
        return f"{plain}_{self._number(4)}", made if self._language == "en" else {**made, "language": "vi"}

    def _address(self) -> dict[str, str]:
        city, state, zip_code = self._draw.choice(self._stuff["cities"])
        house, street = self._draw.randint(1, 399), self._draw.choice(self._stuff["streets"])
        return {
            "address1": f"{house} {street}", "address2": self._draw.choice(self._stuff["second"]), "city": city,
            "country": self._stuff["country"], "state": state, "zip": f"{zip_code}{self._draw.randint(10, 99)}",
        }  # fmt: skip

    def _methods(self) -> list[dict[str, Any]]:
        kinds = self._draw.sample(["credit_card", "paypal", "gift_card", "credit_card"], self._draw.randint(1, 3))
        return [self._method(kind) for kind in kinds]

    def _method(self, kind: str) -> dict[str, Any]:
        made: dict[str, Any] = {"source": kind, "id": f"{kind}_{self._number(7)}"}
        if kind == "credit_card":
            made |= {"brand": self._draw.choice(_BRANDS), "last_four": f"{self._draw.randint(0, 9999):04}"}
        if kind == "gift_card":
            made["balance"] = self._draw.randint(1, 20) * (10 if self._currency == "USD" else 100_000)
        return self._priced(made)

    def _order(self, user: str, customer: dict[str, Any], products: list[dict[str, Any]]) -> dict[str, Any]:
        items = []
        for sold in self._draw.choices(products, k=self._draw.randint(1, 4)):
            variant = self._draw.choice(list(sold["variants"].values()))
            items.append(
                {
                    "name": sold["name"], "product_id": sold["product_id"], "item_id": variant["item_id"],
                    "price": variant["price"], "options": variant["options"],
                }
            )  # fmt: skip
        total = self._money(sum(item["price"] for item in items))
        status = self._draw.choices([name for name, _ in _STATES], [weight for _, weight in _STATES])[0]
        method = self._draw.choice(list(customer["payment_methods"]))
        history = [{"transaction_type": "payment", "amount": total, "payment_method_id": method}]
        if status == "cancelled":
            history.append({**history[0], "transaction_type": "refund"})
        sent = [{"tracking_id": [self._number(12)], "item_ids": [item["item_id"] for item in items]}]
        made = {
            "order_id": f"#W{self._number(7)}", "user_id": user, "address": customer["address"], "items": items,
            "fulfillments": sent if status in ("delivered", "processed") else [], "status": status,
            "payment_history": history,
        }  # fmt: skip
        if status == "cancelled":
            made["cancel_reason"] = self._draw.choice(["no longer needed", "ordered by mistake"])
        return self._priced(made)


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
