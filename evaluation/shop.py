"""Whole conversations at a shop's counter: a model as ShopBot, another as its customer, over a real store.

After τ-bench, https://arxiv.org/abs/2406.12045: a task is right if the store's records end as they should and the
customer was told what they had to be told; pass^k is how likely k tries in a row are all right.
"""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, closing
from dataclasses import dataclass, field
from math import comb
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import SecretStr

from reckoner.agents import Approve, Assistant, Decision, Reject
from reckoner.core import Answer, ApprovalNeeded, Event, Failed, Settings, SettingsError, Turn, Usage, prompt
from reckoner.models.catalogue import Price, price_of
from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.transfer import export, import_
from reckoner.tools.shop import Act, agrees

from .records import lines
from .results import Result
from .serving import served

_KEY = "within-this-evaluation"
_TURNS = 30
"""Messages of the customer's, at most."""
_STOP = "###STOP###"
_PARTS = ("users", "products", "orders")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One try at a task."""

    id: str
    """The task's, ``#``, and the try's number."""
    instruction: str
    """What the customer wants, for whoever plays them."""
    expected: dict[str, dict[str, Any]]
    """The records that differ afterwards, by part and id, amounts as text with two decimals."""
    outputs: tuple[str, ...]
    """What the customer must be told."""


def cases(folder: Path, trials: int) -> Iterator[Case]:
    """The tasks in ``folder/tasks.jsonl``, each ``trials`` times.

    Raises:
        SettingsError: A line is no task.
    """
    for place, data in lines(folder / "tasks.jsonl"):
        try:
            told = str(data["instruction"]), dict(data["expect_changed"]), tuple(map(str, data["outputs"]))
            for trial in range(trials):
                yield Case(id=f"{data['id']}#{trial}", instruction=told[0], expected=told[1], outputs=told[2])
        except (KeyError, TypeError, ValueError) as error:
            raise SettingsError("eval.no_task", file="tasks.jsonl", line=place) from error


def shop_of(folder: Path) -> dict[str, Any]:
    """The shop that the tasks are about.

    Raises:
        SettingsError: Its files cannot be read.
    """
    try:
        return {part: json.loads((folder / f"{part}.json").read_text("utf-8")) for part in _PARTS}
    except (OSError, ValueError) as error:
        raise SettingsError("eval.unreadable", file=folder, why=error) from error


def pass_hat(results: Iterable[Result], k: int) -> float:
    """pass^k: the mean over tasks of how likely ``k`` of their tries, drawn without putting back, are all right."""
    tries: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        tries[result.id.rpartition("#")[0]].append(result.right)
    told = [comb(sum(each), k) / comb(len(each), k) for each in tries.values() if len(each) >= k]
    return sum(told) / len(told) if told else float("nan")


@dataclass
class _Talk:
    """A conversation, and what it took."""

    customer: BaseChatModel
    messages: list[BaseMessage]
    price: Price | None
    said: list[str] = field(default_factory=list)
    """By the shop."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    error: str = ""

    async def answer(self, text: str) -> str:
        """What the customer says to the shop's words."""
        self.messages.append(HumanMessage(text))
        reply = await self.customer.ainvoke(self.messages)
        self.messages.append(AIMessage(reply.text))
        if isinstance(reply, AIMessage) and (usage := reply.usage_metadata):
            self._spend(usage["input_tokens"], usage["output_tokens"], self.price.of(usage) if self.price else 0.0)
        return str(reply.text).strip()

    def heard(self, event: Event) -> None:
        match event:
            case Answer():
                self.said.append(event.text)
            case Usage():
                self._spend(event.input_tokens, event.output_tokens, event.cost or 0.0)
            case Failed(error=error):
                self.error = error.key
            case _:
                pass

    def _spend(self, read: int, written: int, cost: float) -> None:
        self.input_tokens += read
        self.output_tokens += written
        self.cost += cost


