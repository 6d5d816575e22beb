"""How a turn is answered: by tools, by a program, or by thinking in steps, and that the answer says which."""

from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from support.scripted import ScriptedModel, call

from reckoner.agents.strategy import Taken, choose, computable
from reckoner.core import Answer, Strategy, Thought, ToolFinished, ToolStarted, Turn
from reckoner.models.mini.chat import MiniChat

STORY = (
    "Mira has 50 dollars. She buys 4 notebooks at 3 dollars each and a pen for 2 dollars. How much money has she left?"
)
ASK = Turn(thread="t", text=STORY)
PROGRAM = "money = 50\nmoney - 4 * 3 - 2"


def answer(events: list[Any]) -> Answer:
    (found,) = [event for event in events if isinstance(event, Answer)]
    return found


async def test_a_story_with_numbers_is_computed_by_a_program(opened: Any, told: Any) -> None:
    async with opened(call("python", code=PROGRAM), "She has $36 left.") as assistant:
        events = await told(assistant.stream(ASK))
        system = assistant.scripted.sent[0][0].text
    assert "Write one Python program" in system
    assert "Write one Python program" not in assistant.scripted.sent[1][0].text
    assert answer(events).strategy == "pal"


async def test_a_program_written_into_the_answer_is_run(opened: Any, told: Any) -> None:
    async with opened(f"Here:\n```python\n{PROGRAM}\n```", "She has $36 left.") as assistant:
        events = await told(assistant.stream(ASK, strategy="pal"))
        history = await assistant.history("t")
    assert [event.arguments["code"] for event in events if isinstance(event, ToolStarted)] == [PROGRAM]
    assert [event.text for event in events if isinstance(event, ToolFinished)] == ["36"]
    assert (answer(events).text, answer(events).strategy) == ("She has $36 left.", "pal")
    assert history[0].answer == answer(events)


async def test_prose_instead_of_a_program_is_the_answer(opened: Any, told: Any) -> None:
    async with opened("I cannot compute that.") as assistant:
        events = await told(assistant.stream(ASK, strategy="pal"))
    assert answer(events).text == "I cannot compute that."


async def test_a_thought_is_told_apart_from_its_answer_and_its_arithmetic_corrected(opened: Any, told: Any) -> None:
    async with opened("4 × 3 = 13\nAnswer: 13", "12 + 2 = 14\n50 - 14 = 36\nAnswer: She has $36 left.") as assistant:
        events = await told(assistant.stream(ASK, strategy="cot"))
        history = await assistant.history("t")
    thought = "4 × 3 = ~~13~~ 12\n12 + 2 = 14\n50 - 14 = 36"
    assert [event.text for event in events if isinstance(event, Thought)] == [thought]
    assert (answer(events).text, answer(events).strategy) == ("She has $36 left.", "cot")
    assert Thought(text=thought) in history[0].events
    assert history[0].answer == answer(events)


async def test_the_settings_strategy_holds_where_a_turn_names_none(opened: Any, told: Any) -> None:
    async with opened("Six sevens.\nAnswer: 42", strategy="cot") as assistant:
        events = await told(assistant.stream(Turn(thread="t", text="6 times 7?")))
    assert answer(events).strategy == "cot"


async def test_answering_again_may_take_another(opened: Any, told: Any) -> None:
    async with opened("It is 42.", "Six sevens.\nAnswer: 42") as assistant:
        first = await told(assistant.stream(Turn(thread="t", text="6 times 7?")))
        second = await told(assistant.regenerate("t", strategy="cot"))
    assert (answer(first).strategy, answer(second).strategy) == ("react", "cot")


async def test_a_result_that_comes_out_otherwise_is_told_to_the_model(opened: Any, told: Any) -> None:
    async with opened(call("python", code="int(0.29 * 100)"), "29") as assistant:
        events = await told(assistant.stream(Turn(thread="t", text="29 % of 100?")))
    (finished,) = [event for event in events if isinstance(event, ToolFinished)]
    assert finished.text.startswith("28\n[Check: computed another way, by exact fractions, it is 29.")


async def test_names_of_earlier_calls_are_still_there_and_deleted_with_the_conversation(opened: Any, told: Any) -> None:
    async with opened(
        call("python", code="a = 5\na"), "5", call("python", code="a + 1"), "6", call("python", code="a"), "gone"
    ) as assistant:
        await told(assistant.stream(Turn(thread="t", text="Let a be 5")))
        again = await told(assistant.stream(Turn(thread="t", text="And a + 1?")))
        await assistant.delete("t")
        after = await told(assistant.stream(Turn(thread="t", text="And a?")))
    assert [event.text for event in again if isinstance(event, ToolFinished)] == ["6"]
    assert [event.ok for event in after if isinstance(event, ToolFinished)] == [False]


@pytest.mark.parametrize(
    ("question", "computes"),
    [
        (STORY, True),
        ("Lan mua 3 hộp trứng, mỗi hộp có 12 quả, và làm vỡ mất 4 quả. Hỏi Lan còn lại bao nhiêu quả trứng?", True),
        ("What is 6 times 7?", False),
        ("According to the contract, how much is the rent of 2 rooms for 3 months if the deposit is left out?", False),
        ("Why is the sky blue, and what did Rayleigh find out about it in 1871 and again in 1899, do you know?", False),
    ],
)
def test_what_is_to_be_computed(question: str, computes: bool) -> None:
    assert computable(question) is computes


class Bare(FakeListChatModel):
    """A model that knows no tools."""


@pytest.mark.parametrize(
    ("asked", "question", "model", "taken"),
    [
        ("auto", STORY, ScriptedModel(replies=[]), "pal"),
        ("auto", "Who wrote it?", ScriptedModel(replies=[]), "react"),
        ("auto", "Who wrote it?", Bare(responses=[]), "cot"),
        ("auto", STORY, Bare(responses=[]), "pal"),
        ("react", STORY, ScriptedModel(replies=[]), "react"),
        ("cot", STORY, MiniChat(), "react"),
    ],
)
def test_the_choice_is_by_question_and_model(asked: Strategy, question: str, model: Any, taken: Taken) -> None:
    assert choose(asked, question, model) == taken


async def test_a_model_without_tools_answers_by_a_program_all_the_same(settings: Any, told: Any) -> None:
    from reckoner.agents import Assistant

    model = Bare(responses=[f"```python\n{PROGRAM}\n```", "She has $36 left."])
    async with Assistant.open(settings, model=model) as assistant:
        events = await told(assistant.stream(ASK))
    assert [event.text for event in events if isinstance(event, ToolFinished)] == ["36"]
    assert (answer(events).text, answer(events).strategy) == ("She has $36 left.", "pal")
