"""Models of this machine beside the engines used bare, on the same weights, in one run.

    python -m benchmarks.engines [--onnx FOLDER] [--hf FOLDER] [--gguf FILE] [--prompt 1024]

A turn reads a prompt and writes a reply; the next turn reads what was said and 60 tokens more. Weights may be random:
speed does not depend on values. Each way runs in a process of its own, one after the other.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

REPLY, MORE = 60, 60
"""Tokens."""


def main() -> None:
    """Print every figure; nothing is asserted."""
    parser = argparse.ArgumentParser()
    for kind in ("onnx", "hf", "gguf"):
        parser.add_argument(f"--{kind}", type=Path)
    parser.add_argument("--prompt", type=int, default=1024)
    parser.add_argument("--way", help="measure this one here and print JSON")
    given = parser.parse_args()
    ways = [way for way in WAYS if getattr(given, way.partition(" ")[0]) is not None]
    if given.way:
        print(json.dumps(_measured(given.way, getattr(given, given.way.partition(" ")[0]), given.prompt)))
        return
    rows = []
    for way in ways:
        command = [sys.executable, "-m", "benchmarks.engines", *sys.argv[1:], "--way", way]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        rows.append({"way": way, **(json.loads(ran.stdout.splitlines()[-1]) if not ran.returncode else {})})
    names = list(dict.fromkeys(name for row in rows for name in row))
    for row in [dict(zip(names, names, strict=True)), *rows]:
        print("  ".join(str(row.get(name, "failed")).rjust(16) for name in names))


def _measured(way: str, path: Path, length: int) -> dict[str, Any]:
    began = time.perf_counter()
    turn = WAYS[way](path)
    loaded = time.perf_counter() - began
    draw = np.random.default_rng(0)
    prompt = draw.integers(5, 400, length).tolist()
    times = _times(turn(prompt))
    began = time.perf_counter()
    written = list(turn([*prompt, *times[2], *draw.integers(5, 400, MORE).tolist()]))
    second = time.perf_counter() - began
    assert len(written) == REPLY
    return {
        "load s": round(loaded, 2),
        "prefill tok/s": round(length / times[0]),
        "ms a token": round(times[1] * 1_000, 1),
        "next turn s": round(second, 2),
        "memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _times(tokens: Iterator[int]) -> tuple[float, float, list[int]]:
    """Seconds to the first token, the median of the others, and the tokens."""
    written, taken = [], []
    began = time.perf_counter()
    for token in tokens:
        taken.append(time.perf_counter() - began)
        written.append(token)
        began = time.perf_counter()
    return taken[0], float(np.median(taken[1:])), written


Turn = Callable[[list[int]], Iterator[int]]


def _ours(kind: str) -> Callable[[Path], Turn]:
    def made(path: Path) -> Turn:
        from reckoner.models import loaded
        from reckoner.models.engines.generate import generate
        from reckoner.models.engines.sampling import Drawing

        load: Any = {"onnx": loaded.load_onnx, "hf": loaded.load_torch, "gguf": loaded.load_gguf}[kind]
        model = load(str(path) if kind == "hf" else path)
        return lambda tokens: generate(model.sessions, tokens, Drawing(), limit=REPLY, ends=frozenset())

    return made


def _bare_onnx(path: Path) -> Turn:
    import onnxruntime_genai as genai

    model = genai.Model(str(path))

    def turn(tokens: list[int]) -> Iterator[int]:
        parameters = genai.GeneratorParams(model)
        parameters.set_search_options(max_length=len(tokens) + REPLY, min_length=len(tokens) + REPLY, do_sample=False)
        generator = genai.Generator(model, parameters)
        generator.append_tokens(np.array(tokens, np.int32))
        for _ in range(REPLY):
            generator.generate_next_token()
            yield int(generator.get_next_tokens()[0])

    return turn


def _bare_hf(path: Path) -> Turn:
    import torch
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(path, dtype="auto").eval()

    def turn(tokens: list[int]) -> Iterator[int]:
        import queue
        from threading import Thread

        from transformers.generation.streamers import BaseStreamer

        waiting: queue.Queue[int] = queue.Queue()

        class Told(BaseStreamer):  # type: ignore[misc]  # transformers is untyped here
            first = True

            def put(self, value: Any) -> None:
                if not self.first:
                    waiting.put(int(value.reshape(-1)[-1]))
                self.first = False

            def end(self) -> None:
                return

        given = torch.tensor([tokens])
        options = {"max_new_tokens": REPLY, "min_new_tokens": REPLY, "do_sample": False, "streamer": Told()}
        making = Thread(target=lambda: model.generate(given, attention_mask=torch.ones_like(given), **options))
        making.start()
        for _ in range(REPLY):
            yield waiting.get()
        making.join()

    return turn


def _bare_gguf(path: Path) -> Turn:
    from llama_cpp import Llama

    model = Llama(str(path), n_ctx=0, verbose=False)

    def turn(tokens: list[int]) -> Iterator[int]:
        made = model.generate(tokens, temp=0.0, reset=True)
        for _ in range(REPLY):
            yield next(made)

    return turn


WAYS: dict[str, Callable[[Path], Turn]] = {
    "onnx bare": _bare_onnx,
    "onnx reckoner": _ours("onnx"),
    "hf bare": _bare_hf,
    "hf reckoner": _ours("hf"),
    "gguf bare": _bare_gguf,
    "gguf reckoner": _ours("gguf"),
}


if __name__ == "__main__":
    main()
