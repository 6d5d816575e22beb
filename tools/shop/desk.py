"""One conversation at the shop's counter: whom it serves, what was shown, what was agreed to.

What a model claims of any of it counts for nothing. A customer is who the shop found; a yes is the customer's next
message after exactly this action was shown, judged in ``consent``, and it is used up by the action.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from reckoner.core import ToolError

from .act import Act
from .arguments import ALL, WRITES
from .client import ShopClient
from .consent import agrees
from .proposal import asks, proposed

_HANDOVERS = 5
"""Times that one conversation may be handed over: each reaches a person."""
_QUESTIONS = 50
"""The latest ones outlive a restart."""
_TRIES = 5
"""Times that nobody may be found in one conversation."""
Calculator = Callable[[str], Awaitable[str]]


class Desk:
    """The counter for one conversation.

    Args:
        client: The shop.
        calculate: Calculates an expression.
        asked: Whether somebody else asks the customer before every write, as an approval card does; otherwise the
            conversation itself is listened to.
        state: What ``keep`` was given when this desk was last open.
        keep: Called with what must outlive this process, whenever it changes.
    """

    def __init__(
        self,
        client: ShopClient,
        calculate: Calculator,
        *,
        asked: bool = False,
        state: Mapping[str, Any] = {},
        keep: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> None:
        self._client, self._calculator, self._asked, self._keep = client, calculate, asked, keep
        self._token: str = state.get("token", "")
        self._customer: str = state.get("customer", "")
        self._misses: int = state.get("misses", 0)
        self._handed_over: int = state.get("handed_over", 0)
        self._refused: list[Act] = []
        """Refused for want of a yes: they count as shown once the agent has put the shop's question."""
        self._shown: list[Act] = []
        self._agreed: list[Act] = []
        self._questions: dict[str, str] = dict(state.get("questions", {}))
        """What the customer was asked, by the key of each write that somebody else asks about."""

    @property
    def customer(self) -> str:
        """The number of the verified customer; empty before that."""
        return self._customer

    def agent_said(self, text: str) -> None:
        """The agent's message to the customer; what it asks about with all its arguments is shown by it."""
        refused = [act for act in self._refused if asks(text, act.question)]
        self._shown, self._refused, self._agreed = proposed(text) or refused, [], []

    def customer_said(self, text: str) -> None:
        """The customer's next message: a yes to what was shown, or none."""
        self._agreed = self._shown if self._shown and agrees(text, self._shown) else []
        self._shown, self._refused = [], []

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
        if name == "transfer_to_human_agents":
            return await self._hand_over(given["summary"], key)
        if name not in WRITES:
            return await getattr(self, f"_{name}")(**given)  # type: ignore[no-any-return]
        if not self._token:
            raise ToolError("shop.not_verified")
        act = Act.of(name, given)
        agreed = self._approved(act, key) if self._asked else await self._agreed_to(act, given)
        path, parts, body = self._request(name, given)
        try:
            done = await self._client.post(
                path, *parts, body=body, token=self._token, key=agreed.key, agreed=agreed.question
            )
        except ToolError as error:
            # Of a shop that does not answer nobody knows what it did: the same yes, under the same key, still holds.
            if error.key != "shop.down":
                self._use_up(agreed)
            raise
        self._use_up(agreed)
        return _told(done)

    def _approved(self, act: Act, key: str) -> Act:
        """An act that somebody else has asked the customer about."""
        if key not in self._questions:
            raise ToolError("shop.not_asked")
        return replace(act, question=self._questions[key], key=key)

    async def _agreed_to(self, act: Act, given: dict[str, Any]) -> Act:
        """The yes of this conversation to an act."""
        if act in self._agreed:
            return self._agreed[self._agreed.index(act)]
        question = await self.question(act.name, given)
        self._refused.append(replace(act, question=question))
        raise ToolError("shop.not_agreed", question=question)

    def _use_up(self, agreed: Act) -> None:
        # The question of a key stays: what a crash cut off is asked for again under it.
        self._agreed = [each for each in self._agreed if each != agreed]

    def _note(self) -> None:
        state = {"token": self._token, "customer": self._customer, "misses": self._misses}
        state["handed_over"] = self._handed_over
        latest = list(self._questions.items())[-_QUESTIONS:]
        self._keep({**state, "questions": dict(latest)})

    async def question(self, name: str, arguments: Mapping[str, Any], *, key: str = "") -> str:
        """What a customer is asked before a write, in the shop's words: what would be done, with amounts and places.

        Args:
            name: The tool's.
            arguments: The write's.
            key: Of a write that somebody else asks about. The first question of a key counts: of a later one nobody
                knows whether the customer has seen it.

        Raises:
            ToolError: It would be refused.
        """
        given = _checked(name, arguments)
        if key in self._questions:
            return self._questions[key]
        if not self._token:
            raise ToolError("shop.not_verified")
        path, parts, body = self._request(name, given)
        question = await self._client.preview(path, *parts, body=body, token=self._token)
        if key:
            self._questions[key] = question
            self._note()
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
            if error.key != "shop.refused":
                raise
            self._missed()
            # Whether somebody else is known here is nobody's business in a conversation with a customer.
            raise ToolError("shop.one_customer") if self._customer else error from error
        if self._customer and found["user_id"] != self._customer:
            self._missed()
            raise ToolError("shop.one_customer")
        self._customer, self._token = found["user_id"], found["token"]
        self._note()
        return self._customer

    def _missed(self) -> None:
        self._misses += 1
        self._note()

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
        return _told(await self._client.get("/search", words=words))

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

    async def _hand_over(self, summary: str, key: str) -> str:
        if self._handed_over >= _HANDOVERS:
            raise ToolError("shop.handed_over")
        await self._client.post("/handovers", body={"summary": summary}, token=self._token, key=key)
        self._handed_over += 1
        self._note()
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


def _checked(name: str, arguments: Any) -> dict[str, Any]:
    if not isinstance(name, str) or name not in ALL:
        raise ToolError("shop.no_tool", name=name, names=", ".join(ALL))
    try:
        return ALL[name].model_validate(arguments).model_dump()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or name
        raise ToolError("shop.arguments", where=where, why=first["msg"]) from error


def _told(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
