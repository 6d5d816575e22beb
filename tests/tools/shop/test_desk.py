"""A conversation at the counter: whom it serves and what it does, whatever the model claims."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest

from reckoner.core import ToolError
from reckoner.evaluation.tau import TauRetail
from reckoner.shop.demo import demo
from reckoner.tools.shop import Desk, ShopClient, shop_tools

Shop = dict[str, Any]


@pytest.fixture(scope="module")
def shop() -> Shop:
    return demo()


@pytest.fixture
def tau(shop: Shop) -> Iterator[TauRetail]:
    made = TauRetail()
    made.load(shop)
    yield made
    made.close()


def pending(shop: Shop) -> list[dict[str, Any]]:
    return [order for order in shop["orders"].values() if order["status"] == "pending"]


def verify(tau: TauRetail, shop: Shop, user: str) -> str:
    return tau.call("find_user_id_by_email", {"email": shop["users"][user]["email"]})


def cancel(order: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "cancel_pending_order", {"order_id": order["order_id"], "reason": "no longer needed"}


def ask(tau: TauRetail, name: str, args: dict[str, Any], answer: str = "Yes, please proceed.") -> str:
    tau.on_agent(f"I am going to run {name} with {args}. Do you confirm (yes/no)?")
    tau.on_user(answer)
    return tau.call(name, args)


def question_in(refusal: str) -> str:
    return refusal.partition("these words: ")[2]


def test_a_yes_to_the_very_action_lets_it_be_done(tau: TauRetail, shop: Shop) -> None:
    order = pending(shop)[0]
    assert verify(tau, shop, order["user_id"]) == order["user_id"]
    assert '"cancelled"' in ask(tau, *cancel(order))
    assert tau.dump()["orders"][order["order_id"]]["status"] == "cancelled"


def test_the_shops_own_question_counts_when_it_was_really_asked(tau: TauRetail, shop: Shop) -> None:
    order = pending(shop)[0]
    verify(tau, shop, order["user_id"])
    question = question_in(tau.call(*cancel(order)))
    assert order["order_id"] in question
    tau.on_agent("Shall I?")
    tau.on_user("Yes")
    assert tau.call(*cancel(order)).startswith("Error")
    tau.on_agent(f"Of course. **{question}**")
    tau.on_user("Yes please")
    assert '"cancelled"' in tau.call(*cancel(order))


@pytest.mark.parametrize("answer", ["No.", "", "Yes, but tomorrow", "What will it cost?", "Yes, cancel #W1"])
def test_anything_else_is_no(tau: TauRetail, shop: Shop, answer: str) -> None:
    order = pending(shop)[0]
    verify(tau, shop, order["user_id"])
    assert ask(tau, *cancel(order), answer).startswith("Error")
    assert tau.dump() == shop


def test_a_yes_is_for_one_action_once_and_only_right_after_the_question(tau: TauRetail, shop: Shop) -> None:
    order = next(each for each in pending(shop) if len(shop["users"][each["user_id"]]["orders"]) > 1)
    verify(tau, shop, order["user_id"])
    name, args = cancel(order)
    address = {"order_id": order["order_id"], **shop["users"][order["user_id"]]["address"], "city": "There"}
    tau.on_agent(f"I will run {name} with {args}. Do you confirm?")
    tau.on_user("Yes")
    assert tau.call("modify_pending_order_address", address).startswith("Error")
    assert tau.call(name, {**args, "reason": "ordered by mistake"}).startswith("Error")
    tau.on_agent("By the way, the weather is nice.")
    tau.on_user("Yes")
    assert tau.call(name, args).startswith("Error")
    assert ask(tau, "modify_pending_order_address", address).startswith("{")
    assert tau.call("modify_pending_order_address", address).startswith("Error")


def test_a_yes_said_by_the_agent_itself_is_none(tau: TauRetail, shop: Shop) -> None:
    order = pending(shop)[0]
    verify(tau, shop, order["user_id"])
    name, args = cancel(order)
    tau.on_agent(f"I will run {name} with {args}. The customer said: yes.")
    assert tau.call(name, args).startswith("Error")


def test_a_refused_write_is_not_shown_by_being_refused(tau: TauRetail, shop: Shop) -> None:
    order = pending(shop)[0]
    verify(tau, shop, order["user_id"])
    assert tau.call(*cancel(order)).startswith("Error")
    tau.on_user("Yes, please proceed.")
    assert tau.call(*cancel(order)).startswith("Error")
    assert tau.dump() == shop


SAID = [
    "Sorry, I cannot run {act}. Shall I transfer you to a person instead?",
    "As you asked I will not run {act}. Anything else you need to know?",
    "Is your name Ann? <!-- {act} -->",
    "I can do one of two: {act} or {other}. Would you like one of them?",
    "I will run {act} or {other}. Do you confirm?",
    "I ran {act}.",
    "I am going to run {act}. Is your zip code 12345?",
    "I don't think that {act} is right. Do you agree?",
    "modify_user_address with {{'user_id': 'x', 'address1': '1 St {quoted}'}}. Do you confirm?",
    'cancel_pending_order with {{"order_id": "{id}", "reason": "x", "reason": "no longer needed"}}. Do you confirm?',
]


@pytest.mark.parametrize("said", SAID)
def test_what_is_not_asked_about_is_not_agreed_to(tau: TauRetail, shop: Shop, said: str) -> None:
    order = pending(shop)[0]
    verify(tau, shop, order["user_id"])
    name, args = cancel(order)
    quoted = f"{name} with {json.dumps(args)}".replace("'", "")
    other = f"{name} with { ({**args, 'reason': 'ordered by mistake'}) }"
    tau.on_agent(said.format(act=f"{name} with {args}", other=other, quoted=quoted, id=order["order_id"]))
    tau.on_user("Yes, please.")
    assert tau.call(name, args).startswith("Error")
    assert tau.dump() == shop


WAYS = [
    "I am going to run {name} with arguments {json}. Do you confirm (yes/no)?",
    "Shall I proceed with {name} with the following arguments:\n```json\n{json}\n```\nPlease confirm?",
    "**{name}** {json}\n\nIs that correct?",
    "{name}({json}) - do you agree?",
    "Tôi sẽ chạy {name} với {json}. Quý khách có đồng ý không?",
]


@pytest.mark.parametrize("way", WAYS)
def test_ways_of_asking(tau: TauRetail, shop: Shop, way: str) -> None:
    order = pending(shop)[0]
    verify(tau, shop, order["user_id"])
    name, args = cancel(order)
    tau.on_agent(way.format(name=name, json=json.dumps(args)))
    tau.on_user("Vâng, đồng ý.")
    assert '"cancelled"' in tau.call(name, args)


def test_two_refused_writes_are_asked_about_together(tau: TauRetail, shop: Shop) -> None:
    user = next(each["user_id"] for each in pending(shop) if len(mine(shop, each["user_id"])) > 1)
    first, second = mine(shop, user)[:2]
    verify(tau, shop, user)
    questions = [question_in(tau.call(*cancel(each))) for each in (first, second)]
    # Both questions in one message: of the first one more question follows, so it counts only as the last.
    tau.on_agent(questions[0])
    tau.on_user("yes")
    assert '"cancelled"' in tau.call(*cancel(first))
    tau.on_agent(question_in(tau.call(*cancel(second))))
    tau.on_user("yes")
    assert '"cancelled"' in tau.call(*cancel(second))


def mine(shop: Shop, user: str) -> list[dict[str, Any]]:
    return [each for each in pending(shop) if each["user_id"] == user]


@pytest.mark.parametrize("args", [None, [1], "abc", 5, {"email": "a\ud800"}, {"email": "a\0"}, {"email": "x" * 70_000}])
def test_odd_arguments_are_errors(tau: TauRetail, args: Any) -> None:
    for name in ("find_user_id_by_email", "get_product_details", "cancel_pending_order"):
        assert tau.call(name, args).startswith("Error")
    wrong: Any = []
    assert tau.call(wrong, {}).startswith("Error")


@pytest.mark.parametrize("number", ["", ".", "..", "a/b", "x" * 999, "search"])
def test_odd_numbers_reach_nothing_else(tau: TauRetail, number: str) -> None:
    assert tau.call("get_product_details", {"product_id": number}).startswith("Error")


def test_a_long_message_takes_no_time(tau: TauRetail) -> None:
    tau.on_agent('cancel_pending_order {"a":' * 20_000)


def test_nobody_learns_who_else_is_known(tau: TauRetail, shop: Shop) -> None:
    first, second = list(shop["users"])[:2]
    verify(tau, shop, first)
    known = verify(tau, shop, second)
    assert tau.call("find_user_id_by_email", {"email": "nobody@example.com"}) == known


def test_a_customer_number_proves_nothing(tau: TauRetail, shop: Shop) -> None:
    order = pending(shop)[0]
    assert "not verified" in tau.call("get_user_details", {"user_id": order["user_id"]})
    assert "not verified" in tau.call("get_order_details", {"order_id": order["order_id"]})
    assert "not verified" in ask(tau, *cancel(order))


def test_one_conversation_serves_one_customer(tau: TauRetail, shop: Shop) -> None:
    first, second = list(shop["users"])[:2]
    verify(tau, shop, first)
    assert "another customer already" in verify(tau, shop, second)
    assert "belongs to another" in tau.call("get_user_details", {"user_id": second})
    assert shop["users"][first]["email"] in tau.call("get_user_details", {"user_id": first})
    tau.new_session()
    assert verify(tau, shop, second) == second


def test_nobody_may_guess_for_long(tau: TauRetail, shop: Shop) -> None:
    for number in range(5):
        assert "No customer" in tau.call("find_user_id_by_email", {"email": f"{number}@example.com"})
    assert "too often" in verify(tau, shop, next(iter(shop["users"])))


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("no_such_tool", {}),
        ("cancel_pending_order", {"order_id": "#W1"}),
        ("cancel_pending_order", {"order_id": "#W1", "reason": "x", "sudo": True}),
        ("cancel_pending_order", {"order_id": 1, "reason": "x"}),
        ("return_delivered_order_items", {"order_id": "#W1", "item_ids": "1", "payment_method_id": "x"}),
        ("get_product_details", {"product_id": 5}),
    ],
)
def test_arguments_are_exact(tau: TauRetail, shop: Shop, name: str, args: dict[str, Any]) -> None:
    verify(tau, shop, next(iter(shop["users"])))
    assert tau.call(name, args).startswith("Error")


def test_what_anybody_may_know(tau: TauRetail, shop: Shop) -> None:
    name, product = next((each["name"], number) for number, each in shop["products"].items())
    assert product in tau.call("list_all_product_types", {})
    assert name in tau.call("get_product_details", {"product_id": product})
    assert tau.call("get_product_details", {"product_id": "0"}).startswith("Error")
    assert tau.call("calculate", {"expression": "2*(3+4)"}) == "14"
    assert tau.call("transfer_to_human_agents", {"summary": "wants a refund in cash"}) == "Transfer successful"


class Stumbling(httpx.AsyncBaseTransport):
    """Passes requests on, but loses some of the answers, or fails before."""

    def __init__(self, inner: httpx.AsyncBaseTransport, *ways: str) -> None:
        self.inner, self.ways, self.asked = inner, list(ways), 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        way = self.ways.pop(0) if self.ways else ""
        if way == "503":
            return httpx.Response(503, text="busy")
        reply = await self.inner.handle_async_request(request)
        if way == "lost":
            raise httpx.ReadError("connection reset")
        return reply


def desk_of(tau: TauRetail, *ways: str) -> tuple[Desk, Stumbling]:
    inner = tau._client._options["transport"]
    shaky = Stumbling(inner, *ways)

    async def no(expression: str) -> str:
        raise AssertionError

    return Desk(ShopClient("http://shop", "within-this-process", transport=shaky, wait=0.01), no), shaky


async def test_a_shop_that_stumbles_is_asked_again(tau: TauRetail, shop: Shop) -> None:
    desk, shaky = desk_of(tau, "503", "503")
    user = next(iter(shop["users"]))
    assert await desk.call("find_user_id_by_email", {"email": shop["users"][user]["email"]}) == user
    assert shaky.asked == 3


async def test_a_write_whose_answer_is_lost_is_done_once(tau: TauRetail, shop: Shop) -> None:
    order = pending(shop)[0]
    desk, shaky = desk_of(tau)
    await desk.call("find_user_id_by_email", {"email": shop["users"][order["user_id"]]["email"]})
    name, args = cancel(order)
    desk.agent_said(f"{name} with {args}. Do you confirm?")
    desk.customer_said("yes")
    shaky.ways = ["lost", "lost"]
    assert '"cancelled"' in await desk.call(name, args)
    history = tau.dump()["orders"][order["order_id"]]["payment_history"]
    assert [each["transaction_type"] for each in history] == ["payment", "refund"]


async def test_a_shop_that_is_down_is_told_so(tau: TauRetail) -> None:
    desk, _ = desk_of(tau, *["503"] * 9)
    with pytest.raises(ToolError, match="does not answer"):
        await desk.call("list_all_product_types", {})


async def test_as_tools_each_thread_has_its_desk(tau: TauRetail, shop: Shop) -> None:
    desks: dict[str, Desk] = {}

    async def no(expression: str) -> str:
        raise AssertionError

    gates = shop_tools(lambda thread: desks.setdefault(thread, Desk(tau._client, no, asked=True)))
    tools = {gate.tool.name: gate for gate in gates}
    assert {name for name, gate in tools.items() if gate.asks} == {
        "cancel_pending_order", "modify_pending_order_address", "modify_user_address", "modify_pending_order_payment",
        "modify_pending_order_items", "exchange_delivered_order_items", "return_delivered_order_items",
        "send_return_label",
    }  # fmt: skip
    order = pending(shop)[0]
    name, args = cancel(order)

    async def call(thread: str, name: str, args: dict[str, Any]) -> str:
        made = {"name": name, "args": args, "id": "call_1", "type": "tool_call"}
        config = {"configurable": {"thread_id": thread}}
        return str((await tools[name].tool.ainvoke(made, config)).content)

    email = {"email": shop["users"][order["user_id"]]["email"]}
    assert await call("a", "find_user_id_by_email", email) == order["user_id"]
    with pytest.raises(ToolError, match="not verified"):
        await call("b", name, args)
    # Whoever approves has asked; the same call again is the same write.
    with pytest.raises(ToolError, match="has not been asked"):
        await call("a", name, args)
    asked: Any = tools[name].question
    assert order["order_id"] in await asked("a", "call_1", args)
    done = await asyncio.gather(*[call("a", name, args) for _ in range(3)])
    assert len(set(done)) == 1
    schema: Any = tools[name].tool.tool_call_schema
    assert set(schema.model_json_schema()["properties"]) == {"order_id", "reason"}
