"""OpenAI and the servers that speak its protocol: what LangChain's client drops restored, its errors made ours."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import openai
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI

from reckoner.core import ContextTooLong, ModelError, ModelRefused, ModelUnavailable


class OpenAIChat(ChatOpenAI):
    """``ChatOpenAI`` that keeps a compatible server's ``reasoning_content`` and raises ``ModelError``.

    It never retries by itself: the agent does, in one place.
    """

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

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        with self._errors():
            return super()._generate(*args, **kwargs)

    async def _agenerate(self, *args: Any, **kwargs: Any) -> ChatResult:
        with self._errors():
            return await super()._agenerate(*args, **kwargs)

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        with self._errors():
            empty = True
            for chunk in super()._stream(*args, **kwargs):
                empty = False
                yield chunk
            _refuse(empty)

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        with self._errors():
            empty = True
            async for chunk in super()._astream(*args, **kwargs):
                empty = False
                yield chunk
            _refuse(empty)

    @classmethod
    def is_lc_serializable(cls) -> bool:
        return False

    def _errors(self) -> AbstractContextManager[None]:
        return errors(self.model_name, self.openai_api_base or "")


@contextmanager
def errors(model: str, url: str) -> Iterator[None]:
    """What the client of a server raises becomes an error of ours.

    Args:
        model: The model's name.
        url: The server's address; empty for OpenAI's own.
    """
    url = url or "https://api.openai.com"
    try:
        yield
    except openai.APITimeoutError as error:
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


def _refuse(empty: bool) -> None:
    if empty:
        # The client reads a body that is no stream of events as a stream of none.
        raise ValueError("The server streamed nothing.")


def _reasoning(message: dict[str, Any]) -> str:
    return message.get("reasoning_content") or message.get("reasoning") or ""


def _of_status(error: openai.APIStatusError, model: str) -> ModelError:
    status = error.status_code
    if status in (401, 403):
        return ModelRefused("model.key", status=status)
    if status == 404:
        return ModelRefused("model.missing", model=model)
    if status == 429:
        return ModelUnavailable("model.rate")
    if status >= 500 or status in (408, 409):
        return ModelUnavailable("model.overloaded", status=status)
    if error.code == "context_length_exceeded" or "context length" in error.message.lower():
        return ContextTooLong("model.context", model=model)
    # A server may echo the key that it was sent; only the first line of its own words is shown.
    why = error.message.splitlines()[0][:200] if error.message else ""
    return ModelRefused("model.refused", status=status, why=why)
