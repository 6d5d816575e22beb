"""The store as a REST service.

Whoever calls holds the shop's key; for whom it acts is a token that a verification gave, never a number in a request.
Every write carries an ``Idempotency-Key`` (draft-ietf-httpapi-idempotency-key-header).
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from reckoner.core import Language

from . import actions
from .catalog import found
from .config import Config
from .customers import LASTS, by_email, by_name_and_zip, customer_by, token_for
from .database import Database
from .dependencies import CustomerToken, Key, Store, database, once_or_now, service
from .form import address_form, customer_form, order_form, product_form
from .labels import Carrier, keep, send, to_own_address, wanted
from .limits import Tally, check_misses, check_writes, miss
from .money import text
from .once import former, once
from .outbox import keep_delivering
from .preview import Asking, preview
from .quotes import quoted
from .refusal import Refused
from .requests import (
    ByEmail,
    ByNameAndZip,
    Cancel,
    Cart,
    ChangePayment,
    NewAddress,
    NewHandover,
    ReplaceItems,
    Send,
    TakeBack,
)
from .requests import Request as Asked
from .rules import policy
from .staff import router as staff_router
from .tables import Customer, Handover, Label, Order, Product

_STATUS = {
    "service_key": 401, "staff_key": 401, "not_verified": 401, "expired": 401, "another_customer": 403,
    "unknown_customer": 404, "unknown_order": 404, "unknown_product": 404, "no_order": 404, "unknown_handover": 404,
    "form": 422, "key_missing": 422, "key_reused": 422,
}  # fmt: skip
"""Of refusals; all others say that the state of things does not allow it."""
_CONFLICT = 409


def application(data: Database, config: Config) -> FastAPI:
    """The service; as long as it runs, it hands its mail over.

    Args:
        data: The store's.
        config: What it knows of itself.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        mail = config.mail
        sending = asyncio.create_task(keep_delivering(data, mail)) if mail else None
        yield
        if sending is not None:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
        if app.state.carrier is not None:
            app.state.carrier.close()

    app = FastAPI(title="Reckoner's reference store", version="1", lifespan=lifespan)
    app.state.database, app.state.config = data, config
    app.state.carrier = Carrier(config.carrier, config.carrier_key) if config.carrier else None
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(DataError, _unreadable)
    app.add_exception_handler(HTTPException, _otherwise)
    app.include_router(_router, dependencies=[Depends(service)])
    app.include_router(staff_router)
    return app


@dataclass(frozen=True)
class _Call:
    """Who asks for a change, and how."""

    store: Database
    config: Config
    path: str
    token: str | None
    key: str | None
    agreed: str | None
    """A hash of the question that the customer said yes to (SHA-256, of UTF-8, in hexadecimal)."""
    preview: bool
    """Whether it is only to be said what would be done."""
    language: Language

    def order(self, verb: str, order_id: str, asked: Asked, action: Callable[..., Order]) -> dict[str, Any]:
        """Change an order, or say what would be changed."""

        def act(session: Session, customer: Customer) -> Order:
            return action(session, customer, order_id, **asked.model_dump())

        return self._made(verb, asked, act, lambda done: order_form(done, text), order_id)

    def label(self, order_id: str, carrier: Carrier | None, email: str = "") -> dict[str, Any]:
        """Have a label made, keep it, and send it to ``email``, or say what would be done."""
        asked = Send(email=email)

        def allowed(session: Session, customer: Customer) -> Order:
            return to_own_address(session, customer, order_id, email=email)

        if carrier is None:
            raise Refused("no_carrier")
        if self.preview:
            return self._made("label_mail", asked, allowed, lambda done: {}, order_id)
        if not self.key:
            raise Refused("key_missing")
        with self.store.reading() as session:
            customer_id = customer_by(session, self.token)
        request = [self.path, customer_id, asked.model_dump()]
        # What was done under this key is told again, whatever has become of the order.
        if (first := former(self.store, self.key, request)) is not None:
            return first
        with self.store.reading() as session:
            customer = session.get_one(Customer, customer_id)
            check_writes(session, customer, self.config.limits)
            if email:
                allowed(session, customer)
            parcel = wanted(session, customer, order_id, self.config)
        # The carrier makes one label for one reference, so nothing is lost if this ends in between.
        made = carrier.label(parcel)

        def act(session: Session) -> dict[str, Any]:
            customer_now = actions.locked(session, customer_id)
            tally = Tally(session, customer_now, self.config.limits, order_id)
            label = keep(session, customer_now, order_id, made, self.config.carrier)
            tally.note("label")
            told = {"order_id": order_id, "tracking": label.tracking}
            if not email:
                return told
            order = allowed(session, customer_now)
            asking = Asking("label_mail", asked.model_dump(), lambda *_: order, self.language, order_id)
            self._check_agreed(asking.done(session, customer_now)[1])
            send(session, customer_now, order, label, self.config)
            return {**told, "sent_to": email}

        return once(self.store, self.key, request, act)

    def customer(self, verb: str, asked: Asked, action: Callable[..., Customer]) -> dict[str, Any]:
        """Change the customer, or say what would be changed."""

        def act(session: Session, customer: Customer) -> Customer:
            return action(session, customer, **asked.model_dump())

        return self._made(verb, asked, act, _customer_told)

    def _made(
        self,
        verb: str,
        asked: Asked,
        act: Callable[[Session, Customer], Any],
        form: Callable[[Any], dict[str, Any]],
        order_id: str = "",
    ) -> dict[str, Any]:
        if not self.key and not self.preview:
            raise Refused("key_missing")
        with self.store.reading() as session:
            customer_id = customer_by(session, self.token)

        def within_limits(session: Session, customer: Customer) -> Any:
            tally = Tally(session, customer, self.config.limits, order_id)
            done = act(session, customer)
            tally.note(verb)
            return done

        asking = Asking(verb, asked.model_dump(), within_limits, self.language, order_id)
        if self.preview:
            return {"question": preview(self.store, customer_id, asking)}

        def acted(session: Session) -> dict[str, Any]:
            customer = actions.locked(session, customer_id)
            if not self.agreed:
                return form(within_limits(session, customer))
            done, question = asking.done(session, customer)
            self._check_agreed(question)
            return form(done)

        return once(self.store, self.key or "", [self.path, customer_id, asking.body], acted)

    def _check_agreed(self, question: str) -> None:
        """That what the customer said yes to, if they were asked, is what would be done."""
        if self.agreed and self.agreed != hashlib.sha256(question.encode()).hexdigest():
            raise Refused("changed_meanwhile", question=question)


