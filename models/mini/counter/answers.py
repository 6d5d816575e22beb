"""What is only told: products, orders, where a parcel is; and what is handed over to a person."""

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage

from reckoner.core import Language, fold

from ..lexicon import terms
from .finding import Finding
from .goal import Goal
from .things import likeness
from .told import names_told, order_lines, order_told, products_told, sentence, tracking_told

_SURELY = 0.85
_DELIVERED = ("delivered",)
_UNDER_WAY = ("pending", "pending (item modified)", "processed")


class Answers(Finding):
    """Tells."""

    def product(self, wanted: Goal) -> AIMessage:
        all_of_it = self.said.says("assortment")
        if listed := self.done("list_all_product_types"):
            return AIMessage(names_told(listed.data, self.language, missing=not all_of_it))
        if all_of_it:
            return self.call("list_all_product_types")
        before = wanted.before if wanted.before is not None and wanted.said[0].says("further") else None
        former = before.text if before is not None and before.intent == "product" else ""
        if (found := self.done("search_products")) is None:
            query = _telling(f"{wanted.text} {former}", self.language)
            return self.call("search_products", words=query) if query else self.say("ask_product")
        # "And in blue?" asks for what was spoken of before.
        named = _named(found.data, wanted.text) or _named(found.data, former)
        if not found.data or (former and not named):
            # Questions about the world sound like those about products.
            sure = wanted.said[0].likely["product"] > _SURELY
            return self.call("list_all_product_types") if sure else self.say("help")
        if not named:
            near = ", ".join(str(each["name"]) for each in found.data[:3])
            return self.say("products_near", names=near)
        return AIMessage(products_told(named[:3], self.said.text, self.language))

    def person(self, wanted: Goal) -> AIMessage:
        if self.done("transfer_to_human_agents"):
            return self.say(wanted.intent)
        if wanted.intent != "person" and wanted.said[0].likely[wanted.intent] < _SURELY:
            # It may have been something else that was wanted.
            if len(wanted.said) == 1:
                return self.say("ask_person")
            if not self.said.is_only("yes"):
                return self.say("help")
        if wanted.intent != "person" and (unknown := self.customer()):
            return unknown
        said = " / ".join(" ".join(text.split()) for text in self.texts[-4:])
        return self.call("transfer_to_human_agents", summary=sentence("summary", self.language, said=said)[:900])

    def orders(self, wanted: Goal) -> AIMessage:
        if unknown := self.customer():
            return unknown
        numbers = self.latest()
        if not numbers:
            return self.say("no_orders")
        orders = self.known.orders
        return self.read(numbers) or AIMessage(
            order_lines((orders[each] for each in numbers if each in orders), self.language)
        )

    def order(self, wanted: Goal) -> AIMessage:
        found = self.which(wanted)
        if isinstance(found, AIMessage):
            return found
        return AIMessage(order_told(found, self.known.customer["payment_methods"], self.language))

    def track(self, wanted: Goal) -> AIMessage:
        if tracked := self.done("track_order"):
            return AIMessage(tracking_told(tracked.data, self.language))
        found = self.which(wanted, _UNDER_WAY, otherwise=_DELIVERED)
        return found if isinstance(found, AIMessage) else self.call("track_order", order_id=found["order_id"])


def _named(products: Sequence[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The products whose names ``text`` holds most of."""
    scores = [likeness(str(each["name"]), text) for each in products]
    best = max(scores, default=0.0)
    return [each for score, each in zip(scores, products, strict=True) if score == best] if best >= 0.5 else []


def _telling(text: str, language: Language) -> str:
    """The words of a question that may name a product."""
    telling = {word for term in terms(text, language) for word in term.text.split()}
    words = [word for word in re.findall(r"[^\W_]+", text) if fold(word) in telling]
    return " ".join(dict.fromkeys(words))[:200]
