"""Calls read out of text: every way of writing them, with noise, awkward values, cut off, piece by piece."""

import random
from typing import Any

import pytest
from langchain_core.tools import tool
from support.formats import FORMATS, NOISE, conversation

from reckoner.models.toolcalls import Call, Reading, read, streamed

TOOLS = {
    "get_weather": {"city": "string", "unit": "string", "days": "integer"},
    "math.factorial": {"number": "integer"},
    "send_email": {"to": "string", "body": "string", "cc": "array"},
    "integrate": {"function": "string", "start_x": "float", "end_x": "float"},
    "book-flight": {"city": "string"},
    "configure": {"options": "dict", "on": "boolean"},
    "search": {"query": "string"},
    "now": {},
}
HANOI = [("get_weather", {"city": "Hanoi"})]


def calls(text: str, tools: Any = None) -> list[tuple[str, dict[str, Any]]]:
    return [tuple(call) for call in read(text, TOOLS if tools is None else tools).calls]  # type: ignore[misc]


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_read_with_awkward_values(form: str, noise: str) -> None:
    draw = random.Random(f"{form} {noise}")
    for _ in range(20):
        types, expected = conversation(draw)
        text = NOISE[noise](FORMATS[form](expected))
        reading = read(text, types)
        assert [tuple(call) for call in reading.calls] == expected, text
        assert not reading.problem


@pytest.mark.parametrize("form", FORMATS)
def test_a_text_that_is_cut_off_makes_no_call_that_is_not_whole(form: str) -> None:
    draw = random.Random(form)
    for _ in range(6):
        types, expected = conversation(draw)
        written = FORMATS[form](expected)
        for end in range(1, len(written)):
            found = [tuple(call) for call in read(written[:end], types).calls]
            # Where nothing says that more was to come, the whole calls before are all there is.
            assert found == expected[: len(found)], written[:end]


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("python lines", "name and json")])
def test_one_call_cut_off_in_the_middle_is_a_problem_that_is_told(form: str) -> None:
    written = FORMATS[form]([("get_weather", {"city": "Hanoi", "unit": "celsius", "days": 3})])
    reading = read(written[: written.index("celsius") + 3], TOOLS)
    assert (reading.calls, bool(reading.problem)) == ((), True)


@pytest.mark.parametrize("size", [1, 3, 20])
@pytest.mark.parametrize("form", FORMATS)
def test_piece_by_piece_it_reads_the_same_and_no_call_flashes_up(form: str, size: int) -> None:
    draw = random.Random(f"{form} {size}")
    for noise in NOISE.values():
        types, expected = conversation(draw)
        text = noise(FORMATS[form](expected))
        told = [*streamed((text[place : place + size] for place in range(0, len(text), size)), types)]
        whole = read(text, types)
        assert tuple(call for each in told for call in each.calls) == whole.calls
        assert "".join(each.text for each in told).strip() == whole.text
        assert "".join(each.thought for each in told).strip() == whole.thought


def test_a_call_is_told_as_soon_as_it_is_complete() -> None:
    pieces = ["Let me see. ", "<tool_call>", '{"name": "now", ', '"arguments": {}}', "\n</tool_call>", "more"]
    told: list[tuple[str, int]] = []

    def feed() -> Any:
        for place, piece in enumerate(pieces):
            told.append(("fed", place))
            yield piece

    for each in streamed(feed(), TOOLS):
        told.append((each.text or "call", len(each.calls)))
    assert told.index(("call", 1)) < told.index(("fed", 5))


def test_prose_with_signs_of_calls_is_told_at_once() -> None:
    answer = "See [1] and f(x) = {a, b}.\n- one [x]\n```bash\nls\n```\n"
    told = "".join(each.text for each in [*streamed(iter(answer), TOOLS)])
    assert told.strip() == answer.strip()
    before_the_end = ""
    for place, each in enumerate(streamed(iter(answer), TOOLS)):
        before_the_end += each.text if place < len(answer) - 3 else ""
    assert len(before_the_end) > len(answer) / 2