def _call(
    request: Request,
    token: CustomerToken = None,
    key: Key = None,
    agreed: Annotated[str | None, Header(alias="X-Agreed")] = None,
    preview: bool = False,
) -> _Call:
    return _Call(
        database(request), request.app.state.config, request.url.path, token, key, agreed, preview, _language(request)
    )


Call = Annotated[_Call, Depends(_call)]
_router = APIRouter()


@_router.post("/verifications/email")
def verify_by_email(asked: ByEmail, store: Store) -> dict[str, Any]:
    """Find a customer by e-mail address; the token stands for them from now on."""
    return _verified(store, lambda session: by_email(session, asked.email))


@_router.post("/verifications/name")
def verify_by_name(asked: ByNameAndZip, store: Store) -> dict[str, Any]:
    """Find a customer by name and zip code."""
    name = (asked.first_name, asked.last_name)

    with store.changing() as session:
        check_misses(session, name)
        try:
            customer = by_name_and_zip(session, asked.first_name, asked.last_name, asked.zip)
        except Refused as error:
            # The note of it is committed, under the same lock as the look at how often it was.
            miss(session, name)
            refused = error
        else:
            return _told_token(session, customer)
    raise refused


@_router.get("/policy")
def read_policy(language: Language = "en") -> dict[str, Any]:
    """The shop's rules, a sentence or two each."""
    return {"rules": policy(language)}


@_router.get("/customer")
def read_customer(store: Store, token: CustomerToken = None) -> dict[str, Any]:
    """The verified customer."""
    with store.reading() as session:
        return _customer_told(session.get_one(Customer, customer_by(session, token)))


@_router.post("/customer/address")
def change_customer_address(asked: NewAddress, call: Call) -> dict[str, Any]:
    """Change where the customer lives."""
    return call.customer("home", asked, actions.change_customer_address)


@_router.get("/orders/{order_id}")
def read_order(order_id: str, store: Store, token: CustomerToken = None) -> dict[str, Any]:
    """One of the customer's orders."""
    with store.reading() as session:
        customer = session.get_one(Customer, customer_by(session, token))
        return order_form(actions.order_of(session, customer, order_id), text)


@_router.post("/orders/{order_id}/cancel")
def cancel(order_id: str, asked: Cancel, call: Call) -> dict[str, Any]:
    """Cancel a pending order."""
    return call.order("cancel", order_id, asked, actions.cancel)


@_router.post("/orders/{order_id}/address")
def change_address(order_id: str, asked: NewAddress, call: Call) -> dict[str, Any]:
    """Send a pending order elsewhere."""
    return call.order("address", order_id, asked, actions.change_address)


@_router.post("/orders/{order_id}/payment")
def change_payment(order_id: str, asked: ChangePayment, call: Call) -> dict[str, Any]:
    """Pay a pending order another way."""
    return call.order("payment", order_id, asked, actions.change_payment)


@_router.post("/orders/{order_id}/items")
def change_items(order_id: str, asked: ReplaceItems, call: Call) -> dict[str, Any]:
    """Replace items of a pending order."""
    return call.order("items", order_id, asked, actions.change_items)


@_router.post("/orders/{order_id}/exchange")
def exchange(order_id: str, asked: ReplaceItems, call: Call) -> dict[str, Any]:
    """Exchange items of a delivered order."""
    return call.order("exchange", order_id, asked, actions.exchange)


