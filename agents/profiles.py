"""What an assistant is for: its instructions, and the tools that it has beside those that are handed to it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reckoner.core import Language, Settings, SettingsError
from reckoner.retrieval import Library
from reckoner.sandbox import Sandbox
from reckoner.tools import Gate, algebra_tools, calculator, document_tools, file_tools, python_tools, unit_tools

from .prompts import prompt

if TYPE_CHECKING:
    from reckoner.tools.shop import Desk

_DESKS = 1_000
"""Conversations whose customers are remembered."""


@dataclass(frozen=True)
class Profile:
    """One kind of assistant."""

    instructions: str
    gates: Sequence[Gate]
    settings: Settings
    """As this profile wants them."""


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
        *file_tools(settings.workspace),
    ]
    return Profile(prompt("assistant"), gates, settings)


def _shopbot(settings: Settings, sandbox: Sandbox, library: Library) -> Profile:
    from reckoner.tools.shop import Desk, ShopClient, shop_tools

    client = ShopClient(settings.shop_url, _shop_key(settings), language=settings.language)
    calculate = calculator(sandbox)
    desks = Desks(lambda: Desk(client, calculate, asked=True))
    # A customer's question is no problem to be computed by a program.
    plain = settings.model_copy(update={"strategy": "react"})
    return Profile(shopbot_instructions(settings.language), shop_tools(desks.of), plain)


def shopbot_instructions(language: Language) -> str:
    """What ShopBot is told; its rules are the shop's own, as ``reckoner shop policy`` writes them."""
    return prompt("shopbot").replace("{policy}", prompt(f"shopbot_policy.{language}"))


class Desks:
    """The desk of each conversation; the ones used longest ago are forgotten, and their customers verified again."""

    def __init__(self, make: Callable[[], "Desk"]) -> None:
        self._make = make
        self._known: OrderedDict[str, Desk] = OrderedDict()

    def of(self, thread: str) -> "Desk":
        """The desk of a conversation."""
        desk = self._known.pop(thread, None) or self._make()
        self._known[thread] = desk
        if len(self._known) > _DESKS:
            self._known.popitem(last=False)
        return desk


def _shop_key(settings: Settings) -> str:
    if settings.shop_key is not None:
        return settings.shop_key.get_secret_value()
    try:
        return settings.shop_key_file.read_text("utf-8").strip()
    except OSError as error:
        raise SettingsError("settings.no_shop_key", home=settings.home) from error


_PROFILES: dict[str, Callable[[Settings, Sandbox, Library], Profile]] = {"assistant": _assistant, "shopbot": _shopbot}
