"""``provider:name`` → a chat model of LangChain's.

``openai:gpt-4o-mini`` · ``openai:llama3@http://localhost:11434/v1`` (a compatible server) · ``hf:Qwen/Qwen3-0.6B`` (in
this process, by transformers) · ``onnx:FOLDER`` (in this process, 4 bits) · ``gguf:FILE``
(in this process, by llama.cpp) · ``mini`` (ships inside) · ``mini:NAME`` (the same, adapted to tools of one's own).
"""

import re
import threading
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from langchain_core.language_models import BaseChatModel

from reckoner.core import Sampling, Settings, SettingsError

from .catalogue import LONGEST_REPLY
from .weights import gguf, local

if TYPE_CHECKING:
    from .loaded import Loaded


def load(name: str, settings: Settings, sampling: Sampling | None = None) -> BaseChatModel:
    """The chat model called ``name``; ``sampling`` takes the place of the settings' own.

    Raises:
        SettingsError: There is no such model, it needs a key or a package that is missing, or it has no such sampling
            setting.
    """
    given = (sampling or settings.sampling).given
    known = _takes(name, settings)
    if unknown := sorted(given.keys() - known):
        named = ", ".join(each for each in Sampling.model_fields if each in known)
        raise SettingsError("settings.no_sampling", model=name, names=", ".join(unknown), known=named or "—")
    return _loaded(name, settings, given)


def load_fallback(name: str, settings: Settings) -> BaseChatModel:
    """The chat model called ``name``, with the settings' sampling as far as it has any.

    Raises:
        SettingsError: There is no such model, or it needs a key or a package that is missing.
    """
    known = _takes(name, settings)
    return _loaded(name, settings, {key: value for key, value in settings.sampling.given.items() if key in known})


def _takes(name: str, settings: Settings) -> frozenset[str]:
    """The sampling settings that a model has."""
    provider, _, model = name.partition(":")
    known = frozenset(() if provider == "mini" else Sampling.model_fields)
    # OpenAI itself has no top-k; the servers that speak its protocol mostly do, beside the protocol's own fields.
    return known - {"top_k"} if provider == "openai" and not _compatible(_address(model, settings)) else known


def _loaded(name: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    provider, _, model = name.partition(":")
    loader = _LOADERS.get(provider)
    if loader is None or (not model and provider != "mini"):
        raise SettingsError("settings.unknown_model", model=name)
    return loader(name, model, settings, sampling)


def adapted(settings: Settings, name: str) -> Path | None:
    """Where the weights of ``mini:name`` lie, or would lie; ``None`` where that cannot be a name."""
    return settings.home / "mini" / name if re.fullmatch(r"[\w-]+", name) else None


def _mini(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    from .mini.chat import MiniChat

    if not model:
        return MiniChat()
    folder = adapted(settings, model)
    if folder is None or not (folder / "pointer.onnx").is_file():
        raise SettingsError("settings.unknown_model", model=name)
    return MiniChat(model_name=name, adapted=str(folder))


def _address(model: str, settings: Settings) -> str:
    """Where a server is that speaks OpenAI's protocol; empty: OpenAI itself."""
    return model.partition("@")[2] or settings.openai_base_url or ""


def _compatible(url: str) -> bool:
    return bool(url) and "api.openai.com" not in url


def _openai(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    from .openai import OpenAIChat

    url = _address(model, settings)
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not key and not url:
        raise SettingsError("settings.no_key", model=name)
    options = {
        {"max_new_tokens": "max_tokens"}.get(key, key): value for key, value in sampling.items() if key != "top_k"
    }
    if settings.limits_money:
        # What a reply may cost must be known before it is asked for.
        options.setdefault("max_tokens", LONGEST_REPLY)
    if "stop" in options:
        options["stop"] = list(options["stop"])
    if "top_k" in sampling:
        options["extra_body"] = {"top_k": sampling["top_k"]}
    return OpenAIChat(
        model=model.partition("@")[0],
        api_key=key or "none",  # type: ignore[arg-type]  # a plain string is turned into a secret
        base_url=url or None,
        timeout=settings.model_timeout,
        silence=2 * settings.model_timeout,
        max_retries=0,
        stream_usage=True,
        **options,
    )


def _hf(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    quantizes = ("bitsandbytes",) if settings.quantization else ()
    needs(name, "torch", "transformers", "accelerate", *quantizes, extra="local")
    from .loaded import load_torch

    token = settings.hf_token.get_secret_value() if settings.hf_token else None
    where = str(local(settings, model) or model)
    load = partial(load_torch, where, token=token, quantization=settings.quantization)
    return _local(name, settings, load, sampling, where, settings.quantization)


def _onnx(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    needs(name, "onnxruntime_genai", extra="onnx")
    from .loaded import load_onnx

    folder = _there(name, local(settings, model))
    return _local(name, settings, partial(load_onnx, folder), sampling, str(folder))


def _gguf(name: str, model: str, settings: Settings, sampling: dict[str, Any]) -> BaseChatModel:
    needs(name, "llama_cpp", extra="gguf")
    from .loaded import load_gguf

    file = _there(name, gguf(settings, model))
    return _local(name, settings, partial(load_gguf, file), sampling, str(file))


def _there(name: str, found: Path | None) -> Path:
    if found is None:
        raise SettingsError("weights.unknown", name=name)
    return found


def _local(
    name: str, settings: Settings, load: Callable[..., "Loaded"], sampling: dict[str, Any], *which: str
) -> BaseChatModel:
    from .local import LocalChat

    return LocalChat(name_of_model=name, load=_once(settings, load, *which), **sampling)


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


def needs(name: str, *packages: str, extra: str) -> None:
    """See that ``packages`` are installed.

    Raises:
        SettingsError: One is not; it names the extra that brings it.
    """
    for package in packages:
        if find_spec(package) is None:
            raise SettingsError("settings.no_package", what=name, package=package, extra=extra)


_LOADERS: dict[str, Callable[[str, str, Settings, dict[str, Any]], BaseChatModel]] = {
    "mini": _mini,
    "openai": _openai,
    "hf": _hf,
    "onnx": _onnx,
    "gguf": _gguf,
}
