"""Questions put so that documents can be searched with them: complete by themselves, and in the documents' language."""

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, HumanMessage, SystemMessage, get_buffer_string

from reckoner.core import LANGUAGE_NAMES, Language, ReckonerError

from .prompts import prompt

_LONGEST = 500
"""Letters; what is longer is no question any more, and the one that was asked is kept."""


def rewords(model: BaseChatModel) -> bool:
    """Whether the model can put a text into other words; the one that ships inside cannot."""
    return bool(getattr(model, "follows_instructions", True))


async def standalone(model: BaseChatModel, messages: Sequence[AnyMessage]) -> str:
    """The last question of a conversation, complete without what came before it.

    Raises:
        ModelError: The model does not answer.
        ReckonerError: There is no question.
    """
    if not messages:
        raise ReckonerError("thread.empty")
    *before, last = messages
    if not before or not rewords(model):
        return last.text
    told = HumanMessage(f"{get_buffer_string(before)}\n\nLast question: {last.text}")
    return await _said(model, "standalone", told, last.text)


async def translated(model: BaseChatModel, question: str, language: Language) -> str:
    """``question`` in another language.

    Raises:
        ModelError: The model does not answer.
    """
    return await _said(model, "translate", HumanMessage(question), question, language=LANGUAGE_NAMES[language])


async def _said(model: BaseChatModel, name: str, told: HumanMessage, otherwise: str, **facts: str) -> str:
    reply = await model.ainvoke([SystemMessage(prompt(name).format(**facts)), told])
    text = " ".join(reply.text.split()).strip('"“” ')
    return text if 0 < len(text) <= max(_LONGEST, 2 * len(otherwise)) else otherwise
