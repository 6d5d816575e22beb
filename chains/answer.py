"""Retrieve, read, cite: a question → an answer whose quotes were found again in the documents.

Lewis et al. 2020, https://arxiv.org/abs/2005.11401
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.runnables import Runnable, RunnableLambda

from reckoner.core import Citation, Passage, blocking
from reckoner.retrieval import DocumentIndex, check, rendered, search

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
    """An answer, the citations that were checked, and all that was read for it."""

    text: str
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]


def answer(model: BaseChatModel, index: DocumentIndex, *, passages: int = 5) -> Runnable[str, Cited]:
    """A question → ``Cited``, over the ``passages`` passages that fit it best.

    Raises (when run):
        ModelError: The model does not answer.
        DocumentError: The documents cannot be searched.
    """

    async def run(question: str) -> Cited:
        found = await asyncio.to_thread(lambda: search(index, question, limit=passages))
        # The search is told as a call that the model made, the one form that every model with tools can read.
        call = {"name": "search_documents", "args": {"query": question}, "id": "search"}
        reply = await model.bind_tools([_SEARCH]).ainvoke(
            [
                SystemMessage(prompt("answer")),
                HumanMessage(question),
                AIMessage("", tool_calls=[call]),
                ToolMessage(rendered(found) or "Nothing in the documents fits.", tool_call_id="search"),
            ]
        )
        text, citations = check(reply.text, found, index.page_text)
        return Cited(text=text, citations=citations, passages=tuple(found))

    return RunnableLambda(blocking(run), afunc=run, name="answer")
