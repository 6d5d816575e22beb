"""The conversation on the screen: old turns, the running one, what waits for a decision."""

import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import closing

import streamlit as st

from reckoner.agents import Exchange, Feedback
from reckoner.core import ApprovalNeeded, Event, Failed, Turn
from reckoner.ui.approve import approval_card
from reckoner.ui.draw import TurnView
from reckoner.ui.session import (
    collection,
    model,
    open_thread,
    sampling,
    serves_customers,
    shared,
    strategy,
    thread,
    word,
)
from reckoner.ui.text import plain
from reckoner.ui.upload import KINDS, add_documents

Events = Callable[[], AsyncGenerator[Event]]

_ENDING = 10
"""Seconds that a stopped turn is given to end."""


def conversation() -> None:
    assistant, bridge = shared().assistant, shared().bridge
    if (ended := st.session_state.get("turn_ended")) is not None:
        # After a click, Streamlit runs the page anew while the run that drew the turn is still ending it.
        ended.wait(_ENDING)
    history = bridge.call(assistant.history(thread()))
    queued: Events | None = st.session_state.pop("queued", None)
    ratings = bridge.call(assistant.memory.ratings(thread()))
    # A question that is being asked anew must not be shown with its former answer.
    for place, exchange in enumerate(history):
        _exchange(exchange, last=place == len(history) - 1, redone=queued is not None, ratings=ratings)
    if not history and queued is None and "asked" not in st.session_state:
        _empty_state()
    waiting = bridge.call(assistant.pending(thread()))
    _ask_box(waiting=bool(waiting))
    if asked := st.session_state.pop("asked", None):
        with st.chat_message("user"):
            st.markdown(plain(asked))
        turn = Turn(thread=thread(), text=asked, collection=collection())
        _run(lambda: assistant.stream(turn, model=model(), sampling=sampling(), strategy=strategy()))
    elif queued is not None:
        _run(queued)
    elif waiting:
        _decide(waiting)
    elif bridge.call(assistant.interrupted(thread())):
        st.info(word("interrupted"), icon=":material/history:")
        if st.button(word("continue_it"), key="continue"):
            here = thread()
            st.session_state["queued"] = lambda: assistant.resume(here, model=model())
            st.rerun()


def _decide(waiting: Sequence[ApprovalNeeded]) -> None:
    """Ask about what waits, and go on with what is decided."""
    if st.session_state.get("staff"):
        # The yes is the customer's alone.
        st.info(word("customer_decides"), icon=":material/hourglass:")
        return
    decisions = {each.call_id: decision for each in waiting if (decision := approval_card(each)) is not None}
    if decisions:
        here, assistant = thread(), shared().assistant
        st.session_state["queued"] = lambda: assistant.resume(here, decisions, model=model(), who="app")
        st.rerun()


def _run(events: Events) -> None:
    """Draw a turn as it happens; *stop* reruns the page, which ends the turn."""
    ended = st.session_state["turn_ended"] = threading.Event()
    try:
        _draw(events)
    finally:
        ended.set()


def _draw(events: Events) -> None:
    with st.chat_message("assistant"):
        view = TurnView(running=True)
        stop = st.empty()
        stop.button(word("stop"), icon=":material/stop:", key="stop")
        failed = False
        # A click on *stop* unwinds this block: the turn must have ended before the page is drawn anew.
        with closing(shared().bridge.iterate(events())) as told:
            for event in told:
                if event is None:
                    view.tick()
                else:
                    view.draw(event)
                    failed = failed or isinstance(event, Failed)
        stop.empty()
        view.end()
    if not failed:
        st.rerun()


def _ask_box(*, waiting: bool) -> None:
    hint = word("decide_first" if waiting else "shop_ask" if serves_customers() else "ask")
    if st.session_state.get("staff"):
        st.caption(word("staff_reads"))
        return
    if serves_customers():
        if written := st.chat_input(hint, disabled=waiting, key="question"):
            st.session_state["asked"] = written
        return
    sent = st.chat_input(hint, accept_file="multiple", file_type=KINDS, disabled=waiting, key="question")
    if not sent:
        return
    if sent.files:
        for told in add_documents(shared().assistant.library.collection(collection()), sent.files):
            icon = {"error": ":material/error:", "success": ":material/check:"}.get(told.kind)
            # What went wrong stays until it is read.
            st.toast(told.text, icon=icon, duration="infinite" if told.kind == "error" else "short")
    if sent.text.strip():
        st.session_state["asked"] = sent.text


def _empty_state() -> None:
    shop = "shop_" if serves_customers() else ""
    with st.container(key="empty-state"):
        st.markdown(f"# {word(f'{shop}title')}\n{word(f'{shop}tagline')}")
        st.caption(word("examples"))
        columns = st.columns(2)
        for place in range(4):
            example = word(f"{shop}example_{place + 1}")
            if columns[place % 2].button(plain(example), key=f"example-{place + 1}", width="stretch"):
                st.session_state["asked"] = example
                st.rerun()


def _exchange(exchange: Exchange, *, last: bool, redone: bool, ratings: dict[str, Feedback]) -> None:
    with st.chat_message("user"):
        st.markdown(plain(exchange.question))
    if not exchange.events and not exchange.stopped:
        return
    with st.chat_message("assistant"):
        view = TurnView(running=False)
        for event in exchange.events:
            view.draw(event)
        view.end(stopped=exchange.stopped)
        if exchange.answer and not redone:
            _actions(exchange, last=last, ratings=ratings)


def _actions(exchange: Exchange, *, last: bool, ratings: dict[str, Feedback]) -> None:
    answer = exchange.answer
    assert answer is not None
    assistant = shared().assistant
    key = answer.message_id
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions-{key}"):
        _feedback(key, ratings.get(key))
        if last and st.button(
            "", icon=":material/refresh:", type="tertiary", key=f"again-{key}", help=word("regenerate")
        ):
            here = thread()
            st.session_state["queued"] = lambda: assistant.regenerate(
                here, model=model(), sampling=sampling(), strategy=strategy()
            )
            st.rerun()
        with st.popover("", icon=":material/edit:", type="tertiary", help=word("edit"), key=f"edit-{key}"):
            st.caption(word("edit_note"))
            changed = st.text_area(word("edit"), exchange.question, key=f"changed-{key}", label_visibility="collapsed")
            if st.button(word("send"), key=f"send-{key}", type="primary") and changed.strip():
                st.session_state["asked"] = changed
                open_thread(shared().bridge.call(assistant.edit(thread(), exchange.message_id)))


def _feedback(message: str, known: Feedback | None) -> None:
    memory, bridge = shared().assistant.memory, shared().bridge
    default = None if known is None else int(known.good)
    given = st.feedback("thumbs", key=f"thumbs-{message}", default=default)
    if given is not None and given != default:
        bridge.call(memory.rate(thread(), message, good=bool(given), comment=known.comment if known else ""))
    if given is not None:
        with st.popover("", icon=":material/chat:", type="tertiary", help=word("comment"), key=f"comment-{message}"):
            comment = st.text_area(word("comment"), known.comment if known else "", key=f"words-{message}")
            if st.button(word("save"), key=f"save-{message}"):
                bridge.call(memory.rate(thread(), message, good=bool(given), comment=comment))
                st.caption(word("comment_saved"))
