"""How much one customer may have done in a day, and how often somebody may be wrong about who they are.

What a hijacked agent could do is bounded by it, whoever said yes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from .customers import folded_name
from .ledger import paid
from .money import minor, text
from .refusal import Refused
from .tables import Act, Customer, Miss, Order, now

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
ARRIVED = "arrived"
_MISSES = 30
"""Times in an hour that nobody may be found by one name."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a customer may have done within any 24 hours."""

    writes: int = 100
    spending: Mapping[str, int] = field(default_factory=lambda: {"USD": minor(10_000, "USD"), "VND": 250_000_000})
    """What they may come to owe more than before, by currency, in its smallest unit; of a currency that is not named
    nothing is limited."""


@dataclass
class Tally:
    """One act of a customer, from before it is done until it is noted."""

    session: Session
    customer: Customer
    limits: Limits
    order_id: str = ""

    def __post_init__(self) -> None:
        """
        Raises:
            Refused: The customer has had too much done already.
        """
        check_writes(self.session, self.customer, self.limits)
        self._before = _owed(self.session, self.order_id)

    def note(self, verb: str) -> None:
        """Note that it was done.

        Raises:
            Refused: It costs more than is left of what the customer may spend.
        """
        self.session.flush()
        order = self.session.get(Order, self.order_id) if self.order_id else None
        currency = order.currency if order is not None else ""
        spent = max(_owed(self.session, self.order_id) - self._before, 0)
        limit = self.limits.spending.get(currency)
        if spent and limit is not None:
            known = select(func.coalesce(func.sum(Act.spent), 0)).where(
                *_lately(self.customer), Act.currency == currency
            )
            if int(self.session.scalar(known) or 0) + spent > limit:
                raise Refused("too_much_spent", limit=text(limit, currency), currency=currency)
        self.session.add(
            Act(
                customer_id=self.customer.id,
                order_id=self.order_id or None,
                verb=verb,
                spent=spent,
                currency=currency,
            )
        )


def check_writes(session: Session, customer: Customer, limits: Limits) -> None:
    """
    Raises:
        Refused: The customer has had too much done already.
    """
    done = select(func.count()).select_from(Act).where(*_lately(customer))
    if int(session.scalar(done) or 0) >= limits.writes:
        raise Refused("too_many_writes", limit=limits.writes)


def _lately(customer: Customer) -> tuple[ColumnElement[bool], ...]:
    # What the shop's own people do for a customer is none of the customer's changes.
    return Act.customer_id == customer.id, Act.made > now() - _DAY, Act.verb != ARRIVED


def _owed(session: Session, order_id: str) -> int:
    """What an order has cost so far, with what an exchange of it will."""
    order = session.get(Order, order_id) if order_id else None
    if order is None:
        return 0
    return sum(paid(order).values()) + (order.exchange.difference if order.exchange is not None else 0)


def check_misses(session: Session, name: tuple[str, str]) -> None:
    """That nobody was found by a name too often of late; others who ask by it wait until this is committed.

    Raises:
        Refused: Nobody was: somebody may be guessing zip codes.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(f"name {_hashed(name)}".encode()).digest()[:4])
        session.execute(select(func.pg_advisory_xact_lock(number)))
    recent = select(func.count()).select_from(Miss).where(Miss.name == _hashed(name), Miss.made > now() - _HOUR)
    if int(session.scalar(recent) or 0) >= _MISSES:
        raise Refused("too_many_tries")


def miss(session: Session, name: tuple[str, str]) -> None:
    """Note that nobody was found by a name."""
    session.execute(delete(Miss).where(Miss.made < now() - _HOUR))
    session.add(Miss(name=_hashed(name)))


def _hashed(name: tuple[str, str]) -> str:
    return hashlib.sha256("\0".join(folded_name(*name)).encode()).hexdigest()
