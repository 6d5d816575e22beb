"""One conversation at the shop's counter: whom it serves, what was shown, what was agreed to.

What a model claims of any of it counts for nothing. A customer is who the shop found; a yes is the customer's next
message after exactly this action was shown, judged in ``consent``, and it is used up by the action.
"""

import json
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from reckoner.core import ToolError
from reckoner.models.toolcalls.literal import Unreadable, json_at

from .arguments import ALL, WRITES
from .client import ShopClient
from .consent import agrees

_TRIES = 5
"""Times that nobody may be found in one conversation."""
_NAMED = re.compile(rf"\b({'|'.join(WRITES)})\b")
_BETWEEN = re.compile(r"[\s`*:(]*(?:with|arguments|args)?[\s`*:(=]*(?=\{)")
Calculator = Callable[[str], Awaitable[str]]


@dataclass(frozen=True)
class Act:
    """A write with its arguments, and the key under which it is done once."""

    name: str
    arguments: str
    """As JSON, keys in order."""
    question: str = field(default="", compare=False)
    """What the customer is asked, in the shop's words; empty where the agent named the act itself."""
    key: str = field(compare=False, default_factory=lambda: uuid.uuid4().hex)

    @classmethod
    def of(cls, name: str, arguments: Mapping[str, Any]) -> "Act":
        """The same name and arguments make the same act."""
        return cls(name, json.dumps(arguments, sort_keys=True, ensure_ascii=False, default=str))


class Desk:
    """The counter for one conversation.

    Args:
        client: The shop.
        calculate: Calculates an expression.
        asked: Whether somebody else asks the customer before every write, as an approval card does; otherwise the
            conversation itself is listened to.
    """

    def __init__(self, client: ShopClient, calculate: Calculator, *, asked: bool = False) -> None:
        self._client, self._calculator, self._asked = client, calculate, asked
        self._token = self._customer = ""
        self._misses = 0
        self._shown: list[Act] = []
        self._said = ""
        self._agreed: list[Act] = []
        self._questions: dict[Act, str] = {}
        """What was asked about each write that somebody else asks the customer about."""

    @property
    def customer(self) -> str:
        """The number of the verified customer; empty before that."""
        return self._customer

    def agent_said(self, text: str) -> None:
        """The agent's message to the customer; actions that it names with their arguments are shown by it."""
        named = _acts_in(text)
        # An action that was refused for want of a yes counts as shown only by its own question.
        asked = [act for act in self._shown if act.question and _bare(act.question) in _bare(text)]
        self._shown, self._said, self._agreed = named or asked, text, []

    def customer_said(self, text: str) -> None:
        """The customer's next message: a yes to what was shown, or none."""
        self._agreed = self._shown if self._shown and agrees(text, self._said) else []
        self._shown = []

    async def call(self, name: str, arguments: Mapping[str, Any], *, key: str = "") -> str:
        """Do what a tool is for.

        Args:
            name: The tool's.
            arguments: Exactly those that it has.
            key: Of a write that somebody else has asked the customer about: one for each.

        Raises:
            ToolError: The shop's rules, or the desk's, do not allow it; nothing was changed.
        """
        given = _checked(name, arguments)
        if name not in WRITES:
            return await getattr(self, f"_{name}")(**given)  # type: ignore[no-any-return]
        if not self._token:
            raise ToolError("shop.not_verified")
        agreed = Act.of(name, given)
        if self._asked:
            if not key:
                raise ToolError("shop.no_key")
            agreed = replace(agreed, question=self._questions.pop(agreed, ""))
        elif agreed not in self._agreed:
            question = await self.question(name, given)
            self._shown = [replace(agreed, question=question)]
            raise ToolError("shop.not_agreed", question=question)
        else:
            agreed = self._agreed[self._agreed.index(agreed)]
            key = agreed.key
        path, parts, body = self._request(name, given)
        try:
            done = await self._client.post(path, *parts, body=body, token=self._token, key=key, agreed=agreed.question)
        except ToolError as error:
            # Of a shop that does not answer nobody knows what it did: the same yes, under the same key, still holds.
            if error.key != "shop.down":
                self._use_up(agreed)
            raise
        self._use_up(agreed)
        return _told(done)

    def _use_up(self, agreed: Act) -> None:
        self._agreed = [each for each in self._agreed if each != agreed]

    async def question(self, name: str, arguments: Mapping[str, Any]) -> str:
        """What a customer is asked before a write, in the shop's words: what would be done, with amounts and places.

        Raises:
            ToolError: It would be refused.
        """
        given = _checked(name, arguments)
        if not self._token:
            raise ToolError("shop.not_verified")
        path, parts, body = self._request(name, given)
        question = await self._client.preview(path, *parts, body=body, token=self._token)
        if self._asked:
            # The first counts: of a later one nobody knows whether the customer has seen it.
            self._questions.setdefault(Act.of(name, given), question)
        return question

    def _request(self, name: str, given: dict[str, Any]) -> tuple[str, list[str], dict[str, Any]]:
        """Where a write is asked for, what fills the path, and the request's body."""
        path, named = _PATHS[name]
        if "user_id" in named:
            self._own(given["user_id"])
        body = {field: value for field, value in given.items() if field not in named}
        return path, [given[field] for field in named if field != "user_id"], body

    async def _find_user_id_by_email(self, email: str) -> str:
        return await self._verify("/verifications/email", {"email": email})

    async def _find_user_id_by_name_zip(self, first_name: str, last_name: str, zip: str) -> str:
        return await self._verify("/verifications/name", {"first_name": first_name, "last_name": last_name, "zip": zip})

    async def _verify(self, path: str, by: dict[str, str]) -> str:
        if self._misses >= _TRIES:
            raise ToolError("shop.too_many_tries")
        try:
            found = await self._client.post(path, body=by)
        except ToolError as error:
            self._misses += error.key == "shop.refused"
            raise
        if self._customer and found["user_id"] != self._customer:
            raise ToolError("shop.one_customer")
        self._customer, self._token = found["user_id"], found["token"]
        return self._customer

    async def _get_user_details(self, user_id: str) -> str:
        self._own(user_id)
        return _told(await self._client.get("/customer", token=self._token))

    async def _get_order_details(self, order_id: str) -> str:
        if not self._token:
            raise ToolError("shop.not_verified")
        return _told(await self._client.get("/orders/{}", order_id, token=self._token))

    async def _get_product_details(self, product_id: str) -> str:
        return _told(await self._client.get("/products/{}", product_id))

    async def _list_all_product_types(self) -> str:
        return _told(await self._client.get("/products"))

    async def _search_products(self, words: str) -> str:
        return _told(await self._client.get("/products/search", words=words))

    async def _track_order(self, order_id: str) -> str:
        if not self._token:
            raise ToolError("shop.not_verified")
        return _told(await self._client.get("/orders/{}/tracking", order_id, token=self._token))

    async def _quote(self, items: list[dict[str, Any]], codes: list[str]) -> str:
        if not self._token:
            raise ToolError("shop.not_verified")
        return _told(await self._client.post("/quotes", body={"items": items, "codes": codes}, token=self._token))

    async def _calculate(self, expression: str) -> str:
        return await self._calculator(expression)

    async def _transfer_to_human_agents(self, summary: str) -> str:
        return "Transfer successful"

    def _own(self, user_id: str) -> None:
        if not self._token:
            raise ToolError("shop.not_verified")
        if user_id != self._customer:
            raise ToolError("shop.another_customer")


