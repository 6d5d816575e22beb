"""The counter's next step: one more call, a question to the customer, or an answer.

What may be done is the shop's to say; here it is only found out what is wanted, and for which order.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage

from .changes import Changes
from .goal import LEFT_ALONE, Goal
from .known import Heard
from .told import sentence

_TOOLS = frozenset(
    {
        "find_user_id_by_email", "find_user_id_by_name_zip", "get_user_details", "get_order_details", "track_order",
        "search_products", "list_all_product_types", "transfer_to_human_agents", "cancel_pending_order",
        "return_delivered_order_items", "send_return_label", "modify_pending_order_address", "modify_user_address",
    }
)  # fmt: skip


def serves(tools: Mapping[str, Any]) -> bool:
    """Whether these are a shop's tools."""
    return tools.keys() >= _TOOLS


def reply(messages: Sequence[BaseMessage]) -> AIMessage:
    """What is said or called next."""
    return _Counter(messages).next()


class _Counter(Changes):
    def next(self) -> AIMessage:
        wanted = self.goal
        if wanted is None:
            return self._talk()
        if self.heard and (failed := self._failed(self.heard[-1], wanted)) is not None:
            return failed
        steps = {
            "product": self.product, "person": self.person, "exchange": self.person, "payment": self.person,
            "orders": self.orders, "order": self.order, "track": self.track, "cancel": self.cancel,
            "return": self.take_back, "address": self.move, "own_address": self.move, "label": self.label,
        }  # fmt: skip
        reply = steps[wanted.intent](wanted)
        if reply.text and "?" not in reply.text and wanted.others:
            others = sentence("others", self.language, orders=", ".join(wanted.others))
            return AIMessage(f"{reply.text}\n\n{others}")
        return reply

    def _talk(self) -> AIMessage:
        said = self.said
        if said.says("stop") or said.is_only("no") or any(said.says(f"negated_{each}") for each in LEFT_ALONE):
            return self.say("left")
        return self.say(said.intent if said.intent in ("thanks", "hello") else "help")

    def _failed(self, last: Heard, wanted: Goal) -> AIMessage | None:
        if last.ok or last.tool.startswith("find_user_id"):
            return None
        if last.tool == "send_return_label" and wanted.intent == "return":
            return None  # What was done before it is told first.
        return self.say("declined") if last.declined else self.say("refused", why=last.text)
