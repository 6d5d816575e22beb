"""What an action would do, in a sentence that a customer can say yes to: with its amounts, places and things.

The action is really done, and taken back: so nobody is asked about what the rules refuse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from reckoner.core import Language, say

from .actions import locked, picked
from .database import Database
from .form import address_form
from .money import text
from .tables import Address, Customer, Order, Variant


@dataclass(frozen=True)
class Asking:
    """A request for an action.

    Args:
        verb: As in ``words/questions``.
        body: The request's body.
        act: Does it.
        language: Of the question.
        order_id: The order that it is about, if it is about one.
    """

    verb: str
    body: dict[str, Any]
    act: Callable[[Session, Customer], Order | Customer]
    language: Language
    order_id: str = ""

    def done(self, session: Session, customer: Customer) -> tuple[Order | Customer, str]:
        """Do it; also the question that asks whether to.

        Raises:
            Refused: The rules do not allow it.
        """
        order = session.get(Order, self.order_id) if self.order_id else None
        there = order if order is not None and order.customer_id == customer.id else customer
        before = _Before(_place(there), _items(there), len(there.ledger) if isinstance(there, Order) else 0)
        done = self.act(session, customer)
        told = _Telling(done, before, self.body, self.language).sentence(self.verb)
        return done, f"{told} {say('reckoner.shop', 'questions', 'confirm', self.language)}"


def preview(database: Database, customer_id: str, asking: Asking) -> str:
    """The question about an action, which is not done.

    Raises:
        Refused: The action would be.
    """
    with database.changing() as session:
        _, question = asking.done(session, locked(session, customer_id))
        session.rollback()
    return question


@dataclass(frozen=True)
class _Before:
    place: str
    items: list[tuple[str, str, dict[str, Any], int]]
    """Number, name, options and price of each."""
    movements: int


@dataclass(frozen=True)
class _Telling:
    done: Order | Customer
    before: _Before
    asked: dict[str, Any]
    language: Language

    def sentence(self, verb: str) -> str:
        facts: dict[str, Any] = {"address": _place(self.done), "before": self.before.place}
        facts["email"] = self.asked.get("email", "")
        if "reason" in self.asked:
            facts["reason"] = self._say(f"reason.{self.asked['reason']}")
        if isinstance(self.done, Order):
            facts |= self._of_order(self.done, verb)
        return self._say(verb, **facts)

    def _of_order(self, order: Order, verb: str) -> dict[str, Any]:
        method = self.asked.get("payment_method_id", "")
        meant = self._meant()
        return {
            "order": order.id,
            "items": ", ".join(self._item(name, options) for _, name, options, _ in meant),
            "swaps": ", ".join(self._swaps(order)) if "new_item_ids" in self.asked else "",
            "method": self._method(order, method),
            "amount": self._amount(order, sum(price for *_, price in meant)),
            "money": self._exchanged(order) if verb == "exchange" else self._moved(order),
        }

    def _meant(self) -> list[tuple[str, str, dict[str, Any], int]]:
        """The items that the request names, each once; all of them where it names none."""
        numbers = self.asked.get("item_ids")
        return picked(self.before.items, numbers, lambda item: item[0]) if numbers else self.before.items

    def _swaps(self, order: Order) -> list[str]:
        session = object_session(order)
        assert session is not None
        known = {number: (name, options) for number, name, options, _ in self.before.items}
        wanted = select(Variant).where(Variant.id.in_(self.asked["new_item_ids"]))
        new = {each.id: each for each in session.scalars(wanted)}
        return [
            self._say(
                "item.swap",
                old=self._item(*known[old]),
                new=self._item(known[old][0], new[number].options),
                price=self._amount(order, new[number].price),
            )
            for old, number in zip(self.asked["item_ids"], self.asked["new_item_ids"], strict=True)
        ]

    def _moved(self, order: Order) -> str:
        moved = order.ledger[self.before.movements :]
        told = [
            self._say(
                f"money.{each.kind}",
                amount=self._amount(order, each.amount),
                method=self._method(order, each.method_id),
            )
            for each in moved
            if each.amount
        ]
        return " ".join(told) or self._say("money.nothing")

    def _exchanged(self, order: Order) -> str:
        assert order.exchange is not None
        difference, method = order.exchange.difference, self._method(order, order.exchange.method_id)
        if not difference:
            return self._say("money.nothing")
        kind = "reserved" if difference > 0 else "owed"
        return self._say(f"money.{kind}", amount=self._amount(order, abs(difference)), method=method)

    def _item(self, name: str, options: dict[str, Any]) -> str:
        return self._say("item.one", name=name, options=", ".join(map(str, options.values())))

    def _method(self, order: Order, method_id: str) -> str:
        found = next((each for each in order.customer.methods if each.id == method_id), None)
        if found is None:
            return self._say("method.unknown", id=method_id)
        return self._say(f"method.{found.source}", id=found.id, brand=found.brand, last_four=found.last_four)

    def _amount(self, order: Order, units: int) -> str:
        return f"{text(units, order.currency)} {order.currency}"

    def _say(self, key: str, **facts: Any) -> str:
        return say("reckoner.shop", "questions", key, self.language, **facts)


def _place(where: Address) -> str:
    lines = address_form(where)
    return ", ".join(lines[name] for name in ("address1", "address2", "city", "state", "zip", "country") if lines[name])


def _items(there: Order | Customer) -> list[tuple[str, str, dict[str, Any], int]]:
    if not isinstance(there, Order):
        return []
    return [(item.variant_id, item.name, item.options, item.price) for item in there.items]
