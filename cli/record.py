"""The record of what was decided and done, in the terminal."""

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from reckoner.agents.audit import open_audit
from reckoner.core import Settings

from .draw import visible
from .exits import Exit


async def show(thread: str, *, limit: int, as_json: bool) -> Exit:
    """Print the latest lines, the latest last."""
    async with open_audit(Settings.load().home / "audit.sqlite") as audit:
        entries = list(reversed(await audit.entries(thread, limit=limit)))
    if as_json:
        for entry in entries:
            print(json.dumps(asdict(entry), ensure_ascii=False))
        return Exit.DONE
    table = Table("when", "conversation", "tool", "what", "who", "arguments", "outcome")
    for entry in entries:
        told = json.dumps(entry.arguments, ensure_ascii=False)
        cells = (entry.at, entry.thread, entry.tool, entry.what, entry.who, told, entry.outcome[:200])
        table.add_row(*map(visible, cells))
    Console().print(table)
    return Exit.DONE
