"""``provider:name`` → an encoder of texts, or a model that orders passages by their question.

Encoders: ``mini`` (ships inside) · ``openai:text-embedding-3-small`` · ``openai:bge-m3@http://localhost:11434/v1`` (a
compatible server) · ``hf:intfloat/multilingual-e5-small`` (in this process). Orderers: ``hf:BAAI/bge-reranker-v2-m3``.
"""

import re
import threading
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any, Generic, TypeVar

import numpy as np
from langchain_core.embeddings import Embeddings

from reckoner.core import LANGUAGES, Language, Settings, SettingsError

from .embeddings import DocumentEmbeddings, MiniEmbeddings, Reranker
from .vector_cache import CachedEmbeddings, VectorCache

_MULTILINGUAL = ("multilingual", "-m3", "labse", "gte-", "qwen3-embedding", "embeddinggemma", "text-embedding", "jina")
"""What names of encoders that read Vietnamese hold."""

Made = TypeVar("Made")


class NamedEmbeddings(Embeddings):
    """Any of LangChain's encoders, by a name that says which it is; vectors are brought to length one.

    Args:
        name: ``provider:name``; an index remembers it.
        load: Makes the encoder, when it is first needed.
        errors: What turns the encoder's own errors into ours.
    """

    quick = False

    def __init__(self, name: str, load: Callable[[], Embeddings], errors: Callable[[], Any]) -> None:
        self.fingerprint = name
        self._inner, self._errors = _Late(load), errors
        many = any(part in name.lower() for part in _MULTILINGUAL)
        self.languages: frozenset[Language] = frozenset(LANGUAGES if many else ("en",))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        with self._errors():
            return _normal(self._inner.get().embed_documents(texts))

    def embed_query(self, text: str) -> list[float]:
        with self._errors():
            return _normal([self._inner.get().embed_query(text)])[0]


def encoder(settings: Settings) -> DocumentEmbeddings:
    """The encoder that ``settings.encoder`` names.

    Raises:
        SettingsError: There is none of that name, or it needs a key or a package that is missing.
    """
    provider, _, model = settings.encoder.partition(":")
    if settings.encoder == "mini":
        return MiniEmbeddings()
    if not model or provider not in ("openai", "hf"):
        raise SettingsError("settings.unknown_encoder", encoder=settings.encoder)
    found = _openai(settings, model) if provider == "openai" else _hf(settings, model)
    if not settings.encoder_cache_mb:
        return found
    return CachedEmbeddings(found, VectorCache(settings.home / "vectors.sqlite", settings.encoder_cache_mb))


def reranker(settings: Settings) -> Reranker | None:
    """The orderer that ``settings.reranker`` names, if it names one.

    Raises:
        SettingsError: There is none of that name, or it needs a package that is missing.
    """
    provider, _, model = settings.reranker.partition(":")
    if not settings.reranker:
        return None
    if provider != "hf" or not model:
        raise SettingsError("settings.unknown_reranker", reranker=settings.reranker)
    _needs(settings.reranker)
    return CrossEncoder(model)


class CrossEncoder:
    """A model that reads question and passage together (Nogueira and Cho 2019, https://arxiv.org/abs/1901.04085).

    Args:
        model: Its name on the Hugging Face hub, or its folder.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._inner = _Late(self._load)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """See ``Reranker``.

        Raises:
            SettingsError: There is no such model.
        """
        return [float(score) for score in self._inner.get().predict([(question, text) for text in texts])]

    def _load(self) -> Any:
        from sentence_transformers import CrossEncoder as Inner

        try:
            return Inner(self._model)
        except (OSError, ValueError) as error:
            raise SettingsError("settings.no_such_model", model=self._model, why=_first_line(error)) from error


def _openai(settings: Settings, model: str) -> DocumentEmbeddings:
    from langchain_openai import OpenAIEmbeddings

    from .openai import errors

    name, _, url = model.partition("@")
    url = url or settings.openai_base_url or ""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and not url:
        raise SettingsError("settings.no_key", model=settings.encoder)
    load = partial(
        OpenAIEmbeddings,
        model=name,
        api_key=key or "none",  # type: ignore[arg-type]  # a plain string is turned into a secret
        base_url=url or None,
        timeout=settings.model_timeout,
        max_retries=settings.model_retries,
        # Compatible servers take texts; only OpenAI itself takes lists of its own tokens.
        check_embedding_ctx_length=not url or "api.openai.com" in url,
    )
    return NamedEmbeddings(f"openai:{name}", load, lambda: errors(name, url))


def _hf(settings: Settings, model: str) -> DocumentEmbeddings:
    _needs(settings.encoder)
    from contextlib import nullcontext

    token = settings.hf_token.get_secret_value() if settings.hf_token else None
    return NamedEmbeddings(settings.encoder, partial(_loaded, model, token), nullcontext)


def _loaded(model: str, token: str | None) -> Any:
    from langchain_huggingface import HuggingFaceEmbeddings

    # Of how they want questions told from passages the E5 models say nothing but on their page.
    said = ({"prompt": "passage: "}, {"prompt": "query: "}) if re.search(r"\be5\b", model) else ({}, {})
    try:
        inner = HuggingFaceEmbeddings(
            model_name=model, model_kwargs={"token": token}, encode_kwargs=said[0], query_encode_kwargs=said[1]
        )
    except (OSError, ValueError) as error:
        raise SettingsError("settings.no_such_model", model=model, why=_first_line(error)) from error
    if "query" in (getattr(inner._client, "prompts", None) or {}) and not said[1]:
        inner.query_encode_kwargs = {"prompt_name": "query"}
    return inner


class _Late(Generic[Made]):
    """What is made when it is first asked for, once: models are heavy, and not every use of an index encodes."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make, self._guard = make, threading.Lock()
        self._made: Made | None = None

    def get(self) -> Made:
        with self._guard:
            if self._made is None:
                self._made = self._make()
            return self._made


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _needs(name: str) -> None:
    for package in ("torch", "sentence_transformers", "langchain_huggingface"):
        if find_spec(package) is None:
            raise SettingsError("settings.no_package", what=name, package=package, extra="local")


def _normal(vectors: list[list[float]]) -> list[list[float]]:
    rows = np.asarray(vectors, np.float32)
    return (rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)).tolist()  # type: ignore[no-any-return]