@pytest.mark.parametrize(
    "text",
    [
        "[get_weather(city='Hanoi'), ]",
        "get_weather(city='Hanoi')]",
        "`get_weather(city='Hanoi')`",
        "**get_weather(city='Hanoi')**",
        "[[get_weather(city='Hanoi')]]",
        "[get\\_weather(city='Hanoi')]",
        "[get-weather(city='Hanoi')]",
        "[functions.get_weather(city='Hanoi')]",
        "[default_api.get_weather('Hanoi')]",
        "[get_weather(city=Hanoi)]",
        "[get_weather(**{'city': 'Hanoi'})]",
        "get_weather({\"city\": \"Hanoi\"})",
        "get_weather(city: \"Hanoi\")",
        "get_weather: {\"city\": \"Hanoi\"}",
        "[get_weather(city='Hanoi', days=None)]",
        "<tool_call>[get_weather(city='Hanoi')]</tool_call>",
        "<tool_call>get_weather(city='Hanoi')",
        "<function=get_weather>{\"city\": \"Hanoi\"}",
        "<get_weather><city>Hanoi</city></get_weather>",
        "<tool_use><name>get_weather</name><arguments>{\"city\": \"Hanoi\"}</arguments></tool_use>",
        "{name: 'get_weather', arguments: {city: 'Hanoi',}}",
        "{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Hanoi\" /* the capital */}}",
        "{\"function_call\": {\"name\": \"get_weather\", \"arguments\": \"{\\\"city\\\": \\\"Hanoi\\\"}\"}}",
        "{\"tool\": \"get_weather\", \"tool_input\": {\"city\": {\"type\": \"string\", \"value\": \"Hanoi\"}}}",
        "Action: get_weather\nAction Input: Hanoi",
        "Action: get_weather\nAction Input: city=\"Hanoi\"",
        "Action: get_weather[Hanoi]",
        "Function: get_weather\nArguments: {\"city\": \"Hanoi\"}",
        "Action: get_weather\nAction Input: {\"city\": \"Hanoi\"}\nObservation: 30\nThought: done\nFinal Answer: 30",
        "```python\ncity = 'Hanoi'\nresult = get_weather(city=city)\nprint(result)\n```",
        "I call get_weather(city='Hanoi').\n\n[get_weather(city='Hanoi')]",
        "```tool_code\nprint(default_api.get_weather(city='Hanoi'))\n```",
        "I'll call functions.get_weather(city='Hanoi') now.",
        "<|python_tag|>get_weather.call(city=\"Hanoi\")",
        "['get_weather(city='Hanoi')']",
        "[get_weather(city='Hanoi'))]",
        "[get_weather(city=“Hanoi”)]",
        "[get_weather(city=\\\"Hanoi\\\")]",
        "\"{\\\"name\\\": \\\"get_weather\\\", \\\"arguments\\\": {\\\"city\\\": \\\"Hanoi\\\"}}\"",
        "{\"function\": {\"name\": \"get_weather\"}, \"arguments\": {\"city\": \"Hanoi\"}}",
        "### get_weather\n```json\n{\"city\": \"Hanoi\"}\n```",
        "1. **get_weather**: `{\"city\": \"Hanoi\"}`",
        "**Function:** `get_weather`\n**Parameters:** `{\"city\": \"Hanoi\"}`",
        "[TOOL_CALLS]get_weather[CALL_ID]abc[ARGS]{\"city\": \"Hanoi\"}",
        "```javascript\nget_weather({city: 'Hanoi'});\n```",
    ],
)  # fmt: skip
def test_what_models_make_of_it_is_read(text: str) -> None:
    assert calls(text) == HANOI


@pytest.mark.parametrize(
    "text",
    [
        "I would use get_weather (which needs a city), but I have none.",
        "You can use now() to look it up.",
        "The function get_weather(city, unit) takes a city.",
        "None of the functions can be used here.",
        "[1] See [the docs](https://x.y) and f(x).",
        '{"answer": 5}',
        "[]",
        "Thought: I know it.\nFinal Answer: It is hot.",
        "Thought: none is needed\nAction: None",
        '{"tool_calls": []}',
        '{"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}',
        'Use a < b and <b>c</b>, {a, b}; get_weather was asked. {"a": 1}',
    ],
)
def test_prose_is_no_call_and_no_problem(text: str) -> None:
    reading = read(text, TOOLS)
    assert (reading.calls, reading.problem) == ((), "")
    assert reading.text in text
    assert not [call for each in streamed(iter(text), TOOLS) for call in each.calls]


