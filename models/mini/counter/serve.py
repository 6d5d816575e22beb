"""The counter's next step: one more call, a question to the customer, or an answer.

It is worked out from the conversation each time and keeps nothing, so that a conversation can go on anywhere. What may
be done is the shop's to say; here it is only found out what is wanted, and for which order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from reckoner.core import Language, fold, language_of, words

from ..lexicon import terms
from .goal import PLACE, Goal, goal
from .known import Heard, Known, known
from .said import Said
from .things import likeness, meant
from .told import (
    currency,
    item_lines,
    money,
    names_told,
    order_lines,
    order_told,
    paid,
    place_told,
    products_told,
    sentence,
    status,
    tracking_told,
)

_WRITES = ("cancel", "return", "address")
_ACTS = frozenset(
    {
        "track_order", "cancel_pending_order", "modify_pending_order_address", "return_delivered_order_items",
        "send_return_label",
    }
)  # fmt: skip
_RULES = 3
"""Lines of the instructions that are Vietnamese where the shop's rules are; an example may be, anywhere."""
_ENGLISH = re.compile(
    r"\b(?:the|is|are|my|me|i|you|it|and|of|for|please|want|order|where|what|when|how|can|do|this|that|have|was)\b",
    re.IGNORECASE,
)
_TOOLS = frozenset({"find_user_id_by_email", "get_user_details", "get_order_details", "track_order"})
_SURELY = 0.85
_MOST_ORDERS = 8
"""The latest orders are looked into, no more."""
_PENDING, _DELIVERED = ("pending",), ("delivered",)
_COMING_BACK = ("return requested", "exchange requested")
_UNDER_WAY = ("pending", "pending (item modified)", "processed")
_NTH = {
    0: r"\b(?:first|1st|dau tien|dau)\b", 1: r"\b(?:second|2nd|thu hai|thu 2)\b", 2: r"\b(?:third|3rd|thu ba|thu 3)\b",
    -1: r"\b(?:last|latest|newest|most recent|cuoi|gan nhat|moi nhat|gan day)\b",
}  # fmt: skip


def serves(tools: Mapping[str, Any]) -> bool:
    """Whether these are a shop's tools."""
    return tools.keys() >= _TOOLS


def reply(messages: Sequence[BaseMessage]) -> AIMessage:
    """What is said or called next."""
    return _Counter(messages).next()


@dataclass(frozen=True)
class _Wanted:
    """An order that may be the one, or what to do to find it out."""

    order: dict[str, Any] | None = None
    then: AIMessage | None = None


