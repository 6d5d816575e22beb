"""What is told as the answer of a sentence, and what is not."""

import pytest

from reckoner.core import Passage
from reckoner.models.mini.read import Reading, answer
from reckoner.retrieval import rendered

PENS = "We have 24 pens for dogs, 16 for cats and 8 hutches."
FILM = "Films at the Regal\nFilm: The Salt Road; Rating: 12A; Length: 128 min; Screen: 1; Times: daily 14:15, 20:10"
SILT = "In October we dredge the south basin: 2,400 cubic metres of silt for £57,600."


def read(question: str, text: str) -> Reading:
    passage = Passage(id="ab12", text=text, source="s", name="a.txt", page=1, start=0, end=len(text), score=0.8)
    return answer(question, [rendered([passage])])


@pytest.mark.parametrize(
    ("question", "text", "wrong"),
    [
        # The number of another thing; the size of a bag where its price is asked.
        ("how many pens for cats do they have", PENS, "24"),
        ("How much is a bag of porcelain?", "Clay: Porcelain; Bag size: 10 kg; Price: £23.50", "10 kg"),
    ],
)
def test_another_number_is_not_told_by_itself(question: str, text: str, wrong: str) -> None:
    reading = read(question, text)
    assert reading.found
    assert wrong not in reading.words


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which film has a rating of 18?", FILM),
        ("What does the dredging of the south basin cost per cubic metre of silt?", SILT),
    ],
)
def test_what_speaks_of_something_else_is_not_sure(question: str, text: str) -> None:
    assert not read(question, text).sure


def test_what_says_it_is_told() -> None:
    assert read("How many pens for dogs are there?", PENS).words == "24"
    assert read("Visitors pay how much per metre?", "Visitors pay £2.80 per metre and night.").sure
