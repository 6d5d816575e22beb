"""Quotes for carts: prices, discounts and taxes from the database, shipping from the carrier."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .config import Config
from .form import USUAL_WEIGHT
from .labels import Carrier
from .money import minor, text
from .pricing import Line, Quote, Rate, Rule, quote
from .refusal import Refused
from .requests import Cart
from .tables import Discount, Product, Tax, Variant


def quoted(
    session: Session, cart: Cart, address: dict[str, str], config: Config, carrier: Carrier | None
) -> dict[str, Any]:
    """What a cart costs, sent to ``address``.

    Raises:
        Refused: There is no such item or code, it is not available, or the carrier does not answer.
    """
    lines, currency, grams = _lines(session, cart)
    rules = [_rule(session, code, currency) for code in dict.fromkeys(cart.codes)]
    shipping = _shipping(carrier, config, address, grams, currency)
    return _told(quote(lines, rules, _rate(session, address), shipping), currency)


def _lines(session: Session, cart: Cart) -> tuple[list[Line], str, int]:
    lines, currencies, grams = [], set(), 0
    for item in cart.items:
        variant = session.get(Variant, item.item_id)
        if variant is None:
            raise Refused("variant_unknown", item=item.item_id)
        if not variant.available or (variant.stock is not None and variant.stock < item.quantity):
            raise Refused("variant_gone", item=item.item_id)
        product = session.get(Product, variant.product_id)
        lines.append(
            Line(variant.id, variant.product_id, product.name if product else "", variant.price, item.quantity)
        )
        currencies.add(variant.currency)
        grams += item.quantity * (product.weight if product else USUAL_WEIGHT)
    if len(currencies) != 1:
        raise Refused("no_items" if not currencies else "currencies")
    return lines, currencies.pop(), grams


def _rule(session: Session, code: str, currency: str) -> Rule:
    found = session.get(Discount, code.strip().upper())
    if found is None or found.currency != currency:
        raise Refused("unknown_code", code=code)
    return Rule(found.code, found.kind, found.terms)


def _rate(session: Session, address: dict[str, str]) -> Rate | None:
    """The tax of a state, or of its country."""
    wanted = select(Tax).where(Tax.country == address["country"], Tax.state.in_(["", address["state"]]))
    found = session.scalars(wanted.order_by(Tax.state.desc())).first()
    return Rate(found.millionths, found.included) if found else None


def _shipping(carrier: Carrier | None, config: Config, address: dict[str, str], grams: int, currency: str) -> int:
    if carrier is None:
        return 0
    asked = {
        "sender": {"name": config.name, **config.address}, "receiver": {"name": "", **address}, "grams": grams,
        "currency": currency,
    }  # fmt: skip
    return min(minor(rate["price"], currency) for rate in carrier.rates(asked))


def _told(made: Quote, currency: str) -> dict[str, Any]:
    def amount(units: int) -> str:
        return text(units, currency)

    return {
        "currency": currency,
        "lines": [
            {
                "item_id": line.variant_id, "name": line.name, "quantity": line.quantity, "unit": amount(line.unit),
                "off": amount(line.off), "net": amount(line.net),
            }
            for line in made.lines
        ],
        "subtotal": amount(made.subtotal),
        "discounts": {code: amount(off) for code, off in made.discounts.items()},
        "tax": amount(made.tax),
        "tax_included": made.tax_included,
        "shipping": amount(made.shipping),
        "total": amount(made.total),
    }  # fmt: skip
