"""Questions that compute with the answers before them."""

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from reckoner.core import fold
from reckoner.models.mini.chat import MiniChat
from reckoner.models.mini.leaning import each_of_both, of_both, put_into, so_many

TOOLS = [
    {
        "type": "function",
        "function": {"name": name, "description": "", "parameters": {"type": "object", "properties": {}}},
    }
    for name in ("calculate", "search_documents")
]


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ("so whats the difference between the two", "abs(#0 - #former)"),
        ("how much more is that", "abs(#0 - #former)"),
        ("vậy hai loại đó chênh nhau bao nhiêu?", "abs(#0 - #former)"),
        ("so how many is that together", "#former + #0"),
        ("vậy cả hai ngày cộng lại là mấy km", "#former + #0"),
        ("and 3 of them together?", None),
        ("what does it weigh?", None),
    ],
)
def test_the_last_two_answers(question: str, expression: str | None) -> None:
    found = of_both(fold(question))
    assert (found.expression if found else None) == expression


def test_the_one_shared_among_the_other() -> None:
    found = each_of_both(fold("vậy trung bình mỗi cụ được bao nhiêu?"))
    assert found is not None
    assert found.expression == "#former / #0"


def test_put_into_a_formula() -> None:
    found = put_into("now put that x into x^2 + 3x")
    assert found is not None
    assert found.expression == "(#0)**2 + 3 * (#0)"


@pytest.mark.parametrize(
    ("question", "former", "expression"),
    [
        ("and if four of us go?", "How much is the raku day?", "4 * #0"),
        ("if my brother and I take two of those, what's the total?", "What's the fee for a medium plot?", "2 * #0"),
        ("tiêm đủ 3 mũi thì sao", "một mũi viêm gan B giá bao nhiêu", "3 * #0"),
        ("chia đều cho 4 người thì mỗi người bao nhiêu?", "Bữa ăn giá bao nhiêu?", None),
        ("and for a child of 7 years?", "How much is a ticket?", None),
        ("5 người đi khứ hồi thì hết bao nhiêu?", "Vé một lượt giá bao nhiêu?", None),
        ("and 3 of them?", "Who runs the course?", None),
    ],
)
def test_so_many_of_what_was_priced(question: str, former: str, expression: str | None) -> None:
    found = so_many(question, former, "vi" if "ệ" in former or "giá" in former else "en")
    assert (found.expression if found else None) == expression


def _told(place: int, question: str, row: str) -> list[BaseMessage]:
    passage = f'<passage id="a{place}b{place}" document="list.csv" page="1" section="" score="0.92">\n{row}\n</passage>'
    call = AIMessage("", tool_calls=[{"name": "search_documents", "args": {}, "id": str(place)}])
    found = ToolMessage(passage, name="search_documents", tool_call_id=str(place))
    return [HumanMessage(question), call, found, AIMessage(f"list.csv: “{row}” [a{place}b{place}]")]


def test_two_prices_are_compared() -> None:
    said = [
        *_told(1, "What is the price of a plum tree?", "Tree: Plum; Price: £18; Stock: 7"),
        *_told(2, "What is the price of a pear tree?", "Tree: Pear; Price: £22; Stock: 9"),
        HumanMessage("so whats the difference between the two"),
    ]
    reply = MiniChat().bind_tools(TOOLS).invoke(said)
    assert reply.tool_calls[0]["args"] == {"expression": "abs(22 - 18)"}


def test_a_price_and_a_stock_are_not_added() -> None:
    said = [
        *_told(1, "How many plum trees are in stock?", "Tree: Plum; Price: £18; Stock: 7"),
        *_told(2, "What is the price of a pear tree?", "Tree: Pear; Price: £22; Stock: 9"),
        HumanMessage("so how much is that together"),
    ]
    reply = MiniChat().bind_tools(TOOLS).invoke(said)
    assert not any("22" in str(call["args"]) for call in reply.tool_calls)


def _computed(question: str, tool: str, result: str, answer: str) -> list[BaseMessage]:
    call = AIMessage("", tool_calls=[{"name": tool, "args": {}, "id": "1"}])
    return [HumanMessage(question), call, ToolMessage(result, name=tool, tool_call_id="1"), AIMessage(answer)]


@pytest.mark.parametrize(
    ("former", "result", "question", "tool", "arguments"),
    [
        (
            "What is the area of a room 6 m by 4.5 m?", "27",
            "Carpet is €23 per square metre. What would it cost?", "calculate", "27 * 23",
        ),
        (
            "How many hours does it take to drive 340 km at 85 km/h?", "4",
            "If I set off at 7:20, when do I arrive?", "python", "told(440 + 240)",
        ),
        ("What is the season fee?", "640", "and per month, spread over 12 months?", "calculate", "640 / 12"),
        ("What is the monthly fee?", "33", "And what is that over twelve months?", "calculate", "12 * 33"),
        ("What is 20% of 900?", "180", "And what is half of it?", "calculate", "(180) / 2"),
        ("20% của 900k là mấy", "180000", "lấy 900k trừ đi số đó thì còn bao nhiêu", "calculate", "900000-180000)"),
        (
            "Mua 3 ly giá 38.000 đ mỗi ly hết bao nhiêu?", "114000",
            "Nếu được giảm 10% tổng hóa đơn thì phải trả bao nhiêu?", "calculate", "114000 * (1 - 10/100)",
        ),
    ],
)  # fmt: skip
def test_a_result_goes_on(former: str, result: str, question: str, tool: str, arguments: str) -> None:
    said = [*_computed(former, "calculate", result, f"**{result}**"), HumanMessage(question)]
    python = {**TOOLS[0], "function": {**TOOLS[0]["function"], "name": "python"}}
    (call,) = MiniChat().bind_tools([*TOOLS, python]).invoke(said).tool_calls
    assert call["name"] == tool
    assert str(next(iter(call["args"].values()))).endswith(arguments)


def test_an_offer_is_no_number_to_go_on_with() -> None:
    said = [
        *_computed("3 for $4 or 5 for $6, which is cheaper", "python", "3 for 4: 1.333\n5 for 6", "**5 for 6**"),
        HumanMessage("plus 3 euros"),
    ]
    reply = MiniChat().bind_tools(TOOLS).invoke(said)
    assert not any(call["name"] == "calculate" and "5 for 6" in str(call["args"]) for call in reply.tool_calls)
