"""Bringing a whole shop in, and taking it out again, without loss."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session, selectinload

from .database import Database
from .form import as_number, customer_form, order_form, product_form
from .money import Currency, decimal, minor
from .refusal import Refused
from .tables import (
    Base,
    Customer,
    Discount,
    Exchange,
    Item,
    Method,
    Movement,
    Order,
    Product,
    Return,
    Shipment,
    Tax,
    Variant,
    now,
)

Amount = int | float


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Address(_Form):
    address1: str
    address2: str
    city: str
    country: str
    state: str
    zip: str


class _Name(_Form):
    first_name: str
    last_name: str


class _Method(_Form):
    source: Literal["credit_card", "paypal", "gift_card"]
    id: str
    brand: str | None = None
    last_four: str | None = Field(None, max_length=4)
    balance: Amount | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _whole(self) -> "_Method":
        if (self.balance is not None) != (self.source == "gift_card"):
            raise ValueError("a gift card, and nothing else, has a balance")
        if self.source != "credit_card" and (self.brand is not None or self.last_four is not None):
            raise ValueError("only a card has a brand and last digits")
        return self

    currency: Currency = "USD"


class _Customer(_Form):
    name: _Name
    address: _Address
    email: str = Field(min_length=3, max_length=254)
    payment_methods: dict[str, _Method]
    orders: list[str]
    language: Literal["en", "vi"] = "en"


class _Variant(_Form):
    item_id: str
    options: dict[str, Any]
    available: bool
    price: Amount = Field(ge=0)
    stock: int | None = Field(None, ge=0)
    currency: Currency = "USD"


class _Product(_Form):
    name: str
    product_id: str
    variants: dict[str, _Variant]
    description: str = ""
    weight: int = 500


class _Item(_Form):
    name: str
    product_id: str
    item_id: str
    price: Amount
    options: dict[str, Any]


class _Shipment(_Form):
    tracking_id: list[str]
    item_ids: list[str]


class _Movement(_Form):
    transaction_type: Literal["payment", "refund"]
    amount: Amount = Field(ge=0)
    payment_method_id: str


class _Order(_Form):
    order_id: str
    user_id: str
    address: _Address
    items: list[_Item]
    fulfillments: list[_Shipment]
    status: str = Field(max_length=40)
    payment_history: list[_Movement]
    currency: Currency = "USD"
    cancel_reason: str | None = None
    return_items: list[str] | None = None
    return_payment_method_id: str | None = None
    exchange_items: list[str] | None = None
    exchange_new_items: list[str] | None = None
    exchange_payment_method_id: str | None = None
    exchange_price_difference: Amount | None = None

    @model_validator(mode="after")
    def _whole(self) -> "_Order":
        if (self.return_items is None) != (self.return_payment_method_id is None):
            raise ValueError("a return has items and a way of paying")
        parts = (
            self.exchange_items,
            self.exchange_new_items,
            self.exchange_payment_method_id,
            self.exchange_price_difference,
        )
        if len({part is None for part in parts}) > 1:
            raise ValueError("an exchange has items, new ones, a way of paying and a difference")
        return self


class _Discount(_Form):
    kind: Literal["buy_get", "percent", "amount", "threshold"]
    currency: Currency
    terms: dict[str, Any]


class _Tax(_Form):
    country: str
    state: str
    millionths: int = Field(ge=0, le=1_000_000)
    included: bool


class Shop(_Form):
    """A whole shop; see ``form``."""

    users: dict[str, _Customer]
    products: dict[str, _Product]
    orders: dict[str, _Order]
    discounts: dict[str, _Discount] = Field(default_factory=dict)
    taxes: list[_Tax] = Field(default_factory=list)


def empty(database: Database) -> bool:
    """Whether the store holds no customers and no products."""
    with database.reading() as session:
        return not any(session.scalars(select(kind.id).limit(1)).first() for kind in (Customer, Product))


def import_(database: Database, shop: dict[str, Any]) -> None:
    """Put ``shop`` in the place of whatever the database holds, as a whole or not at all.

    Raises:
        Refused: It is not of the form, or its parts do not belong together.
    """
    try:
        given = Shop.model_validate(shop)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise Refused("import_form", where=where, why=first["msg"]) from error
    try:
        rows = list(_rows(given))
        with database.changing() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
            for kind, values in rows:
                if values:
                    session.execute(insert(kind), values)
    except (ValueError, OverflowError, IntegrityError, DataError) as error:
        why = getattr(error, "orig", None) or error
        raise Refused("import_form", where="shop", why=str(why).splitlines()[0][:200]) from error


def export(database: Database) -> dict[str, Any]:
    """The whole shop, as ``import_`` takes it."""
    with database.reading() as session:
        whole: dict[str, Any] = {
            "users": {each.id: customer_form(each, as_number) for each in _customers(session)},
            "products": {each.id: product_form(each, as_number) for each in _products(session)},
            "orders": {each.id: order_form(each, as_number) for each in _orders(session)},
            "discounts": {
                each.code: {"kind": each.kind, "currency": each.currency, "terms": each.terms}
                for each in session.scalars(select(Discount).order_by(Discount.code))
            },
            "taxes": [
                {name: getattr(each, name) for name in _Tax.model_fields}
                for each in session.scalars(select(Tax).order_by(Tax.country, Tax.state))
            ],
        }
    # The form that others know has no place for these.
    return {name: part for name, part in whole.items() if part or name in ("users", "products", "orders")}


def _customers(session: Session) -> Iterator[Customer]:
    with_all = select(Customer).options(selectinload(Customer.methods), selectinload(Customer.orders))
    yield from session.scalars(with_all.order_by(Customer.place))


def _products(session: Session) -> Iterator[Product]:
    yield from session.scalars(select(Product).options(selectinload(Product.variants)).order_by(Product.place))


def _orders(session: Session) -> Iterator[Order]:
    parts = (Order.items, Order.shipments, Order.ledger, Order.takeback, Order.exchange)
    with_all = select(Order).options(*(selectinload(part) for part in parts))
    yield from session.scalars(with_all.order_by(Order.place))


Rows = tuple[type[Base], list[dict[str, Any]]]


def _rows(shop: Shop) -> Iterator[Rows]:
    yield from _customer_rows(shop)
    yield from _product_rows(shop)
    yield from _order_rows(shop)
    yield Discount, [{"code": code.upper(), **each.model_dump()} for code, each in shop.discounts.items()]
    yield Tax, [each.model_dump() for each in shop.taxes]


def _customer_rows(shop: Shop) -> Iterator[Rows]:
    customers, methods = [], []
    for place, (number, each) in enumerate(shop.users.items()):
        row = {"id": number, "place": place, "email": each.email, "language": each.language}
        customers.append(row | each.name.model_dump() | each.address.model_dump())
        for at, (method_id, method) in enumerate(each.payment_methods.items()):
            _same(method.id, method_id, f"users.{number}.payment_methods")
            values = method.model_dump(exclude={"balance"}) | {"customer_id": number, "place": at}
            values["balance"] = None if method.balance is None else _exact(method.balance, method.currency)
            methods.append(values)
    yield Customer, customers
    yield Method, methods


def _product_rows(shop: Shop) -> Iterator[Rows]:
    products, variants = [], []
    for place, (number, each) in enumerate(shop.products.items()):
        products.append({"id": number, "place": place, **each.model_dump(include={"name", "description", "weight"})})
        _same(each.product_id, number, "products")
        for at, (variant_id, variant) in enumerate(each.variants.items()):
            _same(variant.item_id, variant_id, f"products.{number}.variants")
            values = variant.model_dump(exclude={"item_id", "price"})
            values |= {"id": variant_id, "product_id": number, "place": at}
            variants.append(values | {"price": _exact(variant.price, variant.currency)})
    yield Product, products
    yield Variant, variants


def _order_rows(shop: Shop) -> Iterator[Rows]:
    at = {order: place for each in shop.users.values() for place, order in enumerate(each.orders)}
    listed = {(order, user) for user, each in shop.users.items() for order in each.orders}
    made = now()
    rows: dict[type[Base], list[dict[str, Any]]] = {Order: [], Item: [], Shipment: [], Movement: []}
    rows |= {Return: [], Exchange: []}
    if len(at) < sum(len(each.orders) for each in shop.users.values()) or listed != {
        (number, each.user_id) for number, each in shop.orders.items()
    }:
        raise Refused("import_form", where="orders", why="not those that the users list")
    for place, (number, each) in enumerate(shop.orders.items()):
        _same(each.order_id, number, "orders")
        rows[Order].append(
            {
                "id": number, "customer_id": each.user_id, "place": place, "place_of_customer": at[number],
                "status": each.status, "currency": each.currency, "cancel_reason": each.cancel_reason, "made": made,
                **each.address.model_dump(),
            }
        )  # fmt: skip
        rows[Item] += [_item(number, at_, item, each.currency) for at_, item in enumerate(each.items)]
        rows[Shipment] += [
            {"order_id": number, "place": at_, "tracking": part.tracking_id, "variant_ids": part.item_ids}
            for at_, part in enumerate(each.fulfillments)
        ]
        rows[Movement] += [
            {
                "order_id": number, "place": at_, "kind": part.transaction_type, "made": made,
                "amount": _exact(part.amount, each.currency), "method_id": part.payment_method_id,
            }
            for at_, part in enumerate(each.payment_history)
        ]  # fmt: skip
        rows[Return] += _returned(number, each)
        rows[Exchange] += _exchanged(number, each)
    yield from rows.items()


def _same(told: str, key: str, where: str) -> None:
    if told != key:
        raise Refused("import_form", where=f"{where}.{key}", why=f"it says that it is {told}")


def _exact(amount: Amount, currency: str) -> int:
    """An amount in the smallest unit, of which it must not have parts."""
    units = minor(amount, currency)
    if float(decimal(units, currency)) != float(amount):
        raise ValueError(f"{amount} {currency} has parts of the smallest coin")
    return units


def _item(number: str, place: int, item: _Item, currency: str) -> dict[str, Any]:
    values = item.model_dump(include={"name", "product_id", "options"})
    return values | {
        "order_id": number, "place": place, "variant_id": item.item_id, "price": _exact(item.price, currency),
    }  # fmt: skip


def _returned(number: str, order: _Order) -> list[dict[str, Any]]:
    if order.return_items is None:
        return []
    method = order.return_payment_method_id or ""
    return [{"order_id": number, "variant_ids": order.return_items, "method_id": method, "made": now()}]


def _exchanged(number: str, order: _Order) -> list[dict[str, Any]]:
    if order.exchange_items is None:
        return []
    return [
        {
            "order_id": number, "variant_ids": order.exchange_items,
            "new_variant_ids": order.exchange_new_items or [], "method_id": order.exchange_payment_method_id or "",
            "difference": _exact(order.exchange_price_difference or 0, order.currency), "made": now(),
        }
    ]  # fmt: skip
