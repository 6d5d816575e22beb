"""The sidebar: chats, documents, model and settings."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Literal, get_args

import streamlit as st

from reckoner.agents import Exchange, Thread, to_data, to_markdown
from reckoner.core import LANGUAGES, ReckonerError, Strategy, say
from reckoner.ui.draw import plain
from reckoner.ui.session import language, open_thread, shared, strategy, thread, word

_MODELS = ("mini", "openai:gpt-4o-mini", "openai:gpt-4o")
KINDS = ["pdf", "docx", "pptx", "xlsx", "html", "htm", "md", "csv", "tsv", "txt"]


def sidebar() -> None:
    with st.sidebar:
        st.markdown(f"### :material/calculate: {word('title')}")
        if shared().assistant.settings.sandbox == "unsafe":
            st.warning(say("reckoner.core", "errors", "sandbox.unsafe", language()), icon=":material/warning:")
        if st.button(word("new_chat"), icon=":material/add:", width="stretch", key="new-chat"):
            open_thread()
            st.rerun()
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
        st.rerun()
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
    round_ = st.session_state.setdefault("upload_round", 0)
    files = st.file_uploader(
        word("upload"),
        type=KINDS,
        accept_multiple_files=True,
        help=word("upload_help"),
        key=f"upload-{round_}",
    )
    if files:
        add_documents(files)
        # A new key empties the box: what was added is in the list below.
        st.session_state["upload_round"] = round_ + 1
        st.rerun()
    for kind, text in st.session_state.pop("upload_told", []):
        getattr(st, kind)(text)
    try:
        sources = shared().assistant.documents.sources()
    except ReckonerError as error:
        st.error(error.text(language()))
        return
    if not sources:
        st.caption(word("no_documents"))
    for source in sources:
        name, button = st.columns([5, 1], vertical_alignment="center")
        name.markdown(f"{plain(source.name)}  \n:gray[{word('pages', kind=source.kind.upper(), pages=source.pages)}]")
        if button.button(
            "",
            icon=":material/delete:",
            type="tertiary",
            key=f"remove-{source.id}",
            help=word("remove", name=plain(source.name)),
        ):
            shared().assistant.documents.remove(source.id)
            st.rerun()


def add_documents(files: Iterable[Any]) -> None:
    """Add uploaded files one by one, telling how far it is; what is to be said about them outlives the rerun."""
    files = list(files)
    told: list[tuple[str, str]] = []
    progress = st.progress(0.0)
    for place, file in enumerate(files):
        progress.progress(place / len(files), word("reading", name=plain(file.name)))
        try:
            receipt = shared().assistant.documents.add(file.name, file.getvalue())
        except ReckonerError as error:
            told.append(("error", plain(error.text(language()))))
            continue
        told.append(
            ("success", word("added", name=plain(file.name), count=receipt.added))
            if receipt.added
            else ("info", word("known", name=plain(file.name)))
        )
        if receipt.failed:
            told.append(
                (
                    "warning",
                    word("failed_pages", name=plain(file.name), pages=", ".join(map(str, receipt.failed))),
                )
            )
    progress.empty()
    st.session_state["upload_told"] = told


def _settings() -> None:
    current = shared().assistant.settings.model_name
    names = list(dict.fromkeys((current, *_MODELS)))
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
    st.text_input(word("stop_texts"), key="sampling_stop")


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