def test_strings_that_escape_nothing_are_read() -> None:
    [(_, first)] = calls("[send_email(to='a@b.c', body='Don't be late', cc=['x@y.z'])]")
    assert first == {"to": "a@b.c", "body": "Don't be late", "cc": ["x@y.z"]}
    [(_, second)] = calls('[send_email(to="a@b.c", body="He said "hi" to me")]')
    assert second["body"] == 'He said "hi" to me'
    [(_, third)] = calls("[send_email(to='a', body='one\ntwo')]")
    assert third["body"] == "one\ntwo"


def test_expressions_are_taken_as_they_stand_and_never_evaluated() -> None:
    assert calls("[integrate(function=lambda x: x**2, start_x=1/4, end_x=-2)]") == [
        ("integrate", {"function": "lambda x: x**2", "start_x": 0.25, "end_x": -2})
    ]
    [(_, given)] = calls("[search(query=__import__('os').system('true'))]")
    assert given == {"query": "__import__('os').system('true')"}
    [(_, given)] = calls("[math.factorial(number=9**9**9**9)]")
    assert given == {"number": "9**9**9**9"}


def test_what_is_declared_a_string_stays_as_it_is_written() -> None:
    tools = {"note": {"date": "string", "phone": "string", "code": "string", "count": "integer"}}
    assert calls("[note(date=2024-10-12, phone=555-1234, code=02134, count=2*3)]", tools) == [
        ("note", {"date": "2024-10-12", "phone": "555-1234", "code": "02134", "count": 6})
    ]


def test_parameters_may_bear_the_names_of_keywords() -> None:
    tools = {"convert": {"from": "string", "to": "string", "note": "string"}}
    assert calls("[convert(from='USD', to=None, note='a\\nb')]", tools) == [
        ("convert", {"from": "USD", "note": "a\nb"})
    ]


def test_objects_that_look_like_descriptions_are_kept_where_objects_are_wanted() -> None:
    text = '{"name": "sense", "arguments": {"reading": {"type": "temp", "value": 3}}}'
    assert calls(text, {"sense": {"reading": "dict"}}) == [("sense", {"reading": {"type": "temp", "value": 3}})]


def test_the_same_call_twice_is_two_calls_and_said_again_one() -> None:
    once = '{"name": "now", "arguments": {}}'
    assert len(calls(f"<tool_call>{once}</tool_call><tool_call>{once}</tool_call>")) == 2
    assert len(calls(f"```json\n[{once}, {once}]\n```")) == 2
    assert len(calls(f"```json\n{once}\n```\nThat is:\n```json\n{once}\n```")) == 1


@pytest.mark.parametrize(
    "text",
    [
        'Action:\n{"name": "respond", "arguments": {"content": "Hello"}}',
        'Action:\n{"name": "respond", "content": "Hello"}',
        'Action: respond\n{"content": "Hello"}',
        'Action:\nrespond\n{"content": "Hello"}',
        'Thought:\nI greet.\nAction:\n```json\n{"name": "respond", "arguments": {"content": "Hello"}}\n```',
    ],
)
def test_actions_that_are_no_tools_are_told(text: str) -> None:
    assert calls(text) == [("respond", {"content": "Hello"})]


@pytest.mark.parametrize(
    "content", ["a\nObservation: none\nb", "I'm here\nBye", "Use <think> tags </think> so", "[a] {b} <tool_call>"]
)
def test_what_stands_in_a_string_is_no_sign(content: str) -> None:
    text = 'Thought:\nx\nAction:\n{"name": "respond", "arguments": {"content": "' + content + '"}}'
    assert calls(text) == [("respond", {"content": content})]


def test_a_draft_is_not_told_as_the_call() -> None:
    real = '<tool_call>{"name": "get_weather", "arguments": {"city": "Hanoi"}}</tool_call>'
    for draft in (
        "<think>I could write " + real.replace("Hanoi", "Hue") + " but no.</think>\n",
        "I might use get_weather(city='Hue')\n but better:\n",
    ):
        told = [call for each in streamed(iter(draft + real), TOOLS) for call in each.calls]
        assert tuple(told) == read(draft + real, TOOLS).calls
        assert [call.arguments for call in told] == [{"city": "Hanoi"}]


