"""Tools that the small model has never seen: called with what was said, asked for what was not, one thing at a time."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.tools import tool

from reckoner.models.mini.chat import MiniChat


@tool(parse_docstring=True)
def book_table(restaurant: str, people: int, day: str | None = None) -> str:
    """Book a table at a restaurant.

    Args:
        restaurant: Name of the restaurant.
        people: Number of people who come.
        day: Day of the visit.
    """
    return "booked"


@tool(parse_docstring=True)
def weather_forecast(city: str) -> str:
    """Get the weather forecast for a city.

    Args:
        city: Name of the city.
    """
    return "sunny"


def reply(*said: BaseMessage, **options: Any) -> AIMessage:
    answer = MiniChat().bind_tools([book_table, weather_forecast], **options).invoke(list(said))
    assert isinstance(answer, AIMessage)
    return answer


def calls(message: AIMessage) -> list[tuple[str, dict[str, Any]]]:
    return [(each["name"], each["args"]) for each in message.tool_calls]


def test_a_call_with_what_was_said() -> None:
    said = reply(HumanMessage("Please book a table for four people at Golden Dragon on Friday"))
    assert calls(said) == [("book_table", {"restaurant": "Golden Dragon", "people": 4, "day": "Friday"})]
    assert 0 < said.response_metadata["confidence"] < 1


def test_the_other_tool_is_meant() -> None:
    assert calls(reply(HumanMessage("What's the weather forecast for Hanoi?"))) == [
        ("weather_forecast", {"city": "Hanoi"})
    ]
    assert calls(reply(HumanMessage("Dự báo thời tiết ở Đà Nẵng thế nào?"))) == [
        ("weather_forecast", {"city": "Đà Nẵng"})
    ]


def test_what_is_missing_is_asked_for_one_by_one_and_then_called() -> None:
    conversation: list[BaseMessage] = [HumanMessage("I want to book a table")]
    first = reply(*conversation)
    assert first.text == "One more thing I need to know: Name of the restaurant?"
    conversation += [first, HumanMessage("Golden Dragon")]
    second = reply(*conversation)
    assert second.text == "One more thing I need to know: Number of people who come?"
    # A number alone is no calculation here.
    conversation += [second, HumanMessage("3")]
    assert calls(reply(*conversation)) == [("book_table", {"restaurant": "Golden Dragon", "people": 3})]


def test_nobody_is_held_in_a_question() -> None:
    calculate = {"type": "function", "function": {"name": "calculate", "description": "", "parameters": {}}}
    model = MiniChat().bind_tools([book_table, calculate])
    asked = model.invoke("I want to book a table")
    answer = model.invoke([HumanMessage("I want to book a table"), asked, HumanMessage("never mind, what is 12*7?")])
    assert [each["name"] for each in answer.tool_calls] == ["calculate"]


def test_the_result_of_a_call_is_told() -> None:
    question = HumanMessage("What's the weather forecast for Hanoi?")
    for options in ({}, {"tool_choice": "any"}, {"tool_choice": "weather_forecast"}):
        called = reply(question, **options)
        result = ToolMessage("31 degrees, rain", tool_call_id=called.tool_calls[0]["id"], name="weather_forecast")
        assert "31 degrees, rain" in reply(question, called, result, **options).text


def test_where_no_tool_may_be_called_nothing_is_promised() -> None:
    assert not reply(HumanMessage("What's the weather forecast for Hanoi?"), tool_choice="none").tool_calls


@pytest.mark.parametrize(
    "declared",
    [
        {"$ref": "#/$defs/Nowhere"},
        {"type": "float"},
        {"type": "string", "pattern": "["},
        {"type": "object", "properties": {}},
        {"anyOf": []},
        {"type": "integer"},
        True,
    ],
)
@pytest.mark.parametrize("said", ["paint it 9" + "9" * 400, "paint it (555) 123-4567", "paint it red, and round it"])
def test_odd_schemas_and_odd_values_break_nothing(declared: Any, said: str) -> None:
    schema = {"type": "object", "properties": {"it": declared}, "required": ["it", "that"]}
    function = {"name": "paint", "description": "Paint it", "parameters": schema}
    model = MiniChat().bind_tools([{"type": "function", "function": function}], tool_choice="paint")
    assert isinstance(model.invoke(said), AIMessage)


@tool
def list_orders(status: str | None = None) -> str:
    """List all orders of the customer."""
    return "none"


def test_a_tool_is_called_without_arguments() -> None:
    answer = MiniChat().bind_tools([list_orders], tool_choice="any").invoke([HumanMessage("Please list all my orders")])
    assert [(each["name"], each["args"]) for each in answer.tool_calls] == [("list_orders", {})]


@tool(parse_docstring=True)
def read_ticket(ticket: str) -> str:
    """Read a support ticket.

    Args:
        ticket: Number of the ticket.
    """
    return "open"


def test_a_number_that_was_said_refers_to_nothing_else() -> None:
    [call] = MiniChat().bind_tools([read_ticket]).invoke([HumanMessage("Read the support ticket #4521")]).tool_calls
    assert call["name"] == "read_ticket"
    assert str(call["args"]["ticket"]).lstrip("#") == "4521"
