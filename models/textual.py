"""Any chat model that writes text alone, made one that calls tools, thinks apart, and answers by a schema."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.base import LangSmithParams
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import RunnableConfig

from .bound import ToolChat
from .native import astreamed, native, streamed
from .toolcalls.render import Style, asked

_INNER: RunnableConfig = {"callbacks": [], "tags": ["nostream"]}
"""What the inner model says is told by the outer one; it must not be told twice."""


class TextTools(ToolChat):
    """A model whose tools are written into its prompt, and whose calls are read out of its text.

    It behaves under ``create_agent`` as a model with calls of its own: invoked, streamed, in batches, async.
    """

    inner: BaseChatModel
    style: Style = "json"
    """In which it is told to write calls; it is read whatever it writes them in."""
    thinking: bool = False
    """Whether the model's template opens a thought for it, as DeepSeek-R1's does."""

    @property
    def _llm_type(self) -> str:
        return f"text-tools-{self.inner._llm_type}"

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = self.inner._get_ls_params(stop=stop, **kwargs)
        params.setdefault("ls_model_name", kwargs.get("model", self._llm_type))
        return params

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        tools: Sequence[dict[str, Any]] = (),
        tool_choice: str = "auto",
        **kwargs: Any,
    ) -> ChatResult:
        told, stops = asked(messages, stop, tools, self.style, tool_choice)
        reply = self.inner.invoke(told, _INNER, stop=stops, **kwargs)
        return _result(reply, tools)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        *,
        tools: Sequence[dict[str, Any]] = (),
        tool_choice: str = "auto",
        **kwargs: Any,
    ) -> ChatResult:
        told, stops = asked(messages, stop, tools, self.style, tool_choice)
        reply = await self.inner.ainvoke(told, _INNER, stop=stops, **kwargs)
        return _result(reply, tools)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        tools: Sequence[dict[str, Any]] = (),
        tool_choice: str = "auto",
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        told, stops = asked(messages, stop, tools, self.style, tool_choice)
        inner = self.inner.stream(told, _INNER, stop=stops, **kwargs)
        for chunk in streamed(map(_chunk, inner), tools, thinking=self.thinking):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        *,
        tools: Sequence[dict[str, Any]] = (),
        tool_choice: str = "auto",
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        told, stops = asked(messages, stop, tools, self.style, tool_choice)
        inner = self.inner.astream(told, _INNER, stop=stops, **kwargs)
        async for chunk in astreamed((_chunk(each) async for each in inner), tools, thinking=self.thinking):
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk


def _chunk(message: BaseMessage) -> ChatGenerationChunk:
    assert isinstance(message, AIMessageChunk)
    return ChatGenerationChunk(message=message)


def _result(reply: BaseMessage, tools: Sequence[dict[str, Any]]) -> ChatResult:
    assert isinstance(reply, AIMessage)
    return ChatResult(generations=[ChatGeneration(message=native(reply, tools))])
