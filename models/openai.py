"""OpenAI and the servers that speak its protocol: what LangChain's client drops restored, its errors made ours."""

import json
import math
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2 as httpx
import openai
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import model_validator

from reckoner.core import ContextTooLong, ModelError, ModelRefused, ModelUnavailable

from .bound import choice_of
from .connections import by_loop, unbroken
from .native import astreamed, native, streamed
from .toolcalls.render import Style, asked


class OpenAIChat(ChatOpenAI):
    """``ChatOpenAI`` that keeps a compatible server's ``reasoning_content`` and raises ``ModelError``.

    Calls that the server leaves in the text are read there; a server that takes no tools is told of them in the
    messages. It never retries by itself: the agent does, in one place.
    """

    style: Style | None = None
    """How tools are told of in the messages; ``None``: as the protocol has it."""
    silence: float = 120
    """Seconds that a stream may go without a chunk, whatever else keeps its connection alive."""

    @model_validator(mode="before")
    @classmethod
    def _connect(cls, given: dict[str, Any]) -> dict[str, Any]:
        # Its own limit is our `silence`: see `unbroken`.
        return {"http_async_client": by_loop(), "stream_chunk_timeout": None, **given}

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        converted = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        choices = chunk.get("choices") or [{}]
        if converted is not None and (reasoning := _reasoning(choices[0].get("delta") or {})):
            converted.message.additional_kwargs["reasoning_content"] = reasoning
        return converted

    def _create_chat_result(self, response: Any, generation_info: dict[str, Any] | None = None) -> ChatResult:
        result = super()._create_chat_result(response, generation_info)
        data = response if isinstance(response, dict) else response.model_dump()
        for generation, choice in zip(result.generations, data["choices"], strict=True):
            if reasoning := _reasoning(choice["message"]):
                generation.message.additional_kwargs["reasoning_content"] = reasoning
        return result

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        sent = self.style
        with self._errors():
            try:
                result = super()._generate(*self._asked(messages, stop, kwargs), run_manager, **self._given(kwargs))
            except openai.BadRequestError as error:
                if not self._learnt(error, kwargs, sent):
                    raise
                return self._generate(messages, stop, run_manager, **kwargs)
            return _read(result, kwargs)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        sent = self.style
        with self._errors():
            try:
                told, stops = self._asked(messages, stop, kwargs)
                result = await super()._agenerate(told, stops, run_manager, **self._given(kwargs))
            except openai.BadRequestError as error:
                if not self._learnt(error, kwargs, sent):
                    raise
                return await self._agenerate(messages, stop, run_manager, **kwargs)
            return _read(result, kwargs)

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        with self._errors():
            yield from streamed(self._chunks(*args, **kwargs), kwargs.get("tools") or ())

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        with self._errors():
            async for chunk in astreamed(self._achunks(*args, **kwargs), kwargs.get("tools") or ()):
                yield chunk

    def _chunks(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        watched, sent = _Watched(self.openai_api_base or ""), self.style
        try:
            told, stops = self._asked(messages, stop, kwargs)
            with watched:
                for chunk in super()._stream(told, stops, run_manager, **self._given(kwargs)):
                    watched.see(chunk)
                    yield chunk
        except openai.BadRequestError as error:
            if not self._learnt(error, kwargs, sent):
                raise
            yield from self._chunks(messages, stop, run_manager, **kwargs)

    async def _achunks(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        watched, sent = _Watched(self.openai_api_base or ""), self.style
        try:
            told, stops = self._asked(messages, stop, kwargs)
            with watched:
                chunks = super()._astream(told, stops, run_manager, **self._given(kwargs))
                async for chunk in unbroken(chunks, self.silence):
                    watched.see(chunk)
                    yield chunk
        except openai.BadRequestError as error:
            if not self._learnt(error, kwargs, sent):
                raise
            async for chunk in self._achunks(messages, stop, run_manager, **kwargs):
                yield chunk

    def _asked(
        self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]
    ) -> tuple[list[BaseMessage], list[str] | None]:
        """What the server is sent: where it takes no tools, they are told of in the messages."""
        if self.style is None:
            return messages, stop
        tools = kwargs.get("tools") or ()
        choice = choice_of(kwargs.get("tool_choice")).get("tool_choice", "auto")
        return asked(messages, stop, tools, self.style, choice)

    def _given(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        return kwargs if self.style is None else {key: each for key, each in kwargs.items() if key not in _OF_TOOLS}

    def _learnt(self, error: openai.BadRequestError, kwargs: dict[str, Any], sent: Style | None) -> bool:
        """Whether the server takes no tools: from now on they are told of in the messages.

        Args:
            error: What it says.
            kwargs: Of the request.
            sent: How the tools were told of in it; another request may have learnt meanwhile.
        """
        if sent is not None or not kwargs.get("tools") or not _NO_TOOLS.search(error.message):
            return False
        self.style = "json"
        return True

    @classmethod
    def is_lc_serializable(cls) -> bool:
        return False

    def _errors(self) -> AbstractContextManager[None]:
        return errors(self.model_name, self.openai_api_base or "")


_OF_TOOLS = {"tools", "tool_choice", "parallel_tool_calls", "strict"}
_NO_TOOLS = re.compile(
    r"(?:does not|doesn't|do not|not|no|without).{0,20}\bsupport\w*.{0,30}\btools?\b"
    r"|\btools?\b.{0,40}(?:not (?:yet )?support|unsupported)"
    r"|(?:unrecogni[sz]ed|unknown|unexpected|extra).{0,40}['\"]?\btools?\b"
    r"|tool.{0,12}choice.{0,40}requires|requires? --jinja",
    re.IGNORECASE | re.DOTALL,
)
"""What a server says that knows of no tools: Ollama, vLLM without a parser, llama.cpp without templates."""


@contextmanager
def errors(model: str, url: str) -> Iterator[None]:
    """What the client of a server raises becomes an error of ours.

    Args:
        model: The model's name.
        url: The server's address; empty for OpenAI's own.
    """
    url = _shown(url) or "https://api.openai.com"
    try:
        yield
    except (openai.APITimeoutError, TimeoutError) as error:
        raise ModelUnavailable("model.timeout") from error
    except openai.APIResponseValidationError as error:
        raise ModelUnavailable("model.garbage", url=url) from error
    except (openai.APIConnectionError, httpx.TransportError) as error:
        raise ModelUnavailable("model.unreachable", url=url) from error
    except openai.APIStatusError as error:
        raise _of_status(error, model) from error
    except (openai.APIError, json.JSONDecodeError, ValueError, TypeError, KeyError, AttributeError) as error:
        # A server that sends a web page, half an object or nothing surfaces as any of these.
        raise ModelUnavailable("model.garbage", url=url) from error


class _Watched:
    """A stream that must have an end: what breaks off looks to the client like what is complete."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._begun = self._ended = False

    def see(self, chunk: ChatGenerationChunk) -> None:
        """A chunk came."""
        self._begun = True
        message = chunk.message
        told = (chunk.generation_info or {}) | message.response_metadata
        self._ended |= bool(told.get("finish_reason")) or bool(getattr(message, "usage_metadata", None))

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is None and not self._begun:
            # The client reads a body that is no stream of events as a stream of none.
            raise ValueError("The server streamed nothing.")
        broken = isinstance(error, openai.APIError | httpx.TransportError | ValueError)
        if self._begun and not self._ended and (kind is None or broken):
            raise ModelUnavailable("model.cut_short", url=_shown(self._url) or "https://api.openai.com") from error


def _read(result: ChatResult, kwargs: dict[str, Any]) -> ChatResult:
    """``result`` with the calls that stand in its text, and without those that were cut off."""
    for generation in result.generations:
        if isinstance(generation.message, AIMessage):
            generation.message = native(generation.message, kwargs.get("tools") or ())
    return result


def _reasoning(message: dict[str, Any]) -> str:
    return message.get("reasoning_content") or message.get("reasoning") or ""


def _of_status(error: openai.APIStatusError, model: str) -> ModelError:
    status = error.status_code
    if status in (401, 403):
        return ModelRefused("model.key", status=status)
    if status == 404:
        return ModelRefused("model.missing", model=model)
    wait = _asked_wait(error.response.headers)
    if status == 429:
        return ModelUnavailable("model.rate_wait", wait=wait) if wait else ModelUnavailable("model.rate")
    if status >= 500 or status in (408, 409):
        return ModelUnavailable("model.overloaded", status=status, wait=wait)
    if error.code == "context_length_exceeded" or "context length" in error.message.lower():
        return ContextTooLong("model.context", model=model)
    why = _without_secrets(error.message.splitlines()[0][:200]) if error.message else ""
    return ModelRefused("model.refused", status=status, why=why)


def _asked_wait(headers: Mapping[str, str]) -> int:
    """The seconds that ``Retry-After`` asks for (RFC 9110, 10.2.3): a number, or a date; 0 where it says neither."""
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{0,9})?", said):
        return math.ceil(float(said))
    try:
        return max(0, math.ceil((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return 0


def _without_secrets(text: str) -> str:
    """What a server says, without what it may echo: keys, and whatever stands behind ``Bearer``."""
    return re.sub(r"(?i)(bearer\s+)\S+|\b(?:sk|hf|key|pk)[-_][\w-]{6,}", lambda found: f"{found[1] or ''}…", text)


def _shown(url: str) -> str:
    """An address without the name and password that it may hold."""
    return re.sub(r"//[^/@]*@", "//", url)
