"""Playing a shop's cases without a model, on our own shop."""

from reckoner.evaluation.tau import TauRetail
from reckoner.shop.demo import demo


def test_a_case_from_load_to_dump() -> None:
    shop = demo("vi")
    order = next(each for each in shop["orders"].values() if each["status"] == "pending")
    name, args = "cancel_pending_order", {"order_id": order["order_id"], "reason": "ordered by mistake"}
    tau = TauRetail()
    tau.load(shop)
    tau.new_session()
    assert tau.call("find_user_id_by_email", {"email": shop["users"][order["user_id"]]["email"]}) == order["user_id"]
    tau.on_agent(f"I am going to run {name} with {args}. Do you confirm (yes/no)?")
    tau.on_user("Vâng, đồng ý ạ.")
    assert not tau.call(name, args).startswith("Error")
    changed = {number for number, each in tau.dump()["orders"].items() if each != shop["orders"][number]}
    assert changed == {order["order_id"]}
    tau.load(shop)
    assert tau.dump() == shop
    tau.new_session()
    assert tau.call(name, args).startswith("Error")
    tau.close()
