"""Evaluations: recorded programs run again, problems put to a model, questions asked over passages."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from reckoner.agents import Assistant
from reckoner.core import DocumentError, Settings, SettingsError, Strategy
from reckoner.evaluation.math import Solver
from reckoner.evaluation.measured import Measured
from reckoner.evaluation.mini.measure import COMING, measured, opened
from reckoner.evaluation.page import shown, write_measured_page, write_page
from reckoner.evaluation.programs import replay
from reckoner.evaluation.records import problems, recorded
from reckoner.evaluation.results import Result, ResultFile, Summary, summaries
from reckoner.evaluation.retrieval import (
    SYSTEMS,
    Collected,
    collections,
    documents,
    measure,
    write_results,
)
from reckoner.evaluation.shop import Player, cases, pass_hat, shop_of
from reckoner.models import chat
from reckoner.retrieval import DocumentIndex
from reckoner.sandbox import Sandbox


async def programs(
    file: Path, *, out: Path, parallel: int, limit: int | None, mended: bool, preludes: Path | None
) -> None:
    """Run the recorded programs of ``file`` again."""
    settings = Settings.load()
    cases = list(recorded(file, preludes))[:limit]
    sandbox = Sandbox(
        seconds=settings.sandbox_seconds, megabytes=settings.sandbox_mb, kind=settings.sandbox, at_once=parallel
    )
    title = f"Programs of {file.name}, {'mended before they ran' if mended else 'as they were written'}"
    try:
        results = await _each(cases, lambda case: replay(case, sandbox, mended=mended), out, parallel, title)
    finally:
        sandbox.close()
    _report(title, results, out, "Wrong programs count as wrong answers.")


async def math(
    file: Path,
    *,
    out: Path,
    parallel: int,
    limit: int | None,
    strategy: Strategy,
    samples: int,
    prices: tuple[float, float],
    **flags: Any,
) -> None:
    """Put the problems of ``file`` to a model."""
    cases = list(problems(file))[:limit]
    with tempfile.TemporaryDirectory() as home:
        # The conversations of an evaluation are nobody's history.
        settings = Settings.load(home=Path(home), **flags)
        async with Assistant.open(settings) as assistant:
            model = chat.load(settings.model_name, settings, settings.sampling)
            sandbox = Sandbox(
                seconds=settings.sandbox_seconds,
                megabytes=settings.sandbox_mb,
                kind=settings.sandbox,
                at_once=parallel,
            )
            sampling = ", ".join(f"{name} {value}" for name, value in settings.sampling.given.items())
            group = " · ".join(filter(None, (settings.model_name, strategy, f"{samples} × {file.stem}", sampling)))
            solver = Solver(model, sandbox, strategy=strategy, samples=samples, assistant=assistant, group=group)
            title = f"{file.name}: {group}"
            try:
                results = await _each(cases, solver.solve, out, parallel, title, group)
            finally:
                sandbox.close()
    total = summaries(results)[-1]
    tokens = f"{total.input_tokens:,} tokens in, {total.output_tokens:,} out"
    money = f", {total.cost(*prices):.4f} at the prices given" if any(prices) else ""
    _report(title, results, out, f"{tokens}{money}.")


async def shop(
    folder: Path, *, out: Path, parallel: int, limit: int | None, trials: int, customer: str | None, **flags: Any
) -> None:
    """Play the tasks of ``folder`` with a model as ShopBot and one as the customer."""
    settings = Settings.load(**flags)
    told = list(cases(folder, trials))[: limit * trials if limit else None]
    name = customer or settings.model_name
    group = f"{settings.model_name} · customer {name} · {settings.language}"
    player = Player(shop_of(folder), settings, chat.load(name, settings), group=group)
    title = f"Tasks of {folder.name}, {trials} tries each: {group}"
    results = await _each(told, player.play, out, parallel, title, group)
    likely = ", ".join(f"pass^{k} {pass_hat(results, k):.3f}" for k in range(1, trials + 1))
    total, cost = summaries(results)[-1], sum(each.cost for each in results)
    tokens = f"{total.input_tokens:,} tokens in, {total.output_tokens:,} out, {cost:.2f} US dollars"
    _report(title, results, out, f"{likely}. {tokens}, {total.seconds / total.count:.1f} s a task.")


async def mini(paths: Sequence[Path], *, models: Sequence[str], out: Path, limit: int | None) -> None:
    """Measure every part of ``models`` on what ``paths`` hold, or on what comes along."""
    found: list[Measured] = []
    with Progress(console=Console(stderr=True)) as progress:
        for path in (each for given in paths or COMING for each in opened(given)):
            for name in models:
                task = progress.add_task(f"{path.name}: {name}", total=None)
                found += await measured(path, name, limit=limit, told=partial(progress.advance, task))
    if not found:
        raise SettingsError("eval.empty")
    _compare(sorted(found, key=lambda each: each.name), out)


def retrieval(folder: Path, *, out: Path, only: Sequence[str], limit: int | None) -> None:
    """Ask the questions of ``folder`` of every system, over an index made for them."""
    sets = [each for each in collections(folder) if not only or each.name in only]
    if not sets:
        raise SettingsError("eval.empty")
    measured = [each for one in sets for each in _asked_over(replace(one, queries=one.queries[:limit]))]
    _compare(measured, out)


def _compare(measured: Sequence[Measured], out: Path) -> None:
    """Tell what was measured, a table for each set, and keep it."""
    console = Console()
    for name in dict.fromkeys(each.name for each in measured):
        console.print(_compared([each for each in measured if each.name == name]))
    out.mkdir(parents=True, exist_ok=True)
    write_results(out / "results.json", measured)
    write_measured_page(out / "report.html", measured)
    console.print(f"Mean and 95 % interval.\nResults: {out / 'results.json'}\nPage: {out / 'report.html'}")


def _asked_over(collected: Collected) -> list[Measured]:
    """Every system on one set, over an index made for it."""
    with tempfile.TemporaryDirectory() as home, Progress(console=Console(stderr=True)) as progress:
        index = DocumentIndex(Path(home))
        try:
            adding = progress.add_task(f"{collected.name}: passages", total=len(collected.passages))
            for _, outcome in index.add_all(documents(collected)):
                if isinstance(outcome, DocumentError):
                    raise outcome
                progress.advance(adding)
            asking = progress.add_task(f"{collected.name}: questions", total=None)
            return measure(collected, index, list(SYSTEMS), lambda: progress.advance(asking))
        finally:
            index.close()


def _compared(measured: Sequence[Measured]) -> Table:
    title = f"{measured[0].name}, {measured[0].count} cases"
    table = Table("", *(each.system for each in measured), title=title, title_justify="left")
    for metric in dict.fromkeys(metric for each in measured for metric in each.values):
        table.add_row(metric, *(shown(each, metric) for each in measured))
    return table


async def _each(
    cases: Sequence[Any], run: Callable[[Any], Awaitable[Result]], out: Path, parallel: int, title: str, group: str = ""
) -> list[Result]:
    """Run every case whose result is not in ``out`` yet, ``parallel`` at a time."""

    def key(case: Any) -> tuple[str, str]:
        return group or case.group, case.id

    path = out / "results.jsonl"
    kept = ResultFile(path, title)
    if not cases:
        raise SettingsError("eval.empty")
    left = [case for case in cases if key(case) not in kept.done]
    if kept.results:
        Console(stderr=True).print(f"{len(kept.results)} results are in {path} already; {len(left)} cases are left.")
    turns = asyncio.Semaphore(parallel)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("cases", total=len(left))

        async def one(case: Any) -> None:
            async with turns:
                kept.add(await run(case))
                progress.advance(task)

        async with asyncio.TaskGroup() as tasks:
            for case in left:
                tasks.create_task(one(case))
    wanted = set(map(key, cases))
    return [result for result in kept.results if (result.group, result.id) in wanted]


def _report(title: str, results: Sequence[Result], out: Path, note: str) -> None:
    found = summaries(results)
    console = Console()
    table = Table("group", "cases", "right", "95 % interval", "failed", title=title, title_justify="left")
    for each in found:
        low, high = each.interval
        table.add_row(each.group, str(each.count), f"{each.accuracy:.1%}", f"{low:.1%} – {high:.1%}", _failed(each))
    console.print(table)
    page = out / "report.html"
    write_page(page, title, results, found, note)
    console.print(f"{note}\nResults: {out / 'results.jsonl'}\nPage: {page}")


def _failed(summary: Summary) -> str:
    return ", ".join(f"{name} {count}" for name, count in summary.errors.most_common(5)) or "–"
