"""Over the wire: the real langchain-openai client against a real server of the protocol, well-behaved and not."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from pydantic import SecretStr
from support.stub import Reply, Stub, stub_server

from reckoner.agents import Assistant
from reckoner.core import (
    Answer,
    Failed,
    LimitReached,
    ModelUnavailable,
    Sampling,
    Settings,
    SettingsError,
    TextDelta,
    Thought,
    ToolStarted,
    Turn,
    Usage,
)
from reckoner.models.catalogue import Price, price_of
from reckoner.models.chat import load, load_fallback
from reckoner.models.openai import OpenAIChat


def named(stub: Stub) -> str:
    return f"openai:stub@{stub.url}"


async def events(settings: Settings, stub: Stub, told: Any, **changes: Any) -> list[Any]:
    changed = settings.model_copy(update={"model": named(stub), **changes})
    async with Assistant.open(changed) as assistant:
        return list(await told(assistant.stream(Turn(thread="t", text="What is 6 times 7?"))))


async def test_a_turn_with_a_tool_streams(settings: Settings, told: Any) -> None:
    replies = [
        Reply(reasoning="Six sevens.", calls=[("calculate", '{"expression": "6*7"}')]),
        Reply(text="It is 42."),
    ]
    with stub_server(*replies) as stub:
        found = await events(settings, stub, told)
    assert found[0] == Thought(text="Six sevens.")
    assert isinstance(found[1], ToolStarted)
    assert [event.text for event in found if isinstance(event, TextDelta)] == ["It", " is", " 42."]
    assert next(event for event in found if isinstance(event, Answer)).text == "It is 42."
    assert found[-1] == Usage(model="stub", input_tokens=10, output_tokens=14)
    names = {tool["function"]["name"] for tool in stub.requests[0]["tools"]}
    assert names >= {"calculate", "python", "algebra", "search_documents", "save_file", "convert_units"}
    assert stub.requests[1]["messages"][-1]["content"] == "42"


def test_reasoning_is_kept_in_whole_answers_and_in_streams(settings: Settings) -> None:
    with stub_server(Reply(text="42", reasoning="hm"), Reply(text="42", reasoning="hm")) as stub:
        model = load(named(stub), settings)
        assert model.invoke("?").additional_kwargs["reasoning_content"] == "hm"
        whole = sum(model.stream("?"), AIMessageChunk(content=""))
        assert whole.additional_kwargs["reasoning_content"] == "hm"


BAD = [
    (Reply(status=401), "does not accept the key"),
    (Reply(status=403), "does not accept the key"),
    (Reply(status=404), "does not know “stub”"),
    (Reply(status=429), "limits how often"),
    (Reply(status=500), "status 500"),
    (Reply(status=400, body=b'{"error": {"message": "bad thing"}}'), "bad thing"),
    (Reply(status=400, body=b'{"error": {"message": "x", "code": "context_length_exceeded"}}'), "too long"),
    (Reply(body=b"<html>Welcome to the proxy</html>"), "sent something that is no answer"),
    (Reply(body=b'{"choices": 7}'), "sent something that is no answer"),
    (Reply(body=b""), "sent something that is no answer"),
    (Reply(drop=True), "cannot be reached"),
    (Reply(hang=1.5), "did not answer in time"),
    (Reply(text=""), "empty answer"),
]


@pytest.mark.parametrize(("reply", "says"), BAD, ids=[says[:24] + str(place) for place, (_, says) in enumerate(BAD)])
async def test_a_bad_server_becomes_a_sentence(settings: Settings, told: Any, reply: Reply, says: str) -> None:
    with stub_server(reply) as stub:
        found = await events(settings, stub, told, model_timeout=1.0)
    assert isinstance(found[-1], Failed)
    assert says in found[-1].error.text()
    assert found[-1].error.text("vi") != found[-1].error.text("en")


async def test_no_server_at_all(settings: Settings, told: Any) -> None:
    with stub_server() as stub:
        pass
    assert "cannot be reached" in (await events(settings, stub, told))[-1].error.text()


async def test_a_busy_server_is_asked_again(settings: Settings, told: Any) -> None:
    with stub_server(Reply(status=503), Reply(status=429), Reply(text="Here.")) as stub:
        found = await events(settings, stub, told, model_retries=2)
    assert next(event for event in found if isinstance(event, Answer)).text == "Here."


async def test_stopping_closes_the_connection(settings: Settings) -> None:
    with stub_server(Reply(text="word " * 400, pace=0.01)) as stub:
        async with Assistant.open(settings.model_copy(update={"model": named(stub)})) as assistant:
            stream = assistant.stream(Turn(thread="t", text="talk"))
            async for event in stream:
                if isinstance(event, TextDelta):
                    break
            await stream.aclose()
            assert stub.cut_off.wait(5)
            [exchange] = await assistant.history("t")
            assert exchange.stopped


async def test_a_stream_is_stopped_at_whichever_moment(settings: Settings) -> None:
    with stub_server() as stub:
        stub.otherwise = lambda request: Reply(text="word " * 3000, pace=0.0002)
        model = load(named(stub), settings)
        for moment in range(40):
            begun = asyncio.Event()
            asked = asyncio.create_task(_read(model, begun))
            await begun.wait()
            await asyncio.sleep(moment * 0.0007)
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asyncio.wait_for(asyncio.shield(asked), 5)


async def _read(model: BaseChatModel, begun: asyncio.Event) -> None:
    async for _ in model.astream("talk"):
        begun.set()


async def test_a_silent_stream_is_given_up(settings: Settings) -> None:
    with stub_server(Reply(text="one two three", pace=2)) as stub:
        model = load(named(stub), settings)
        assert isinstance(model, OpenAIChat)
        model.silence = 0.2
        with pytest.raises(ModelUnavailable, match="in time"):
            await asyncio.wait_for(_read(model, asyncio.Event()), 1.5)


def test_sampling_reaches_the_server(settings: Settings) -> None:
    sampling = Sampling(max_new_tokens=9, temperature=0.5, top_p=0.7, top_k=3, stop=("END",))
    with stub_server(Reply(text="x")) as stub:
        load(named(stub), settings, sampling).invoke("?")
    sent = stub.requests[0]
    told = (
        sent.get("max_tokens", sent.get("max_completion_tokens")),
        sent["temperature"],
        sent["top_p"],
        sent["top_k"],
    )
    assert told == (9, 0.5, 0.7, 3)
    assert sent["stop"] == ["END"]


@pytest.mark.parametrize(
    ("name", "sampling", "says"),
    [
        ("mini", {"temperature": 0.5}, "mini has no setting temperature"),
        ("openai:gpt-4o", {"top_k": 5}, "no setting top_k. It knows: max_new_tokens, temperature, top_p, seed, stop"),
    ],
)
def test_sampling_that_a_model_has_not_is_refused(name: str, sampling: dict[str, Any], says: str) -> None:
    settings = Settings(openai_api_key="sk-x")  # type: ignore[arg-type]  # a plain string becomes a secret
    with pytest.raises(SettingsError, match=says):
        load(name, settings, Sampling(**sampling))


@pytest.mark.parametrize("name", ["", "nope", "nope:x", "openai", "openai:", "mini:x", "hf:"])
def test_unknown_models_are_refused(settings: Settings, name: str) -> None:
    with pytest.raises(SettingsError, match="provider:name"):
        load(name, settings)


def test_a_missing_key_or_package_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY is not set"):
        load("openai:gpt-4o", settings)
    monkeypatch.setattr("reckoner.models.chat.find_spec", lambda package: None)
    with pytest.raises(SettingsError, match=r"package torch.*reckoner\[local\]"):
        load("hf:some/model", settings)


CALL = '<tool_call>{"name": "calculate", "arguments": {"expression": "6*7"}}</tool_call>'
NO_TOOLS = Reply(status=400, body=b'{"error": {"message": "registry/gemma does not support tools"}}')


async def test_calls_that_a_server_leaves_in_the_text_are_made(settings: Settings, told: Any) -> None:
    with stub_server(Reply(text=f"I compute. {CALL}"), Reply(text="It is 42.")) as stub:
        found = await events(settings, stub, told)
    said = "".join(event.text for event in found if isinstance(event, TextDelta))
    assert said.startswith("I compute.")
    assert "tool_call" not in said
    assert stub.requests[1]["messages"][-1]["content"] == "42"


async def test_a_server_that_takes_no_tools_is_told_of_them_in_the_messages(settings: Settings, told: Any) -> None:
    with stub_server(NO_TOOLS, Reply(text=CALL), Reply(text="It is 42.")) as stub:
        found = await events(settings, stub, told)
    assert next(event for event in found if isinstance(event, Answer)).text == "It is 42."
    refused, first, second = stub.requests
    assert "tools" in refused
    assert "tools" not in first
    assert '"name": "calculate"' in first["messages"][0]["content"]
    # It is not asked a second time with tools, and reads its own call and the result as text.
    assert "tools" not in second
    assert [each["role"] for each in second["messages"]] == ["system", "user", "assistant", "user"]
    assert "42" in second["messages"][-1]["content"]


@pytest.mark.parametrize("streaming", [False, True])
def test_arguments_that_are_cut_off_are_not_completed(settings: Settings, streaming: bool) -> None:
    with stub_server(Reply(calls=[("send", '{"to": "an@example.com", "text": "See you')])) as stub:
        model = load(named(stub), settings).bind_tools([{"name": "send", "description": "x", "parameters": {}}])
        reply: Any = sum(model.stream("?"), AIMessageChunk(content="")) if streaming else model.invoke("?")
    assert reply.tool_calls == []
    assert [call["name"] for call in reply.invalid_tool_calls] == ["send"]


def test_thoughts_in_the_text_are_apart(settings: Settings) -> None:
    with stub_server(Reply(text="<think>Hm.</think>42"), Reply(text="<think>Hm.</think>42")) as stub:
        model = load(named(stub), settings)
        for reply in (model.invoke("?"), sum(model.stream("?"), AIMessageChunk(content=""))):
            assert (reply.text, reply.additional_kwargs["reasoning_content"]) == ("42", "Hm.")


async def test_a_server_that_asks_for_rest_is_given_it(settings: Settings, told: Any) -> None:
    with stub_server(Reply(status=429, headers={"Retry-After": "1"}), Reply(text="Here.")) as stub:
        began = time.monotonic()
        found = await events(settings, stub, told, model_retries=1)
        assert time.monotonic() - began >= 1
    assert next(event for event in found if isinstance(event, Answer)).text == "Here."
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    for asked in ("3600", later):
        with stub_server(Reply(status=429, headers={"Retry-After": asked})) as stub:
            found = await events(settings, stub, told, model_retries=3)
            assert len(stub.requests) == 1
        assert isinstance(found[-1], Failed)
        assert "wants 3" in found[-1].error.text()


PRICES = {"price_in": 1_000.0, "price_out": 2_000.0}


async def test_what_a_turn_costs_is_told(settings: Settings, told: Any) -> None:
    with stub_server(Reply(calls=[("calculate", '{"expression": "6*7"}')]), Reply(text="It is 42.")) as stub:
        found = await events(settings, stub, told, **PRICES)
    # 5 tokens read and 7 written, twice.
    assert found[-1].cost == pytest.approx(2 * (5 * 0.001 + 7 * 0.002))


@pytest.mark.parametrize("budget", ["turn_budget", "thread_budget", "day_budget"])
async def test_a_budget_stops_before_it_is_overspent(settings: Settings, told: Any, budget: str) -> None:
    # A request is about 1,700 tokens; the first fits, the second could be too much.
    changes = {**PRICES, "max_new_tokens": 10, "price_in": 100.0, budget: 0.25}
    replies = [Reply(calls=[("calculate", '{"expression": "6*7"}')]), Reply(text="It is 42.")]
    with stub_server(*replies) as stub:
        stub.usage = {"prompt_tokens": 1_000, "completion_tokens": 10, "total_tokens": 1_010}
        found = await events(settings, stub, told, **changes)
        assert len(stub.requests) == 1
    assert isinstance(found[-1], Failed)
    assert budget.partition("_")[0].upper() in found[-1].error.text()
    assert isinstance(found[-1].error, LimitReached)
    assert "42" in found[-1].error.done


async def test_calls_that_are_written_again_are_counted(settings: Settings, told: Any) -> None:
    replies = [Reply(calls=[("calculate", '{"expression": "6*')]), Reply(text="It is 42.")]
    with stub_server(*replies) as stub:
        found = await events(settings, stub, told, **PRICES)
    [usage] = [event for event in found if isinstance(event, Usage)]
    assert (usage.input_tokens, usage.output_tokens) == (10, 14)
    assert usage.cost == pytest.approx(2 * (5 * 0.001 + 7 * 0.002))


async def test_where_money_is_limited_so_is_a_reply(settings: Settings, told: Any) -> None:
    with stub_server(*[Reply(text="x")] * 3) as stub:
        await events(settings, stub, told, **PRICES)
        await events(settings, stub, told, **PRICES, day_budget=100.0)
        await events(settings, stub, told, **PRICES, day_budget=100.0, max_new_tokens=10)
        limits = [request.get("max_tokens", request.get("max_completion_tokens")) for request in stub.requests]
    assert limits == [None, 4_096, 10]


def test_a_fallback_has_the_sampling_that_it_can_have(settings: Settings) -> None:
    changed = settings.model_copy(update={"openai_api_key": SecretStr("sk-x"), "top_k": 5, "max_new_tokens": 10})
    with pytest.raises(SettingsError, match="top_k"):
        load("openai:gpt-4o-mini", changed)
    assert load_fallback("openai:gpt-4o-mini", changed).max_tokens == 10  # type: ignore[attr-defined]
    assert load_fallback("openai:x@http://localhost:1/v1", changed).extra_body == {"top_k": 5}  # type: ignore[attr-defined]
    assert load_fallback("mini", changed)._llm_type == load("mini", settings)._llm_type


async def test_a_budget_needs_a_price(settings: Settings, told: Any) -> None:
    with stub_server(Reply(text="x")) as stub:
        found = await events(settings, stub, told, day_budget=1.0)
        assert stub.requests == []
    assert "RECKONER_PRICE_IN" in found[-1].error.text()


@pytest.mark.parametrize(
    ("name", "price"),
    [("gpt-4o-mini", 0.15), ("gpt-4o-mini-2024-07-18", 0.15), ("gpt-4o-2024-08-06", 2.5), ("gpt-4omni", None)],
)
def test_prices_are_found_by_the_longest_name(settings: Settings, name: str, price: float | None) -> None:
    changed = settings.model_copy(update={"openai_api_key": SecretStr("sk-x")})
    found = price_of(load(f"openai:{name}", changed), changed)
    assert (found.input if found else None) == price
    assert price_of(load(f"openai:{name}@http://localhost:1/v1", changed), changed) is None
    free = price_of(load("mini", changed), changed)
    assert free is not None
    assert free.of({"input_tokens": 9, "output_tokens": 9}) == 0


def test_what_the_server_had_kept_costs_less() -> None:
    usage = {"input_tokens": 1_000, "output_tokens": 100, "input_token_details": {"cache_read": 400}}
    assert Price(input=2, cached=1, output=10).of(usage) == pytest.approx((600 * 2 + 400 + 1_000) / 1e6)


async def test_an_answer_that_breaks_off_is_told_as_such_and_kept(settings: Settings, told: Any) -> None:
    with stub_server(Reply(text="one two three four", unplugged=True), Reply(text="Whole.")) as stub:
        changed = settings.model_copy(update={"model": named(stub), "model_retries": 2})
        async with Assistant.open(changed) as assistant:
            found = list(await told(assistant.stream(Turn(thread="t", text="Count."))))
            assert isinstance(found[-1], Failed)
            assert "broke off" in found[-1].error.text()
            # It is not asked again behind what has been told.
            assert len(stub.requests) == 1
            [exchange] = await assistant.history("t")
            assert exchange.stopped
            assert any(isinstance(event, Answer) and "one two" in event.text for event in exchange.events)
            found = list(await told(assistant.stream(Turn(thread="t", text="Again."))))
            assert next(event for event in found if isinstance(event, Answer)).text == "Whole."


async def test_turns_at_once_do_not_each_spend_what_is_left(settings: Settings, told: Any) -> None:
    with stub_server(*[Reply(text="x", hang=0.2)] * 4) as stub:
        changed = settings.model_copy(update={"model": named(stub), **PRICES, "max_new_tokens": 10, "day_budget": 6.0})
        async with Assistant.open(changed) as assistant:
            turns = [assistant.stream(Turn(thread=f"t{each}", text="hello")) for each in range(4)]
            found = await asyncio.gather(*(told(turn) for turn in turns))
    refused = [events for events in found if isinstance(events[-1], Failed)]
    assert len(stub.requests) < 4
    assert len(refused) == 4 - len(stub.requests)


async def test_a_server_that_counts_nothing_is_paid_all_the_same(settings: Settings, told: Any) -> None:
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}]}
    with stub_server(Reply(body=json.dumps({"id": "1", "object": "chat.completion", **body}).encode())) as stub:
        changed = settings.model_copy(update={"model": named(stub), **PRICES})
        async with Assistant.open(changed) as assistant:
            model = load(named(stub), changed)
            model.disable_streaming = True
            assistant._model = model
            assistant._graphs.clear()
            await told(assistant.stream(Turn(thread="t", text="hello")))
            assert await assistant.memory.spent("t") > 0


@pytest.mark.parametrize("said", ["²", "9" * 400, "Fri, 31 Dec 9999 23:59:59 +99999999999999", "-5", "soon"])
async def test_odd_requests_for_rest_are_no_reason_to_fail(settings: Settings, told: Any, said: str) -> None:
    replies = [Reply(status=429, headers={"Retry-After": said}), Reply(text="Here.")]
    with stub_server(*replies) as stub:
        found = await events(settings, stub, told, model_retries=1)
    assert not isinstance(found[-1], Failed) or "unexpected" not in found[-1].error.key


async def test_what_a_server_echoes_shows_no_key(settings: Settings, told: Any) -> None:
    body = b'{"error": {"message": "bad header Authorization: Bearer sk-VERYSECRET123 in request"}}'
    with stub_server(Reply(status=400, body=body)) as stub:
        found = await events(settings, stub, told)
    assert "VERYSECRET" not in found[-1].error.text()
    with stub_server() as stub:
        url = stub.url.replace("//", "//user:PASSWORD@")
    changed = settings.model_copy(update={"model": f"openai:stub@{url}", "model_retries": 0})
    async with Assistant.open(changed) as assistant:
        found = list(await told(assistant.stream(Turn(thread="t", text="x"))))
    assert "PASSWORD" not in found[-1].error.text()
