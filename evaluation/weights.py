"""What a local model takes and what it is worth, form by form: each is measured in a process of its own.

python -m reckoner.evaluation.weights onnx:NAME
"""

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from reckoner.core import ModelUnavailable, Settings
from reckoner.models.chat import load
from reckoner.models.engines.engine import Logits
from reckoner.models.engines.generate import Reply, generate
from reckoner.models.engines.sampling import Drawing
from reckoner.models.loaded import Loaded
from reckoner.models.local import LocalChat
from reckoner.models.weights import local

from .records import lines

_TEXT = Path(__file__).with_suffix(".txt")
_QUESTIONS = Path(__file__).with_suffix(".jsonl")
_PROMPT, _REPLY = 512, 48
"""Tokens."""
_SCORED = 400
"""Tokens of the text whose likelihood is measured."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one form takes and is worth."""

    model: str
    disk: int
    """Bytes."""
    load: float
    """Seconds."""
    first: float
    """Seconds from a prompt of 512 tokens to the first token of the reply."""
    speed: float
    """Tokens a second after that."""
    memory: int
    """Bytes, at most."""
    perplexity: float
    """Of a text in both languages, by token; lower is better, among models of one tokenizer."""
    right: float
    """The share of small questions whose right answer is the likeliest of four."""


def measure(settings: Settings, model: str) -> Cost:
    """Measure a form of a model here.

    Raises:
        ModelUnavailable: It cannot be loaded.
        SettingsError: It is no model of this machine.
    """
    began = time.perf_counter()
    chat = load(model, settings)
    if not isinstance(chat, LocalChat):
        raise ModelUnavailable("model.weights", model=model, why="it does not run on this machine")
    loaded = chat.loaded
    seconds = time.perf_counter() - began
    first, speed = _timed(loaded)
    path = local(settings, model.partition(":")[2])
    return Cost(
        model=model,
        disk=sum(each.stat().st_size for each in path.rglob("*") if each.is_file()) if path else 0,
        load=seconds,
        first=first,
        speed=speed,
        perplexity=_perplexity(loaded),
        right=_right(loaded),
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    )


def elsewhere(models: Sequence[str]) -> Iterator[Cost]:
    """Measure several, each in a new process, so that none uses what another has in memory.

    Raises:
        ModelUnavailable: One of them cannot be measured.
    """
    for model in models:
        command = [sys.executable, "-m", "reckoner.evaluation.weights", model]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            why = (ran.stderr.strip() or "?").splitlines()[-1][:200]
            raise ModelUnavailable("model.weights", model=model, why=why)
        yield Cost(**json.loads(ran.stdout.strip().splitlines()[-1]))


def _timed(loaded: Loaded) -> tuple[float, float]:
    tokens = loaded.template.tokenizer.encode(_TEXT.read_text("utf-8") * 4)[:_PROMPT]
    made = generate(loaded.sessions, tokens, Drawing(), limit=_REPLY, ends=frozenset(), reply=Reply())
    began = time.perf_counter()
    next(made)
    first = time.perf_counter() - began
    taken = []
    for _ in range(_REPLY - 1):
        began = time.perf_counter()
        next(made)
        taken.append(time.perf_counter() - began)
    return first, 1 / float(np.median(taken))


def _perplexity(loaded: Loaded) -> float:
    tokens = loaded.template.tokenizer.encode(_TEXT.read_text("utf-8"), begin=True)[: _SCORED + 1]
    return math.exp(-float(np.mean(_likelihoods(loaded, tokens, 1))))


def _right(loaded: Loaded) -> float:
    encode = loaded.template.tokenizer.encode
    found = []
    for _, each in lines(_QUESTIONS):
        asked = encode(each["question"], begin=True)
        scores = []
        for choice in (each["right"], *each["wrong"]):
            answer = encode(choice)
            # By token: a longer answer is not the less likely for it.
            scores.append(float(np.mean(_likelihoods(loaded, [*asked, *answer], len(asked)))))
        found.append(scores[0] == max(scores))
    return sum(found) / len(found)


def _likelihoods(loaded: Loaded, tokens: Sequence[int], start: int) -> list[float]:
    """The logarithms of how likely each token from ``start`` on is after those before it."""
    session = loaded.engine.session(len(tokens) + 1)
    logits = session.extend(tokens[:start])[-1]
    found = []
    for token in tokens[start:]:
        found.append(_log_chance(logits, token))
        logits = session.extend([token])[-1]
    session.close()
    return found


def _log_chance(logits: Logits, token: int) -> float:
    best = float(logits.max())
    return float(logits[token]) - best - math.log(float(np.exp(logits.astype(np.float64) - best).sum()))


if __name__ == "__main__":
    print(json.dumps(asdict(measure(Settings.load(), sys.argv[1]))))
