"""Who the customer is, and which of their orders they mean."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage

from .goal import Goal
from .talk import Talk
from .things import likeness
from .told import order_lines, status
from .utterance import Utterance

_MOST_ORDERS = 8
"""The latest orders are looked into, no more."""
_NTH = {
    0: r"\b(?:first|1st|dau tien|dau)\b", 1: r"\b(?:second|2nd|thu hai|thu 2)\b", 2: r"\b(?:third|3rd|thu ba|thu 3)\b",
    -1: r"\b(?:last|latest|newest|most recent|cuoi|gan nhat|moi nhat|gan day)\b",
}  # fmt: skip


class Finding(Talk):
    """Finds out, by looking and by asking."""

    def customer(self) -> AIMessage | None:
        """What is to be done to know the customer; ``None``: they are known."""
        if self.known.user_id:
            return None if self.known.customer else self.call("get_user_details", user_id=self.known.user_id)
        for call in self._ways():
            tried = [each for each in self.known.heard if (each.tool, each.arguments) == call]
            if not tried:
                return self.all_of([call])
        return self.say("ask_email_again" if any(each.tool.startswith("find") for each in self.heard) else "ask_email")

    def _ways(self) -> list[tuple[str, dict[str, Any]]]:
        """How the customer may be found, the last that was said first."""
        ways: list[tuple[str, dict[str, Any]]] = []
        for said in map(Utterance.of, reversed(self.texts)):
            if said.email:
                ways.append(("find_user_id_by_email", {"email": said.email}))
            if said.name_and_zip:
                first, last, code = said.name_and_zip
                # Vietnamese say the family name first.
                for names in ((first, last), (last, first)):
                    found = {"first_name": names[0], "last_name": names[1], "zip": code}
                    ways.append(("find_user_id_by_name_zip", found))
        return ways

    def read(self, numbers: Sequence[str]) -> AIMessage | None:
        """Calls that read orders; ``None``: all are known."""
        failed = {str(each.arguments.get("order_id")) for each in self.heard if not each.ok}
        missing = [number for number in numbers if number not in self.known.orders and number not in failed]
        return self.all_of([("get_order_details", {"order_id": each}) for each in missing]) if missing else None

    def which(
        self, wanted: Goal, statuses: Sequence[str] = (), *, otherwise: Sequence[str] = (), need: str = ""
    ) -> dict[str, Any] | AIMessage:
        """The order that is meant, or what is to be said or called to find it out.

        Args:
            wanted: What the customer said.
            statuses: Those that it can have, where its number was not said.
            otherwise: The same where there is none of ``statuses``; empty: any.
            need: What is said where none has the status that it must have.
        """
        if unknown := self.customer():
            return unknown
        if number := wanted.order or (wanted.former if wanted.back else ""):
            if then := self.read([number]):
                return then
            if (order := self.known.orders.get(number)) is None:
                return self.say("help")
            if need and order["status"] not in statuses:
                told = status(order, self.language)
                return self.say("wrong_status", order=number, status=told)
            return order
        numbers = self.latest()
        if not numbers:
            return self.say("no_orders")
        if then := self.read(numbers):
            return then
        known = [self.known.orders[number] for number in numbers if number in self.known.orders]
        return self._chosen(wanted, known, statuses, otherwise, need)

    def _chosen(
        self, wanted: Goal, orders: list[dict[str, Any]], statuses: Sequence[str], otherwise: Sequence[str], need: str
    ) -> dict[str, Any] | AIMessage:
        fitting = [each for each in orders if each["status"] in (statuses or (each["status"],))]
        if not fitting and statuses and not otherwise:
            told = self.say(need, orders=order_lines(orders, self.language))
            return told
        fitting = fitting or orders
        if len(fitting) > 1:
            fitting = [each for each in fitting if _speaks_of(each, wanted.text)] or fitting
        if len(fitting) > 1:
            fitting = _nth(fitting, wanted) or fitting
        if len(fitting) == 1:
            return fitting[0]
        return self.say("ask_order", orders=order_lines(fitting, self.language))

    def latest(self) -> list[str]:
        """The numbers of the customer's latest orders."""
        return list(self.known.customer["orders"])[-_MOST_ORDERS:]


def _speaks_of(order: Mapping[str, Any], text: str) -> bool:
    return any(likeness(str(item["name"]), text) >= 0.5 for item in order["items"])


def _nth(orders: list[dict[str, Any]], wanted: Goal) -> list[dict[str, Any]]:
    """The order that is meant by its place in the list that was shown; of a first message only *the last one*."""
    for number, said in enumerate(wanted.said):
        for place, pattern in _NTH.items():
            if (number or place < 0) and place < len(orders) and re.search(pattern, said.folded):
                return [orders[place]]
    return []
