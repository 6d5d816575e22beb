"""The page of the shop's own people: what waits for them, orders, conversations, and the record."""

import json
import secrets
from typing import Any

import streamlit as st

from reckoner.core import ReckonerError, key_of
from reckoner.tools.shop import ShopClient, steps
from reckoner.ui.session import go, language, open_thread, shared, word
from reckoner.ui.shop import timeline
from reckoner.ui.text import plain

_THREADS = 50
"""Conversations that are looked into for what waits."""


def staff() -> None:
    st.markdown(f"## :material/storefront: {word('staff')}")
    if st.button(word("back_to_chat"), icon=":material/arrow_back:", type="tertiary", key="back-to-chat"):
        go("chat")
    settings = shared().assistant.settings
    key = key_of(settings.shop_staff_key, settings.shop_staff_key_file)
    if not key:
        st.info(word("staff_no_key"), icon=":material/key:")
        return
    if not _may_enter(key):
        return
    client = ShopClient(settings.shop_url, key, language=language())
    tabs = st.tabs([word(name) for name in ("staff_waiting", "staff_orders", "staff_chats", "staff_record")])
    for tab, draw in zip(tabs, (_waiting, _orders, _chats, _record), strict=True):
        with tab:
            try:
                draw(client)
            except ReckonerError as error:
                st.error(plain(error.text(language())), icon=":material/error:")


def _may_enter(key: str) -> bool:
    """Whether this browser's person has given the staff's key: customers see the same app."""
    if st.session_state.get("staff"):
        return True
    given = st.text_input(word("staff_key"), type="password", key="staff-key", help=word("staff_key_help"))
    if not given:
        return False
    if not secrets.compare_digest(given.encode(), key.encode()):
        st.error(word("staff_key_wrong"), icon=":material/error:")
        return False
    st.session_state["staff"] = True
    st.rerun()


def _waiting(client: ShopClient) -> None:
    bridge, assistant = shared().bridge, shared().assistant
    handovers = bridge.call(client.get("/staff/handovers"))
    st.markdown(f"#### {word('handovers')}")
    if not handovers:
        st.caption(word("nothing_waits"))
    for each in handovers:
        with st.container(border=True, key=f"handover-{each['handover']}"):
            st.markdown(plain(each["summary"]))
            st.caption(f"{plain(each['user_id'] or word('nobody_verified'))} · {_when(each['made'])}")
            if st.button(word("seen_to"), icon=":material/check:", key=f"seen-{each['handover']}"):
                bridge.call(client.post("/staff/handovers/{}/done", str(each["handover"]), body={}))
                st.rerun()
    st.markdown(f"#### {word('approvals')}")
    threads = bridge.call(assistant.memory.threads())[:_THREADS]
    asked = [(thread, each) for thread in threads for each in bridge.call(assistant.pending(thread.id))]
    if not asked:
        st.caption(word("nothing_waits"))
    for thread, each in asked:
        # The yes is the customer's alone; staff see what waits.
        with st.container(border=True, key=f"asked-{each.call_id}"):
            st.markdown(f"**{plain(thread.title)}**  \n{plain(each.question or json.dumps(each.arguments))}")
            st.caption(word("expires", when=_when(each.expires)))


def _orders(client: ShopClient) -> None:
    bridge = shared().bridge
    words = st.text_input(word("find_order"), key="find-order", placeholder=word("find_order_hint"))
    found = bridge.call(client.get("/staff/orders", words=words, limit="50"))
    if not found:
        st.caption(word("no_orders_found"))
        return
    st.dataframe([_row(each) for each in found], hide_index=True, width="stretch", key="orders")
    number = st.selectbox(word("open_order"), [each["order_id"] for each in found], key="order")
    told = bridge.call(client.get("/staff/orders/{}", number))
    _order(client, told)


def _row(order: dict[str, Any]) -> dict[str, Any]:
    names = {"order_id": "order", "name": "customer", "email": "email", "status": "status", "paid": "paid"}
    return {word(f"column_{label}"): order[name] for name, label in names.items()} | {"": order["currency"]}


def _order(client: ShopClient, told: dict[str, Any]) -> None:
    order = told["order"]
    parcels = [number for each in order["fulfillments"] for number in each["tracking_id"]]
    timeline(
        {
            "number": order["order_id"], "items": [each["name"] for each in order["items"]],
            "parcels": [*parcels, *([told["label"]] if told["label"] else [])], "steps": steps(order["status"]),
        }
    )  # fmt: skip
    for movement in order["payment_history"]:
        kind, amount = movement["transaction_type"], f"{movement['amount']} {told['currency']}"
        st.markdown(f"- {word(f'money_{kind}')}: {plain(amount)} · {plain(movement['payment_method_id'])}")
    for act in told["acts"]:
        st.caption(f"{_when(act['made'])} · {word('act_' + act['verb'])}")
    for mail in told["mails"]:
        state = mail["failed"] or (_when(mail["sent"]) if mail["sent"] else word("mail_waits"))
        st.caption(f":material/mail: {plain(mail['to'])} · {plain(state)}")
    if order["status"] in ("return requested", "exchange requested") and st.button(
        word("arrived"), icon=":material/inventory:", key=f"arrived-{order['order_id']}", help=word("arrived_help")
    ):
        # Under one key: where an answer is lost on the way, asking again tells the first one.
        key = f"arrived {order['order_id']}"
        shared().bridge.call(client.post("/staff/orders/{}/arrived", order["order_id"], body={}, key=key))
        st.rerun()


def _chats(_: ShopClient) -> None:
    threads = shared().bridge.call(shared().assistant.memory.threads())[:_THREADS]
    if not threads:
        st.caption(word("no_chats"))
    for each in threads:
        name, when = st.columns([3, 1])
        if name.button(plain(each.title), key=f"read-{each.id}", type="tertiary"):
            open_thread(each.id)
        when.caption(_when(each.updated))


def _record(_: ShopClient) -> None:
    entries = shared().bridge.call(shared().assistant.audit.entries(limit=200))
    if not entries:
        st.caption(word("record_empty"))
        return
    rows = [
        {
            word("column_when"): _when(each.at), word("column_what"): word(f"what_{each.what}"),
            word("column_tool"): each.tool, word("column_who"): each.who,
            word("column_arguments"): json.dumps(each.arguments, ensure_ascii=False),
            word("column_outcome"): each.outcome, word("column_chat"): each.thread,
        }
        for each in entries
    ]  # fmt: skip
    st.dataframe(rows, hide_index=True, width="stretch", key="record")


def _when(moment: str) -> str:
    return moment[:16].replace("T", " ")
