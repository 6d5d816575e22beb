"""What the chat models of ours have in common: tools are bound in the form that OpenAI gave them."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool


class ToolChat(BaseChatModel):
    """A chat model that finds the bound tools' schemas under ``tools`` among its keyword arguments."""

    follows_instructions: ClassVar[bool] = True
    """Whether it can be told how to think."""

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: Any = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The model with ``tools`` at hand.

        Args:
            tools: Whatever LangChain takes as a tool.
            tool_choice: ``auto``, ``none``, ``any`` (or ``required``, or true), or the name of the one to call.
            kwargs: Further arguments of each request.
        """
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **choice_of(tool_choice), **kwargs)


def choice_of(choice: Any) -> dict[str, str]:
    """What was chosen, as ``auto``, ``none``, ``any`` or a tool's name; nothing where nothing was."""
    if choice in (None, False, "", "auto"):
        return {}
    if choice in (True, "any", "required"):
        return {"tool_choice": "any"}
    if isinstance(choice, dict):
        choice = choice.get("function", choice).get("name", "any")
    return {"tool_choice": str(choice)}