def test_calls_that_need_a_result_wait_for_it() -> None:
    assert calls("```python\nfound = search(query='x')\nsend_email(to='a', body=found)\n```") == [
        ("search", {"query": "x"})
    ]
    assert calls("[send_email(to='a', body=search(query='x'))]") == [("search", {"query": "x"})]


def test_types_are_changed_by_the_schema_alone() -> None:
    text = '{"name": "configure", "arguments": {"options": "{\\"a\\": [1, true]}", "on": "True", "other": "5"}}'
    assert calls(text) == [("configure", {"options": {"a": [1, True]}, "on": True, "other": "5"})]
    assert calls("[get_weather(city=5, days='3')]") == [("get_weather", {"city": "5", "days": 3})]
    # What cannot be one of the declared type stays, and the tool says what is wrong with it.
    assert calls("[get_weather(city=['a'], days='soon')]") == [("get_weather", {"city": ["a"], "days": "soon"})]


def test_schemas_with_choices_references_and_optional_values() -> None:
    @tool
    def order(kind: str, sizes: list[int], note: str | None = None) -> str:
        """Order."""
        return ""

    schema = {
        "name": "pay",
        "parameters": {
            "type": "object",
            "properties": {
                "way": {"enum": ["Gift Card", "PayPal"]},
                "amount": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
                "to": {"$ref": "#/$defs/Place"},
            },
            "$defs": {"Place": {"type": "object", "properties": {"zip": {"type": "string"}}}},
            "required": ["way"],
        },
    }
    text = 'order(kind="x", sizes="[1, 2]", note=None), pay(way="gift_card", amount="3", to={"zip": 10001})'
    assert calls(f"[{text}]", [order, schema]) == [
        ("order", {"kind": "x", "sizes": [1, 2], "note": None}),
        ("pay", {"way": "Gift Card", "amount": 3, "to": {"zip": "10001"}}),
    ]


def test_thoughts_are_told_apart() -> None:
    assert read("<think>\nHm.\n</think>\n\nIt is hot.", TOOLS) == Reading(text="It is hot.", thought="Hm.")
    assert read("Hm.</think>It is hot.", TOOLS) == Reading(text="It is hot.", thought="Hm.")
    harmony = "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hot.<|return|>"
    assert read(harmony, TOOLS) == Reading(text="Hot.", thought="Hm.")
    assert read("<think>now() might", TOOLS).problem
    assert read('<think>Hm.<tool_call>{"name": "now", "arguments": {}}</tool_call>', TOOLS).calls == (Call("now", {}),)


@pytest.mark.parametrize(
    "text",
    [
        "Thought: I know it.\nFinal Answer: It is hot.",
        'Thought: I know it.\nAction:\n```json\n{"action": "Final Answer", "action_input": "It is hot."}\n```',
        '{"action": "Final Answer", "action_input": "It is hot."}',
    ],
)
def test_a_final_answer_is_what_is_said(text: str) -> None:
    assert read(text, TOOLS) == Reading(text="It is hot.")
    assert "".join(each.text for each in streamed(iter(text), TOOLS)).strip() == "It is hot."


def test_what_a_call_needs_is_asked_again_rather_than_guessed() -> None:
    for text in ("<tool_call>{oops}</tool_call>", "[TOOL_CALLS]", "[get_weather(city='Hanoi'", "Action: get_weather"):
        reading = read(text, TOOLS)
        assert not reading.calls
        assert reading.problem


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000, '{"a":' * 30_000, "f(" * 50_000, "<think>" * 20_000, "<tool_call>" * 20_000,
        "[search(query='" + "'" * 50_000, '<function name="search">' + '<param name="query" value="' * 10_000,
        "search" + " " * 100_000, "Action: search\n" * 10_000, "[search(query=" + "-" * 50_000 + "1)]",
        "```\n" * 20_000, "<search>" * 20_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    assert isinstance(read(text, TOOLS), Reading)
