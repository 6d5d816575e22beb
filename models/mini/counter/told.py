"""What the shop says, in sentences for a customer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from reckoner.core import Language, money, say, words

from .things import fits

_NAMED = 30
"""Products that are named where nothing fits."""


def sentence(key: str, language: Language, /, **facts: object) -> str:
    """A sentence of the counter's by its key."""
    return say("reckoner.models.mini", "counter", key, language, **facts)


def status(order: Mapping[str, Any], language: Language) -> str:
    """How an order stands."""
    names = words("reckoner.models.mini", "counter", language)["status"]
    return str(names.get(order["status"], order["status"]))


def currency(order: Mapping[str, Any]) -> str:
    return str(order.get("currency", "USD"))


def paid(order: Mapping[str, Any]) -> Decimal:
    """What was paid for an order, less what went back."""
    signs = {"payment": 1, "refund": -1}
    return sum(
        (Decimal(str(each["amount"])) * signs[each["transaction_type"]] for each in order["payment_history"]),
        Decimal(0),
    )


def order_line(order: Mapping[str, Any], language: Language) -> str:
    names = ", ".join(str(each["name"]) for each in order["items"])
    return sentence("order_line", language, order=order["order_id"], items=names, status=status(order, language))


def order_lines(orders: Iterable[Mapping[str, Any]], language: Language) -> str:
    return "\n".join(order_line(each, language) for each in orders)


def item_lines(order: Mapping[str, Any], language: Language) -> str:
    return "\n".join(
        sentence(
            "item_line", language, name=each["name"], options=_chosen(each["options"]),
            price=money(each["price"], currency(order)),
        )
        for each in order["items"]
    )  # fmt: skip


def order_told(order: Mapping[str, Any], methods: Mapping[str, Any], language: Language) -> str:
    """An order with its items, what was paid, and how."""
    ways = dict.fromkeys(each["payment_method_id"] for each in order["payment_history"])
    return sentence(
        "order", language, order=order["order_id"], status=status(order, language),
        paid=money(paid(order), currency(order)), items=item_lines(order, language),
        ways=", ".join(_way(methods.get(each, {"source": each}), language) for each in ways),
    )  # fmt: skip


def _way(method: Mapping[str, Any], language: Language) -> str:
    names = words("reckoner.models.mini", "counter", language)["way"]
    return str(names.get(method["source"], method["source"])).format(**{"brand": "", "last_four": "", **method})


def tracking_told(found: Mapping[str, Any], language: Language) -> str:
    lines = [sentence("tracked", language, order=found["order_id"], status=status(found, language))]
    if found.get("sent"):
        lines.append(sentence("parcel", language, numbers=", ".join(found["sent"])))
    if back := found.get("return"):
        events = back["events"]
        names = words("reckoner.models.mini", "counter", language)["event"]
        event = names.get(events[-1]["what"], events[-1]["what"])
        lines.append(sentence("coming_back", language, number=back["tracking"], event=event))
    return " ".join(lines)


def products_told(found: list[dict[str, Any]], text: str, language: Language) -> str:
    """What products there are, and whether the form that ``text`` asks for is there."""
    return "\n\n".join(_product(each, text, language) for each in found)


def names_told(found: Mapping[str, Any], language: Language, *, missing: bool) -> str:
    """What there is; ``missing``: instead of what was asked for."""
    return sentence("products_none" if missing else "products", language, names=", ".join(list(found)[:_NAMED]))


def place_told(address: Mapping[str, Any]) -> str:
    parts = (address[name] for name in ("address1", "address2", "city", "state", "zip", "country"))
    return ", ".join(str(part) for part in parts if part)


def _product(product: Mapping[str, Any], text: str, language: Language) -> str:
    variants = list(product["variants"].values())
    coin = str(variants[0].get("currency", "USD")) if variants else "USD"
    most = max((fits(each["options"], text) for each in variants), default=0)
    if most:
        asked = [each for each in variants if fits(each["options"], text) == most]
        there = [each for each in asked if each["available"]]
        return "\n".join(
            sentence(
                "in_stock" if each["available"] else "sold_out", language, name=product["name"],
                options=_chosen(each["options"]), price=money(each["price"], coin),
            )
            for each in (there or asked)[:6]
        )  # fmt: skip
    prices = sorted(Decimal(str(each["price"])) for each in variants if each["available"])
    price = ""
    if prices:
        ends = {"low": money(prices[0], coin), "high": money(prices[-1], coin)}
        told = ends["low"] if prices[0] == prices[-1] else sentence("price_range", language, **ends)
        price = sentence("price_of", language, price=told)
    about = str(product.get("description", ""))
    return sentence(
        "product", language, name=product["name"], about=about, price=price, options=_options(variants, language)
    )


def _options(variants: Iterable[Mapping[str, Any]], language: Language) -> str:
    values: dict[str, dict[str, None]] = defaultdict(dict)
    for each in variants:
        if each["available"]:
            for name, value in each["options"].items():
                values[name][str(value)] = None
    return "".join(sentence("options", language, name=name, values=", ".join(each)) for name, each in values.items())


def _chosen(options: Mapping[str, Any]) -> str:
    return ", ".join(str(value) for value in options.values())
