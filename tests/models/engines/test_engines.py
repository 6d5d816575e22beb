"""Engines of this machine: what is drawn, what is kept, what may follow, and where it ends."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest

from reckoner.core import ModelRefused, ModelUnavailable
from reckoner.models.engines.cache import Sessions
from reckoner.models.engines.generate import Forbidden, Reply, generate
from reckoner.models.engines.grammar import Grammars
from reckoner.models.engines.onnx import OnnxEngine
from reckoner.models.engines.sampling import Drawing, Sampler
from reckoner.models.loaded import Loaded, load_gguf, load_onnx, load_torch

TINY = Path(__file__).parents[2] / "data" / "tiny"
NOWHERE: frozenset[int] = frozenset()
GREEDY = Drawing()
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string", "maxLength": 8}, "days": {"type": "integer", "maximum": 99}},
            "required": ["city"],
        },
    },
}


@pytest.fixture(scope="module", params=["onnx", "torch", "llama"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    found = load_onnx(TINY) if request.param == "onnx" else made(request.param, tmp_path_factory.mktemp("tiny"))
    yield found
    found.sessions.clear()


def made(kind: str, folder: Path) -> Loaded:
    """The tiny model for an engine that only some have installed."""
    needed = {"torch": ["torch"], "llama": ["torch", "llama_cpp", "gguf"]}
    missing = [package for package in needed[kind] if find_spec(package) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    from support import ggufs, tiny

    tiny.make_plain(folder)
    if kind == "torch":
        return load_torch(str(folder))
    ggufs.write(folder, folder / "tiny.gguf", "F16")
    return load_gguf(folder / "tiny.gguf")


def tokens_of(loaded: Loaded, prompt: list[int], **options: Any) -> list[int]:
    given: dict[str, Any] = {"limit": 12, "ends": NOWHERE, **options}
    return list(generate(loaded.sessions, prompt, given.pop("drawing", GREEDY), **given))


PROMPT = [*range(10, 60)]


class TestSampling:
    logits = np.log(np.array([0.5, 0.25, 0.15, 0.1], np.float32))

    def share(self, **drawing: Any) -> list[float]:
        sampler = Sampler(Drawing(seed=3, **drawing))
        drawn = [sampler.draw(self.logits.copy()) for _ in range(4_000)]
        return [drawn.count(token) / len(drawn) for token in range(4)]

    def test_temperature(self) -> None:
        assert self.share(temperature=0.0) == [1.0, 0, 0, 0]
        assert self.share(temperature=1.0) == pytest.approx([0.5, 0.25, 0.15, 0.1], abs=0.03)
        squares = np.array([0.5, 0.25, 0.15, 0.1]) ** 2
        assert self.share(temperature=0.5) == pytest.approx(squares / squares.sum(), abs=0.03)

    def test_top_k_and_top_p_keep_the_likeliest(self) -> None:
        assert self.share(temperature=1.0, top_k=2) == pytest.approx([2 / 3, 1 / 3, 0, 0], abs=0.03)
        assert self.share(temperature=1.0, top_p=0.6) == pytest.approx([2 / 3, 1 / 3, 0, 0], abs=0.03)
        assert self.share(temperature=1.0, top_k=3, top_p=0.6) == pytest.approx([2 / 3, 1 / 3, 0, 0], abs=0.03)

    def test_extremes(self) -> None:
        assert Sampler(Drawing(temperature=1e-308, seed=1)).draw(self.logits.copy()) == 0
        assert Sampler(Drawing(temperature=1.0, top_p=1e-9, seed=1)).draw(self.logits.copy()) == 0
        for temperature in (0.0, 1.0):
            with pytest.raises(ModelUnavailable, match="no token"):
                Sampler(Drawing(temperature=temperature)).draw(np.full(4, -np.inf, np.float32))

    def test_what_may_not_follow_is_never_drawn(self) -> None:
        logits = self.logits.copy()
        logits[0] = -np.inf
        sampler = Sampler(Drawing(temperature=2.0, seed=1))
        assert 0 not in {sampler.draw(logits) for _ in range(200)}


def test_a_seed_draws_the_same_again(loaded: Loaded) -> None:
    drawing = Drawing(temperature=1.0, seed=5)
    assert tokens_of(loaded, PROMPT, drawing=drawing) == tokens_of(loaded, PROMPT, drawing=drawing)
    free = Drawing(temperature=1.0)
    assert tokens_of(loaded, PROMPT, drawing=free) != tokens_of(loaded, PROMPT, drawing=free)


def read(loaded: Loaded, *parts: list[int]) -> Any:
    session = loaded.engine.session(256)
    logits = [session.extend(part)[-1] for part in parts]
    session.close()
    return logits[-1]


def test_what_is_kept_changes_nothing_of_what_follows(loaded: Loaded) -> None:
    whole = read(loaded, PROMPT)
    # Kernels for one token and for many round otherwise.
    near = 0.05 * float(np.abs(whole).max())
    assert read(loaded, PROMPT[:-1], PROMPT[-1:]) == pytest.approx(whole, abs=near)
    session = loaded.engine.session(256)
    session.extend([*PROMPT[:30], 97, 98, 99])
    session.rewind(30)
    assert session.tokens == PROMPT[:30]
    assert session.extend(PROMPT[30:])[-1] == pytest.approx(whole, abs=near)
    session.close()


def test_what_prompts_begin_with_alike_is_read_once(loaded: Loaded) -> None:
    loaded.sessions.clear()
    reused = []
    for prompt in (PROMPT, PROMPT, [*PROMPT, 99, 98], [*PROMPT[:40], 97], [7, 8, 9]):
        reply = Reply()
        tokens_of(loaded, prompt, reply=reply)
        reused.append(reply.reused)
    assert reused == [0, len(PROMPT) - 1, len(PROMPT), 40, 0]


class Forgetful:
    """A session that cannot forget in part, as of models with windows that slide."""

    capacity, bytes = 256, 10

    def __init__(self) -> None:
        self.tokens: list[int] = []
        self.closed = False

    def extend(self, tokens: Any, rows: int = 1) -> Any:
        self.tokens.extend(tokens)
        return np.zeros((rows, 8), np.float32)

    def rewind(self, length: int) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


class ForgetfulEngine:
    name, context, chunk, ahead, together = "forgetful", 256, 64, 0, 1

    def session(self, capacity: int) -> Forgetful:
        return Forgetful()

    def step(self, sessions: Any, tokens: Any) -> Any:
        raise NotImplementedError


def test_what_cannot_be_forgotten_is_read_anew() -> None:
    sessions = Sessions(ForgetfulEngine(), 64)
    first = sessions.take([1, 2, 3, 4], 4)
    first.extend([1, 2, 3, 4])
    sessions.give(first)
    assert sessions.take([1, 2, 3, 4, 5], 4) is first
    sessions.give(first)
    second = sessions.take([1, 2, 3, 9], 4)
    assert (second.tokens, first.closed) == ([], True)  # type: ignore[attr-defined]


class Counted:
    """Counts what an engine is asked to do."""

    def __init__(self, engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.extended, self.together = 0, list[int]()
        session, step = engine.session, engine.step

        def counting(capacity: int) -> Any:
            made = session(capacity)
            extend = made.extend

            def counted(tokens: Any, rows: int = 1) -> Any:
                self.extended += 1
                return extend(tokens, rows)

            made.extend = counted
            return made

        def counted_step(sessions: Any, tokens: Any) -> Any:
            self.together.append(len(sessions))
            return step(sessions, tokens)

        monkeypatch.setattr(engine, "session", counting)
        monkeypatch.setattr(engine, "step", counted_step)


def test_what_is_guessed_is_drawn_as_if_it_were_not(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    if isinstance(loaded.engine, OnnxEngine):
        pytest.skip("this engine tells only what follows the last token")
    loaded.sessions.clear()
    # Of random weights, greedy, a reply soon repeats itself.
    for drawing in (GREEDY, Drawing(temperature=0.3, top_k=2, seed=4)):
        monkeypatch.setattr(loaded.sessions, "ahead", 0)
        plain = tokens_of(loaded, PROMPT, drawing=drawing, limit=120)
        monkeypatch.setattr(loaded.sessions, "ahead", 7)
        loaded.sessions.clear()
        with monkeypatch.context() as within:
            counted = Counted(loaded.engine, within)
            reply = Reply()
            guessed = tokens_of(loaded, PROMPT, drawing=drawing, limit=120, reply=reply)
        assert guessed == plain
        assert (reply.written, reply.finish) == (120, "length")
        assert counted.extended < 120
        again = Reply()
        tokens_of(loaded, [*PROMPT, *guessed, 7], limit=1, reply=again)
        assert again.reused >= len(PROMPT) + 119 - 1
        loaded.sessions.clear()


def test_what_alone_may_follow_is_not_computed(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded.grammars is not None
    loaded.sessions.clear()
    counted = Counted(loaded.engine, monkeypatch)
    mask = loaded.grammars.calls([WEATHER], several=False)
    drawing = Drawing(temperature=1.0, seed=2)
    written = tokens_of(loaded, PROMPT, drawing=drawing, limit=200, ends=loaded.ends, mask=mask)
    assert '"name": "get_weather", "arguments": {' in loaded.template.tokenizer.decode(written)
    assert counted.extended < len(written) - 10
    loaded.sessions.clear()


def test_replies_at_once_are_what_each_would_be_alone(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = [PROMPT, PROMPT[:20], [7, 8, 9, *PROMPT], [5, *PROMPT[5:]]]
    loaded.sessions.clear()
    alone = [tokens_of(loaded, prompt, limit=40) for prompt in prompts]
    loaded.sessions.clear()
    counted = Counted(loaded.engine, monkeypatch)
    with ThreadPoolExecutor(len(prompts)) as pool:
        together = list(pool.map(lambda prompt: tokens_of(loaded, prompt, limit=40), prompts))
    assert together == alone
    assert bool(counted.together) == (loaded.engine.together > 1)
    # Each can go on by itself, from where it is.
    for prompt, written in zip(prompts, alone, strict=True):
        reply = Reply()
        tokens_of(loaded, [*prompt, *written[:-1], 3], limit=1, reply=reply)
        assert reply.reused == len(prompt) + len(written) - 1
    loaded.sessions.clear()


class Failing(ForgetfulEngine):
    """An engine that breaks when several replies go on together."""

    together = 4

    def step(self, sessions: Any, tokens: Any) -> Any:
        raise ModelUnavailable("model.engine", model="failing", why="out of memory")


def test_an_engine_that_breaks_is_told_to_all_who_wait() -> None:
    sessions = Sessions(Failing(), 64)
    barrier = Barrier(3)

    def told(first: int) -> str:
        made = generate(sessions, [first, 1], GREEDY, limit=50, ends=NOWHERE)
        next(made)
        barrier.wait(10)
        try:
            return f"{len(list(made))} more"
        except ModelUnavailable as error:
            return str(error)

    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(told, range(3)))
    # Whoever is left alone when the others have failed goes on by itself.
    assert sum("out of memory" in each for each in ended) >= 2
    assert all("out of memory" in each or each == "49 more" for each in ended)


def test_sessions_give_way_when_memory_is_short(loaded: Loaded) -> None:
    small = Sessions(loaded.engine, 0)
    for first in (10, 100, 200):
        list(generate(small, [first, *PROMPT], GREEDY, limit=3, ends=NOWHERE))
    reply = Reply()
    list(generate(small, [10, *PROMPT], GREEDY, limit=3, ends=NOWHERE, reply=reply))
    assert reply.reused == 0
    small.clear()


def test_it_ends_where_it_is_told_to(loaded: Loaded) -> None:
    written = tokens_of(loaded, PROMPT)
    reply = Reply()
    assert tokens_of(loaded, PROMPT, limit=5, reply=reply) == written[:5]
    assert (reply.finish, reply.written) == ("length", 5)
    reply = Reply()
    end = written[0]
    assert tokens_of(loaded, PROMPT, ends=frozenset({end}), reply=reply) == []
    assert reply.finish == "stop"


def test_cancelling_ends_it_within_one_token(loaded: Loaded) -> None:
    seen: list[int] = []
    reply = Reply()
    for token in generate(
        loaded.sessions, PROMPT, GREEDY, limit=50, ends=NOWHERE, cancelled=lambda: len(seen) >= 3, reply=reply
    ):
        seen.append(token)
    assert (len(seen), reply.finish) == (3, "cancelled")
    leaving = generate(loaded.sessions, PROMPT, GREEDY, limit=50, ends=NOWHERE)
    next(leaving)
    leaving.close()  # type: ignore[attr-defined]
    assert tokens_of(loaded, PROMPT, limit=3) == seen


def test_forbidden_tokens_do_not_follow(loaded: Loaded) -> None:
    first = tokens_of(loaded, PROMPT, limit=1)
    assert tokens_of(loaded, PROMPT, limit=1, mask=Forbidden(first)) != first


def written_under(loaded: Loaded, mask: Any, seed: int) -> str:
    drawing = Drawing(temperature=1.5, seed=seed)
    return loaded.template.tokenizer.decode(
        tokens_of(loaded, PROMPT, drawing=drawing, limit=400, ends=loaded.ends, mask=mask)
    )


def test_under_a_schema_only_valid_json_can_be_written(loaded: Loaded) -> None:
    grammars = loaded.grammars
    assert grammars is not None
    schema = {
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b"]}, "count": {"type": "integer", "minimum": 1, "maximum": 9}},
        "required": ["kind", "count"],
        "additionalProperties": False,
    }
    for seed in range(8):
        found = json.loads(written_under(loaded, grammars.schema(schema), seed))
        assert found["kind"] in ("a", "b")
        assert 1 <= found["count"] <= 9


def test_a_forced_call_is_whole(loaded: Loaded) -> None:
    assert loaded.grammars is not None
    for seed in range(4):
        written = written_under(loaded, loaded.grammars.calls([WEATHER], several=False), seed)
        inside = json.loads(written.removeprefix("<tool_call>\n").removesuffix("\n</tool_call>"))
        assert inside["name"] == "get_weather"
        assert len(inside["arguments"]["city"]) <= 8


def test_a_schema_that_cannot_be_followed_is_refused(loaded: Loaded) -> None:
    assert isinstance(loaded.grammars, Grammars)
    with pytest.raises(ModelRefused, match="schema"):
        loaded.grammars.schema({"type": "nothing-known"})


def test_weights_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_onnx(tmp_path)
    (tmp_path / "genai_config.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_onnx(tmp_path)
