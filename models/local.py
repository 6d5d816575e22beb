"""A model in this process, as a LangChain chat model: its own template, tools, streaming, sampling, stopping.

ChatHuggingFace over a pipeline forwards neither tools nor sampling settings and cannot be stopped, hence this one.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.base import LangSmithParams
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field, PrivateAttr

from reckoner.core import ContextTooLong

from .bound import ToolChat
from .engines.calls import OptionalCalls
from .engines.generate import Forbidden, Mask, Reply, generate
from .engines.grammar import OPENING, Grammars
from .engines.sampling import Drawing
from .loaded import Loaded
from .native import streamed

_MAKERS = ThreadPoolExecutor(8, thread_name_prefix="reckoner-model")
"""Threads of their own: replies that wait must not keep others' work waiting."""
_NEW_TOKENS = 1_024
"""Of a reply, where nothing is set."""
_TEMPERATURE = 0.7
"""Where nothing is set, as most models' makers advise."""


class LocalChat(ToolChat):
    """A chat model over an engine of this machine. Several replies are made by turns, a token each.

    What two requests begin with alike is read once: the instructions, the tools, the conversation so far.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    name_of_model: str
    """As the settings call it."""
    load: Any = Field(repr=False, exclude=True)
    """Makes what is loaded, when it is first needed. It may hold a key, so it is shown nowhere."""
    max_new_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    _loading: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _loaded: Loaded | None = PrivateAttr(default=None)

    @property
    def _llm_type(self) -> str:
        return "reckoner-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        names = ("max_new_tokens", "temperature", "top_p", "top_k", "stop", "seed")
        return {"model": self.name_of_model, **{name: getattr(self, name) for name in names}}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params["ls_model_name"] = kwargs.get("model", self.name_of_model)
        if self.max_new_tokens:
            params["ls_max_tokens"] = self.max_new_tokens
        return params

    @property
    def loaded(self) -> Loaded:
        """The weights and what belongs to them; loaded when first asked for.

        Raises:
            ModelUnavailable: They cannot be loaded.
        """
        with self._loading:
            if self._loaded is None:
                self._loaded = self.load()
            return self._loaded

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return _joined([chunk.message for chunk in self._stream(messages, stop, run_manager, **kwargs)])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return _joined([chunk.message async for chunk in self._astream(messages, stop, run_manager, **kwargs)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in self._told(_Asked.of(messages, [*self.stop, *(stop or ())], kwargs), threading.Event()):
            if run_manager and chunk.text:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        """As ``_stream``, in a thread; whoever leaves it, or is cancelled, ends the making of the reply."""
        asked, left = _Asked.of(messages, [*self.stop, *(stop or ())], kwargs), threading.Event()
        loop, told = asyncio.get_running_loop(), asyncio.Queue[Any]()

        def tell(part: Any) -> None:
            with suppress(RuntimeError):  # Whoever listened is gone, with the loop.
                loop.call_soon_threadsafe(told.put_nowait, part)

        def make() -> None:
            try:
                for chunk in self._told(asked, left):
                    tell(chunk)
            except Exception as error:  # Raised again where the reply is read.
                tell(error)
            finally:
                tell(None)

        making = loop.run_in_executor(_MAKERS, make)
        try:
            while (chunk := await told.get()) is not None:
                if isinstance(chunk, Exception):
                    raise chunk
                if run_manager and chunk.text:
                    await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                yield chunk
        finally:
            # It ends by itself with the next token; nobody waits for weights that are being loaded.
            left.set()
            making.cancel()

    def _told(self, asked: "_Asked", left: threading.Event) -> Iterator[ChatGenerationChunk]:
        loaded, reply = self.loaded, Reply()
        prompt, thinking = loaded.template.tokens(asked.messages, asked.tools, asked.choice)
        texts = _until(self._pieces(loaded, prompt, asked, reply, left), asked.stop)
        chunks = (ChatGenerationChunk(message=AIMessageChunk(content=text)) for text in texts)
        yield from streamed(chunks, asked.tools if asked.choice != "none" else (), thinking=thinking)
        yield self._ended(len(prompt), reply)

    def _pieces(
        self, loaded: Loaded, prompt: list[int], asked: "_Asked", reply: Reply, left: threading.Event
    ) -> Iterator[str]:
        room = loaded.engine.context - len(prompt)
        if room <= 0:
            raise ContextTooLong("model.context", model=self.name_of_model)
        tokens = generate(
            loaded.sessions,
            prompt,
            self._drawing(loaded),
            limit=min(self.max_new_tokens or _NEW_TOKENS, room),
            ends=loaded.ends,
            mask=_mask(loaded, asked),
            cancelled=left.is_set,
            reply=reply,
        )
        try:
            yield from loaded.template.pieces(tokens)
        finally:
            tokens.close()  # type: ignore[attr-defined]  # a generator

    def _drawing(self, loaded: Loaded) -> Drawing:
        advised = loaded.advised
        temperature = self.temperature if self.temperature is not None else advised.get("temperature", _TEMPERATURE)
        return Drawing(
            temperature=temperature,
            top_k=self.top_k or advised.get("top_k", 0),
            top_p=self.top_p or advised.get("top_p", 1.0),
            seed=self.seed,
        )

    def _ended(self, read: int, reply: Reply) -> ChatGenerationChunk:
        usage = UsageMetadata(
            input_tokens=read,
            output_tokens=reply.written,
            total_tokens=read + reply.written,
            input_token_details={"cache_read": reply.reused},
        )
        told = {"model_name": self.name_of_model, "finish_reason": reply.finish or "stop"}
        message = AIMessageChunk(content="", usage_metadata=usage, response_metadata=told, chunk_position="last")
        return ChatGenerationChunk(message=message, generation_info={"finish_reason": told["finish_reason"]})


def _joined(parts: list[BaseMessage]) -> ChatResult:
    """The chunks of a reply as one message."""
    whole = AIMessageChunk(content="")
    for part in parts:
        assert isinstance(part, AIMessageChunk)
        whole += part
    message = AIMessage(
        whole.content,
        additional_kwargs=whole.additional_kwargs,
        tool_calls=whole.tool_calls,
        invalid_tool_calls=whole.invalid_tool_calls,
        usage_metadata=whole.usage_metadata,
        response_metadata=whole.response_metadata,
    )
    return ChatResult(generations=[ChatGeneration(message=message)])


@dataclass(frozen=True)
class _Asked:
    """One request."""

    messages: list[BaseMessage]
    stop: list[str]
    tools: Sequence[dict[str, Any]]
    choice: str

    @classmethod
    def of(cls, messages: list[BaseMessage], stop: list[str], kwargs: dict[str, Any]) -> "_Asked":
        return cls(messages, stop, kwargs.get("tools") or (), kwargs.get("tool_choice") or "auto")


def _mask(loaded: Loaded, asked: _Asked) -> Mask | None:
    """Which tokens may follow: whole calls where there must be one, and where one has begun."""
    if not asked.tools:
        return None
    if asked.choice == "none":
        opening = loaded.template.tokenizer.id_of(OPENING)
        return Forbidden([opening]) if opening is not None else None
    if asked.choice == "auto" and not loaded.template.writes_json:
        return None
    grammars: Grammars | None = loaded.grammars
    if grammars is None:
        return None
    if asked.choice == "auto":
        return (
            OptionalCalls(grammars, asked.tools, loaded.template.tokenizer.decode)
            if loaded.template.writes_json
            else None
        )
    tools = [each for each in asked.tools if asked.choice in ("any", each.get("function", each)["name"])]
    return grammars.calls(tools or asked.tools, several=asked.choice == "any")


def _until(pieces: Iterator[str], stop: Sequence[str]) -> Iterator[str]:
    """The text up to the first stop string, which is left out; what may begin one is held back."""
    longest = max(map(len, stop), default=0)
    text, told = "", 0
    for piece in pieces:
        text += piece
        ends = [place for mark in stop if (place := text.find(mark)) >= 0]
        if ends:
            yield text[told : min(ends)]
            return
        safe = max(told, len(text) - max(0, longest - 1))
        if safe > told:
            yield text[told:safe]
            told = safe
    yield text[told:]