class _Counter:
    def __init__(self, messages: Sequence[BaseMessage]) -> None:
        places = [place for place, each in enumerate(messages) if isinstance(each, HumanMessage)]
        self._texts = [str(messages[place].text) for place in places]
        ends = [*places[1:], len(messages)]
        done = [_concluded(messages[start:end]) for start, end in zip(places, ends, strict=True)]
        done[-1] = False
        self._said = Said.of(self._texts[-1])
        self._language: Language = _language(self._texts, messages[0].text if messages[0].type == "system" else "")
        self._known: Known = known(messages)
        touched = [_touched(messages[start:end]) for start, end in zip(places, ends, strict=True)]
        self._turn: list[Heard] = known(messages[places[-1] :]).heard
        self._calls = sum(len(each.tool_calls) for each in messages[places[-1] :] if isinstance(each, AIMessage))
        self._goal = goal(self._texts, done, touched)

    def next(self) -> AIMessage:
        wanted = self._goal
        if wanted is None:
            return self._talk()
        if self._turn and (failed := self._failed(self._turn[-1], wanted)) is not None:
            return failed
        steps = {
            "product": self._product, "person": self._person, "exchange": self._person, "payment": self._person,
            "orders": self._orders, "order": self._order, "track": self._track, "cancel": self._cancel,
            "return": self._return, "address": self._address, "own_address": self._own_address, "label": self._label,
        }  # fmt: skip
        reply = steps[wanted.intent](wanted)
        if reply.text and "?" not in reply.text and wanted.others:
            others = sentence("others", self._language, orders=", ".join(wanted.others))
            return AIMessage(f"{reply.text}\n\n{others}")
        return reply

    # ── words and calls ──────────────────────────────────────────────────────────────────────────────────────

    def _say(self, key: str, **facts: object) -> AIMessage:
        return AIMessage(sentence(key, self._language, **facts))

    def _call(self, tool: str, **arguments: Any) -> AIMessage:
        return self._all([(tool, arguments)])

    def _all(self, calls: Sequence[tuple[str, dict[str, Any]]]) -> AIMessage:
        first = self._calls + 1
        made = [
            {"name": tool, "args": arguments, "id": f"mini-{number}"}
            for number, (tool, arguments) in enumerate(calls, first)
        ]
        return AIMessage("", tool_calls=made)

    def _done(self, tool: str) -> Heard | None:
        """A call of this turn that was made."""
        return next((each for each in reversed(self._turn) if each.tool == tool and each.ok), None)

    def _talk(self) -> AIMessage:
        said = self._said
        if said.says("stop") or said.is_only("no") or any(said.says(f"negated_{each}") for each in _WRITES):
            return self._say("left")
        return self._say(said.intent if said.intent in ("thanks", "hello") else "help")

    def _failed(self, last: Heard, wanted: Goal) -> AIMessage | None:
        if last.ok or last.tool.startswith("find_user_id"):
            return None
        if last.tool == "send_return_label" and wanted.intent == "return":
            return None  # What was done before it is told first.
        return self._say("declined") if last.declined else self._say("refused", why=last.text)

    # ── who, and which order ─────────────────────────────────────────────────────────────────────────────────

    def _customer(self) -> AIMessage | None:
        """What is to be done to know the customer; ``None``: they are known."""
        if self._known.user_id:
            return None if self._known.customer else self._call("get_user_details", user_id=self._known.user_id)
        for call in self._ways():
            tried = [each for each in self._known.heard if (each.tool, each.arguments) == call]
            if not tried:
                return self._all([call])
        return self._say("ask_email_again" if any(each.tool.startswith("find") for each in self._turn) else "ask_email")

    def _ways(self) -> list[tuple[str, dict[str, Any]]]:
        """How the customer may be found, the last that was said first."""
        ways: list[tuple[str, dict[str, Any]]] = []
        for said in map(Said.of, reversed(self._texts)):
            if said.email:
                ways.append(("find_user_id_by_email", {"email": said.email}))
            if said.name_and_zip:
                first, last, code = said.name_and_zip
                # Vietnamese say the family name first.
                for names in ((first, last), (last, first)):
                    found = {"first_name": names[0], "last_name": names[1], "zip": code}
                    ways.append(("find_user_id_by_name_zip", found))
        return ways

    def _read(self, numbers: Sequence[str]) -> AIMessage | None:
        """Calls that read orders; ``None``: all are known."""
        missing = [number for number in numbers if number not in self._known.orders]
        return self._all([("get_order_details", {"order_id": each}) for each in missing]) if missing else None

    def _which(
        self, wanted: Goal, statuses: Sequence[str] = (), *, otherwise: Sequence[str] = (), need: str = ""
    ) -> _Wanted:
        """The order that is meant.

        Args:
            wanted: What the customer said.
            statuses: Those that it can have, where its number was not said.
            otherwise: The same where there is none of ``statuses``; empty: any.
            need: What is said where none has the status that it must have.
        """
        if unknown := self._customer():
            return _Wanted(then=unknown)
        if number := wanted.order or (wanted.former if wanted.back else ""):
            if then := self._read([number]):
                return _Wanted(then=then)
            order = self._known.orders[number]
            if need and order["status"] not in statuses:
                told = status(order, self._language)
                return _Wanted(then=self._say("wrong_status", order=number, status=told))
            return _Wanted(order)
        numbers = list(self._known.customer["orders"])[-_MOST_ORDERS:]
        if not numbers:
            return _Wanted(then=self._say("no_orders"))
        if then := self._read(numbers):
            return _Wanted(then=then)
        return self._chosen(wanted, [self._known.orders[number] for number in numbers], statuses, otherwise, need)

    def _chosen(
        self, wanted: Goal, orders: list[dict[str, Any]], statuses: Sequence[str], otherwise: Sequence[str], need: str
    ) -> _Wanted:
        fitting = [each for each in orders if each["status"] in (statuses or (each["status"],))]
        if not fitting and statuses and not otherwise:
            told = self._say(need, orders=order_lines(orders, self._language))
            return _Wanted(then=told)
        fitting = fitting or orders
        if len(fitting) > 1:
            fitting = [each for each in fitting if _speaks_of(each, wanted.text)] or fitting
        if len(fitting) > 1:
            fitting = _nth(fitting, wanted) or fitting
        if len(fitting) == 1:
            return _Wanted(fitting[0])
        return _Wanted(then=self._say("ask_order", orders=order_lines(fitting, self._language)))

    # ── what is wanted ───────────────────────────────────────────────────────────────────────────────────────

    def _product(self, wanted: Goal) -> AIMessage:
        all_of_it = self._said.says("assortment")
        if listed := self._done("list_all_product_types"):
            return AIMessage(names_told(listed.data, self._language, missing=not all_of_it))
        if all_of_it:
            return self._call("list_all_product_types")
        before = wanted.before if wanted.before is not None and wanted.said[0].says("further") else None
        former = before.text if before is not None and before.intent == "product" else ""
        if (found := self._done("search_products")) is None:
            query = _telling(f"{wanted.text} {former}", self._language)
            return self._call("search_products", words=query) if query else self._say("ask_product")
        # "And in blue?" asks for what was spoken of before.
        named = _named(found.data, wanted.text) or _named(found.data, former)
        if not found.data or (former and not named):
            # Questions about the world sound like those about products.
            sure = wanted.said[0].likely["product"] > _SURELY
            return self._call("list_all_product_types") if sure else self._say("help")
        if not named:
            near = ", ".join(str(each["name"]) for each in found.data[:3])
            return self._say("products_near", names=near)
        return AIMessage(products_told(named[:3], self._said.text, self._language))

    def _person(self, wanted: Goal) -> AIMessage:
        if self._done("transfer_to_human_agents"):
            return self._say(wanted.intent)
        if wanted.intent != "person" and wanted.said[0].likely[wanted.intent] < _SURELY:
            # It may have been something else that was wanted.
            if len(wanted.said) == 1:
                return self._say("ask_person")
            if not self._said.is_only("yes"):
                return self._say("help")
        if wanted.intent != "person" and (unknown := self._customer()):
            return unknown
        said = " / ".join(" ".join(text.split()) for text in self._texts[-4:])
        return self._call("transfer_to_human_agents", summary=sentence("summary", self._language, said=said)[:900])

    def _orders(self, wanted: Goal) -> AIMessage:
        if unknown := self._customer():
            return unknown
        numbers = list(self._known.customer["orders"])[-_MOST_ORDERS:]
        if not numbers:
            return self._say("no_orders")
        orders = self._known.orders
        return self._read(numbers) or AIMessage(order_lines((orders[each] for each in numbers), self._language))

    def _order(self, wanted: Goal) -> AIMessage:
        found = self._which(wanted)
        methods = self._known.customer.get("payment_methods", {})
        return found.then or AIMessage(order_told(found.order or {}, methods, self._language))

    def _track(self, wanted: Goal) -> AIMessage:
        if tracked := self._done("track_order"):
            return AIMessage(tracking_told(tracked.data, self._language))
        found = self._which(wanted, _UNDER_WAY, otherwise=_DELIVERED)
        return found.then or self._call("track_order", order_id=(found.order or {})["order_id"])

    def _cancel(self, wanted: Goal) -> AIMessage:
        if done := self._done("cancel_pending_order"):
            number = done.arguments["order_id"]
            before = next(
                each.data
                for each in reversed(self._known.heard)
                if each.tool == "get_order_details" and each.ok and each.data["order_id"] == number
            )
            back = sentence("money_back", self._language, amount=money(paid(before), currency(before)))
            return self._say("cancelled", order=number, money=back)
        found = self._which(wanted, _PENDING, need="none_pending")
        if found.order is None:
            assert found.then is not None
            return found.then
        if (first := self._whether(wanted, found.order) or self._part(wanted, found.order)) is not None:
            return first
        if not wanted.reason:
            return self._say("ask_reason", order=found.order["order_id"])
        return self._call("cancel_pending_order", order_id=found.order["order_id"], reason=wanted.reason)

    def _return(self, wanted: Goal) -> AIMessage:
        if done := self._done("return_delivered_order_items"):
            return self._returned(done)
        found = self._which(wanted, _DELIVERED, need="none_delivered")
        if found.order is None:
            assert found.then is not None
            return found.then
        if (first := self._whether(wanted, found.order)) is not None:
            return first
        chosen = _items(found.order["items"], wanted)
        if not chosen:
            lines = item_lines(found.order, self._language)
            return self._say("ask_items", order=found.order["order_id"], items=lines)
        return self._call(
            "return_delivered_order_items",
            order_id=found.order["order_id"],
            item_ids=[str(each["item_id"]) for each in chosen],
            payment_method_id=self._pays_back(found.order, gift_card=wanted.says("gift_card")),
        )

    def _returned(self, done: Heard) -> AIMessage:
        """After a return: its label, and then what was done."""
        sent = next((each for each in reversed(self._turn) if each.tool == "send_return_label"), None)
        if sent is None:
            return self._call(
                "send_return_label", order_id=done.arguments["order_id"], email=self._known.customer["email"]
            )
        back = list(done.arguments["item_ids"])
        amounts = []
        for item in done.data["items"]:
            if item["item_id"] in back:
                back.remove(item["item_id"])
                amounts.append(float(item["price"]))
        amount = money(round(sum(amounts), 2), currency(done.data))
        told = sentence("returned", self._language, order=done.arguments["order_id"], amount=amount)
        return AIMessage(f"{told} {self._label_told(sent)}".strip())

    def _label_told(self, sent: Heard) -> str:
        if sent.ok:
            return sentence("label_sent", self._language, email=sent.arguments["email"])
        return "" if sent.declined else sentence("label_failed", self._language, why=sent.text)

    def _label(self, wanted: Goal) -> AIMessage:
        if sent := self._done("send_return_label"):
            return AIMessage(self._label_told(sent))
        found = self._which(wanted, _COMING_BACK, need="none_coming_back")
        if found.order is None:
            assert found.then is not None
            return found.then
        number = found.order["order_id"]
        return self._call("send_return_label", order_id=number, email=self._known.customer["email"])

    def _address(self, wanted: Goal) -> AIMessage:
        if done := self._done("modify_pending_order_address"):
            return self._say("address_changed", order=done.arguments["order_id"], address=place_told(done.arguments))
        if len(wanted.said) == 1 and wanted.said[0].which_address:
            return self._say("ask_which_address")
        if any(each.intent == "own_address" or each.says("own") for each in wanted.said[1:]):
            return self._own_address(wanted)
        found = self._which(wanted, _PENDING, need="none_pending")
        if found.order is None:
            assert found.then is not None
            return found.then
        place = self._place(wanted)
        return (
            self._call("modify_pending_order_address", order_id=found.order["order_id"], **place)
            if place
            else self._rest_of(wanted)
        )

    def _own_address(self, wanted: Goal) -> AIMessage:
        if done := self._done("modify_user_address"):
            return self._say("own_address_changed", address=place_told(done.arguments))
        if len(wanted.said) == 1 and wanted.said[0].which_address:
            return self._say("ask_which_address")
        if any(each.intent == "address" or each.orders for each in wanted.said[1:]):
            return self._address(wanted)
        if unknown := self._customer():
            return unknown
        place = self._place(wanted)
        if not place:
            return self._rest_of(wanted)
        return self._call("modify_user_address", user_id=self._known.user_id, **place)

    def _place(self, wanted: Goal) -> dict[str, str]:
        """The whole new address; empty where a part of it was not said."""
        home = self._known.customer["address"]
        found = {"country": home["country"], **wanted.address}
        return found if found.keys() >= PLACE else {}

    def _rest_of(self, wanted: Goal) -> AIMessage:
        """Ask for what of an address was not said."""
        found = wanted.address
        order = ("address1", "address2", "city", "state", "zip", "country")
        if not (given := {name: found[name] for name in order if found.get(name)}):
            return self._say("ask_address")
        names = words("reckoner.models.mini", "counter", self._language)["part"]
        missing = ", ".join(str(names[name]) for name in ("address1", "city", "state", "zip") if name not in given)
        return self._say("ask_address_rest", given=", ".join(given.values()), missing=missing)

    def _whether(self, wanted: Goal, order: Mapping[str, Any]) -> AIMessage | None:
        """Where it was only asked whether something can be done: that it can, and whether it should."""
        if len(wanted.said) > 1 or not wanted.said[0].says("whether"):
            return None
        return self._say("ask_whether", order=order["order_id"])

    def _part(self, wanted: Goal, order: Mapping[str, Any]) -> AIMessage | None:
        """Where a part of an order is to be cancelled: that it goes only as a whole."""
        first = wanted.said[0]
        named = meant(order["items"], first.text) if first.orders and first.says("only") else []
        if not named or len(named) == len(order["items"]) or any(each.is_only("yes") for each in wanted.said[1:]):
            return None
        return self._say("ask_whole", order=order["order_id"])

    def _pays_back(self, order: Mapping[str, Any], *, gift_card: bool) -> str:
        """Where the money of a return goes: to a gift card, if that is wanted, or the way the order was paid."""
        methods = self._known.customer["payment_methods"].values()
        cards = [str(each["id"]) for each in methods if each["source"] == "gift_card"]
        if gift_card and cards:
            return cards[0]
        payments = [each for each in order["payment_history"] if each["transaction_type"] == "payment"]
        return str(payments[-1]["payment_method_id"])


