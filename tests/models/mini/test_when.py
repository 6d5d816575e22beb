"""Days that documents tell without their year."""

from datetime import date

import pytest

from reckoner.core import Passage
from reckoner.models.mini.read import Found
from reckoner.models.mini.when import day_asked
from reckoner.retrieval import rendered

LETTER = "14 March 2025\nYour move. A deposit of £200, paid by 28 March, holds the date."
OLD = "14 December 2025\nOur first season was 1998. Lifting-in is on Saturday 28 March."


def asked(question: str, quote: str, text: str, name: str = "letter.txt") -> date | None:
    passage = Passage(id="ab12", text=text, source="s", name=name, page=1, start=0, end=len(text), score=0.8)
    return day_asked(question, Found(quote, "ab12", name, 1), [rendered([passage])])


@pytest.mark.parametrize(
    "question",
    [
        "By when must the deposit be paid?",
        "what is the last day for the deposit",
        "On which date is the deposit due?",
        "Hạn chót đặt cọc là ngày nào?",
    ],
)
def test_the_year_is_that_of_the_document(question: str) -> None:
    assert asked(question, "A deposit of £200, paid by 28 March, holds the date.", LETTER) == date(2025, 3, 28)


def test_a_weekday_tells_the_year_apart() -> None:
    # The 28th of March was a Saturday in 1998, too; of 2025 and 2026 it is one in the latter.
    quote = "Lifting-in is on Saturday 28 March."
    assert asked("When is lifting-in?", quote, "14 December 2025. The season of 2026. Lifting-in.") == date(2026, 3, 28)
    assert asked("When is lifting-in?", quote, OLD) == date(1998, 3, 28)
    assert asked("When is lifting-in?", "Lifting-in is on 28 March.", OLD) is None


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("How much is the deposit?", "A deposit of £200, paid by 28 March, holds the date."),
        ("What time is it on 28 March?", "On 28 March we come at 7:45."),
        ("When is it?", "It is on 28 March 2026."),
        ("When is it?", "It is on 28 March, or on 4 April."),
        ("When is it?", "It is soon."),
    ],
)
def test_nothing_is_made_up(question: str, quote: str) -> None:
    assert asked(question, quote, LETTER) is None


def test_a_document_that_names_no_year_tells_none_but_by_its_name() -> None:
    quote = "Hạn nộp là ngày 28/3."
    assert asked("Hạn nộp là ngày nào?", quote, quote) is None
    assert asked("Hạn nộp là ngày nào?", quote, quote, "thong-bao-2026.txt") == date(2026, 3, 28)
