"""What an assistant is for: its instructions, and the tools that it has beside those that are handed to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reckoner.core import Language, Settings, SettingsError, key_of
from reckoner.retrieval import Library
from reckoner.sandbox import Sandbox
from reckoner.tools import (
    Gate,
    algebra_tools,
    calculator,
    document_tools,
    file_tools,
    python_tools,
    table_tools,
    unit_tools,
)

from .desks import Desks
from .prompts import prompt


@dataclass(frozen=True)
class Profile:
    """One kind of assistant."""

    instructions: str
    gates: Sequence[Gate]
    settings: Settings
    """As this profile wants them."""
    forget: Callable[[str], None] = lambda thread: None
    """Called with a conversation that is deleted."""


def profile(settings: Settings, *, sandbox: Sandbox, library: Library) -> Profile:
    """The profile that ``settings.profile`` names.

    Raises:
        SettingsError: It needs a key that is not set.
    """
    return _PROFILES[settings.profile](settings, sandbox, library)


def _assistant(settings: Settings, sandbox: Sandbox, library: Library) -> Profile:
    gates = [
        *python_tools(sandbox),
        *algebra_tools(sandbox),
        *unit_tools(),
        *document_tools(library),
        *table_tools(library),
        *file_tools(settings.workspace),
    ]
    return Profile(prompt("assistant"), gates, settings)


def _shopbot(settings: Settings, sandbox: Sandbox, library: Library) -> Profile:
    from reckoner.tools.shop import Desk, ShopClient, shop_tools

    client = ShopClient(settings.shop_url, _shop_key(settings), language=settings.language)
    calculate = calculator(sandbox)

    def make(state: dict[str, Any], keep: Callable[[dict[str, Any]], None]) -> Desk:
        return Desk(client, calculate, asked=True, state=state, keep=keep)

    desks = Desks(make, settings.home / "desks.sqlite")
    # A customer's question is no problem to be computed by a program.
    plain = settings.model_copy(update={"strategy": "react"})
    return Profile(shopbot_instructions(settings.language), shop_tools(desks.of), plain, desks.forget)


def shopbot_instructions(language: Language) -> str:
    """What ShopBot is told; its rules are the shop's own, as ``reckoner shop policy`` writes them."""
    return prompt("shopbot").replace("{policy}", prompt(f"shopbot_policy.{language}"))


def _shop_key(settings: Settings) -> str:
    if key := key_of(settings.shop_key, settings.shop_key_file):
        return key
    raise SettingsError("settings.no_shop_key", home=settings.home)


_PROFILES: dict[str, Callable[[Settings, Sandbox, Library], Profile]] = {"assistant": _assistant, "shopbot": _shopbot}
