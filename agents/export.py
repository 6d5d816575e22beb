"""A conversation as Markdown for people and as JSON for programs."""

import json
from collections.abc import Sequence

from reckoner.core import ToolFinished, ToolStarted, to_json
from reckoner.tools import QUERY, SEARCH

from .history import Exchange
from .memory import Thread


def to_markdown(thread: Thread, exchanges: Sequence[Exchange]) -> str:
    """Questions, tool steps, answers, and the quotes that they cite."""
    lines = [f"# {thread.title}", "", f"*{thread.created}*", ""]
    for exchange in exchanges:
        lines += [f"## {' '.join(exchange.question.split())}", ""]
        for event in exchange.events:
            if isinstance(event, ToolStarted):
                lines.append(f"- `{event.tool}` {json.dumps(event.arguments, ensure_ascii=False)}")
            elif isinstance(event, ToolFinished) and event.tool not in (SEARCH, QUERY):
                lines.append(f"  → {' '.join(event.text.split())}")
        if exchange.answer:
            lines += ["", exchange.answer.text, ""]
            lines += [
                f"> [{each.number}] “{' '.join(each.quote.split())}” — {each.passage.name}, p. {each.passage.page}\n"
                for each in exchange.answer.citations
            ]
            lines += [f"> ⚠ Not found in the documents: “{each}”\n" for each in exchange.answer.doubtful]
            lines += [
                f"> ⚠ The documents disagree: [{first.number}] and [{second.number}]\n"
                for first, second in exchange.answer.disagreeing
            ]
    return "\n".join(lines).strip() + "\n"


def to_data(thread: Thread, exchanges: Sequence[Exchange]) -> str:
    """The same as JSON: ``thread`` and ``exchanges``, each with its ``question`` and ``events``."""
    data = {
        "thread": vars(thread),
        "exchanges": [
            {
                "question": exchange.question,
                "message_id": exchange.message_id,
                "stopped": exchange.stopped,
                "events": [to_json(event) for event in exchange.events],
            }
            for exchange in exchanges
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
