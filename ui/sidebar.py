"""The sidebar: chats, documents, model and settings."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Literal, get_args

import streamlit as st

from reckoner.agents import Exchange, Thread, to_data, to_markdown
from reckoner.core import LANGUAGES, ReckonerError, Strategy, say
from reckoner.models.server import models
from reckoner.models.weights import installed
from reckoner.ui.pages.documents import choose_collection
from reckoner.ui.session import collection, go, language, open_thread, serves_customers, shared, strategy, thread, word
from reckoner.ui.text import plain

_MODELS = ("mini", "openai:gpt-4o-mini", "openai:gpt-4o")
_LISTED = 8
"""Documents that are named; the page names all."""


def sidebar() -> None:
    with st.sidebar:
        st.markdown(f"### :material/calculate: {word('title')}")
        if shared().assistant.settings.sandbox == "unsafe":
            st.warning(say("reckoner.core", "errors", "sandbox.unsafe", language()), icon=":material/warning:")
        if st.button(word("new_chat"), icon=":material/add:", width="stretch", key="new-chat"):
            open_thread()
        if serves_customers():
            _language()
            if st.button(word("staff"), icon=":material/storefront:", type="tertiary", key="staff-page"):
                go("staff")
            return
        _chats()
        with st.expander(word("documents"), icon=":material/description:", expanded=False):
            _documents()
        with st.expander(word("settings"), icon=":material/tune:"):
            _settings()
        _language()


def _chats() -> None:
    memory = shared().assistant.memory
    containing = st.text_input(
        word("search_chats"), key="search", placeholder=word("search_chats"), label_visibility="collapsed"
    )
    threads = shared().bridge.call(memory.threads(containing))
    if containing and not threads:
        st.caption(word("no_chats"))
    with st.container(height=240 if len(threads) > 5 else "content", border=False):
        for each in threads[:100]:
            _chat(each)


def _chat(each: Thread) -> None:
    name, menu = st.columns([5, 1], gap="small", vertical_alignment="center")
    kind: Literal["primary", "tertiary"] = "primary" if each.id == thread() else "tertiary"
    if name.button(plain(each.title), key=f"open-{each.id}", type=kind, width="stretch"):
        open_thread(each.id)
    with menu.popover("", icon=":material/more_vert:", type="tertiary", key=f"menu-{each.id}"):
        _chat_menu(each)


def _chat_menu(each: Thread) -> None:
    assistant, bridge = shared().assistant, shared().bridge
    title = st.text_input(word("title_label"), each.title, key=f"title-{each.id}")
    if st.button(word("rename"), key=f"rename-{each.id}") and title.strip():
        bridge.call(assistant.memory.rename(each.id, title))
        st.rerun()
    if each.id == thread():
        # Written when somebody asks for it, not whenever the page is drawn.
        for label, write, ending in (("export_md", to_markdown, "md"), ("export_json", to_data, "json")):
            st.download_button(
                word(label),
                partial(_exported, each, write),
                f"{each.id}.{ending}",
                key=f"{ending}-{each.id}",
            )
    st.divider()
    if st.checkbox(word("delete_sure"), key=f"sure-{each.id}") and st.button(word("delete"), key=f"delete-{each.id}"):
        bridge.call(assistant.delete(each.id))
        if each.id == thread():
            open_thread()
        st.rerun()


def _exported(each: Thread, write: Callable[[Thread, Sequence[Exchange]], str]) -> str:
    return write(each, shared().bridge.call(shared().assistant.history(each.id)))


def _documents() -> None:
    choose_collection("chat-collection")
    if st.button(word("open_documents"), icon=":material/folder_open:", width="stretch", key="manage-documents"):
        go("documents")
    try:
        sources = shared().assistant.library.collection(collection()).sources()
    except ReckonerError as error:
        st.error(plain(error.text(language())))
        return
    for source in sources[:_LISTED]:
        about = word("pages", kind=source.kind.upper(), pages=source.pages)
        st.markdown(f"{plain(source.name)}  \n:gray[{about}]")
    if not sources:
        st.caption(word("no_documents"))
    elif len(sources) > _LISTED:
        st.caption(word("more", count=len(sources) - _LISTED))


def _settings() -> None:
    current = shared().assistant.settings.model_name
    names = list(dict.fromkeys((current, *_MODELS, *_within_reach())))
    st.selectbox(word("model"), names, key="model", accept_new_options=True, help=word("model_help"))
    st.caption(word("mini_note"))
    # A widget's labels belong to it: in another language it is another one, and the choice stays.
    labels = {each: word(f"strategy_{each}") for each in get_args(Strategy)}
    st.session_state["strategy"] = st.selectbox(
        word("strategy"),
        labels,
        index=list(labels).index(strategy()),
        format_func=labels.__getitem__,
        key=f"strategy-{language()}",
        help=word("strategy_help"),
    )
    st.markdown(f"**{word('sampling')}**", help=word("sampling_help"))
    st.number_input(word("max_new_tokens"), min_value=1, value=None, step=1, key="sampling_max_new_tokens")
    st.number_input(word("temperature"), min_value=0.0, max_value=2.0, value=None, step=0.1, key="sampling_temperature")
    st.number_input(word("top_p"), min_value=0.01, max_value=1.0, value=None, step=0.05, key="sampling_top_p")
    st.number_input(word("top_k"), min_value=1, value=None, step=1, key="sampling_top_k")
    st.number_input(word("seed"), min_value=0, value=None, step=1, key="sampling_seed")
    st.text_input(word("stop_texts"), key="sampling_stop")


@st.cache_data(ttl=60, show_spinner=False)
def _within_reach() -> list[str]:
    """The models on this machine, and those of the server that the settings name, if it answers at once."""
    settings = shared().assistant.settings
    found = [each.model for each in installed(settings)]
    if settings.openai_base_url:
        asked = settings.model_copy(update={"model_timeout": 2.0})
        with suppress(ReckonerError):
            found += [f"openai:{each.name}" for each in models(asked, settings.openai_base_url)]
    return found


def _language() -> None:
    names = {"en": "English", "vi": "Tiếng Việt"}
    chosen = st.segmented_control(
        word("language"),
        LANGUAGES,
        default=language(),
        format_func=names.__getitem__,
        key="language",
        label_visibility="collapsed",
    )
    if chosen and chosen != language():
        st.query_params["lang"] = chosen
        st.rerun()
    st.caption(word("theme_note"))
