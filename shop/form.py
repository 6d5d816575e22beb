"""The form in which the store is imported, exported and shown: customers, products and orders as nested JSON.

It is the form of τ-bench's retail domain (Yao et al. 2024, https://arxiv.org/abs/2406.12045). What that form has no
place for (currencies, stock, descriptions) stands beside it where it differs from what is usual.
"""

from collections.abc import Callable
from typing import Any

from .money import decimal
from .tables import Address, Customer, Item, Method, Order, Product, Variant

Amount = Callable[[int, str], Any]
"""How money is written: whole units and a currency → a value of JSON."""
ADDRESS = ("address1", "address2", "city", "country", "state", "zip")
USUAL, USUAL_WEIGHT = "USD", 500
"""A currency, and grams."""


def as_number(units: int, currency: str) -> float:
    """Money as exports write it."""
    return float(decimal(units, currency))


def customer_form(customer: Customer, amount: Amount) -> dict[str, Any]:
    """A customer, with ways of paying and the numbers of the orders."""
    made = {
        "name": {"first_name": customer.first_name, "last_name": customer.last_name},
        "address": address_form(customer),
        "email": customer.email,
        "payment_methods": {method.id: method_form(method, amount) for method in customer.methods},
        "orders": [order.id for order in customer.orders],
    }
    return made if customer.language == "en" else {**made, "language": customer.language}


def address_form(where: Address) -> dict[str, str]:
    """An address."""
    return {name: getattr(where, name) for name in ADDRESS}


def method_form(method: Method, amount: Amount) -> dict[str, Any]:
    """A way of paying, as far as anybody may see it."""
    made: dict[str, Any] = {"source": method.source}
    if method.source == "credit_card":
        made |= {"brand": method.brand, "last_four": method.last_four}
    if method.balance is not None:
        made["balance"] = _whole(amount(method.balance, method.currency))
    if method.currency != USUAL:
        made["currency"] = method.currency
    return {**made, "id": method.id}


def product_form(product: Product, amount: Amount) -> dict[str, Any]:
    """A product with all its variants, by their numbers."""
    made: dict[str, Any] = {"name": product.name, "product_id": product.id}
    if product.description:
        made["description"] = product.description
    if product.weight != USUAL_WEIGHT:
        made["weight"] = product.weight
    return {**made, "variants": {variant.id: variant_form(variant, amount) for variant in product.variants}}


def variant_form(variant: Variant, amount: Amount) -> dict[str, Any]:
    """One form of a product."""
    made = {
        "item_id": variant.id,
        "options": variant.options,
        "available": variant.available,
        "price": amount(variant.price, variant.currency),
    }
    if variant.stock is not None:
        made["stock"] = variant.stock
    return made if variant.currency == USUAL else {**made, "currency": variant.currency}


def order_form(order: Order, amount: Amount) -> dict[str, Any]:
    """An order with its items, shipments and every movement of money."""
    made: dict[str, Any] = {
        "order_id": order.id,
        "user_id": order.customer_id,
        "address": address_form(order),
        "items": [item_form(item, order.currency, amount) for item in order.items],
        "fulfillments": [{"tracking_id": each.tracking, "item_ids": each.variant_ids} for each in order.shipments],
        "status": order.status,
        "payment_history": [
            {
                "transaction_type": each.kind,
                "amount": amount(each.amount, order.currency),
                "payment_method_id": each.method_id,
            }
            for each in order.ledger
        ],
    }
    if order.currency != USUAL:
        made["currency"] = order.currency
    if order.cancel_reason is not None:
        made["cancel_reason"] = order.cancel_reason
    if (back := order.takeback) is not None:
        made |= {"return_items": back.variant_ids, "return_payment_method_id": back.method_id}
    if (exchange := order.exchange) is not None:
        made |= {
            "exchange_items": exchange.variant_ids,
            "exchange_new_items": exchange.new_variant_ids,
            "exchange_payment_method_id": exchange.method_id,
            "exchange_price_difference": amount(exchange.difference, order.currency),
        }
    return made


def item_form(item: Item, currency: str, amount: Amount) -> dict[str, Any]:
    """One thing of an order."""
    return {
        "name": item.name,
        "product_id": item.product_id,
        "item_id": item.variant_id,
        "price": amount(item.price, currency),
        "options": item.options,
    }


def _whole(value: Any) -> Any:
    """A number without the point that it does not need; text stays as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
