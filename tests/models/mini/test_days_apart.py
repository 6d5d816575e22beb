"""How far the day that was just told lies from another that a document names."""

import pytest

from reckoner.core import language_of
from reckoner.models.mini.days_apart import days_apart


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("and how many days after the costume fitting is that?", "the costume fitting"),
        ("so how many weeks is that before the summer party", "the summer party"),
        ("How long is it until the dress rehearsal?", "the dress rehearsal"),
        ("vậy cách buổi họp phụ huynh bao nhiêu ngày?", "buổi họp phụ huynh"),
        ("vay cach buoi hop phu huynh bao nhieu ngay", "buoi hop phu huynh"),
        ("sau ngày khai giảng mấy tuần vậy?", "ngày khai giảng"),
    ],
)
def test_the_other_day_is_looked_for(question: str, what: str) -> None:
    made = days_apart(question, "2026-11-04", language_of(question))
    assert made is not None
    search, count = made.steps
    assert (search.tool, search.arguments, search.seeks) == ("search_documents", {"query": what}, "date")
    assert "#1" in count.arguments["code"]
    assert "date(2026, 11, 4)" in count.arguments["code"]


@pytest.mark.parametrize(
    "question",
    [
        "How many days after that is it?",
        "how many days from now is that",
        "How many days after 3 October is that?",
        "how many people come after the costume fitting",
        "Which day is that?",
    ],
)
def test_what_names_no_other_day(question: str) -> None:
    assert days_apart(question, "2026-11-04", language_of(question)) is None
