"""What a server of the OpenAI protocol has to offer."""

from collections.abc import Iterator
from dataclasses import dataclass

from reckoner.core import Settings

_CONTEXT = ("max_model_len", "context_length", "context_window", "max_context_length", "n_ctx")
"""Where servers say how much a model reads: vLLM, OpenRouter, Groq, LM Studio, llama.cpp."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A model of a server."""

    name: str
    context: int | None
    """How many tokens it reads, where the server says it."""


def models(settings: Settings, url: str = "") -> Iterator[Offered]:
    """The models of the server at ``url``, by name; of OpenAI itself without one.

    Raises:
        ModelUnavailable: It cannot be reached, or does not answer in time.
        ModelRefused: It does not accept the key, or tells no models.
    """
    import openai

    from .openai import errors

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    with (
        errors("models", url),
        openai.OpenAI(api_key=key, base_url=url or None, timeout=settings.model_timeout, max_retries=0) as client,
    ):
        found = sorted(client.models.list(), key=lambda each: each.id)
    for each in found:
        beside = each.model_extra or {}
        meta = beside.get("meta")
        told = {**beside, **(meta if isinstance(meta, dict) else {})}
        context = next((int(told[key]) for key in _CONTEXT if isinstance(told.get(key), int)), None)
        yield Offered(name=each.id, context=context)
