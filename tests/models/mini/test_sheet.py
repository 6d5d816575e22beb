"""Which lines of documents are read together with a question."""

from reckoner.models.mini.sheet import MOST, fitting, telling, told

_LINES = [
    "Item: Rye loaf; Price: £4.20",
    "Item: Rolls; Price: £0.60",
    "Item: Fruit cake; Price: £14.00",
    "We bake every morning but Monday.",
    "Orders of more than 20 pieces get 10% off.",
]


def test_lines_that_speak_of_what_is_asked_come_first() -> None:
    order = telling("how much are 3 rye loaves and a fruit cake", _LINES, "en")
    assert set(order[:2]) == {0, 2}
    assert 3 not in order, "a line without a number"


def test_what_few_lines_say_tells_more() -> None:
    assert telling("price of the cake", _LINES, "en")[0] == 2


def test_they_stand_as_in_the_document() -> None:
    assert fitting("how much?", _LINES, [4, 2, 0], "en") == [0, 2, 4]


def test_what_a_line_says_of_the_question_is_marked_in_it() -> None:
    text = told(_LINES[:2], "how much are 3 rye loaves", "en")
    assert text == "Item: * Rye * loaf; * Price: £4.20 |\nItem: Rolls; * Price: £0.60 |\nhow much are 3 rye loaves"


def test_no_more_than_are_read_whole() -> None:
    many = [f"Room {place}: 12 euros" for place in range(20)]
    assert len(fitting("q", many, range(20), "en")) == MOST
    long = ["word " * 60 + "5"] * 6
    assert len(fitting("q", long, range(6), "en")) == 2
    numbers = ["1 2 3 4 5 6 7 8 9 10"] * 6
    assert len(fitting("for 3 people", numbers, range(6), "en")) == 2
