"""Conversations in the terminal."""

import json

from rich.console import Console
from rich.markdown import Markdown

from reckoner.agents import Assistant, to_data, to_markdown
from reckoner.core import Settings

from .draw import visible


async def show_all(containing: str, *, as_json: bool) -> None:
    async with Assistant.open(Settings.load()) as assistant:
        threads = await assistant.memory.threads(containing)
    for thread in threads:
        row = (
            json.dumps(vars(thread), ensure_ascii=False)
            if as_json
            else f"{thread.id}\t{thread.updated}\t{thread.title}"
        )
        print(row if as_json else visible(row))
    if not threads and not as_json:
        print("There are no conversations.")


async def show(thread: str) -> None:
    Console().print(Markdown(visible(await _written(thread))))


async def export(thread: str, *, as_json: bool) -> None:
    print(await _written(thread, as_json=as_json), end="")


async def rename(thread: str, title: str) -> None:
    async with Assistant.open(Settings.load()) as assistant:
        await assistant.memory.rename(thread, title)


async def delete(thread: str) -> None:
    async with Assistant.open(Settings.load()) as assistant:
        await assistant.delete(thread)
    print("Deleted.")


async def _written(thread: str, *, as_json: bool = False) -> str:
    async with Assistant.open(Settings.load()) as assistant:
        found = await assistant.memory.thread(thread)
        history = await assistant.history(thread)
    return (to_data if as_json else to_markdown)(found, history)
