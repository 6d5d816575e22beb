"""Questions about dates, by running the programs that are made of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from reckoner.core import language_of
from reckoner.models.mini.dates import date_question


def answer(question: str) -> Any:
    found = date_question(question, language_of(question))
    if found is None:
        return None
    *program, last = found.code.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(line for line in program if not line.startswith("print")), names)
    return eval(last, names)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many days from 28 December 2025 to 9 January 2026?", 12),
        (
            "We're away from 28 December 2025 to 9 January 2026. How many days, counting both the first and the last?",
            13,
        ),
        ("Nghỉ hè từ 1/6/2025 đến 31/8/2025, tính cả ngày đầu và ngày cuối thì được mấy ngày?", 92),
        ("number of months from september 2023 to may 2026", 32),
        # From a weekday that is only named.
        ("What day is 10 days after Wednesday?", "Saturday"),
        ("say its a tuesday, what weekday is it 100 days later", "Thursday"),
        ("If today is Friday, what day was it 10 days ago?", "Tuesday"),
        ("giả sử hôm nay là thứ năm thì 100 ngày nữa là thứ mấy", "thứ Bảy"),
        ("Từ tháng 3/2022 đến tháng 11/2025 là mấy tháng", 44),
        ("Hai tuần trước ngày 10 tháng 3 năm 2025 là ngày nào?", "2025-02-24"),
        ("What's the date 3 months before 31 May 2024?", "2024-02-29"),
        ("How many days from December 20 to January 5?", 16),
        ("How many days between 31 January and 1 March 2024?", 30),
        ("13/04/2024 to 05/06/2024 how many days", 53),
        ("60 ngày sau ngày 20/11/2025 rơi vào thứ mấy nhỉ", "thứ Hai"),
        ("Từ 05/02/2024 đến 20/06/2024 cách nhau bao nhiêu ngày?", 136),
    ],
)
def test_what_is_asked_of_dates(question: str, expected: Any) -> None:
    assert answer(question) == expected


def test_a_date_that_may_be_two_is_told_as_both(capsys: pytest.CaptureFixture[str]) -> None:
    found = date_question("How many days from 03/04/2024 to 05/06/2024?", "en")
    assert found is not None
    *program, last = found.code.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(program), names)
    assert eval(last, names) == 63
    assert capsys.readouterr().out == "2024-03-04 → 2024-05-06\n; dd/mm: 63\n"


@pytest.mark.parametrize(
    "question",
    [
        "Nếu 5 máy làm 5 sản phẩm trong 5 phút thì 100 máy làm 100 sản phẩm trong bao lâu?",
        "Liam is 16 years old now. Two years ago he was twice as old as Vince. How old is Vince now?",
        "Helen sold 19 cakes yesterday and 7 today. How many did she sell today?",
        "The lease runs from 1 May 2025 to 1 May 2026. Who signed it?",
        "I want to start 8 weeks before that. What date would it be?",
        "How many km did the van drive on 6 March 2025?",
        "I read twice as many pages today as yesterday. How many days is that?",
        "How many days from 30 February 2024 to 5 March 2024?",
        "Is 0999 a leap year?",
    ],
)
def test_a_number_or_a_word_without_a_part_shows_that_it_is_no_question_about_dates(question: str) -> None:
    assert answer(question) is None


@pytest.mark.parametrize(
    "question", ["How many days from today until {day}?", "Từ hôm nay đến {vi} còn bao nhiêu ngày?"]
)
def test_a_day_that_is_still_to_come_is_counted_to(question: str) -> None:
    yesterday = date.today() - timedelta(days=1)
    days = answer(question.format(day=f"{yesterday:%B} {yesterday.day}", vi=f"{yesterday.day}/{yesterday.month}"))
    assert days > 300


def test_a_leap_day_without_a_year_is_the_next() -> None:
    found = date_question("what day is February 29", "en")
    assert found is not None
    assert "upcoming(2, 29)" in found.code
    assert answer("how many days from today until February 29") >= 0
