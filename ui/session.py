"""What all browsers share, the assistant, and what each keeps: its thread, language and model."""

import atexit
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import streamlit as st

from reckoner.agents import Assistant, new_thread
from reckoner.core import LANGUAGES, Language, Sampling, Settings, Strategy, say
from reckoner.retrieval import MAIN
from reckoner.ui.bridge import Bridge


@dataclass(frozen=True)
class Shared:
    """One assistant for all browsers."""

    assistant: Assistant
    bridge: Bridge
    opened: AsyncExitStack
    """What closes the assistant; it lives as long as this does."""


@st.cache_resource(show_spinner=False)
def shared() -> Shared:
    """Opened once, when the first browser comes.

    Raises:
        ReckonerError: The settings or the data folder cannot be used.
    """
    settings = Settings.load()
    bridge = Bridge()
    opened = AsyncExitStack()
    assistant = bridge.call(opened.enter_async_context(Assistant.open(settings)))
    atexit.register(lambda: bridge.call(opened.aclose()))
    return Shared(assistant, bridge, opened)


def language() -> Language:
    """The browser's language, kept in the address so that a reload keeps it."""
    chosen = st.query_params.get("lang", "")
    return next((each for each in LANGUAGES if each == chosen), Settings.model_fields["language"].default)


def word(key: str, **facts: object) -> str:
    """A text of the app in the browser's language."""
    return say("reckoner.ui", "app", key, language(), **facts)


def thread() -> str:
    """The conversation on the screen; its id is in the address."""
    if "thread" not in st.query_params:
        st.query_params["thread"] = new_thread()
    return str(st.query_params["thread"])


Place = Literal["chat", "documents", "staff"]

places: dict[Place, Any] = {}
"""The app's pages, as Streamlit knows them; filled by ``app``."""


def go(place: Place) -> NoReturn:
    """Show another page; the conversation and the language stay in the address."""
    st.switch_page(places[place], query_params=dict(st.query_params))


def open_thread(thread: str | None = None) -> NoReturn:
    """Show a conversation, or a new one."""
    st.session_state.pop("collection", None)
    st.query_params["thread"] = thread or new_thread()
    go("chat")


def serves_customers() -> bool:
    """Whether those who chat here are a shop's customers, who see neither settings nor others' conversations."""
    return shared().assistant.settings.profile == "shopbot"


def collection() -> str:
    """The name of the collection of documents that this browser has before it: the conversation's, unless another was
    chosen."""
    if "collection" not in st.session_state:
        known = shared().bridge.call(shared().assistant.memory.find(thread()))
        st.session_state["collection"] = known.collection if known else MAIN
    return str(st.session_state["collection"])


def collection_name(name: str) -> str:
    """What a collection is called for people."""
    return name or word("main_collection")


def model() -> str:
    """The model that this browser has chosen."""
    return str(st.session_state.get("model") or shared().assistant.settings.model_name)


def strategy() -> Strategy:
    """How this browser wants its questions answered."""
    chosen: Strategy = st.session_state.get("strategy") or shared().assistant.settings.strategy
    return chosen


def sampling() -> Sampling:
    """The sampling that this browser has chosen; what is left empty is the model's own."""
    chosen = {name: st.session_state.get(f"sampling_{name}") for name in Sampling.model_fields}
    return Sampling.model_validate({name: value for name, value in chosen.items() if value not in (None, "")})
