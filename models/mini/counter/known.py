"""What the shop has said in a conversation: who the customer is, their orders, products, and what was done."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from ..rejected import rejected

WRITES = frozenset(
    {
        "cancel_pending_order", "modify_pending_order_address", "modify_user_address", "return_delivered_order_items",
        "send_return_label",
    }
)  # fmt: skip
_VERIFIES = frozenset({"find_user_id_by_email", "find_user_id_by_name_zip"})


@dataclass(frozen=True)
class Heard:
    """A call and what came of it."""

    tool: str
    arguments: dict[str, Any]
    text: str
    ok: bool

    @cached_property
    def data(self) -> Any:
        """The result; text that is no JSON as it stands."""
        try:
            return json.loads(self.text)
        except ValueError:
            return self.text

    @property
    def declined(self) -> bool:
        """Whether the person who was asked said no."""
        return not self.ok and rejected(self.text)


@dataclass
class Known:
    """Built by ``known``."""

    user_id: str = ""
    customer: dict[str, Any] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of those that were read; what changed since is read again."""
    heard: list[Heard] = field(default_factory=list)


def known(messages: Sequence[BaseMessage]) -> Known:
    """What was said by the shop so far, in the order it came."""
    calls = {call["id"]: call for message in messages if isinstance(message, AIMessage) for call in message.tool_calls}
    made = Known()
    for message in messages:
        if isinstance(message, ToolMessage) and (call := calls.get(message.tool_call_id)):
            _take(made, Heard(call["name"], call["args"], message.text, message.status != "error"))
    return made


def _take(made: Known, heard: Heard) -> None:
    made.heard.append(heard)
    if not heard.ok:
        return
    if heard.tool in _VERIFIES:
        made.user_id = heard.text.strip()
    elif heard.tool == "get_user_details" and isinstance(heard.data, dict):
        made.customer = heard.data
    elif heard.tool == "get_order_details" and isinstance(heard.data, dict):
        made.orders[str(heard.data["order_id"])] = heard.data
    elif heard.tool in WRITES:
        made.orders.pop(str(heard.arguments.get("order_id")), None)
        if heard.tool == "modify_user_address":
            made.customer = {}
