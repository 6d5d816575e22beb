"""The documents: added, listed, removed, and searched with the reasons."""

import streamlit as st

from reckoner.core import ReckonerError, Source
from reckoner.retrieval import MAIN, DocumentIndex, Hit, hits
from reckoner.ui.session import collection, collection_name, go, language, shared, word
from reckoner.ui.sources import show_page
from reckoner.ui.text import plain
from reckoner.ui.upload import KINDS, add_documents, draw

_A_PAGE = 20
"""Documents that are listed at once."""


def documents() -> None:
    if st.button(word("back_to_chat"), icon=":material/arrow_back:", type="tertiary", key="back-to-chat"):
        go("chat")
    st.title(word("documents"), anchor=False)
    try:
        _collections()
        index = shared().assistant.library.collection(collection())
        _upload(index)
        listed, searched = st.tabs([word("all_documents"), word("search_documents")])
        with listed:
            _list(index)
        with searched:
            _search(index)
    except ReckonerError as error:
        st.error(plain(error.text(language())), icon=":material/error:")


def _collections() -> None:
    library = shared().assistant.library
    chosen, new, remove = st.columns([4, 1.5, 1.5], vertical_alignment="bottom")
    with chosen:
        choose_collection("page-collection")
    with new.popover(word("new_collection"), icon=":material/create_new_folder:", width="stretch"):
        name = st.text_input(word("collection_name"), key="new-collection")
        if st.button(word("create"), key="create-collection", type="primary"):
            st.session_state["collection"] = library.create(name).collection
            st.rerun()
    if collection() == MAIN:
        return
    with remove.popover(word("remove_collection"), icon=":material/delete:", width="stretch"):
        sure = st.checkbox(word("remove_collection_sure", name=plain(collection())), key=f"sure-{collection()}")
        if st.button(word("delete"), key="remove-collection", disabled=not sure):
            library.remove(collection())
            st.session_state["collection"] = MAIN
            st.rerun()


def choose_collection(key: str) -> None:
    """Let the person choose which documents are meant."""
    labels = {name: collection_name(name) for name in shared().assistant.library.names()}
    names = [*labels]
    if collection() not in names:  # Somebody has removed it.
        st.toast(word("collection_gone", name=plain(collection())), icon=":material/info:")
        st.session_state["collection"] = MAIN
    here = collection()
    chosen = st.selectbox(
        word("collection"),
        names,
        index=names.index(here),
        format_func=labels.__getitem__,
        # Another list, or another choice made elsewhere, is another widget.
        key=f"{key}-{language()}-{here}-{len(names)}",
        help=word("collection_help"),
    )
    if chosen is not None and chosen != here:
        st.session_state["collection"] = chosen
        st.rerun()


def _upload(index: DocumentIndex) -> None:
    with st.container(border=True):
        folder = st.toggle(word("whole_folder"), key="whole-folder")
        round_ = st.session_state.setdefault("upload_round", 0)
        files = st.file_uploader(
            word("upload"),
            type=None if folder else KINDS,
            accept_multiple_files="directory" if folder else True,
            help=word("upload_help"),
            key=f"upload-{round_}",
        )
        if files:
            # A folder has files that nobody put there.
            seen = [file for file in files if not any(part.startswith(".") for part in file.name.split("/"))]
            st.session_state["upload_told"] = add_documents(index, seen if folder else files)
            # A new key empties the box: what was added is in the list below.
            st.session_state["upload_round"] = round_ + 1
            st.rerun()
        told = st.session_state.pop("upload_told", [])
        with st.container(height=260 if len(told) > 4 else "content", border=False):
            # What went wrong is what somebody must read.
            for each in sorted(told, key=lambda each: ("error", "warning", "info", "success").index(each.kind)):
                draw(each)


def _list(index: DocumentIndex) -> None:
    sources = index.sources()
    if not sources:
        st.caption(word("no_documents"))
        return
    containing = st.text_input(word("filter"), key="filter", placeholder=word("filter")).casefold()
    found = [each for each in sources if containing in each.name.casefold()]
    pages = max(1, -(-len(found) // _A_PAGE))
    first = 0
    if pages > 1:
        first = (int(st.number_input(word("of_pages", count=pages), 1, pages, key="list-page")) - 1) * _A_PAGE
    st.caption(word("count", count=len(found)))
    for source in found[first : first + _A_PAGE]:
        _row(index, source)


def _row(index: DocumentIndex, source: Source) -> None:
    name, button = st.columns([8, 1], vertical_alignment="center")
    about = word("pages", kind=source.kind.upper(), pages=source.pages)
    name.markdown(f"**{plain(source.name)}**  \n:gray[{about} · {_size(source.size)} · {source.added[:10]}]")
    if button.button(
        "",
        icon=":material/delete:",
        type="tertiary",
        key=f"remove-{source.id}",
        help=word("remove", name=plain(source.name)),
    ):
        index.remove(source.id)
        st.rerun()


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(1, count // 2**10)} KB"


def _search(index: DocumentIndex) -> None:
    question = st.text_input(word("search_label"), key="search-question", placeholder=word("search_example"))
    if not question.strip():
        return
    found = hits(index, question, limit=8)
    if not found:
        st.caption(word("nothing_fits"))
    for place, hit in enumerate(found, 1):
        _hit(place, hit)


def _hit(place: int, hit: Hit) -> None:
    passage = hit.passage
    with st.container(border=True):
        st.markdown(
            f"**{place}. {plain(passage.name)}**, {word('page', page=passage.page)}"
            + (f" · {plain(passage.section)}" if passage.section else "")
        )
        st.progress(passage.score, word("likely", percent=round(100 * passage.score)))
        st.caption(
            word(
                "why",
                coverage=round(100 * hit.coverage),
                words=f"{hit.words:.2f}",
                letters=f"{hit.letters:.2f}",
                meaning=f"{hit.meaning:.2f}",
            )
        )
        st.text(passage.text)
        if st.button(word("show_page"), icon=":material/description:", key=f"show-{passage.id}", type="tertiary"):
            show_page(passage, passage.text, passage.start)
