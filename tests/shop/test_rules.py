"""The rules are one list: what is refused has its sentence in every language, and belongs to a rule or to the form."""

import re
from pathlib import Path

import pytest

from reckoner.core import LANGUAGES, words
from reckoner.shop.rules import RULES, policy

SOURCE = Path(__file__).parents[2] / "shop"
RAISED = {
    key for file in SOURCE.rglob("*.py") for key in re.findall(r"""Refused\(\s*"(\w+)""", file.read_text("utf-8"))
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language: str) -> None:
    told = words("reckoner.shop", "refusals", language)  # type: ignore[arg-type]
    assert not RAISED - told.keys()
    held = {key for rule in RULES for key in rule.refusals}
    assert held <= told.keys()
    assert len(held) == sum(len(rule.refusals) for rule in RULES)


@pytest.mark.parametrize("name", ["refusals", "policy", "questions", "mails"])
def test_languages_say_the_same_things(name: str) -> None:
    english, vietnamese = (words("reckoner.shop", name, language) for language in LANGUAGES)
    assert english.keys() == vietnamese.keys()
    for key, sentence in english.items():
        if isinstance(sentence, str):
            assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", vietnamese[key])), key


def test_the_policy_names_the_reasons() -> None:
    assert all("no longer needed" in " ".join(policy(language)) for language in LANGUAGES)
