"""Word problems that no rule reads: the network writes their program, alone or over lines of documents."""

import pytest
from sympy import sympify

from reckoner.core import SURE, language_of
from reckoner.models.mini.story import UNSURE, story
from reckoner.models.mini.workout import workout


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("Mina had 24 stickers. She gave 9 of them to her cousin. How many stickers does she have now?", 15),
        ("A baker made 48 muffins and sold 3 boxes of 9. How many muffins are left?", 21),
        ("There are 6 shelves with 15 books on each. How many books are there?", 90),
        ("Lan có 25 viên bi, Nam cho Lan thêm 17 viên. Hỏi Lan có tất cả bao nhiêu viên bi?", 42),
        ("Có 36 cái kẹo chia đều cho 4 bạn. Hỏi mỗi bạn được mấy cái kẹo?", 9),
    ],
)
def test_a_problem_becomes_a_formula(problem: str, answer: int) -> None:
    told = story(problem, language_of(problem))
    assert told is not None
    assert sympify(told.formula.expression) == answer
    assert told.likely >= UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "How are you?",
        "Which of the 3 houses of the Tudors came first?",
        "What does section 12 of the lease say about pets?",
        "Điều 5 của hợp đồng nói gì?",
    ],
)
def test_what_is_no_problem_is_not_computed(text: str) -> None:
    told = story(text, language_of(text))
    assert told is None or told.likely < SURE


def test_the_lines_whose_numbers_are_used_are_told() -> None:
    passage = (
        '<passage id="a1b2" document="hall.md" page="1" section="" score="0.9">\n'
        "Hiring the hall costs 40 euros an hour.\nThe hall is 12 metres long.\n</passage>"
    )
    worked = workout("How much is it to hire the hall for 3 hours?", [passage], "en")
    assert worked is not None
    assert sympify(worked.story.formula.expression) == 120
    assert ["40 euros" in each.quote for each in worked.found] == [True]


def test_a_question_that_needs_no_document_takes_none() -> None:
    passage = (
        '<passage id="a1b2" document="hall.md" page="1" section="" score="0.2">\nThe pears are from 2024.\n</passage>'
    )
    found = workout("Ann has 5 pears and eats 2. How many pears are left?", [passage], "en")
    assert found is None or found.story.likely < UNSURE
