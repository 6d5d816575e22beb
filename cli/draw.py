"""Events → the terminal: steps as they happen, the answer as Markdown, its quotes below."""

import json
import re
import sys
from typing import assert_never

from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from reckoner.core import (
    Answer,
    ApprovalNeeded,
    Event,
    Failed,
    Language,
    Sources,
    TextDelta,
    Thought,
    ToolFinished,
    ToolStarted,
    Usage,
    to_json,
    writable,
)

_SHOWN = 300
"""Characters of a tool's result that are shown."""


def as_json(event: Event) -> None:
    """One event a line, for programs."""
    print(json.dumps(to_json(event), ensure_ascii=False), flush=True)


class Terminal:
    """Draws one turn."""

    def __init__(self, language: Language) -> None:
        self._out = Console()
        self._language = language
        self._written = ""
        self._thought = ""
        self._live: Live | None = None

    def draw(self, event: Event) -> None:
        if not isinstance(event, TextDelta | Thought):
            self._still()
        match event:
            case Thought(text=text):
                self._thought += text
            case TextDelta(text=text):
                self._grow(text)
            case ToolStarted():
                self._steps(event)
            case ToolFinished():
                self._result(event)
            case ApprovalNeeded():
                self._out.print(_card(event))
            case Answer():
                self._answer(event)
            case Failed(error=error):
                print(f"reckoner: {error.text(self._language)}", file=sys.stderr)
            case Sources() | Usage():
                self._taken(event)
            case _:
                assert_never(event)

    def _taken(self, event: Sources | Usage) -> None:
        if isinstance(event, Usage) and event.cost and self._out.is_terminal:
            read, written = f"{event.input_tokens:,}", f"{event.output_tokens:,}"
            self._out.print(f"[dim]{read} tokens read, {written} written, {event.cost:.4f} US dollars[/]")

    def _grow(self, text: str) -> None:
        self._written += text
        if not self._out.is_terminal:
            return
        if self._live is None:
            # What streams is drawn over by the answer with its checked citations.
            self._live = Live(console=self._out, transient=True, refresh_per_second=12)
            self._live.start()
        self._live.update(Markdown(visible(self._written)))

    def _still(self) -> None:
        if self._live is not None:
            self._live.stop()
        self._live, self._written = None, ""
        if self._thought:
            self._out.print(Text(visible(self._thought.strip()), style="dim italic"))
            self._thought = ""

    def _steps(self, event: ToolStarted) -> None:
        arguments = ", ".join(f"{name}={value!r}" for name, value in event.arguments.items())
        self._out.print(Text(f"→ {visible(event.tool)}({_short(arguments)})", style="dim"))

    def _result(self, event: ToolFinished) -> None:
        self._out.print(Text(f"{'←' if event.ok else '✗'} {_short(event.text)}", style="dim" if event.ok else "red"))

    def _answer(self, event: Answer) -> None:
        self._out.print(Markdown(visible(event.text)))
        for citation in event.citations:
            place = f"{citation.passage.name}, p. {citation.passage.page}"
            quote = " ".join(citation.quote.split())
            self._out.print(Text(visible(f"[{citation.number}] {place}: “{quote}”"), style="cyan"))
        for sentence in event.doubtful:
            self._out.print(Text(visible(f"Not found in the documents: “{sentence}”"), style="yellow"))
        for first, second in event.disagreeing:
            self._out.print(Text(f"The documents disagree: [{first.number}] and [{second.number}].", style="yellow"))
        if event.unsure:
            self._out.print(
                Text("The small model is not sure of this. Check it, or connect a larger model.", style="yellow")
            )
        if event.strategy and self._out.is_terminal:
            self._out.print(Text(f"({event.strategy})", style="dim"))


def _card(event: ApprovalNeeded) -> Panel:
    lines = [event.question] if event.question else [f"{name}: {value}" for name, value in event.arguments.items()]
    if event.tainted:
        lines.append("⚠ Not all of this is what you said, and text of a document or a tool was read before.")
    return Panel(Text(visible("\n".join(lines))), title=f"{event.tool} ({event.risk})", border_style="yellow")


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """``text`` without what moves the cursor, hides letters or turns their order: it may come from a document."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", writable(text))


def _short(text: str) -> str:
    line = " ".join(visible(text).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
