"""Examples out of tools and requests that were written for it, in English and Vietnamese."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from reckoner.core import fold
from reckoner.evaluation.mini.cases import schema
from reckoner.evaluation.records import lines
from reckoner.models.mini.pointer.layout import Row, Said, arguments_row, tools_row
from reckoner.models.mini.pointer.schema import sought, told
from reckoner.models.mini.pointer.tokens import Tokens

from .examples import Example, Gold, placed, said_spans

_OTHERS = 6
"""So many tools of other suites are at hand as well at most."""
_FEW = 0.4
"""The share of requests that have but some of their suite's tools at hand, down to the one that is meant."""


def suites(path: Path) -> list[dict[str, Any]]:
    """The suites of one file of JSON lines."""
    return [row for _, row in lines(path)]


def every_suite(own: Path) -> list[dict[str, Any]]:
    """The suites of all files of what was written for it."""
    return [each for path in sorted((own / "tools").glob("*.jsonl")) for each in suites(path)]


class Suites:
    """Makes examples of suites."""

    def __init__(self, tokens: Tokens, among: Sequence[dict[str, Any]], random: Random) -> None:
        self._tokens = tokens
        self._tools = [schema(tool) for each in among for tool in each["tools"]]
        self._random = random

    def of(self, suite: dict[str, Any], example: dict[str, Any]) -> Iterator[Example]:
        """What one request teaches."""
        turns = example.get("turns") or [example["text"]]
        if example["lang"] == "vi" and self._random.random() < 0.2:
            example, turns = _bare(example, turns)
        said = [Said(text, place % 2 == 0) for place, text in enumerate(turns)]
        mine = [schema(tool) for tool in suite["tools"]]
        yield self._choice(said, mine, example["tool"])
        if example["tool"] is not None:
            right = next(each for each in mine if each["name"] == example["tool"])
            yield self._filling(said, right, example.get("args", {}))

    def _choice(self, said: Sequence[Said], mine: list[dict[str, Any]], right: str | None) -> Example:
        names = {each["name"] for each in mine}
        others = [each for each in self._random.sample(self._tools, 2 * _OTHERS) if each["name"] not in names]
        most = _OTHERS
        if self._random.random() < _FEW:
            few = self._random.sample(sorted(names), self._random.randrange(len(names)) + (right is None))
            mine, most = [each for each in mine if each["name"] in {*few, right}], 1
        there = [*mine, *others[: self._random.randint(0, most)]] or others[:1]
        if right is not None and self._random.random() < 0.08:
            there, right = [each for each in there if each["name"] != right] or others[:1], None
        self._random.shuffle(there)
        row = tools_row(self._tokens, said, [told(each) for each in there])
        places = [each["name"] for each in there]
        return Example("choose", row, tool=places.index(right) if right is not None else None, source="suites")

    def _filling(self, said: Sequence[Said], tool: dict[str, Any], arguments: dict[str, Any]) -> Example:
        names = list(tool["parameters"]["properties"])
        self._random.shuffle(names)
        asked = [sought(name, tool["parameters"]["properties"][name]) for name in names]
        row = arguments_row(self._tokens, said, told(tool), asked)
        texts = tuple(each.text for each in said)
        gold = tuple(
            _gold(row, texts, tool["parameters"]["properties"][name], arguments.get(name), each.values)
            for name, each in zip(names, asked, strict=True)
        )
        return Example("fill", row, gold=gold, source="suites", said=texts)


def _gold(row: Row, texts: Sequence[str], declared: dict[str, Any], given: Any, values: Sequence[str]) -> Gold:
    if given is None:
        return Gold()
    if values:
        value = given[1] if isinstance(given, list) and len(given) == 2 and "enum" in declared else given
        allowed = declared.get("enum", [True, False])
        return Gold(value=allowed.index(value)) if value in allowed else Gold(unknown=True)
    if not isinstance(given, list):
        return Gold(unknown=True)
    spans = tuple(placed(row, said_spans(texts, [given[0]])))
    return Gold(spans=spans) if spans else Gold(unknown=True)


def _bare(example: dict[str, Any], turns: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The request as it is typed without diacritics."""
    arguments = {
        name: [fold_case(given[0]), given[1]] if isinstance(given, list) and isinstance(given[0], str) else given
        for name, given in example.get("args", {}).items()
    }
    return {**example, "args": arguments}, [fold_case(each) for each in turns]


def fold_case(text: str) -> str:
    """``text`` without diacritics, capitals kept."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(text, fold(text), strict=True))
