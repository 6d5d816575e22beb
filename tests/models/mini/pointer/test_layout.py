"""A row holds what is sought whole, and as much of the end of a conversation as there is room for."""

from itertools import pairwise

import pytest

from reckoner.models.mini.pointer.layout import (
    LONGEST,
    Said,
    Sought,
    arguments_row,
    name_in_words,
    question_row,
    tools_row,
    windows,
)
from reckoner.models.mini.pointer.tokens import ARGUMENT, CLS, OTHER, QUESTION, TOOL, USER, VALUE, Tokens


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens()


def test_every_tool_has_its_mark(tokens: Tokens) -> None:
    row = tools_row(tokens, [Said("Book a table"), Said("For when?", by_user=False)], ["book: a table", "play: a song"])
    assert row.ids[0] == CLS
    assert [row.ids[place] for place in row.marks] == [TOOL, TOOL]
    assert (row.ids[1], row.ids.count(OTHER)) == (USER, 1)
    assert len(row.ids) == len(row.kinds) == len(row.spans)
    assert {row.kinds[place] for place in row.marks} == {1}


def test_spans_point_into_the_turns(tokens: Tokens) -> None:
    said = [Said("Đặt bàn lúc 7 giờ"), Said("Mấy người?", by_user=False), Said("Hai người")]
    row = arguments_row(tokens, said, "book: a table", [Sought("people: how many"), Sought("time: when")])
    words = [said[turn].text[start:end] for turn, start, end in row.spans if turn >= 0]
    assert words == ["Đặt", "bàn", "lúc", "7", "giờ", "Mấy", "người", "?", "Hai", "người"]


def test_values_are_marked_unless_they_are_many(tokens: Tokens) -> None:
    few, many = Sought("size: of it", ("small", "large")), Sought("city: of it", tuple(f"city {n}" for n in range(40)))
    row = arguments_row(tokens, [Said("a large one")], "order: a shirt", [few, many])
    assert [row.ids[place] for place in row.marks] == [ARGUMENT, ARGUMENT]
    assert [[row.ids[place] for place in places] for places in row.values] == [[VALUE, VALUE], []]


def test_of_a_long_conversation_the_end_is_kept(tokens: Tokens) -> None:
    said = [Said(f"This is what I said in turn number {place}.", place % 2 == 0) for place in range(120)]
    row = tools_row(tokens, said, ["book: a table"])
    assert len(row.ids) <= LONGEST
    turns = {turn for turn, _, _ in row.spans if turn >= 0}
    assert max(turns) == 119
    assert min(turns) > 0


def test_one_endless_message_is_no_problem(tokens: Tokens) -> None:
    row = tools_row(tokens, [Said("word " * 3000)], ["book: a table"])
    assert len(row.ids) <= LONGEST


def test_a_passage_stands_before_its_question(tokens: Tokens) -> None:
    row = question_row(tokens, "How much is it?", tokens.read("It costs $3."))
    assert row.ids[row.marks[0]] == QUESTION
    assert row.values == [[]]


def test_long_passages_are_read_in_parts_that_overlap(tokens: Tokens) -> None:
    pieces = tokens.read("one two three four five " * 200)
    parts = windows(pieces)
    assert {span for part in parts for span in part.spans} == set(pieces.spans)
    assert all(set(first.spans) & set(second.spans) for first, second in pairwise(parts))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bookTable_v2", "book table v2"),
        ("math.triangle_area", "math triangle area"),
        ("HTTPServerStatus", "http server status"),
        ("đặt_bàn", "đặt bàn"),
    ],
)
def test_names_in_words(name: str, words: str) -> None:
    assert name_in_words(name) == words


def test_vietnamese_syllables_are_whole(tokens: Tokens) -> None:
    assert len(tokens.read("Nước Đồng Nghiệp").ids) == 3
    assert tokens.read("nước").ids != tokens.read("nuoc").ids
