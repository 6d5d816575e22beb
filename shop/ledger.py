"""Money that moves for an order: charged, paid back, reserved. Gift cards move with it; none goes below nothing."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .money import text
from .refusal import Refused
from .rules import EXCHANGING, GIFT_CARD
from .tables import Exchange, Method, Movement, Order


def paid(order: Order) -> dict[str, int]:
    """What each way of paying has paid for an order, less what went back; without those that come to nothing."""
    sums: dict[str, int] = defaultdict(int)
    for movement in order.ledger:
        sums[movement.method_id] += movement.amount if movement.kind == "payment" else -movement.amount
    return {method: amount for method, amount in sums.items() if amount}


def method_of(order: Order, method_id: str) -> Method:
    """One of the ways of paying of the order's customer.

    Raises:
        Refused: The customer has no such way.
    """
    found = next((each for each in order.customer.methods if each.id == method_id), None)
    if found is None:
        raise Refused("unknown_method", method=method_id)
    return found


def charge(session: Session, order: Order, method: Method, amount: int) -> None:
    """Take ``amount`` for an order.

    Raises:
        Refused: The gift card does not cover it.
    """
    covers(session, order, method, amount)
    if method.source == GIFT_CARD and method.balance is not None:
        method.balance -= amount
    _move(order, "payment", method.id, amount)


def refund(order: Order, method_id: str, amount: int) -> None:
    """Give ``amount`` of an order back; to a gift card at once.

    Raises:
        Refused: The gift card is in another currency.
    """
    for method in order.customer.methods:
        if method.id == method_id and method.source == GIFT_CARD and method.balance is not None:
            same_currency(order, method)
            method.balance += amount
    _move(order, "refund", method_id, amount)


def covers(session: Session, order: Order, method: Method, amount: int) -> None:
    """That a way of paying can pay ``amount`` for an order, beside what is reserved on it.

    Raises:
        Refused: It cannot.
    """
    if method.source != GIFT_CARD:
        return
    same_currency(order, method)
    left = (method.balance or 0) - _reserved(session, method.id)
    if left < amount:
        facts = {"balance": text(left, order.currency), "amount": text(amount, order.currency)}
        raise Refused("gift_card_short", method=method.id, currency=order.currency, **facts)


def same_currency(order: Order, method: Method) -> None:
    """That a gift card is in an order's currency.

    Raises:
        Refused: It is not.
    """
    if method.source == GIFT_CARD and method.currency != order.currency:
        raise Refused("currency", method=method.id, currency=method.currency)


def _reserved(session: Session, method_id: str) -> int:
    """What exchanges that are not settled will take from a way of paying."""
    wanted = (
        select(func.coalesce(func.sum(Exchange.difference), 0))
        .join(Order, Order.id == Exchange.order_id)
        .where(Exchange.method_id == method_id, Exchange.difference > 0, Order.status == EXCHANGING)
    )
    return int(session.scalar(wanted) or 0)


def _move(order: Order, kind: str, method_id: str, amount: int) -> None:
    order.ledger.append(Movement(place=len(order.ledger), kind=kind, method_id=method_id, amount=amount))
