"""Examples out of dialogues whose tools are described in words (Schema-Guided Dialogue, CC BY-SA 4.0)."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from reckoner.models.mini.pointer.layout import Row, Said, Sought, arguments_row, name_in_words, tools_row
from reckoner.models.mini.pointer.tokens import Tokens

from .examples import Example, Gold, placed, said_spans

_WORDINGS = 6
_OTHERS = 5
"""At most so many tools of other services stand beside those of a dialogue."""


@dataclass(frozen=True)
class Service:
    """A service in one of its wordings, its slots and intents in the same order in all."""

    name: str
    slots: tuple[dict[str, Any], ...]
    intents: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Schemas:
    """Every service in every wording; names refer to the first."""

    wordings: tuple[dict[str, Service], ...]

    @classmethod
    def load(cls, folder: Path) -> "Schemas":
        """Those of ``schema-train.json`` and of its rewordings."""
        first = _services(folder / "schema-train.json")
        names = list(first)
        others = [
            dict(zip(names, _services(folder / f"schema-train-reworded{number}.json").values(), strict=True))
            for number in range(1, _WORDINGS)
            if (folder / f"schema-train-reworded{number}.json").exists()
        ]
        return cls((first, *others))


def _services(path: Path) -> dict[str, Service]:
    return {
        each["service_name"]: Service(each["service_name"], tuple(each["slots"]), tuple(each["intents"]))
        for each in json.loads(path.read_text("utf-8"))
    }


def dialogues(path: Path) -> Iterator[dict[str, Any]]:
    """Every dialogue of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


class Slots:
    """Makes examples of turns of dialogues."""

    def __init__(self, tokens: Tokens, schemas: Schemas, random: Random) -> None:
        self._tokens = tokens
        self._schemas = schemas
        self._random = random

    def of_turn(self, dialogue: dict[str, Any], turn: int) -> Iterator[Example]:
        """What the user's ``turn`` teaches: which tool is meant, and what is known of its arguments."""
        user = dialogue["turns"][turn]
        service, _, intent = user.get("intent", "").partition(".")
        said = [Said(each["text"], each["who"] == "user") for each in dialogue["turns"][: turn + 1]]
        if not intent or intent == "NONE" or service not in self._schemas.wordings[0]:
            return
        wording = self._random.choice(self._schemas.wordings)
        yield self._choice(dialogue["services"], said, wording, service, intent)
        following = dialogue["turns"][turn + 1] if turn + 1 < len(dialogue["turns"]) else {}
        call = following.get("call")
        if call and call["name"] != user["intent"]:
            return
        yield self._filling(said, wording[service], service, intent, user.get("slots", {}), call)

    def _choice(
        self, services: Sequence[str], said: Sequence[Said], wording: dict[str, Service], service: str, intent: str
    ) -> Example:
        there = [(each, place) for each in services if each in wording for place in range(len(wording[each].intents))]
        elsewhere = [
            (each, place) for each in wording if each not in services for place in range(len(wording[each].intents))
        ]
        there += self._random.sample(elsewhere, min(len(elsewhere), self._random.randint(0, _OTHERS)))
        self._random.shuffle(there)
        names = [each["name"] for each in self._schemas.wordings[0][service].intents]
        right = (service, names.index(intent))
        if self._random.random() < 0.06:
            there = [each for each in there if each[0] != service] or there
        told = [tool_words(wording[each].intents[place]) for each, place in there]
        # Most of what matters was said last, and a short conversation reads fast.
        row = tools_row(self._tokens, said[-self._random.choice((3, 5, 7)) :], told)
        return Example("choose", row, tool=there.index(right) if right in there else None, source="slots")

    def _filling(
        self,
        said: Sequence[Said],
        service: Service,
        name: str,
        intent: str,
        state: dict[str, list[str]],
        call: dict[str, Any] | None,
    ) -> Example:
        first = self._schemas.wordings[0][name]
        place = next(place for place, each in enumerate(first.intents) if each["name"] == intent)
        wanted = [*first.intents[place]["required_slots"], *first.intents[place]["optional_slots"]]
        places = [place for place, slot in enumerate(first.slots) if slot["name"] in wanted]
        self._random.shuffle(places)
        sought = [slot_sought(service.slots[each]) for each in places]
        row = arguments_row(self._tokens, said, tool_words(service.intents[place]), sought)
        texts = tuple(each.text for each in said)
        gold = tuple(
            _gold(
                row, texts, each, first.slots[slot]["possible_values"], _known(state, call, first.slots[slot]["name"])
            )
            for each, slot in zip(sought, places, strict=True)
        )
        return Example("fill", row, gold=gold, source="slots", said=texts)


def tool_words(intent: dict[str, Any]) -> str:
    """An intent as a tool is told to the model."""
    return f"{name_in_words(intent['name'])}: {intent['description']}"


def slot_sought(slot: dict[str, Any]) -> Sought:
    """A slot as an argument is told to the model."""
    values = tuple(map(_plain, slot["possible_values"])) if slot["is_categorical"] else ()
    return Sought(f"{name_in_words(slot['name'])}: {slot['description']}", values)


def _plain(value: str) -> str:
    return {"True": "yes", "False": "no"}.get(value, value)


def _known(state: dict[str, list[str]], call: dict[str, Any] | None, slot: str) -> list[str]:
    values = list(state.get(slot, ()))
    if call and slot in call["arguments"]:
        values.append(call["arguments"][slot])
    elif call:
        return []
    return values


def _gold(row: Row, texts: Sequence[str], sought: Sought, allowed: Sequence[str], known: Sequence[str]) -> Gold:
    if not known or "dontcare" in known:
        return Gold()
    if sought.values:
        found = [place for place, value in enumerate(allowed) if value in known]
        return Gold(value=found[0]) if found else Gold(unknown=True)
    spans = tuple(placed(row, said_spans(texts, known)))
    return Gold(spans=spans) if spans else Gold(unknown=True)
