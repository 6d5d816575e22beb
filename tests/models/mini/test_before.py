"""What is asked next may build on what the answer before showed, and is no surer than that."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from reckoner.models.mini.before import Before, before

ROWS = """<passage id="a1b2" document="bakery.md" page="1" section="" score="0.92">
Item: Almond croissant; Price: £3.15; Weight or size: 110 g
</passage>"""


def _answered(question: str, tool: str, result: str, answer: str, confidence: float | None = None) -> Before:
    told = {} if confidence is None else {"confidence": confidence}
    call = AIMessage("", tool_calls=[{"name": tool, "args": {}, "id": "1"}])
    found = ToolMessage(result, name=tool, tool_call_id="1")
    return before([HumanMessage(question), call, found, AIMessage(answer, response_metadata=told)])


@pytest.mark.parametrize("question", ["How much is an almond croissant?", "What does an almond croissant go for?"])
def test_a_price_that_was_shown_can_be_computed_with(question: str) -> None:
    left = _answered(
        question, "search_documents", ROWS, "bakery.md: “Item: Almond croissant; Price: £3.15” [a1b2]", 0.6
    )
    assert left.values["#0"] == "3.15"
    assert left.confidence == 0.6


def test_a_conversation_may_begin_behind_its_question() -> None:
    call = AIMessage("", tool_calls=[{"name": "search_documents", "args": {}, "id": "1"}])
    found = ToolMessage(ROWS, name="search_documents", tool_call_id="1")
    assert before([call, found, AIMessage("It is told there.")]).values["#last"] == "It is told there."


def test_what_was_found_and_not_shown_is_no_value() -> None:
    assert "#0" not in _answered("How much is it?", "search_documents", ROWS, "I could not find that.").values


def test_a_result_is_one_and_so_is_what_a_conversion_came_to() -> None:
    assert _answered("12 * 2", "calculate", "24", "**24**", 0.99).values == {"#last": "24", "#0": "24"}
    assert _answered("5 miles in km", "convert_units", "8.05 km", "8.05 km").values["#0"] == "8.05"


def test_without_an_answer_there_is_nothing() -> None:
    assert before([]) == Before()
    assert before([HumanMessage("Hello")]) == Before()


def test_the_one_day_that_an_answer_names_can_be_counted_from() -> None:
    left = _answered("What day is 3 March 2026?", "python", "Tuesday", "**Tuesday** (2026-03-03)")
    assert left.values["#day"] == "2026-03-03"
    assert "#day" not in _answered("What is 2 + 2?", "calculate", "4", "**4**").values
