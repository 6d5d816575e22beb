"""What happens when that which was to come back has arrived: money goes back, or the exchange is paid."""

from sqlalchemy.orm import Session

from .actions import locked, picked
from .ledger import charge, method_of, refund
from .limits import ARRIVED
from .refusal import Refused
from .rules import EXCHANGED, EXCHANGING, RETURNED, RETURNING
from .tables import Act, Exchange, Order, Return, Variant


def settle(session: Session, order_id: str) -> Order:
    """Settle a return or an exchange, once.

    Raises:
        Refused: Nothing of the order is on its way back.
    """
    order = session.get(Order, order_id)
    if order is None:
        raise Refused("no_order", order=order_id)
    locked(session, order.customer_id)
    session.refresh(order)
    try:
        if order.status == RETURNING and order.takeback is not None:
            _pay_back(order, order.takeback)
        elif order.status == EXCHANGING and order.exchange is not None:
            _exchange(session, order, order.exchange)
        else:
            raise Refused("nothing_arrives", order=order_id, status=order.status)
    except StopIteration as error:
        # An order that was brought in from elsewhere may speak of items that it does not have.
        raise Refused("nothing_arrives", order=order_id, status=order.status) from error
    session.add(Act(customer_id=order.customer_id, order_id=order_id, verb=ARRIVED, spent=0, currency=""))
    return order


def _pay_back(order: Order, back: Return) -> None:
    items = picked(order.items, back.variant_ids, lambda item: item.variant_id)
    refund(order, back.method_id, sum(item.price for item in items))
    order.status = RETURNED


def _exchange(session: Session, order: Order, exchange: Exchange) -> None:
    order.status = EXCHANGED
    session.flush()  # What was reserved for it is free, and taken.
    if exchange.difference > 0:
        charge(session, order, method_of(order, exchange.method_id), exchange.difference)
    elif exchange.difference < 0:
        refund(order, exchange.method_id, -exchange.difference)
    new = [_variant(session, each) for each in exchange.new_variant_ids]
    old = picked(order.items, exchange.variant_ids, lambda item: item.variant_id)
    # Which of one product takes whose place does not matter; the two lists are each in their own order.
    pairs = list(zip(picked(old, [each.product_id for each in new], lambda item: item.product_id), new, strict=True))
    # What was agreed to holds, whatever a thing costs by now.
    prices = exchange.prices or {}
    for item, variant in pairs:
        item.variant_id, item.options = variant.id, variant.options
        item.price = int(prices.get(variant.id, variant.price))


def _variant(session: Session, number: str) -> Variant:
    found = session.get(Variant, number)
    if found is None:
        raise Refused("variant_unknown", item=number)
    return found
