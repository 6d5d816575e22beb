"""Asking in the terminal, once or in a conversation."""

import getpass
import hashlib
import json
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

from reckoner.agents import Approve, Assistant, Decision, Edit, Reject, new_thread
from reckoner.core import ApprovalNeeded, DocumentError, Event, Failed, ReckonerError, Settings, Turn, say

from .docs import add_folder
from .draw import Terminal, as_json
from .exits import Exit, code_of


async def ask(
    question: str,
    *,
    folder: str | None,
    collection: str | None,
    thread: str | None,
    as_json: bool,
    **flags: Any,
) -> Exit:
    """One question, one answer."""
    settings = Settings.load(**flags)
    warn(settings)
    text = sys.stdin.read() if question == "-" else question
    index = _index_of(settings, folder) if folder else None
    async with Assistant.open(settings, documents=index) as assistant:
        if folder:
            add_folder(assistant.documents, Path(folder), quiet=as_json)
        turn = Turn(thread=thread or new_thread(), text=text, collection=collection)
        return await _turn(assistant, turn, as_json=as_json)


async def chat(*, thread: str | None, **flags: Any) -> Exit:
    """A conversation, until an empty line."""
    settings = Settings.load(**flags)
    warn(settings)
    thread = thread or new_thread()
    async with Assistant.open(settings) as assistant:
        print(f"{settings.model_name} · {thread}")
        if await assistant.interrupted(thread) or await assistant.pending(thread):
            await _events(assistant, thread, assistant.resume(thread), as_json=False)
        while text := _line("› "):
            await _turn(assistant, Turn(thread=thread, text=text), as_json=False)
    return Exit.DONE


def warn(settings: Settings) -> None:
    """Say on standard error what a person must know before anything runs."""
    if settings.sandbox == "unsafe":
        print(say("reckoner.core", "errors", "sandbox.unsafe", settings.language), file=sys.stderr)


def _index_of(settings: Settings, folder: str) -> Path:
    """Where the index over ``folder`` is kept, apart from the documents that were added one by one."""
    path = Path(folder).resolve()
    if not path.is_dir():
        raise DocumentError("document.missing", name=folder)
    return settings.home / "folders" / hashlib.sha256(str(path).encode()).hexdigest()[:16]


async def _turn(assistant: Assistant, turn: Turn, *, as_json: bool) -> Exit:
    return await _events(assistant, turn.thread, assistant.stream(turn), as_json=as_json)


async def _events(assistant: Assistant, thread: str, events: AsyncIterator[Event], *, as_json: bool) -> Exit:
    """Draw a turn to its end, asking for each approval on the way."""
    refused = False
    while True:
        waiting, error = await _drawn(assistant, events, json_lines=as_json)
        if error is not None:
            return code_of(error)
        if not waiting:
            return Exit.NOT_APPROVED if refused else Exit.DONE
        # Without a person to ask, the answer is no.
        asks = not as_json and sys.stdin.isatty()
        decisions = {each.call_id: _decide(each) if asks else Reject("There is no one to ask.") for each in waiting}
        refused = refused or any(isinstance(decision, Reject) for decision in decisions.values())
        events = assistant.resume(thread, decisions, who=getpass.getuser())


async def _drawn(
    assistant: Assistant, events: AsyncIterator[Event], *, json_lines: bool
) -> tuple[list[ApprovalNeeded], ReckonerError | None]:
    draw = as_json if json_lines else Terminal(assistant.settings.language).draw
    waiting: list[ApprovalNeeded] = []
    async with aclosing(events) as stream:  # type: ignore[type-var]  # they are generators
        async for event in stream:
            draw(event)
            if isinstance(event, ApprovalNeeded):
                waiting.append(event)
            if isinstance(event, Failed):
                return [], event.error
    return waiting, None


def _decide(request: ApprovalNeeded) -> Decision:
    while True:
        edit = "" if request.question else ", [e]dit"
        match _line(f"Approve? [y]es, [n]o{edit}: ").strip().lower():
            case "y" | "yes" | "c" | "có":
                return Approve()
            case "e" | "edit" | "s" | "sửa" if not request.question:
                if (edited := _edited(request)) is not None:
                    return edited
            case "n" | "no" | "k" | "không" | "":
                return Reject(_line("Why not? (may be empty) ").strip())


def _edited(request: ApprovalNeeded) -> Edit | None:
    print(json.dumps(request.arguments, ensure_ascii=False))
    try:
        changed = json.loads(_line("New arguments (JSON): "))
    except ValueError:
        changed = None
    if isinstance(changed, dict):
        return Edit(changed)
    print("That is not a JSON object.")
    return None


def _line(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        return ""
