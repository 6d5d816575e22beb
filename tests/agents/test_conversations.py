"""What is done with a conversation afterwards: listed, renamed, exported, asked anew, forked, deleted."""

import json
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from support.scripted import call

from reckoner.agents import to_data, to_markdown
from reckoner.core import Answer, ReckonerError, Turn


def ask(text: str, thread: str = "t") -> Turn:
    return Turn(thread=thread, text=text)


async def test_threads_are_listed_searched_renamed_and_deleted(opened: Any, told: Any) -> None:
    async with opened("1", "2") as assistant:
        await told(assistant.stream(ask("Tiền thuê nhà là bao nhiêu?", "a")))
        await told(assistant.stream(ask("x" * 100, "b")))
        titles = [thread.title for thread in await assistant.memory.threads()]
        assert titles == ["x" * 59 + "…", "Tiền thuê nhà là bao nhiêu?"]
        assert [thread.id for thread in await assistant.memory.threads("tien thue")] == ["a"]

        await assistant.memory.rename("a", "Thuê nhà")
        assert (await assistant.memory.thread("a")).title == "Thuê nhà"

        await assistant.delete("a")
        assert [thread.id for thread in await assistant.memory.threads()] == ["b"]
        assert await assistant.history("a") == []
        with pytest.raises(ReckonerError, match="no conversation"):
            await assistant.delete("a")


async def test_deleting_one_thread_leaves_those_of_like_names(opened: Any, told: Any) -> None:
    async with opened("1", "2") as assistant:
        await told(assistant.stream(ask("one", "a_b")))
        await told(assistant.stream(ask("two", "axb")))
        await assistant.delete("a_b")
        assert len(await assistant.history("axb")) == 1


async def test_history_is_the_events_that_were(opened: Any, told: Any) -> None:
    async with opened(call("calculate", "c", expression="1+1"), "Two.") as assistant:
        live = [event for event in await told(assistant.stream(ask("1+1?"))) if type(event).__name__ != "TextDelta"]
        [exchange] = await assistant.history("t")
    assert exchange.question == "1+1?"
    assert list(exchange.events) == live


async def test_exports(opened: Any, told: Any) -> None:
    async with opened(call("calculate", expression="1+1"), "Two.") as assistant:
        await told(assistant.stream(ask("1+1?")))
        thread, history = await assistant.memory.thread("t"), await assistant.history("t")
    markdown, data = to_markdown(thread, history), json.loads(to_data(thread, history))
    assert "## 1+1?" in markdown
    assert "Two." in markdown
    assert data["thread"]["id"] == "t"
    assert [event["type"] for event in data["exchanges"][0]["events"]] == [
        "tool_started",
        "tool_finished",
        "answer",
    ]


async def test_answering_again_replaces_the_answer(opened: Any, told: Any) -> None:
    async with opened("First.", "Second.") as assistant:
        await told(assistant.stream(ask("Hello")))
        assert (await told(assistant.regenerate("t")))[-1].text == "Second."
        [exchange] = await assistant.history("t")
        assert exchange.answer.text == "Second."
        assert [message.text for message in assistant.scripted.sent[-1][-1:]] == ["Hello"]


async def test_editing_a_question_forks_and_the_old_thread_stays(opened: Any, told: Any) -> None:
    async with opened("A1", "A2", "B2") as assistant:
        await told(assistant.stream(ask("Q1")))
        await told(assistant.stream(ask("Q2")))
        history = await assistant.history("t")
        fork = await assistant.edit("t", history[1].message_id)
        await told(assistant.stream(ask("Q2 in other words", fork)))
        assert [each.question for each in await assistant.history(fork)] == ["Q1", "Q2 in other words"]
        assert [each.question for each in await assistant.history("t")] == ["Q1", "Q2"]
        assert (await assistant.memory.thread(fork)).forked_from == "t"
        with pytest.raises(ReckonerError, match="no longer"):
            await assistant.edit("t", "nonsense")


async def test_feedback_is_kept(opened: Any, told: Any) -> None:
    async with opened("A") as assistant:
        answer = (await told(assistant.stream(ask("Q"))))[-1]
        assert isinstance(answer, Answer)
        await assistant.memory.rate("t", answer.message_id, good=True)
        await assistant.memory.rate("t", answer.message_id, good=False, comment="too short")
        [rating] = (await assistant.memory.ratings("t")).values()
        assert (rating.good, rating.comment) == (False, "too short")


async def test_a_long_conversation_is_summarised_for_the_model_and_kept_for_the_person(opened: Any, told: Any) -> None:
    long = "word " * 400
    async with opened(long, long, "SUMMARY", "Done.", history_tokens=900) as assistant:
        await told(assistant.stream(ask("first question")))
        await told(assistant.stream(ask("second question")))
        assert (await told(assistant.stream(ask("third question"))))[-1].text == "Done."
        asked = assistant.scripted.sent[-1]
        assert "SUMMARY" in next(message.text for message in asked if isinstance(message, HumanMessage))
        assert not any("first question" in message.text for message in asked)
        assert [each.question for each in await assistant.history("t")] == [
            "first question", "second question", "third question",
        ]  # fmt: skip
