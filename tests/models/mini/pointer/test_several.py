"""Several values of a list that a text names."""

from typing import Any

import pytest

from reckoner.models.mini.pointer.several import several


def _list(*values: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": list(values)}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When does lead melt and boil?", ["melting_point", "boiling_point"]),
        ("boiling and melting point please", ["boiling_point", "melting_point"]),
        ("What is its atomic mass?", ["atomic_mass"]),
        ("Tell me about lead", None),
        ("the point is that I need it today", None),
    ],
)
def test_by_their_own_words(text: str, expected: list[str] | None) -> None:
    assert several(_list("atomic_mass", "melting_point", "boiling_point"), text) == expected


def test_a_value_that_is_written_with_marks() -> None:
    assert several(_list("pm25", "ozone"), "How much PM2.5 is in the air?") == ["pm25"]


@pytest.mark.parametrize(
    "declared", [{"type": "array", "items": {"type": "string"}}, {"type": "string", "enum": ["a"]}, {"type": "array"}]
)
def test_of_what_may_hold_anything_nothing_is_named(declared: dict[str, Any]) -> None:
    assert several(declared, "a and b") is None