@_router.post("/orders/{order_id}/return")
def take_back(order_id: str, asked: TakeBack, call: Call) -> dict[str, Any]:
    """Return items of a delivered order."""
    return call.order("return", order_id, asked, actions.take_back)


@_router.post("/orders/{order_id}/label")
def make_label(order_id: str, call: Call, request: Request) -> dict[str, Any]:
    """Have the carrier make a label for what comes back."""
    return call.label(order_id, request.app.state.carrier)


@_router.get("/orders/{order_id}/label.pdf")
def read_label(order_id: str, store: Store, token: CustomerToken = None) -> Response:
    """The label, to print."""
    with store.reading() as session:
        customer = session.get_one(Customer, customer_by(session, token))
        label = session.get(Label, actions.order_of(session, customer, order_id).id)
        if label is None:
            raise Refused("no_label", order=order_id)
        return Response(label.pdf, media_type="application/pdf")


@_router.post("/orders/{order_id}/label/mail")
def mail_label(order_id: str, asked: Send, call: Call, request: Request) -> dict[str, Any]:
    """Have a label made, if there is none, and send it to the customer's own e-mail address."""
    return call.label(order_id, request.app.state.carrier, asked.email)


@_router.get("/orders/{order_id}/tracking")
def track(order_id: str, store: Store, request: Request, token: CustomerToken = None) -> dict[str, Any]:
    """Where the order's parcels are, and what comes back."""
    with store.reading() as session:
        customer = session.get_one(Customer, customer_by(session, token))
        order = actions.order_of(session, customer, order_id)
        label = session.get(Label, order.id)
        told: dict[str, Any] = {
            "order_id": order.id,
            "status": order.status,
            "sent": [number for each in order.shipments for number in each.tracking],
        }
    if label is not None and request.app.state.carrier is not None:
        told["return"] = request.app.state.carrier.track(label.tracking)
    return told


@_router.get("/products")
def list_products(store: Store) -> dict[str, str]:
    """The number of each product, by name."""
    with store.reading() as session:
        return {product.name: product.id for product in session.scalars(select(Product).order_by(Product.name))}


@_router.get("/search")
def search_products(store: Store, words: Annotated[str, Query(max_length=200)]) -> list[dict[str, Any]]:
    """Products whose name, description or options hold any of the words; those with most of them first."""
    with store.reading() as session:
        return found(session, words)


@_router.get("/products/{product_id}")
def read_product(product_id: str, store: Store) -> dict[str, Any]:
    """A product with all its variants."""
    with store.reading() as session:
        product = session.get(Product, product_id)
        if product is None:
            raise Refused("unknown_product", product=product_id)
        return product_form(product, text)


@_router.post("/quotes")
def make_quote(asked: Cart, store: Store, request: Request, token: CustomerToken = None) -> dict[str, Any]:
    """What a cart would cost: discounts, tax and shipping, to an address or to where the customer lives."""
    with store.reading() as session:
        if asked.address is not None:
            address = asked.address.model_dump()
        else:
            address = address_form(session.get_one(Customer, customer_by(session, token)))
        return quoted(session, asked, address, request.app.state.config, request.app.state.carrier)


@_router.post("/handovers")
def hand_over(asked: NewHandover, store: Store, token: CustomerToken = None, key: Key = None) -> dict[str, Any]:
    """Leave a conversation to a person, with what it is about."""
    with store.reading() as session:
        customer_id = customer_by(session, token) if token else None

    def act(session: Session) -> dict[str, Any]:
        made = Handover(customer_id=customer_id, summary=asked.summary)
        session.add(made)
        session.flush()
        return {"handover": made.id}

    return once_or_now(store, key, ["/handovers", customer_id, asked.model_dump()], act)


def _customer_told(customer: Customer) -> dict[str, Any]:
    return {"user_id": customer.id, **customer_form(customer, text)}


def _verified(store: Database, find: Callable[[Session], Customer]) -> dict[str, Any]:
    with store.changing() as session:
        return _told_token(session, find(session))


def _told_token(session: Session, customer: Customer) -> dict[str, Any]:
    token = token_for(session, customer)
    return {"user_id": customer.id, "token": token, "expires_in": int(LASTS.total_seconds())}


def _language(request: Request) -> Language:
    return "vi" if request.headers.get("Accept-Language", "").startswith("vi") else "en"


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    body = {"error": {"code": error.key, "message": error.text(_language(request))}}
    return JSONResponse(body, _STATUS.get(error.key, _CONFLICT))


def _otherwise(request: Request, error: Exception) -> Response:
    """What the framework itself refuses, in the same form: an unknown path, another method, a body that is no JSON."""
    assert isinstance(error, HTTPException)
    body = {"error": {"code": f"http_{error.status_code}", "message": str(error.detail)}}
    return JSONResponse(body, error.status_code, headers=error.headers)


def _unreadable(request: Request, error: Exception) -> Response:
    """What the database cannot hold, such as a NUL in a number."""
    return _refused(request, Refused("form", where="path", why="it holds what is no character"))


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"][1:])) or "body"
    return _refused(request, Refused("form", where=where, why=first["msg"]))
