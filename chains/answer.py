"""Retrieve, read, cite: a question → an answer whose quotes were found again in the documents.

Lewis et al. 2020, https://arxiv.org/abs/2005.11401
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.runnables import Runnable, RunnableLambda

from reckoner.core import Citation, Passage, blocking, language_of, say
from reckoner.retrieval import DocumentIndex, Lookup, looked_up, rendered, search, verify

from .prompts import prompt
from .question import rewords, standalone, translated

_SEARCHES = 3
"""Times that the model is asked, where it only wants to search anew."""
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
    """Whether ``text`` claims nothing: it only says that it is not in the documents, and what was looked for."""
    unsupported: tuple[tuple[int, int], ...] = ()
    """The sentences of ``text``, as ``(start, end)``, that no passage supports."""
    disagreements: tuple[tuple[int, int], ...] = ()
    """Numbers of citations whose documents say different things of what is asked."""


def answer(
    model: BaseChatModel, index: DocumentIndex, *, passages: int = 5
) -> Runnable[str | Sequence[AnyMessage], Cited]:
    """A question, or a conversation that ends with one → ``Cited``, over the ``passages`` passages that fit it best.

    A question that leans on what was said before is put anew by the model, and one in another language than the
    documents is translated where nothing else is found.

    It abstains where nothing is found, where the documents hardly speak of what is asked (``Lookup.unlikely``) and the
    model cannot judge for itself, and where nothing of what the model says stands in the passages.

    Raises (when run):
        ModelError: The model does not answer.
        DocumentError: The documents cannot be searched.
    """

    async def run(asked: str | Sequence[AnyMessage]) -> Cited:
        question = asked if isinstance(asked, str) else await standalone(model, asked)
        found, lookup = await _looked_up(model, index, question, passages)
        if not found or (lookup.unlikely and not rewords(model)):
            return _abstained(question, found)
        said, found = await _said(model, index, question, found)
        checked = verify(said, question, found, index.page_text)
        if not said.strip() or 0 < checked.claims == len(checked.unsupported):
            return _abstained(question, found)
        return Cited(
            text=checked.text,
            citations=checked.citations,
            passages=tuple(found),
            lookup=lookup,
            abstained=checked.claims == 0,
            unsupported=checked.unsupported,
            disagreements=checked.disagreements,
        )

    return RunnableLambda(blocking(run), afunc=run, name="answer")


async def _said(
    model: BaseChatModel, index: DocumentIndex, question: str, found: list[Passage]
) -> tuple[str, list[Passage]]:
    """What the model says to what was found; where it asks to search anew, that is done a few times."""
    # The search is told as a call that the model made, the one form that every model with tools can read.
    call = {"name": "search_documents", "args": {"query": question}, "id": "search"}
    talk: list[AnyMessage] = [
        SystemMessage(prompt("answer")),
        HumanMessage(question),
        AIMessage("", tool_calls=[call]),
        ToolMessage(rendered(found), tool_call_id="search"),
    ]
    for _ in range(_SEARCHES):
        reply = await model.bind_tools([_SEARCH]).ainvoke(talk)
        queries = [(each["id"], str(each["args"].get("query", ""))) for each in reply.tool_calls]
        if reply.text.strip() or not queries:
            break
        talk.append(reply)
        for key, query in queries:
            more = await asyncio.to_thread(partial(search, index, query, limit=len(found)))
            found = [*{each.id: each for each in (*found, *more)}.values()]
            talk.append(ToolMessage(rendered(more), tool_call_id=key))
    return reply.text, found


async def _looked_up(
    model: BaseChatModel, index: DocumentIndex, question: str, limit: int
) -> tuple[list[Passage], Lookup]:
    """What was found, and what was looked for: as it was asked, then in the documents' other languages."""
    found = await asyncio.to_thread(partial(search, index, question, limit=limit))
    lookup = looked_up(question, found)
    if not lookup.unlikely or not rewords(model):
        return found, lookup
    for language in sorted(await asyncio.to_thread(index.languages) - {language_of(question)}):
        other = await translated(model, question, language)
        also = await asyncio.to_thread(partial(search, index, other, limit=limit))
        if not (better := looked_up(other, also)).unlikely:
            return also, better
    return found, lookup


def _abstained(question: str, found: Sequence[Passage]) -> Cited:
    lookup = looked_up(question, found)
    looked, missing = (", ".join(f"“{each}”" for each in words) for words in (lookup.looked_for, lookup.missing))
    part = 0 < len(lookup.missing) < len(lookup.looked_for)
    key = "absent_missing" if part else "absent_of" if looked else "absent"
    text = say("reckoner.chains", "answer", key, language_of(question), looked=looked, missing=missing)
    return Cited(text=text, citations=(), passages=tuple(found), lookup=lookup, abstained=True)
