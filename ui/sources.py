"""What an answer stands on: its citations, and the pages they are of as they look, with the cited words marked."""

from html import escape

import streamlit as st

from reckoner.core import Answer, Passage, ReckonerError
from reckoner.ui.session import language, shared, word
from reckoner.ui.text import plain


def citations(answer: Answer) -> None:
    """Each source with its page; opened, it shows the passage with the cited words marked, and leads to the page."""
    for citation in answer.citations:
        passage = citation.passage
        with st.expander(
            word("source", number=citation.number, name=plain(passage.name), page=passage.page),
            icon=":material/format_quote:",
        ):
            if passage.section:
                st.caption(plain(passage.section))
            start = citation.start - passage.start
            st.html(marked(passage.text, start, start + len(citation.quote)))
            key = f"show-{answer.message_id}-{citation.number}"
            if st.button(word("show_page"), icon=":material/description:", key=key, type="tertiary"):
                show_page(passage, citation.quote, citation.start)


def marked(text: str, start: int, end: int) -> str:
    """``text`` as HTML, with what lies between the offsets marked."""
    start, end = max(0, start), max(0, end)
    inner = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
    return f'<div class="passage" style="white-space:pre-wrap">{inner}</div>'


def show_page(passage: Passage, quote: str, start: int) -> None:
    """Open the page that ``passage`` is of, over the app.

    Args:
        passage: Where the words stand.
        quote: The words.
        start: Their first character's offset in the page's text.
    """
    title = word("page_of", name=plain(passage.name), page=passage.page)

    @st.dialog(title, width="large")
    def opened() -> None:
        try:
            index = shared().assistant.library.collection(passage.collection)
            picture = index.picture(passage, quote)
            text = index.page_text(passage)
        except ReckonerError as error:
            st.error(plain(error.text(language())))
            return
        if picture is not None:
            st.image(picture, width="stretch")
        elif text is not None:
            st.html(marked(text, start, start + len(quote)))
        else:
            st.info(word("page_gone"))

    opened()
