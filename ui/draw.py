"""Events → widgets. Old turns and running ones are drawn by the same code."""

import base64
import re
from typing import Any, assert_never

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reckoner.core import (
    Answer,
    ApprovalNeeded,
    Event,
    Failed,
    Sources,
    TextDelta,
    Thought,
    ToolFinished,
    ToolStarted,
    Usage,
    say,
)
from reckoner.ui.session import language, word
from reckoner.ui.shop import shop_display
from reckoner.ui.sources import citations
from reckoner.ui.text import plain, readable

_SHOWN = 1_500
"""Characters of a tool's result that a step shows."""


class TurnView:
    """One answer on the screen: its steps in a box that folds up, then its text, pictures and sources."""

    def __init__(self, *, running: bool) -> None:
        self._running = running
        self._box: Any = None
        self._place = st.empty()
        self._text = st.empty()
        self._rest = st.container()
        self._written = self._thought = ""
        self._thinking: DeltaGenerator | None = None
        self._count = 0
        self._displays: list[dict[str, Any]] = []

    def draw(self, event: Event) -> None:
        match event:
            case Thought(text=text):
                self._think(text)
            case TextDelta(text=text):
                self._written += text
                self._text.markdown(readable(self._written) + " ▌")
            case ToolStarted():
                self._start(event)
            case ToolFinished():
                self._finish(event)
            case Answer():
                self._answer(event)
            case Failed(error=error):
                self._text.empty()
                self._rest.error(plain(error.text(language())), icon=":material/error:")
            case Usage():
                if event.cost:
                    tokens = {"read": f"{event.input_tokens:,}", "written": f"{event.output_tokens:,}"}
                    self._rest.caption(word("usage", model=event.model, cost=f"{event.cost:.4f}", **tokens))
            case ApprovalNeeded() | Sources():
                pass
            case _:
                assert_never(event)

    def tick(self) -> None:
        """Touch the page, so that a click on *stop* is noticed while nothing else happens."""
        self._text.markdown(readable(self._written) + " ▌")

    def end(self, *, stopped: bool = False) -> None:
        """Fold the steps up."""
        if self._box is not None:
            self._box.update(label=word("steps", count=self._count), state="complete", expanded=False)
        if stopped:
            self._rest.caption(f":material/stop_circle: {word('stopped')}")

    def _steps(self) -> Any:
        if self._box is None:
            label = word("working") if self._running else word("steps", count=0)
            self._box = self._place.status(
                label, expanded=self._running, state="running" if self._running else "complete"
            )
        return self._box

    def _think(self, text: str) -> None:
        self._thought += text
        if self._thinking is None:
            self._thinking = self._steps().empty()
        self._thinking.markdown(f"*{plain(self._thought.strip())}*")

    def _start(self, event: ToolStarted) -> None:
        if self._written.strip():
            # What was said before a call is a thought, not the answer.
            self._steps().markdown(f"*{plain(self._written.strip())}*")
            self._written = ""
            self._text.empty()
        self._count += 1
        self._thinking, self._thought = None, ""
        box = self._steps()
        box.markdown(f":material/build: **{plain(event.tool)}**")
        for name, value in event.arguments.items():
            box.code(str(value), language="python" if name == "code" else None, wrap_lines=True)

    def _finish(self, event: ToolFinished) -> None:
        icon = ":material/check: " if event.ok else ":material/close: "
        shown = re.sub(r"</?passage[^>]*>\n?", "", event.text)
        self._steps().markdown(icon + (plain(shown) if len(shown) <= 200 else ""))
        if len(shown) > 200:
            self._steps().text(shown[:_SHOWN] + ("…" if len(shown) > _SHOWN else ""))
        if event.ok and event.display:
            self._displays.append(event.display)

    def _answer(self, event: Answer) -> None:
        self._written = ""
        self._text.markdown(readable(_marked(event)))
        with self._rest:
            for first, second in event.disagreeing:
                names = {"first": plain(first.passage.name), "second": plain(second.passage.name)}
                numbers = {"one": first.number, "other": second.number}
                st.warning(word("disagree", **names, **numbers), icon=":material/compare_arrows:")
            for display in self._displays:
                _picture(display)
            shop_display(self._displays, event.text)
            citations(event)
            if event.unsure:
                st.caption(f":material/help: {word('unsure')}")
            if event.strategy in ("pal", "cot"):
                st.caption(f":material/route: {word(f'strategy_{event.strategy}')}")


def _marked(answer: Answer) -> str:
    """The text, with a mark behind each sentence that nothing supports."""
    parts, last = [], 0
    for _, end in answer.unsupported:
        parts.append(f"{answer.text[last:end]} :orange-badge[{word('unsupported')}]")
        last = end
    return "".join([*parts, answer.text[last:]])


def _picture(display: dict[str, Any]) -> None:
    for chart in display.get("charts", ()):
        st.vega_lite_chart(chart, width="stretch")
    for figure in display.get("figures", ()):
        st.image(base64.b64decode(figure))
    for note in display.get("notes", ()):
        formula = f" ${note['latex']}$" if note["latex"] else ""
        st.caption(f"{say('reckoner.sandbox', 'steps', 'note.' + note['rule'], language())}{formula}")
    if steps := display.get("steps"):
        with st.expander(word("how"), icon=":material/format_list_numbered:"):
            for step in steps:
                name = f"rule.{step['rule']}"
                said = say("reckoner.sandbox", "steps", name, language())
                # A rule that has no words of its own speaks by its formula.
                st.markdown(f"{'' if said == name else said}\n$${step['latex']}$$")
    if table := display.get("table"):
        st.dataframe([dict(zip(table["columns"], row, strict=True)) for row in table["rows"]], hide_index=True)
