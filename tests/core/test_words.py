"""Every sentence is there in every language, takes the same facts, and every key that is used exists."""

import re
import string
from pathlib import Path
from typing import Any

import pytest

from reckoner.core import ReckonerError, words
from reckoner.core.wording import LANGUAGES

ROOT = Path(__file__).parents[2]
TABLES = [("reckoner.core", "errors"), ("reckoner.models.mini", "answers"), ("reckoner.ui", "app")]


def flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("package", "name"), TABLES)
def test_languages_say_the_same_things_with_the_same_facts(package: str, name: str) -> None:
    first, *others = (
        {key: fields(text) for key, text in flat(words(package, name, each)).items()} for each in LANGUAGES
    )
    for other in others:
        assert other == first


def test_every_error_raised_has_its_sentence() -> None:
    known = flat(words("reckoner.core", "errors", "en"))
    raised = {
        key
        for folder in ("core", "models", "sandbox", "retrieval", "tools", "chains", "agents", "ui", "cli")
        for file in (ROOT / folder).rglob("*.py")
        for key in re.findall(
            r'(?:Error|Mismatch|Busy|Document|Unavailable|Refused|TooLong|Reached)\(\s*"([a-z]+\.[a-z_]+)"',
            file.read_text(),
        )
    }
    assert len(raised) > 20
    assert raised <= known.keys()


def test_a_text_that_is_no_key_is_shown_as_it_stands() -> None:
    assert ReckonerError("No such {thing}.").text("vi") == "No such {thing}."