class Player:
    """Plays cases.

    Args:
        shop: The shop at the beginning of each case.
        settings: Those of ShopBot's model.
        customer: Plays the customer.
        group: What the results are told under.
        model: Takes the place of the model that the settings name.
    """

    def __init__(
        self,
        shop: dict[str, Any],
        settings: Settings,
        customer: BaseChatModel,
        *,
        group: str,
        model: BaseChatModel | None = None,
    ) -> None:
        self._shop, self._settings, self._customer, self._model = shop, settings, customer, model
        self._price = price_of(customer, settings)
        self._group = group

    async def play(self, case: Case) -> Result:
        """One conversation, from the customer's first word to their last."""
        begun = time.monotonic()
        told = prompt("reckoner.evaluation.prompts", "customer").replace("{instruction}", case.instruction)
        talk = _Talk(self._customer, [SystemMessage(told)], self._price)
        async with self._counter() as (assistant, database):
            before = normal(export(database))
            await self._converse(assistant, talk)
            changed = _changed(before, normal(export(database)))
        expected = {part: normal(records) for part, records in case.expected.items() if records}
        missing = [each for each in case.outputs if not _said(each, talk.said)]
        right = changed == expected and not missing and not talk.error
        error = talk.error or ("records" if changed != expected else "outputs" if missing else "")
        return Result(
            id=case.id,
            group=self._group,
            right=right,
            answer=_brief(changed),
            gold=_brief(expected),
            error=error,
            seconds=time.monotonic() - begun,
            input_tokens=talk.input_tokens,
            output_tokens=talk.output_tokens,
            cost=talk.cost,
        )

    @asynccontextmanager
    async def _counter(self) -> AsyncIterator[tuple[Assistant, Database]]:
        """A fresh store, and ShopBot over it."""
        with tempfile.TemporaryDirectory(prefix="reckoner-shop-") as folder:
            home = Path(folder)
            with closing(Database(home / "shop.sqlite")) as database:
                import_(database, self._shop)
                with served(application(database, Config(key=_KEY))) as url:
                    changes = {"home": home, "profile": "shopbot", "shop_url": url, "shop_key": SecretStr(_KEY)}
                    settings = self._settings.model_copy(update=changes)
                    async with Assistant.open(settings, model=self._model) as assistant:
                        yield assistant, database

    async def _converse(self, assistant: Assistant, talk: _Talk) -> None:
        text = await talk.answer("Hi! How can I help you today?")
        for _ in range(_TURNS):
            if _STOP in text or not text:
                return
            said = len(talk.said)
            waiting = await _events(assistant.stream(Turn(thread="case", text=text)), talk)
            while waiting and not talk.error:
                decisions = {each.call_id: await _decided(each, talk) for each in waiting}
                waiting = await _events(assistant.resume("case", decisions), talk)
            if len(talk.said) == said:
                talk.error = talk.error or "silent"
            if talk.error:
                return
            text = await talk.answer(talk.said[-1])
        talk.error = "turns"


async def _events(events: AsyncGenerator[Event], talk: _Talk) -> list[ApprovalNeeded]:
    waiting = []
    async with aclosing(events) as told:
        async for event in told:
            talk.heard(event)
            if isinstance(event, ApprovalNeeded):
                waiting.append(event)
    return waiting


async def _decided(asked: ApprovalNeeded, talk: _Talk) -> Decision:
    """The customer's answer to the shop's question, judged as strictly as in any conversation."""
    answer = await talk.answer(asked.question)
    if agrees(answer, [Act.of(asked.tool, asked.arguments)]):
        return Approve()
    return Reject(answer.replace(_STOP, "").strip())


def normal(value: Any) -> Any:
    """A record with its amounts as text with two decimals, so that 12.5 and "12.50" are one."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return f"{value:.2f}"
    if isinstance(value, dict):
        return {name: normal(each) for name, each in value.items()}
    return [normal(each) for each in value] if isinstance(value, list) else value


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    parts = {
        part: {number: record for number, record in after[part].items() if before[part].get(number) != record}
        for part in _PARTS
    }
    return {part: records for part, records in parts.items() if records}


def _said(output: str, texts: Sequence[str]) -> bool:
    wanted = output.lower().replace(",", "")
    return any(wanted in text.lower().replace(",", "") for text in texts)


def _brief(records: dict[str, Any]) -> str:
    told = (item for part in records.values() for item in part.items())
    return ", ".join(f"{number} {record.get('status', '')}".strip() for number, record in told)
