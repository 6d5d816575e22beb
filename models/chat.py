"""``provider:name`` → a chat model of LangChain's.

``openai:gpt-4o-mini`` · ``openai:llama3@http://localhost:11434/v1`` (a compatible server) · ``hf:Qwen/Qwen3-0.6B`` (in
this process, by transformers) · ``onnx:FOLDER`` (in this process, 4 bits) · ``gguf:FILE``
(in this process, by llama.cpp) · ``mini`` (ships inside).
"""

import threading
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from langchain_core.language_models import BaseChatModel

from reckoner.core import Sampling, Settings, SettingsError

from .weights import gguf, local

if TYPE_CHECKING:
    from .loaded import Loaded


def load(name: str, settings: Settings, sampling: Sampling | None = None) -> BaseChatModel:
    """The chat model called ``name``; ``sampling`` takes the place of the settings' own.

    Raises:
        SettingsError: There is no such model, it needs a key or a package that is missing, or it has no such sampling
            setting.
    """
    provider, _, model = name.partition(":")
    loader = _LOADERS.get(provider)
    if loader is None or bool(model) == (provider == "mini"):
        raise SettingsError("settings.unknown_model", model=name)
    return loader(name, model, settings, (sampling or settings.sampling).given)


def _mini(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    from .mini.chat import MiniChat

    _only(name, sampling, ())
    return MiniChat()


def _openai(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    from .openai import OpenAIChat

    model, _, url = model.partition("@")
    url = url or settings.openai_base_url or ""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and not url:
        raise SettingsError("settings.no_key", model=name)
    known = ["max_new_tokens", "temperature", "top_p", "stop", "seed"]
    # OpenAI itself has no top-k; the servers that speak its protocol mostly do, beside the protocol's own fields.
    compatible = bool(url) and "api.openai.com" not in url
    _only(name, sampling, [*known, "top_k"] if compatible else known)
    options = {
        {"max_new_tokens": "max_tokens"}.get(key, key): value for key, value in sampling.items() if key != "top_k"
    }
    if "stop" in options:
        options["stop"] = list(options["stop"])
    if "top_k" in sampling:
        options["extra_body"] = {"top_k": sampling["top_k"]}
    return OpenAIChat(
        model=model,
        api_key=key or "none",  # type: ignore[arg-type]  # a plain string is turned into a secret
        base_url=url or None,
        timeout=settings.model_timeout,
        max_retries=0,
        stream_usage=True,
        **options,
    )


def _hf(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    _needs(name, "torch", "transformers", extra="local")
    from .loaded import load_torch
    from .local import LocalChat

    token = settings.hf_token.get_secret_value() if settings.hf_token else None
    folder = local(settings, model)
    load = partial(load_torch, str(folder or model), token=token, quantization=settings.quantization)
    return LocalChat(name_of_model=name, load=_once(settings, load, name, settings.quantization), **sampling)


def _onnx(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    _needs(name, "onnxruntime_genai", extra="onnx")
    from .loaded import load_onnx
    from .local import LocalChat

    folder = local(settings, model)
    if folder is None:
        raise SettingsError("weights.unknown", name=name)
    return LocalChat(name_of_model=name, load=_once(settings, partial(load_onnx, folder), str(folder)), **sampling)


def _gguf(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    _needs(name, "llama_cpp", extra="gguf")
    from .loaded import load_gguf
    from .local import LocalChat

    file = gguf(settings, model)
    if file is None:
        raise SettingsError("weights.unknown", name=name)
    return LocalChat(name_of_model=name, load=_once(settings, partial(load_gguf, file), str(file)), **sampling)


def _once(settings: Settings, load: Callable[..., "Loaded"], *which: str) -> Callable[[], "Loaded"]:
    """What loads these weights when they are first needed; one copy serves every sampling."""
    options = {"threads": settings.model_threads, "cache_mb": settings.model_cache_mb}

    def loaded() -> "Loaded":
        key = (*which, *map(str, options.values()))
        with _LOADING:
            found = _LOADED.get(key)
            if found is None:
                found = _LOADED[key] = load(**options)
            return found

    return loaded


_LOADING = threading.Lock()
_LOADED: "WeakValueDictionary[tuple[str, ...], Loaded]" = WeakValueDictionary()
"""Weights in memory; they go with the last model that uses them."""


def _needs(name: str, *packages: str, extra: str) -> None:
    for package in packages:
        if find_spec(package) is None:
            raise SettingsError("settings.no_package", what=name, package=package, extra=extra)


def _only(model: str, sampling: dict[str, Any], known: Any) -> None:
    if unknown := sampling.keys() - set(known):
        raise SettingsError(
            "settings.no_sampling",
            model=model,
            names=", ".join(sorted(unknown)),
            known=", ".join(known) or "—",
        )


_LOADERS: dict[str, Callable[[str, str, Settings, dict[str, Any]], BaseChatModel]] = {
    "mini": _mini,
    "openai": _openai,
    "hf": _hf,
    "onnx": _onnx,
    "gguf": _gguf,
}
