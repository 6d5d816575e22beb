"""Models in the terminal: what there is, weights from the hub, smaller forms of them, and what each is worth."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from reckoner.core import ModelError, Settings, storing
from reckoner.evaluation.page import write_weights_page
from reckoner.evaluation.weights import Cost, elsewhere
from reckoner.models import hub, server
from reckoner.models.quantize import Form
from reckoner.models.quantize import quantize as smaller
from reckoner.models.weights import installed, size
from reckoner.models.weights import remove as remove_weights

from .draw import visible
from .exits import complain


def show(url: str) -> int:
    """The models that can be named: those on disk, and those of a server."""
    settings = Settings.load()
    table = Table("model", "size", "what")
    table.add_row("mini", "—", "ships inside")
    for each in installed(settings):
        table.add_row(visible(each.model), size(each.bytes), "on this machine")
    failed = 0
    address = url or settings.openai_base_url or ""
    if address or settings.openai_api_key:
        try:
            for found in server.models(settings, address):
                at = f"@{address}" if url else ""
                context = f", reads {found.context} tokens" if found.context else ""
                table.add_row(visible(f"openai:{found.name}{at}"), "—", f"on {address or 'api.openai.com'}{context}")
        except ModelError as error:
            complain(error)
            failed = 1
    Console().print(table)
    return failed


def pull(name: str, *, below: str, pickled: bool, yes: bool) -> int:
    """Download weights, after saying what they take."""
    settings = Settings.load()
    planned = hub.plan(settings, name, below=below, pickled=pickled)
    print(
        visible(f"{name}: {len(planned.files)} files, {size(planned.bytes)} on disk, about as much memory when used.")
    )
    if not yes and sys.stdin.isatty() and input("Download? [Y/n] ").strip().lower() not in ("", "y", "yes"):
        return 3
    found = hub.pull(settings, planned)
    print(visible(f"{found.model} is at {found.path}."))
    return 0


def quantize(model: str, form: Form, name: str) -> None:
    """Make a smaller form of weights on disk."""
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        progress.add_task(f"Bringing {model} to {form}; this takes a minute or more.")
        found = smaller(Settings.load(), model, form, name=name)
    print(visible(f"{found.model}: {size(found.bytes)} at {found.path}."))


def bench(models: list[str], out: Path) -> None:
    """Measure forms of models, and write a page."""
    with storing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    named = models or [each.model for each in installed(Settings.load())]
    if not named:
        print("There are no weights on this machine. Get some with `reckoner models pull`.")
        return
    table = Table("model", "disk", "load", "first token", "tokens/s", "memory", "perplexity", "right")
    costs: list[Cost] = []
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True)) as progress:
        task = progress.add_task("")
        for name, cost in zip(named, elsewhere(named), strict=True):
            progress.update(task, description=f"Measured {name}")
            costs.append(cost)
            table.add_row(*row(cost))
    Console().print(table)
    write_weights_page(out, costs)
    print(f"The page is at {out}.")


def remove(name: str) -> None:
    """Remove weights from the disk."""
    found = remove_weights(Settings.load(), name)
    print(visible(f"Removed {found.model}, {size(found.bytes)}."))


def row(cost: Cost) -> tuple[str, ...]:
    """What was measured, as it is shown."""
    return (
        visible(cost.model), size(cost.disk), f"{cost.load:.1f} s", f"{cost.first:.1f} s", f"{cost.speed:.1f}",
        size(cost.memory), f"{cost.perplexity:.1f}", f"{cost.right:.0%}",
    )  # fmt: skip
