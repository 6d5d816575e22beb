"""The store's tables. Money is in whole smallest units of its currency; ``place`` keeps the order things came in."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time with its zone, UTC; SQLite would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """All tables of the store."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dict[str, Any]: JSON,
        list[str]: JSON,
        datetime: Moment,
        int: BigInteger,
    }


class Address:
    """Where something goes."""

    address1: Mapped[str]
    address2: Mapped[str]
    city: Mapped[str]
    state: Mapped[str]
    country: Mapped[str]
    zip: Mapped[str]


class Customer(Address, Base):
    """Somebody who orders."""

    __tablename__ = "customers"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    place: Mapped[int]
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(2), default="en")
    methods: Mapped[list["Method"]] = relationship(order_by="Method.place", back_populates="customer")
    orders: Mapped[list["Order"]] = relationship(order_by="Order.place_of_customer", back_populates="customer")


class Method(Base):
    """A way of paying: ``credit_card``, ``paypal``, ``gift_card``; gift cards alone have a balance."""

    __tablename__ = "payment_methods"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    place: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))
    brand: Mapped[str | None]
    last_four: Mapped[str | None] = mapped_column(String(4))
    balance: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3))
    customer: Mapped[Customer] = relationship(back_populates="methods")


class Product(Base):
    """What is sold, in variants."""

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    weight: Mapped[int]
    """Grams."""
    variants: Mapped[list["Variant"]] = relationship(order_by="Variant.place", back_populates="product")


class Variant(Base):
    """One form of a product, with its price."""

    __tablename__ = "variants"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    place: Mapped[int]
    options: Mapped[dict[str, Any]]
    available: Mapped[bool]
    stock: Mapped[int | None]
    """How many are left, where they are counted."""
    price: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    product: Mapped[Product] = relationship(back_populates="variants")


class Order(Address, Base):
    """What a customer ordered."""

    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    place: Mapped[int]
    place_of_customer: Mapped[int]
    status: Mapped[str] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3))
    cancel_reason: Mapped[str | None]
    made: Mapped[datetime] = mapped_column(default=now)
    customer: Mapped[Customer] = relationship(back_populates="orders")
    items: Mapped[list["Item"]] = relationship(order_by="Item.place", cascade="all, delete-orphan")
    shipments: Mapped[list["Shipment"]] = relationship(order_by="Shipment.place", cascade="all, delete-orphan")
    ledger: Mapped[list["Movement"]] = relationship(order_by="Movement.place", cascade="all, delete-orphan")
    takeback: Mapped["Return | None"] = relationship(cascade="all, delete-orphan")
    exchange: Mapped["Exchange | None"] = relationship(cascade="all, delete-orphan")


class Item(Base):
    """One thing of an order, at the price it was sold for."""

    __tablename__ = "order_items"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[str] = mapped_column(String(40))
    product_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    options: Mapped[dict[str, Any]]
    price: Mapped[int]


class Shipment(Base):
    """What left the shop together."""

    __tablename__ = "shipments"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    tracking: Mapped[list[str]]
    variant_ids: Mapped[list[str]]


class Movement(Base):
    """Money that went from (``payment``) or back to (``refund``) a way of paying."""

    __tablename__ = "ledger"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int]
    method_id: Mapped[str] = mapped_column(String(80))
    made: Mapped[datetime] = mapped_column(default=now)


class Return(Base):
    """Items that come back."""

    __tablename__ = "returns"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    variant_ids: Mapped[list[str]]
    method_id: Mapped[str] = mapped_column(String(80))
    made: Mapped[datetime] = mapped_column(default=now)


class Exchange(Base):
    """Items that come back for others. What the others cost more stays reserved until it is settled."""

    __tablename__ = "exchanges"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    variant_ids: Mapped[list[str]]
    new_variant_ids: Mapped[list[str]]
    prices: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Of the new variants, as agreed to; ``None`` of an exchange that was brought in from elsewhere."""
    method_id: Mapped[str] = mapped_column(String(80), index=True)
    difference: Mapped[int]
    made: Mapped[datetime] = mapped_column(default=now)


class Token(Base):
    """That a conversation has verified a customer. The token itself is not stored, only its hash."""

    __tablename__ = "tokens"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    expires: Mapped[datetime]


class Done(Base):
    """The first result of a write, by its idempotency key."""

    __tablename__ = "idempotency_keys"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    """A hash of what was asked, and for whom."""
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    made: Mapped[datetime] = mapped_column(default=now, index=True)


class Act(Base):
    """What was done for a customer; see ``limits``."""

    __tablename__ = "acts"
    __table_args__ = (Index("acts_lately", "customer_id", "made"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    order_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id"), index=True)
    verb: Mapped[str] = mapped_column(String(20))
    spent: Mapped[int]
    """How much more the customer owes by it."""
    currency: Mapped[str] = mapped_column(String(3))
    made: Mapped[datetime] = mapped_column(default=now)


class Miss(Base):
    """That nobody was found by a name; only its hash is kept."""

    __tablename__ = "misses"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    made: Mapped[datetime] = mapped_column(default=now)


class Label(Base):
    """A carrier's label for what comes back."""

    __tablename__ = "labels"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    tracking: Mapped[str] = mapped_column(String(40))
    carrier: Mapped[str]
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    made: Mapped[datetime] = mapped_column(default=now)


class Mail(Base):
    """A message that is to be sent once."""

    __tablename__ = "mails"
    __table_args__ = (Index("mails_waiting", "sent", "due"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """Two messages of one key are one."""
    order_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id"))
    message: Mapped[bytes] = mapped_column(LargeBinary)
    """As it is sent (RFC 5322)."""
    recipient: Mapped[str] = mapped_column(String(254))
    due: Mapped[datetime] = mapped_column(default=now)
    tries: Mapped[int] = mapped_column(default=0)
    sent: Mapped[datetime | None]
    failed: Mapped[str | None]
    """Why it was given up."""


class Handover(Base):
    """What a person has to see to."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"))
    """Empty where nobody was verified."""
    summary: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime] = mapped_column(default=now)
    seen_to: Mapped[datetime | None] = mapped_column(index=True)
    """When a person had done it."""


class Discount(Base):
    """A rule that makes a cart cheaper: ``percent``, ``amount``, ``buy_get``, ``threshold``."""

    __tablename__ = "discounts"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    currency: Mapped[str] = mapped_column(String(3))
    terms: Mapped[dict[str, Any]]
    """Of each kind its own; see ``pricing``."""


class Tax(Base):
    """What a region takes of a price, in millionths, on top of it or within it."""

    __tablename__ = "taxes"

    country: Mapped[str] = mapped_column(String(60), primary_key=True)
    state: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Empty: the whole country."""
    millionths: Mapped[int]
    included: Mapped[bool]