_PATHS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cancel_pending_order": ("/orders/{}/cancel", ("order_id",)),
    "modify_pending_order_address": ("/orders/{}/address", ("order_id",)),
    "modify_user_address": ("/customer/address", ("user_id",)),
    "modify_pending_order_payment": ("/orders/{}/payment", ("order_id",)),
    "modify_pending_order_items": ("/orders/{}/items", ("order_id",)),
    "exchange_delivered_order_items": ("/orders/{}/exchange", ("order_id",)),
    "return_delivered_order_items": ("/orders/{}/return", ("order_id",)),
    "send_return_label": ("/orders/{}/label/mail", ("order_id",)),
}
"""Of each write: where it is asked for, and the arguments that do not belong into the request's body."""


def _checked(name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    if name not in ALL:
        raise ToolError("shop.no_tool", name=name, names=", ".join(ALL))
    try:
        return ALL[name].model_validate(dict(arguments)).model_dump()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or name
        raise ToolError("shop.arguments", where=where, why=first["msg"]) from error


def _acts_in(text: str) -> list[Act]:
    """The writes that a text names, each with its arguments right after it."""
    found = []
    for named in _NAMED.finditer(text):
        between = _BETWEEN.match(text, named.end())
        if between is None:
            continue
        try:
            arguments, _ = json_at(text, between.end())
        except Unreadable:
            continue
        if isinstance(arguments, dict):
            found.append(Act.of(named[1], arguments))
    return found


def _bare(text: str) -> str:
    """Text without what models change of it: blanks, emphasis."""
    return " ".join(re.sub(r"[*_`]", "", text).split())


def _told(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
