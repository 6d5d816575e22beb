"""The small model: what it plans, what it refuses, and that it states nothing that no tool returned."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import tool

from reckoner.core import language_of
from reckoner.models.mini.arithmetic import formula
from reckoner.models.mini.chat import MiniChat
from reckoner.models.mini.numbers import canonical

OWN = ("calculate", "python", "algebra", "convert_units", "search_documents", "save_file")


def bound(*extra: Any) -> Any:
    schemas = [{"type": "function", "function": {"name": name, "parameters": {}}} for name in OWN]
    return MiniChat().bind_tools([*schemas, *extra])


def called(question: str, *extra: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(call["name"], call["args"]) for call in bound(*extra).invoke(question).tool_calls]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1.250.000 đồng", "1250000"),
        ("2,5 triệu", "2500000"),
        ("5 triệu rưỡi trừ 1 triệu 200 nghìn", "5500000 trừ 1200000"),
        ("$1,250.50", "1250.50"),
        ("3k", "3000"),
        ("twenty-five times four", "25 times 4"),
        ("hai trăm năm mươi", "250"),
        ("3,5 x 2,4", "3.5 x 2.4"),
        ("gcd of 12,18", "gcd of 12,18"),
        ("1 year has 52 weeks", "1 year has 52 weeks"),
    ],
)
def test_numbers_in_both_ways_of_writing(text: str, plain: str) -> None:
    assert canonical(text, language_of(text)) == plain


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("what is 15% of 240", "(240*15/100)"),
        ("tang 200 them 15%", "(200*(1+15/100))"),
        ("100 minus 20 plus 5", "100-20+5"),
        ("2 + 3 * 4", "2+3*4"),
        ("15% of the population in 2019-2021", None),
        ("who was president in 2019-2021", None),
        ("I have 5 apples and the weather is 30 degrees", None),
    ],
)
def test_a_formula_takes_up_every_number_or_is_none(text: str, expression: str | None) -> None:
    found = formula(text)
    assert (found.expression if found else None) == expression


@pytest.mark.parametrize(
    ("question", "call"),
    [
        ("Convert 5 miles to km", ("convert_units", {"value": "5", "source": "mile", "target": "kilometer"})),
        ("đạo hàm của x^2", ("algebra", {"operation": "differentiate", "expression": "x^2"})),
        ("Save “buy milk” to list.txt", ("save_file", {"name": "list.txt", "content": "buy milk"})),
        ("Who wrote the report?", ("search_documents", {"query": "Who wrote the report?"})),
    ],
)
def test_the_right_tool_with_its_arguments(question: str, call: tuple[str, dict[str, Any]]) -> None:
    assert called(question) == [call]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("hello", "I calculate"),
        ("Xin chào", "Tôi tính toán"),
        ("Convert 5 miles", "Into which unit"),
        ("What is 20% of it?", "which number you mean"),
    ],
)
def test_it_talks_asks_and_declines_without_tools(question: str, says: str) -> None:
    reply = bound().invoke(question)
    assert reply.tool_calls == []
    assert says in reply.text


@tool
def current_weather(city: str) -> str:
    """Get the current weather and temperature in a city."""
    return city


@tool
def track_parcel(parcel_id: str, email: str) -> str:
    """Track where a parcel is, by its parcel id and the customer's email."""
    return parcel_id + email


def test_a_tool_it_has_never_seen_is_chosen_by_meaning() -> None:
    assert called("What is the weather like in Hanoi right now?", current_weather, track_parcel) == [
        ("current_weather", {"city": "Hanoi"})
    ]


def test_what_is_missing_is_asked_for() -> None:
    reply = bound(current_weather, track_parcel).invoke("Where is my parcel A123?")
    assert reply.tool_calls == []
    assert "email" in reply.text


def test_it_plans_several_steps_and_goes_on_from_results() -> None:
    question = HumanMessage("Compute 15% of 240 and save it to result.txt")
    model = bound()
    first = model.invoke([question])
    assert "calculate" in first.additional_kwargs["reasoning_content"]
    result = ToolMessage("36", tool_call_id=first.tool_calls[0]["id"], name="calculate")
    second = model.invoke([question, first, result])
    assert second.tool_calls[0]["args"] == {"name": "result.txt", "content": "36"}
    saved = ToolMessage("Saved result.txt.", tool_call_id=second.tool_calls[0]["id"], name="save_file")
    last = model.invoke([question, first, result, second, saved])
    assert "36" in last.text
    assert "Saved result.txt" in last.text


def test_a_failed_tool_is_told_and_nothing_is_made_up() -> None:
    question = HumanMessage("Compute 15% of 240")
    failed = ToolMessage("no sandbox", tool_call_id="1", name="calculate", status="error")
    call = {"name": "calculate", "args": {"expression": "(240*15/100)"}, "id": "1"}
    reply = bound().invoke([question, AIMessage("", tool_calls=[call]), failed])
    assert reply.tool_calls == []
    assert "no sandbox" in reply.text
    assert "36" not in reply.text


PASSAGE = '<passage id="ab12" document="lease.txt" page="1" score="{score}">\n{text}\n</passage>'


@pytest.mark.parametrize(
    ("question", "text", "quoted"),
    [
        ("What is the annual rent?", "The annual rent is $24,000. Pets cost $250.", "The annual rent is $24,000."),
        ("What is the parking fee for trucks?", "The annual rent is $24,000. Pets cost $250.", None),
        ("When does the lease begin?", "The lease is long. It begins on 1 March 2025.", "It begins on 1 March 2025."),
    ],
)
def test_it_quotes_what_answers_and_declines_what_only_looks_like_it(
    question: str, text: str, quoted: str | None
) -> None:
    call = {"name": "search_documents", "args": {"query": question}, "id": "1"}
    result = ToolMessage(PASSAGE.format(score=0.6, text=text), tool_call_id="1", name="search_documents")
    reply = bound().invoke([HumanMessage(question), AIMessage("", tool_calls=[call]), result])
    assert (quoted or "I do not guess") in reply.text
    assert ("[ab12]" in reply.text) == bool(quoted)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What was revenue in Q3?", "Revenue in Q2 was $9,340."),
        ("What is the sales budget for Q2?", "The marketing budget for Q2 is $48,000."),
        ("Phụ cấp điện thoại là bao nhiêu?", "Phụ cấp ăn trưa: 730.000 đồng/tháng."),
    ],
)
def test_what_only_comes_close_is_shown_as_that(question: str, text: str) -> None:
    call = {"name": "search_documents", "args": {"query": question}, "id": "1"}
    result = ToolMessage(PASSAGE.format(score=0.6, text=text), tool_call_id="1", name="search_documents")
    reply = bound().invoke([HumanMessage(question), AIMessage("", tool_calls=[call]), result])
    assert reply.text.startswith(("I am not sure that this answers you.", "Tôi không chắc đây là câu trả lời."))
    assert text in reply.text


def test_numbers_of_documents_that_are_not_surely_meant_are_not_computed_with() -> None:
    question = "How many bags of Night Shift did we sell last week?"
    model = bound()
    call = model.invoke(question)
    assert [each["name"] for each in call.tool_calls] == ["search_documents"]
    passage = (
        '<passage id="a1b2" document="stock.csv" page="1" section="" score="0.4">\n'
        "Item: Day Shift; Bags in stock: 250; Sold last week: 50\n</passage>"
    )
    answer = model.invoke([HumanMessage(question), call, ToolMessage(passage, tool_call_id=call.tool_calls[0]["id"])])
    assert answer.tool_calls == []
    assert "300" not in answer.text
