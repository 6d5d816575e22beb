"""What the shop's own people see and do over the API, under a key that no agent has."""

import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from .dependencies import Key, Store, once_or_now, staff
from .form import order_form
from .ledger import paid
from .money import text
from .refusal import Refused
from .settle import settle
from .tables import Act, Customer, Handover, Label, Mail, Order, now

Short = Annotated[str, Query(max_length=200)]
router = APIRouter(prefix="/staff", dependencies=[Depends(staff)])


@router.get("/orders")
def list_orders(
    store: Store, status: Short = "", words: Short = "", limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[dict[str, Any]]:
    """Orders, those last acted on first; of one status, or of a number or a customer's name or address."""
    with store.reading() as session:
        latest = select(Act.id).where(Act.order_id == Order.id).order_by(Act.id.desc()).limit(1).scalar_subquery()
        wanted = select(Order).join(Customer).order_by(latest.desc().nulls_last(), Order.place.desc()).limit(limit)
        if status:
            wanted = wanted.where(Order.status == status)
        if sought := unicodedata.normalize("NFC", words.strip()):
            name = Customer.first_name + " " + Customer.last_name
            fields = (Order.id, Customer.id, Customer.email, name)
            wanted = wanted.where(or_(*(field.icontains(sought, autoescape=True) for field in fields)))
        return [_brief(order) for order in session.scalars(wanted)]


@router.get("/orders/{order_id}")
def read_order(order_id: str, store: Store) -> dict[str, Any]:
    """One order with all that was done for it, its label and its mails."""
    with store.reading() as session:
        order = session.get(Order, order_id)
        if order is None:
            raise Refused("no_order", order=order_id)
        label = session.get(Label, order_id)
        return {
            **_brief(order),
            "order": order_form(order, text),
            "acts": [_act(each) for each in _of(session, Act, order_id)],
            "label": label.tracking if label is not None else None,
            "mails": [_mail(each) for each in _of(session, Mail, order_id)],
        }


@router.post("/orders/{order_id}/arrived")
def arrived(order_id: str, store: Store, key: Key = None) -> dict[str, Any]:
    """What was to come back has arrived: pay back, or settle the exchange. It can be done once."""

    def act(session: Session) -> dict[str, Any]:
        return _brief(settle(session, order_id))

    return once_or_now(store, key, ["arrived", order_id], act)


@router.get("/handovers")
def read_handovers(store: Store) -> list[dict[str, Any]]:
    """What waits for a person, the first first."""
    with store.reading() as session:
        wanted = select(Handover).where(Handover.seen_to.is_(None)).order_by(Handover.id).limit(500)
        return [
            {"handover": each.id, "user_id": each.customer_id, "summary": each.summary, "made": each.made.isoformat()}
            for each in session.scalars(wanted)
        ]


@router.post("/handovers/{number}/done")
def see_to(number: Annotated[int, Path(le=2**31 - 1)], store: Store) -> dict[str, Any]:
    """A person has seen to it."""
    with store.changing() as session:
        found = session.get(Handover, number, with_for_update=True)
        if found is None or found.seen_to is not None:
            raise Refused("unknown_handover", number=number)
        found.seen_to = now()
        return {"handover": number}


def _of(session: Session, kind: type[Act] | type[Mail], order_id: str) -> Sequence[Any]:
    return session.scalars(select(kind).where(kind.order_id == order_id).order_by(kind.id)).all()


def _brief(order: Order) -> dict[str, Any]:
    customer = order.customer
    return {
        "order_id": order.id,
        "user_id": customer.id,
        "name": f"{customer.first_name} {customer.last_name}",
        "email": customer.email,
        "status": order.status,
        "paid": text(sum(paid(order).values()), order.currency),
        "currency": order.currency,
    }


def _act(act: Act) -> dict[str, Any]:
    return {"verb": act.verb, "spent": text(act.spent, act.currency or "USD"), "made": act.made.isoformat()}


def _mail(mail: Mail) -> dict[str, Any]:
    return {"to": mail.recipient, "sent": mail.sent.isoformat() if mail.sent else None, "failed": mail.failed}
