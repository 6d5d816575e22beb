"""What changes something, up to the call that the customer is asked about: cancelling, returning, labels, addresses."""

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import AIMessage

from reckoner.core import money, words

from .answers import Answers
from .goal import PLACE, Goal
from .known import Heard
from .things import meant
from .told import currency, item_lines, paid, place_told, sentence

_PENDING, _DELIVERED = ("pending",), ("delivered",)
_COMING_BACK = ("return requested", "exchange requested")


class Changes(Answers):
    """Finds out all that a change needs, and calls for it."""

    def cancel(self, wanted: Goal) -> AIMessage:
        if done := self.done("cancel_pending_order"):
            number = done.arguments["order_id"]
            looked = (each.data for each in reversed(self.known.heard) if each.tool == "get_order_details" and each.ok)
            before = next((each for each in looked if each["order_id"] == number), None)
            amount = money(paid(before), currency(before)) if before else ""
            back = sentence("money_back", self.language, amount=amount) if amount else ""
            return self.say("cancelled", order=number, money=back)
        found = self.which(wanted, _PENDING, need="none_pending")
        if isinstance(found, AIMessage):
            return found
        if (first := self._whether(wanted, found) or self._part(wanted, found)) is not None:
            return first
        if not wanted.reason:
            return self.say("ask_reason", order=found["order_id"])
        return self.call("cancel_pending_order", order_id=found["order_id"], reason=wanted.reason)

    def take_back(self, wanted: Goal) -> AIMessage:
        if done := self.done("return_delivered_order_items"):
            return self._returned(done)
        found = self.which(wanted, _DELIVERED, need="none_delivered")
        if isinstance(found, AIMessage):
            return found
        if (first := self._whether(wanted, found)) is not None:
            return first
        chosen = _items(found["items"], wanted)
        if not chosen:
            lines = item_lines(found, self.language)
            return self.say("ask_items", order=found["order_id"], items=lines)
        return self.call(
            "return_delivered_order_items",
            order_id=found["order_id"],
            item_ids=[str(each["item_id"]) for each in chosen],
            payment_method_id=self._pays_back(found, gift_card=wanted.says("gift_card")),
        )

    def _returned(self, done: Heard) -> AIMessage:
        """After a return: its label, and then what was done."""
        sent = next((each for each in reversed(self.heard) if each.tool == "send_return_label"), None)
        if sent is None:
            return self.call(
                "send_return_label", order_id=done.arguments["order_id"], email=self.known.customer["email"]
            )
        back = list(done.arguments["item_ids"])
        amounts = []
        for item in done.data["items"]:
            if item["item_id"] in back:
                back.remove(item["item_id"])
                amounts.append(float(item["price"]))
        amount = money(round(sum(amounts), 2), currency(done.data))
        told = sentence("returned", self.language, order=done.arguments["order_id"], amount=amount)
        return AIMessage(f"{told} {self._label_told(sent)}".strip())

    def _label_told(self, sent: Heard) -> str:
        if sent.ok:
            return sentence("label_sent", self.language, email=sent.arguments["email"])
        return "" if sent.declined else sentence("label_failed", self.language, why=sent.text)

    def label(self, wanted: Goal) -> AIMessage:
        if sent := self.done("send_return_label"):
            return AIMessage(self._label_told(sent))
        found = self.which(wanted, _COMING_BACK, need="none_coming_back")
        if isinstance(found, AIMessage):
            return found
        number = found["order_id"]
        return self.call("send_return_label", order_id=number, email=self.known.customer["email"])

    def move(self, wanted: Goal) -> AIMessage:
        """Change where an order goes, or where the customer lives."""
        if len(wanted.said) == 1 and wanted.said[0].which_address:
            return self.say("ask_which_address")
        return self._own_address(wanted) if _side(wanted) == "own_address" else self._address(wanted)

    def _address(self, wanted: Goal) -> AIMessage:
        if done := self.done("modify_pending_order_address"):
            return self.say("address_changed", order=done.arguments["order_id"], address=place_told(done.arguments))
        found = self.which(wanted, _PENDING, need="none_pending")
        if isinstance(found, AIMessage):
            return found
        if not (place := self._place(wanted)):
            return self._rest_of(wanted)
        return self.call("modify_pending_order_address", order_id=found["order_id"], **place)

    def _own_address(self, wanted: Goal) -> AIMessage:
        if done := self.done("modify_user_address"):
            return self.say("own_address_changed", address=place_told(done.arguments))
        if unknown := self.customer():
            return unknown
        if not (place := self._place(wanted)):
            return self._rest_of(wanted)
        return self.call("modify_user_address", user_id=self.known.user_id, **place)

    def _place(self, wanted: Goal) -> dict[str, str]:
        """The whole new address; empty where a part of it was not said."""
        home = self.known.customer["address"]
        found = {"country": home["country"], **wanted.address}
        return found if found.keys() >= PLACE else {}

    def _rest_of(self, wanted: Goal) -> AIMessage:
        """Ask for what of an address was not said."""
        found = wanted.address
        order = ("address1", "address2", "city", "state", "zip", "country")
        if not (given := {name: found[name] for name in order if found.get(name)}):
            return self.say("ask_address")
        names = words("reckoner.models.mini", "counter", self.language)["part"]
        missing = ", ".join(str(names[name]) for name in ("address1", "city", "state", "zip") if name not in given)
        return self.say("ask_address_rest", given=", ".join(given.values()), missing=missing)

    def _whether(self, wanted: Goal, order: Mapping[str, Any]) -> AIMessage | None:
        """Where it was only asked whether something can be done: that it can, and whether it should."""
        first, *later = wanted.said
        if not first.says("whether") or any(each.is_only("yes") or each.intent == wanted.intent for each in later):
            return None
        answered = [each for each in later if not each.told_only]
        return self.say("left") if answered else self.say("ask_whether", order=order["order_id"])

    def _part(self, wanted: Goal, order: Mapping[str, Any]) -> AIMessage | None:
        """Where a part of an order is to be cancelled: that it goes only as a whole."""
        first = wanted.said[0]
        named = meant(order["items"], first.text) if first.orders and first.says("only") else []
        if not named or len(named) == len(order["items"]) or any(each.is_only("yes") for each in wanted.said[1:]):
            return None
        return self.say("ask_whole", order=order["order_id"])

    def _pays_back(self, order: Mapping[str, Any], *, gift_card: bool) -> str:
        """Where the money of a return goes: to a gift card, if that is wanted, or the way the order was paid."""
        methods = self.known.customer["payment_methods"].values()
        cards = [str(each["id"]) for each in methods if each["source"] == "gift_card"]
        if gift_card and cards:
            return cards[0]
        payments = [each for each in order["payment_history"] if each["transaction_type"] == "payment"]
        return str(payments[-1]["payment_method_id"])


def _side(wanted: Goal) -> str:
    """Whose address is meant, by what was said last of it."""
    side = wanted.intent
    for said in wanted.said[1:]:
        if said.orders or said.intent == "address":
            side = "address"
        elif said.says("own") or said.intent == "own_address":
            side = "own_address"
    return side


def _items(items: list[dict[str, Any]], wanted: Goal) -> list[Any] | None:
    """The items that are to go back; none: it was not said which."""
    excluded = [match[0] for each in wanted.said for match in each.matches("not_that")]
    text = "\n".join(each.without("not_that") for each in wanted.said)
    if wanted.says("whole"):
        kept = [each for part in excluded for each in (meant(items, part) or [])]
        return None if excluded and not kept else [each for each in items if each not in kept]
    chosen = meant(items, text)
    if not chosen and (len(items) == 1 or (len(items) == 2 and wanted.says("everything"))):
        return items
    return chosen