def _concluded(part: Sequence[BaseMessage]) -> bool:
    """Whether a message of the customer's was answered, and not with a question of ours."""
    answers = [each for each in part if isinstance(each, AIMessage) and each.text]
    return bool(answers) and "?" not in answers[-1].text


def _touched(part: Sequence[BaseMessage]) -> str:
    """The order that calls of a turn were about, if it is one."""
    calls = [call for each in part if isinstance(each, AIMessage) for call in each.tool_calls]
    numbers = [str(call["args"]["order_id"]) for call in calls if "order_id" in call["args"]]
    acts = [str(call["args"]["order_id"]) for call in calls if call["name"] in _ACTS]
    return (acts or (numbers if len(set(numbers)) == 1 else [""]))[-1]


def _language(texts: Sequence[str], instructions: str) -> Language:
    """That of the last message that shows one: an address or a number shows none, and short words without diacritics
    none that could not be Vietnamese, where that is spoken here."""
    told = sum(language_of(line) == "vi" for line in instructions.splitlines())
    spoken = told > _RULES or "vi" in map(language_of, texts)
    for text in reversed(texts):
        bare = re.sub(r"[\w.+%-]+@\S+|#\w+|\d+", " ", text)
        if language_of(bare) == "vi":
            return "vi"
        if len(bare.split()) > 2 and (not spoken or len(_ENGLISH.findall(bare)) > 1):
            return "en"
    return "vi" if spoken else "en"


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


def _speaks_of(order: Mapping[str, Any], text: str) -> bool:
    return any(likeness(str(item["name"]), text) >= 0.5 for item in order["items"])


def _named(products: Sequence[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The products whose names ``text`` holds most of."""
    scores = [likeness(str(each["name"]), text) for each in products]
    best = max(scores, default=0.0)
    return [each for score, each in zip(scores, products, strict=True) if score == best] if best >= 0.5 else []


def _nth(orders: list[dict[str, Any]], wanted: Goal) -> list[dict[str, Any]]:
    """The order that is meant by its place in the list that was shown; of a first message only *the last one*."""
    for number, said in enumerate(wanted.said):
        for place, pattern in _NTH.items():
            if (number or place < 0) and place < len(orders) and re.search(pattern, said.folded):
                return [orders[place]]
    return []


def _telling(text: str, language: Language) -> str:
    """The words of a question that may name a product."""
    telling = {word for term in terms(text, language) for word in term.text.split()}
    words = [word for word in re.findall(r"[^\W_]+", text) if fold(word) in telling]
    return " ".join(dict.fromkeys(words))[:200]
