"""An agent of eight steps on a model of this machine: what keeping, guessing and forcing tokens save.

    python -m benchmarks.steps [--onnx FOLDER] [--hf FOLDER] [--gguf FILE] [--steps 8] [--ways anew kept]

The conversation is made here: instructions and tools of about 1,500 tokens, then steps that look orders up, each a
thought, a call and a result in JSON. Every reply is held to that conversation, token by token, so that weights may be
random and the share of text that repeats what stood before is the conversation's own. Ways: ``anew`` reads everything
at each step, ``kept`` reads what is new, ``guessing`` guesses from what stood before, ``calls`` also leaves out what a
call's grammar leaves no choice about.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reckoner.models import loaded
from reckoner.models.engines.engine import Logits
from reckoner.models.engines.generate import Reply, generate
from reckoner.models.engines.grammar import OPENING, Guided
from reckoner.models.engines.sampling import Drawing
from reckoner.models.loaded import Loaded

WAYS = ("anew", "kept", "guessing", "calls")
_TOOLS = (
    "get_order",
    "get_customer",
    "get_product",
    "list_orders",
    "track_parcel",
    "quote_return",
    "make_label",
    "send",
)
_TEXT = "Looks a thing up in the shop by its number and returns what is stored of it, as JSON, with all its fields. "


@dataclass(frozen=True)
class Step:
    """What the model writes and what is answered."""

    thought: str
    call: str
    result: str


def main() -> None:
    """Print every figure; nothing is asserted."""
    parser = argparse.ArgumentParser()
    loaders: dict[str, Any] = {"onnx": loaded.load_onnx, "hf": loaded.load_torch, "gguf": loaded.load_gguf}
    for kind in loaders:
        parser.add_argument(f"--{kind}", type=Path)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--ways", nargs="*", choices=WAYS, default=WAYS)
    given = parser.parse_args()
    print(f"{'':16}{'first s':>10}{'others s':>10}{'to first':>10}{'read':>8}{'kept':>8}{'written':>8}")
    for kind, load in loaders.items():
        if (path := getattr(given, kind)) is not None:
            _compare(kind, load(str(path) if kind == "hf" else path), given.steps, given.ways)


def _compare(kind: str, model: Loaded, count: int, ways: Sequence[str]) -> None:
    whole = 0.0
    ahead = model.sessions.ahead
    for way in ways:
        if way == "guessing" and not ahead:
            continue
        model.sessions.ahead = ahead if way in ("guessing", "calls") else 0
        model.sessions.clear()
        first, others, read, kept, written = _run(model, way, count)
        whole = whole or others
        times = f"{first:10.1f}{others:10.1f}{others / whole:10.2f}"
        print(f"{kind + ' ' + way:16}{times}{read:8}{kept:8}{written:8}", flush=True)


def _run(model: Loaded, way: str, count: int) -> tuple[float, float, int, int, int]:
    encode = model.template.tokenizer.encode
    text = encode(_instructions())
    read = kept = written = 0
    ends = [time.perf_counter()]
    for step in _steps(count):
        if way == "anew":
            model.sessions.clear()
        recorded = encode(f"{step.thought}\n{OPENING}\n{step.call}\n</tool_call>")
        mask = Recorded(recorded, _calls(model) if way == "calls" else None, len(encode(f"{step.thought}\n{OPENING}")))
        reply = Reply()
        made = list(
            generate(model.sessions, text, Drawing(), limit=len(recorded), ends=frozenset(), mask=mask, reply=reply)
        )
        assert made == recorded, "the conversation was not followed"
        read, kept, written = read + reply.read - reply.reused, kept + reply.reused, written + reply.written
        ends.append(time.perf_counter())
        text = [*text, *made, *encode(f"\nObservation: {step.result}\n")]
    return ends[1] - ends[0], ends[-1] - ends[1], read, kept, written


class Recorded:
    """A ``Mask`` under which a reply is what was recorded.

    Args:
        tokens: The reply.
        call: The grammar of its call, if what it leaves no choice about is not to be computed.
        begins: Where in ``tokens`` the call begins.
    """

    def __init__(self, tokens: list[int], call: Guided | None, begins: int) -> None:
        self._tokens, self._call, self._begins = tokens, call, begins
        self._place = 0

    def allow(self, logits: Logits) -> Logits:
        """See ``Mask``."""
        held = np.full_like(logits, -np.inf)
        held[self._tokens[self._place]] = 0
        return held

    def take(self, token: int) -> None:
        """See ``Mask``."""
        if self._call is not None and self._place >= self._begins:
            self._call.take(token)
        self._place += 1

    def sure(self) -> list[int]:
        """See ``Mask``; as far as the record is written with the same tokens."""
        if self._call is None or self._place < self._begins:
            return []
        known = self._call.sure()
        recorded = self._tokens[self._place : self._place + len(known)]
        common = [mine for mine, its in zip(recorded, known, strict=False) if mine == its]
        return common if common == recorded else []


def _calls(model: Loaded) -> Guided | None:
    return model.grammars.rest_of_call(_tools()) if model.grammars else None


def _tools() -> list[dict[str, Any]]:
    number = {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]}
    return [{"name": name, "description": _TEXT, "parameters": number} for name in _TOOLS]


def _instructions() -> str:
    rules = "".join(
        f"{place}. Rule {place} of the shop: ask before you write, say what you did. " for place in range(30)
    )
    return (
        f"You help the customers of a shop.\n{rules}\nTools:\n" + "\n".join(map(json.dumps, _tools())) + "\nQuestion: "
    )


def _steps(count: int) -> list[Step]:
    draw = np.random.default_rng(7)
    steps = []
    known = f"#W{draw.integers(10**6, 10**7)}"
    for place in range(count):
        tool = _TOOLS[place % len(_TOOLS)]
        call = json.dumps({"name": tool, "arguments": {"number": known}})
        following = f"#{'RPT'[place % 3]}{draw.integers(10**6, 10**7)}"
        result = json.dumps(
            {"number": known, "state": "delivered", "next": following, "price": f"{draw.integers(9, 900)}.50"}
        )
        steps.append(Step(f"Thought: I have to look at {known} next, with {tool}.", call, result))
        known = following
    return steps


if __name__ == "__main__":
    main()
