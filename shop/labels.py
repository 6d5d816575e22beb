"""Return labels: made by the carrier once for each order, kept here, sent to the customer's own address."""

import base64
from typing import Any

import httpx2 as httpx
from sqlalchemy.orm import Session
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from .actions import order_of
from .config import Config
from .form import address_form
from .mail import label_mail
from .outbox import queue
from .refusal import Refused
from .rules import EXCHANGING, RETURNING
from .tables import Customer, Label, Order, Product

_SECONDS = 10.0


class Carrier:
    """The carrier's API; asked again when it stumbles, which makes no second label.

    Args:
        url: Where it is.
        key: The carrier's.
    """

    def __init__(self, url: str, key: str) -> None:
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=_SECONDS)

    def label(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A label; for one ``reference`` always the same.

        Raises:
            Refused: The carrier cannot be reached, or makes none.
        """
        return self._asked("POST", "/labels", asked)

    def track(self, tracking: str) -> dict[str, Any]:
        """Where a parcel is.

        Raises:
            Refused: The carrier cannot be reached, or does not know it.
        """
        return self._asked("GET", f"/parcels/{tracking}")

    def rates(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        """What sending something would cost, each way.

        Raises:
            Refused: The carrier cannot be reached.
        """
        found: Any = self._asked("POST", "/rates", asked)
        return list(found)

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _asked(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            reply = self._once(method, path, body)
        except httpx.HTTPError as error:
            raise Refused("carrier_down") from error
        if reply.is_client_error:
            raise Refused("carrier_refuses", why=reply.text[:200])
        found: dict[str, Any] = reply.json()
        return found

    @retry(
        retry=retry_if_exception_type(httpx.HTTPError),
        stop=stop_after_attempt(3),
        wait=wait_random_exponential(multiplier=0.2, max=2),
        reraise=True,
    )
    def _once(self, method: str, path: str, body: dict[str, Any] | None) -> httpx.Response:
        reply = self._client.request(method, path, json=body)
        if reply.is_server_error:
            reply.raise_for_status()
        return reply


def wanted(session: Session, customer: Customer, order_id: str, config: Config) -> dict[str, Any]:
    """What the carrier is asked for: the label of an order of which something comes back.

    Raises:
        Refused: Nothing of it comes back.
    """
    order = _coming_back(session, customer, order_id)
    return {
        "reference": f"{order.id} return", "service": "standard", "currency": order.currency,
        "sender": {"name": f"{customer.first_name} {customer.last_name}", **address_form(order)},
        "receiver": {"name": config.name, **config.address}, "grams": _grams(session, order),
    }  # fmt: skip


def keep(session: Session, customer: Customer, order_id: str, made: dict[str, Any], carrier: str) -> Label:
    """Keep the carrier's label with its order; one that is there already stays."""
    order = _coming_back(session, customer, order_id)
    known = session.get(Label, order.id)
    if known is None:
        pdf = base64.b64decode(made["pdf"])
        known = Label(order_id=order.id, tracking=made["tracking"], carrier=carrier, pdf=pdf)
        session.add(known)
    return known


def to_own_address(session: Session, customer: Customer, order_id: str, *, email: str) -> Order:
    """The order whose label goes to ``email``.

    Raises:
        Refused: Nothing of it comes back, or the address is not the customer's own.
    """
    order = _coming_back(session, customer, order_id)
    if email.strip().lower() != customer.email.lower():
        raise Refused("another_email", email=email)
    return order


def send(session: Session, customer: Customer, order: Order, label: Label, config: Config) -> None:
    """Send an order's label to the customer, once, when the transaction is done."""
    sender = config.mail.sender if config.mail else "shop@example.com"
    queue(session, f"label:{order.id}", label_mail(customer, order, label, sender, config.name), order.id)


def _coming_back(session: Session, customer: Customer, order_id: str) -> Order:
    order = order_of(session, customer, order_id)
    if order.status not in (RETURNING, EXCHANGING):
        raise Refused("nothing_returns", order=order.id, status=order.status)
    return order


def _grams(session: Session, order: Order) -> int:
    """What comes back weighs."""
    back = order.takeback or order.exchange
    assert back is not None
    products = {item.variant_id: item.product_id for item in order.items}
    found = (session.get(Product, products.get(each, "")) for each in back.variant_ids)
    return sum(product.weight if product else 500 for product in found)
