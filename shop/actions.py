"""What may be done with an order, each as the rules have it; a refusal leaves everything as it was.

Every action gets the customer's row locked first, so that two actions for one customer follow each other whatever
the database, and no two can wait for each other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from .form import ADDRESS
from .ledger import charge, covers, method_of, paid, refund, same_currency
from .refusal import Refused
from .rules import CANCELLED, DELIVERED, EXCHANGING, GIFT_CARD, MODIFIED, PENDING, REASONS, RETURNING
from .tables import Address, Customer, Exchange, Item, Order, Return, Variant

Thing = TypeVar("Thing")


def locked(session: Session, customer_id: str) -> Customer:
    """The customer, whom no other action changes until this one is done."""
    return session.scalars(select(Customer).where(Customer.id == customer_id).with_for_update()).one()


def order_of(session: Session, customer: Customer, order_id: str) -> Order:
    """One of the customer's orders.

    Raises:
        Refused: The customer has none of that number; whether somebody else has is not told.
    """
    order = session.get(Order, order_id)
    if order is None or order.customer_id != customer.id:
        raise Refused("unknown_order", order=order_id)
    return order


def cancel(session: Session, customer: Customer, order_id: str, *, reason: str) -> Order:
    """Cancel a pending order; what was paid goes back the way it came."""
    order = order_of(session, customer, order_id)
    if order.status == MODIFIED:
        raise Refused("modified_already", order=order_id)
    if order.status != PENDING:
        raise Refused("cancel_status", order=order_id, status=order.status)
    if reason not in REASONS:
        raise Refused("reason", reason=reason, reasons=", ".join(REASONS))
    for method_id, amount in paid(order).items():
        refund(order, method_id, amount)
    _put_back(session, [item.variant_id for item in order.items])
    order.status, order.cancel_reason = CANCELLED, reason
    return order


def change_address(session: Session, customer: Customer, order_id: str, **address: str) -> Order:
    """Send a pending order elsewhere."""
    order = _pending(session, customer, order_id)
    _put(order, address)
    return order


def change_customer_address(session: Session, customer: Customer, **address: str) -> Customer:
    """Change where a customer lives; orders keep their addresses."""
    _put(customer, address)
    return customer


def change_payment(session: Session, customer: Customer, order_id: str, *, payment_method_id: str) -> Order:
    """Pay a pending order another way; the present one gets its money back."""
    order = _pending(session, customer, order_id)
    method, before = method_of(order, payment_method_id), paid(order)
    if set(before) == {method.id}:
        raise Refused("same_method", order=order_id, method=method.id)
    charge(session, order, method, sum(before.values()))
    for method_id, amount in before.items():
        refund(order, method_id, amount)
    return order


def change_items(
    session: Session,
    customer: Customer,
    order_id: str,
    *,
    item_ids: Sequence[str],
    new_item_ids: Sequence[str],
    payment_method_id: str,
) -> Order:
    """Replace items of a pending order, once; the difference is paid or given back."""
    order = _pending(session, customer, order_id)
    method = method_of(order, payment_method_id)
    pairs = _replaced(session, order, item_ids, new_item_ids)
    difference = sum(new.price - old.price for old, new in pairs)
    if difference > 0:
        charge(session, order, method, difference)
    else:
        refund(order, method.id, -difference)
    _take(new for _, new in pairs)
    _put_back(session, [old.variant_id for old, _ in pairs])
    for old, new in pairs:
        old.variant_id, old.price, old.options = new.id, new.price, new.options
    order.status = MODIFIED
    return order


def exchange(
    session: Session,
    customer: Customer,
    order_id: str,
    *,
    item_ids: Sequence[str],
    new_item_ids: Sequence[str],
    payment_method_id: str,
) -> Order:
    """Ask for other variants of delivered items; what they cost more stays reserved until they were sent."""
    order = _delivered(session, customer, order_id)
    method = method_of(order, payment_method_id)
    pairs = _replaced(session, order, item_ids, new_item_ids)
    difference = sum(new.price - old.price for old, new in pairs)
    same_currency(order, method)
    covers(session, order, method, max(difference, 0))
    _take(new for _, new in pairs)
    order.exchange = Exchange(
        variant_ids=sorted(item_ids),
        new_variant_ids=sorted(new_item_ids),
        prices={new.id: new.price for _, new in pairs},
        method_id=method.id,
        difference=difference,
    )
    order.status = EXCHANGING
    return order


def take_back(
    session: Session, customer: Customer, order_id: str, *, item_ids: Sequence[str], payment_method_id: str
) -> Order:
    """Ask to return delivered items; they are paid back when they have arrived."""
    order = _delivered(session, customer, order_id)
    method = method_of(order, payment_method_id)
    if method.source != GIFT_CARD and method.id not in paid(order):
        raise Refused("refund_method", order=order_id, method=method.id)
    same_currency(order, method)
    _named(order, item_ids)
    order.takeback = Return(variant_ids=sorted(item_ids), method_id=method.id)
    order.status = RETURNING
    return order


def _pending(session: Session, customer: Customer, order_id: str) -> Order:
    order = order_of(session, customer, order_id)
    if order.status == MODIFIED:
        raise Refused("modified_already", order=order_id)
    if order.status != PENDING:
        raise Refused("pending_only", order=order_id, status=order.status)
    return order


def _delivered(session: Session, customer: Customer, order_id: str) -> Order:
    order = order_of(session, customer, order_id)
    if order.status != DELIVERED:
        raise Refused("delivered_only", order=order_id, status=order.status)
    return order


def _put(there: Address, address: Mapping[str, str]) -> None:
    for field in ADDRESS:
        if field != "address2" and not any(letter.isalnum() for letter in address[field]):
            raise Refused("blank", field=field)
    for field in ADDRESS:
        setattr(there, field, address[field])


def picked(items: Sequence[Thing], numbers: Sequence[str], number_of: Callable[[Thing], str]) -> list[Thing]:
    """For each of ``numbers`` the first thing of that number that none before it has taken."""
    left = list(items)
    found = []
    for number in numbers:
        found.append(next(each for each in left if number_of(each) == number))
        left.remove(found[-1])
    return found


def _named(order: Order, item_ids: Sequence[str]) -> list[Item]:
    """The items of an order that are meant, each once.

    Raises:
        Refused: None are named, or the order has not so many of them.
    """
    if not item_ids:
        raise Refused("no_items")
    held = Counter(item.variant_id for item in order.items)
    for item_id, count in Counter(item_ids).items():
        if not held[item_id]:
            raise Refused("item_missing", item=item_id, order=order.id)
        if count > held[item_id]:
            raise Refused("item_too_often", item=item_id, order=order.id)
    return picked(order.items, item_ids, lambda item: item.variant_id)


def _replaced(
    session: Session, order: Order, item_ids: Sequence[str], new_item_ids: Sequence[str]
) -> list[tuple[Item, Variant]]:
    """Items and what takes their places."""
    if len(item_ids) != len(new_item_ids):
        raise Refused("lengths", old=len(item_ids), new=len(new_item_ids))
    items = _named(order, item_ids)
    variants = _shelved(session, [*item_ids, *new_item_ids])
    pairs = []
    for item, new_id in zip(items, new_item_ids, strict=True):
        variant = variants.get(new_id)
        if variant is None:
            raise Refused("variant_unknown", item=new_id)
        if variant.id == item.variant_id:
            raise Refused("same_variant", item=new_id)
        if variant.product_id != item.product_id:
            raise Refused("other_product", item=new_id, old=item.variant_id)
        if not variant.available or variant.currency != order.currency:
            raise Refused("variant_gone", item=new_id)
        pairs.append((item, variant))
    _enough(Counter(new_item_ids), variants)
    return pairs


def _enough(wanted: Counter[str], variants: Mapping[str, Variant]) -> None:
    for variant_id, count in wanted.items():
        stock = variants[variant_id].stock
        if stock is not None and stock < count:
            raise Refused("variant_gone", item=variant_id)


def _take(variants: Iterable[Variant]) -> None:
    """Take new items from the shelf, where they are counted."""
    for variant in variants:
        if variant.stock is not None:
            variant.stock -= 1
            variant.available = variant.stock > 0


def _put_back(session: Session, variant_ids: Sequence[str]) -> None:
    """Put items that were not sent back on the shelf, where they are counted."""
    back = Counter(variant_ids)
    for number, variant in _shelved(session, variant_ids).items():
        if variant.stock is not None:
            variant.stock += back[number]
            variant.available = variant.stock > 0


def _shelved(session: Session, variant_ids: Sequence[str]) -> dict[str, Variant]:
    """Variants by their numbers, which no other action changes until this one is done.

    An action names all that it will change at once, and everybody locks them in the order of their numbers: otherwise
    two actions could each hold what the other waits for.
    """
    wanted = select(Variant).where(Variant.id.in_(variant_ids)).order_by(Variant.id).with_for_update()
    return {variant.id: variant for variant in session.scalars(wanted)}
