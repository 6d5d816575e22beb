"""Retrieve, read, cite: a question → an answer whose quotes were found again in the documents.

Lewis et al. 2020, https://arxiv.org/abs/2005.11401
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.runnables import Runnable, RunnableLambda

from reckoner.core import Citation, Passage, blocking, language_of, say, sentences
from reckoner.retrieval import DocumentIndex, Lookup, looked_up, rendered, search, verify

from .prompts import prompt

_SEARCH: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "search_documents",
        "description": "Search the documents.",
        "parameters": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
    },
}


@dataclass(frozen=True, kw_only=True)
class Cited:
    """An answer, what stands behind each part of it, and all that was read for it."""

    text: str
    citations: tuple[Citation, ...]
    """Of the text, and of sentences that disagree."""
    passages: tuple[Passage, ...]
    lookup: Lookup
    """What was looked for."""
    abstained: bool = False
    """Whether ``text`` only says that it is not in the documents, and what was looked for."""
    unsupported: tuple[tuple[int, int], ...] = ()
    """The sentences of ``text``, as ``(start, end)``, that no passage supports."""
    disagreements: tuple[tuple[int, int], ...] = ()
    """Numbers of citations whose documents say different things of what is asked."""


def answer(model: BaseChatModel, index: DocumentIndex, *, passages: int = 5) -> Runnable[str, Cited]:
    """A question → ``Cited``, over the ``passages`` passages that fit it best.

    It abstains where the documents hardly speak of what is asked (``Lookup.unlikely``; the model is not asked then),
    and where nothing of what the model says stands in the passages.

    Raises (when run):
        ModelError: The model does not answer.
        DocumentError: The documents cannot be searched.
    """

    async def run(question: str) -> Cited:
        found = await asyncio.to_thread(lambda: search(index, question, limit=passages))
        lookup = looked_up(question, found)
        if lookup.unlikely:
            return _abstained(question, found, lookup)
        # The search is told as a call that the model made, the one form that every model with tools can read.
        call = {"name": "search_documents", "args": {"query": question}, "id": "search"}
        reply = await model.bind_tools([_SEARCH]).ainvoke(
            [
                SystemMessage(prompt("answer")),
                HumanMessage(question),
                AIMessage("", tool_calls=[call]),
                ToolMessage(rendered(found), tool_call_id="search"),
            ]
        )
        checked = verify(reply.text, question, found, index.page_text)
        claimed = len(sentences(checked.text))
        if not checked.text.strip() or 0 < claimed == len(checked.unsupported):
            return _abstained(question, found, lookup)
        return Cited(
            text=checked.text,
            citations=checked.citations,
            passages=tuple(found),
            lookup=lookup,
            unsupported=checked.unsupported,
            disagreements=checked.disagreements,
        )

    return RunnableLambda(blocking(run), afunc=run, name="answer")


def _abstained(question: str, found: Sequence[Passage], lookup: Lookup) -> Cited:
    looked, missing = (", ".join(f"“{each}”" for each in words) for words in (lookup.looked_for, lookup.missing))
    key = "absent" if not looked else "absent_of" if not missing else "absent_missing"
    text = say("reckoner.chains", "answer", key, language_of(question), looked=looked, missing=missing)
    return Cited(text=text, citations=(), passages=tuple(found), lookup=lookup, abstained=True)
