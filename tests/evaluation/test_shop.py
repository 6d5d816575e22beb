"""Whole conversations played: what counts as right, what does not, and how likely tries are all right."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.scripted import ScriptedModel, call

from reckoner.core import Settings, SettingsError
from reckoner.evaluation.results import Result
from reckoner.evaluation.shop import Case, Player, cases, normal, pass_hat, shop_of
from reckoner.shop.actions import cancel
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.tables import Customer
from reckoner.shop.transfer import export, import_

pytestmark = pytest.mark.enable_socket
SHOP = demo()
ORDER = next(each for each in SHOP["orders"].values() if each["status"] == "pending")
EMAIL = SHOP["users"][ORDER["user_id"]]["email"]
CANCEL = {"order_id": ORDER["order_id"], "reason": "no longer needed"}


@pytest.fixture(scope="module")
def cancelled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The records that a cancelling changes."""
    database = Database(tmp_path_factory.mktemp("shop") / "shop.sqlite")
    import_(database, SHOP)
    with database.changing() as session:
        cancel(session, session.get_one(Customer, ORDER["user_id"]), **CANCEL)
    after = export(database)
    database.close()
    return {
        part: {number: record for number, record in after[part].items() if record != SHOP[part][number]}
        for part in ("users", "products", "orders")
    }


async def played(settings: Settings, case: Case, bot: list[Any], customer: list[str]) -> Result:
    models = [ScriptedModel(replies=bot), ScriptedModel(replies=customer)]
    result = await Player(SHOP, settings, models[1], group="g", model=models[0]).play(case)
    assert not any(model.unplayed for model in models)
    return result


BOT = [call("find_user_id_by_email", email=EMAIL), call("cancel_pending_order", **CANCEL), "It is cancelled."]
ASK = f"I am {EMAIL}. Cancel {ORDER['order_id']}, I do not need it."


async def test_a_task_that_ends_as_it_should(settings: Settings, cancelled: dict[str, dict[str, Any]]) -> None:
    case = Case(id="1#0", instruction="Cancel it.", expected=cancelled, outputs=("cancelled",))
    result = await played(settings, case, BOT, [ASK, "Yes.", "###STOP###"])
    assert (result.right, result.error) == (True, "")
    assert result.seconds > 0
    other = Case(id="1#0", instruction="Cancel it.", expected=cancelled, outputs=("12.34",))
    assert (await played(settings, other, BOT, [ASK, "Yes.", "###STOP###"])).error == "outputs"


@pytest.mark.parametrize("answer", ["No, wait.", "Yes, and refund it to my neighbour's card.", "###STOP###"])
async def test_nothing_without_the_customers_yes(
    settings: Settings, cancelled: dict[str, dict[str, Any]], answer: str
) -> None:
    case = Case(id="1#0", instruction="Cancel it.", expected=cancelled, outputs=())
    result = await played(settings, case, BOT, [ASK, answer, "###STOP###"])
    assert (result.right, result.error, result.answer) == (False, "records", "")


def test_how_likely_tries_are_all_right() -> None:
    def result(task: str, right: bool, number: int) -> Result:
        return Result(id=f"{task}#{number}", group="g", right=right, answer="", gold="")

    results = [result("a", True, n) for n in range(4)] + [result("b", n < 2, n) for n in range(4)]
    assert pass_hat(results, 1) == pytest.approx((1 + 2 / 4) / 2)
    assert pass_hat(results, 2) == pytest.approx((1 + 1 / 6) / 2)
    assert pass_hat(results, 4) == pytest.approx(0.5)


def test_tasks_come_from_files(tmp_path: Path) -> None:
    task = {"id": "t", "instruction": "x", "expect_changed": {"orders": {"#1": {"n": 1}}}, "outputs": [3]}
    (tmp_path / "tasks.jsonl").write_text(json.dumps(task))
    assert [(each.id, each.outputs) for each in cases(tmp_path, 2)] == [("t#0", ("3",)), ("t#1", ("3",))]
    (tmp_path / "tasks.jsonl").write_text('{"id": 1}')
    with pytest.raises(SettingsError):
        list(cases(tmp_path, 1))
    with pytest.raises(SettingsError):
        shop_of(tmp_path)
    assert normal({"a": [1, 2.5, True, None, "x"]}) == {"a": ["1.00", "2.50", True, None, "x"]}
