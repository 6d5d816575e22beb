"""Measuring and adapting the small model, as a person runs it."""

import json
from pathlib import Path

import pytest
from support.command import reckoner

TOOLS = [
    {
        "name": "weather_forecast",
        "description": "Tell the weather of a city.",
        "parameters": {"city": {"type": "string", "description": "Name of the city", "required": True}},
    },
    {
        "name": "send_flowers",
        "description": "Send flowers to somebody.",
        "parameters": {"to": {"type": "string", "description": "Who gets them", "required": True}},
    },
]
EXAMPLES = [
    {"lang": "en", "text": "weather in Lisbon?", "tool": "weather_forecast", "args": {"city": ["Lisbon", "Lisbon"]}},
    {"lang": "en", "text": "send flowers to Ana", "tool": "send_flowers", "args": {"to": ["Ana", "Ana"]}},
]


def test_a_file_of_ones_own_is_measured(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"domain": "own", "tools": TOOLS, "examples": EXAMPLES}), "utf-8")
    ran = reckoner("eval", "mini", own, "--out", tmp_path / "out", seconds=120)
    assert ran.returncode == 0, ran.stderr
    assert "own en" in ran.stdout
    assert (tmp_path / "out" / "report.html").is_file()
    [measured] = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))
    assert (measured["name"], measured["system"]) == ("own en", "mini")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["eval", "mini", "nowhere.jsonl"], "nowhere.jsonl"),
        (["eval", "mini", "-m", "nope", "calls"], "provider:name"),
        (["train", "mini", "--tools", "a.json", "--examples", "b.jsonl", "--name", "../x"], "../x"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(arguments: list[str], says: str) -> None:
    ran = reckoner(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert says in ran.stderr
    assert "Traceback" not in ran.stderr
