"""A Hugging Face model in this process, as a LangChain chat model: chat template, tools, streaming, sampling, stopping.

ChatHuggingFace over a pipeline forwards neither tools nor sampling settings and cannot be stopped, hence this one.
"""

import json
import re
import threading
import uuid
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from reckoner.core import ContextTooLong, ModelUnavailable

from .bound import ToolChat

_CALL = re.compile(r"<tool_call>\s*(\{.*?\})\s*</tool_call>", re.DOTALL)
_OPENING = "<tool_call>"
_DEFAULT_NEW_TOKENS = 512


class LocalChat(ToolChat):
    """Any causal language model of the hub, run by transformers. Calls are read as ``<tool_call>`` JSON."""

    model_config = ConfigDict(ignored_types=(cached_property,))

    model_id: str
    """A name on the hub, or a folder."""
    token: str | None = None
    max_new_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    stop: tuple[str, ...] = ()
    _one_at_a_time: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "reckoner-local"

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        try:
            tokenizer = AutoTokenizer.from_pretrained(self.model_id, token=self.token)
            model = AutoModelForCausalLM.from_pretrained(self.model_id, token=self.token, dtype="auto").eval()
        except (OSError, ValueError) as error:
            why = str(error).splitlines()[0][:200]
            raise ModelUnavailable("model.weights", model=f"hf:{self.model_id}", why=why) from error
        return tokenizer, model

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        whole: AIMessageChunk | None = None
        for chunk in self._stream(messages, stop, run_manager, **kwargs):
            part = chunk.message
            assert isinstance(part, AIMessageChunk)
            whole = part if whole is None else whole + part
        assert whole is not None
        message = AIMessage(
            whole.content,
            tool_calls=whole.tool_calls,
            invalid_tool_calls=whole.invalid_tool_calls,
            usage_metadata=whole.usage_metadata,
            response_metadata={"model_name": self.model_id},
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        with self._one_at_a_time:
            read, pieces = self._pieces(messages, [*self.stop, *(stop or ())], kwargs.get("tools", []))
            text, told, written = "", 0, 0
            for piece in pieces:
                text, written = text + piece, written + 1
                # What may be the beginning of a call is held back until it is known not to be one.
                safe = _safe_length(text)
                if safe > told:
                    chunk = ChatGenerationChunk(message=AIMessageChunk(content=text[told:safe]))
                    told = safe
                    if run_manager:
                        run_manager.on_llm_new_token(chunk.text, chunk=chunk)
                    yield chunk
            yield from _ending(text, told)
            usage = UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
            yield ChatGenerationChunk(
                message=AIMessageChunk(
                    content="",
                    usage_metadata=usage,
                    response_metadata={"model_name": self.model_id},
                    chunk_position="last",
                )
            )

    def _pieces(
        self, messages: list[BaseMessage], stop: Sequence[str], tools: Sequence[dict[str, Any]]
    ) -> tuple[int, Iterator[str]]:
        """How many tokens were read, and the new text as it is made; leaving the iterator ends the making of it."""
        from transformers import StoppingCriteria, StoppingCriteriaList, TextIteratorStreamer

        tokenizer, model = self._loaded
        inputs = self._inputs(tokenizer, messages, tools).to(model.device)
        length = int(inputs["input_ids"].shape[-1])
        limit = getattr(model.config, "max_position_embeddings", None)
        if limit is not None and length >= limit:
            raise ContextTooLong("model.context", model=f"hf:{self.model_id}")
        left = threading.Event()

        class Left(StoppingCriteria):  # type: ignore[misc]  # transformers is optional, so its classes are untyped here
            def __call__(self, *args: Any, **kwargs: Any) -> bool:
                return left.is_set()

        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True, timeout=None)
        room = limit - length if limit is not None else _DEFAULT_NEW_TOKENS
        options = self._options(min(self.max_new_tokens or _DEFAULT_NEW_TOKENS, room), stop)
        criteria = StoppingCriteriaList([Left()])
        failure: list[BaseException] = []

        def make() -> None:
            try:
                model.generate(**inputs, streamer=streamer, stopping_criteria=criteria, tokenizer=tokenizer, **options)
            except Exception as error:  # Raised again where the text is read.
                failure.append(error)
                streamer.end()

        def pieces() -> Iterator[str]:
            maker = threading.Thread(target=make, daemon=True)
            maker.start()
            try:
                yield from _until(streamer, stop)
            finally:
                left.set()
                maker.join()
            if failure:
                why = f"{type(failure[0]).__name__}: {failure[0]}"[:200]
                raise ModelUnavailable("model.weights", model=f"hf:{self.model_id}", why=why) from failure[0]

        return length, pieces()

    def _options(self, new_tokens: int, stop: Sequence[str]) -> dict[str, Any]:
        options: dict[str, Any] = {"max_new_tokens": new_tokens}
        if self.temperature is not None:
            options["do_sample"] = self.temperature > 0
            if self.temperature > 0:
                options["temperature"] = self.temperature
        given = {"top_p": self.top_p, "top_k": self.top_k}
        options |= {name: value for name, value in given.items() if value is not None}
        return options | ({"stop_strings": list(stop)} if stop else {})

    def _inputs(self, tokenizer: Any, messages: list[BaseMessage], tools: Sequence[dict[str, Any]]) -> Any:
        told = [_told(message) for message in messages]
        if not tokenizer.chat_template:
            text = "\n".join(f"{each['role']}: {each['content']}" for each in told) + "\nassistant:"
            return tokenizer(text, return_tensors="pt", return_token_type_ids=False)
        return tokenizer.apply_chat_template(
            told, tools=list(tools) or None, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )


def _told(message: BaseMessage) -> dict[str, Any]:
    if isinstance(message, ToolMessage):
        return {"role": "tool", "content": message.text, "name": message.name or ""}
    if isinstance(message, AIMessage):
        calls = [
            {"type": "function", "function": {"name": call["name"], "arguments": call["args"]}}
            for call in message.tool_calls
        ]
        return {"role": "assistant", "content": message.text, **({"tool_calls": calls} if calls else {})}
    role = {SystemMessage: "system", HumanMessage: "user"}.get(type(message), "user")
    return {"role": role, "content": message.text}


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


def _safe_length(text: str) -> int:
    place = text.find(_OPENING)
    if place >= 0:
        return place
    overlap = next((size for size in range(len(_OPENING) - 1, 0, -1) if text.endswith(_OPENING[:size])), 0)
    return len(text) - overlap


def _ending(text: str, told: int) -> Iterator[ChatGenerationChunk]:
    """The calls in ``text``, or the rest of it that turned out to be none."""
    calls = _CALL.findall(text)
    if not calls and text[told:]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=text[told:]))
    for index, written in enumerate(calls):
        try:
            call = json.loads(written)
            name, arguments = call["name"], json.dumps(call.get("arguments", {}))
        except (ValueError, KeyError, TypeError):
            # It becomes an invalid call, which the agent asks the model to write again.
            name, arguments = "unknown", written
        part = tool_call_chunk(name=name, args=arguments, id=f"call_{uuid.uuid4().hex[:12]}", index=index)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[part]))
