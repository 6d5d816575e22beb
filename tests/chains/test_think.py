"""Chain of thought in its manners, and the calculator that watches it."""

import pytest
from support.scripted import ScriptedModel

from reckoner.chains import Example, Prompt, corrections, examples, think
from reckoner.chains.patterns import shown_with_program
from reckoner.sandbox import Sandbox


def test_thought_and_answer_are_apart() -> None:
    reasoned = think(ScriptedModel(replies=["Six sevens are 42.\n**Answer:** 42"])).invoke("6 times 7?")
    assert (reasoned.answer, reasoned.thought, reasoned.agreement) == ("42", "Six sevens are 42.", 1.0)


async def test_the_answer_that_most_chains_reach_wins_whatever_its_writing() -> None:
    model = ScriptedModel(replies=["Answer: 41", "Answer: $1,200.00", "Answer: 1200 dollars"])
    reasoned = await think(model, samples=3).ainvoke("?")
    assert reasoned.answer in ("$1,200.00", "1200 dollars")
    assert round(reasoned.agreement, 2) == 0.67


async def test_examples_like_the_question_and_in_its_language_are_shown() -> None:
    model = ScriptedModel(replies=["Answer: 1", "Answer: 1"])
    await think(model).ainvoke("Two trains are 300 km apart and drive towards each other. When do they meet?")
    await think(model).ainvoke("Một cửa hàng giảm giá 10% cho đôi giày giá 500.000 đồng. Giá còn bao nhiêu?")
    english, vietnamese = (sent[0].text for sent in model.sent)
    assert "trains leave towns 450 km apart" in english
    assert "Một hộp" not in english
    assert "chiếc áo giá 450.000 đồng" in vietnamese
    assert "trains" not in vietnamese


async def test_without_examples_a_cue_begins_the_thought() -> None:
    model = ScriptedModel(replies=["Answer: 1", "Answer: 1"])
    await think(model, examples=()).ainvoke("Why?")
    await think(model, examples=()).ainvoke("Có bao nhiêu quả trứng?")
    assert model.sent[0][0].text.endswith("Let's think step by step.")
    assert model.sent[1][0].text.endswith("Hãy suy nghĩ từng bước.")


async def test_a_plan_comes_first() -> None:
    model = ScriptedModel(replies=["Plan: multiply.\n6 × 7 = 42\nAnswer: 42"])
    assert (await think(model, manner="plan").ainvoke("6 times 7?")).answer == "42"
    assert "make a plan" in model.sent[0][0].text


async def test_parts_are_answered_with_the_answers_before_them() -> None:
    model = ScriptedModel(
        replies=[
            "1. What do shoes cost?\n2. What do all cost?",
            "3 × 20 = 60\nAnswer: $60",
            "60 + 20 = 80\nAnswer: $80",
        ]
    )
    reasoned = await think(model, manner="parts").ainvoke("A shirt costs $20, shoes three times as much. Both?")
    assert reasoned.answer == "$80"
    assert "What do shoes cost?\n3 × 20 = 60" in reasoned.thought
    assert "Answer: $60" in model.sent[2][0].text


async def test_a_wrong_equation_is_corrected_with_a_mark_and_the_model_goes_on_from_there(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=["3 × 12 = 35\n35 - 4 = 31\nAnswer: 31", "36 - 4 = 32\nAnswer: 32"])
    reasoned = await think(model, sandbox=sandbox).ainvoke("?")
    assert reasoned.answer == "32"
    assert reasoned.thought == "3 × 12 = ~~35~~ 36\n36 - 4 = 32"
    assert [(each.said, each.right) for each in reasoned.corrections] == [("35", "36")]
    assert model.sent[1][1].text == "3 × 12 = 36"


async def test_a_model_that_never_computes_right_is_corrected_and_not_asked_for_ever(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=[f"{number} + 1 = 9\nAnswer: 9" for number in (1, 2, 3, 4)])
    reasoned = await think(model, sandbox=sandbox).ainvoke("?")
    assert len(reasoned.corrections) == 4
    assert model.unplayed == 0


@pytest.mark.parametrize(
    "text",
    [
        "3 × 12 = 36", "10 / 3 = 3.33", "10 / 3 ≈ 3.3", "2/3 = 0.66", "15 / 60 = 25%", "15 / 60 × 100 = 25%",
        "$3.50 × 2 = $7", "1,200 + 300 = 1,500", "(3 + 4) × 2 = 14", "1.87*9=16.830000000000002", "2^10 = 1024",
        "x + 3 = 10", "In 2024 - 25 = see", "3 × 12 = 30 + 6", "20% × 50 = 10", "<<10*4=40>>40", "5 - 8 = -3",
        "9^9^9^9 = 1", "3 hours × 60 + 15 = 195 minutes", "12 eggs × 3 - 4 = 32", "x^2 - 4 = 0", "y/2 + 3 = 10",
        "√16 + 9 = 13", "x - 3 + 4 = 7", "(2)(3) + 1 = 7", "3 1/2 × 2 = 7", "20% of 50 + 5 = 15", "log 100 + 3 = 5",
        "2,5 × 4 = 10", "3,75 × 4 = 15", "450.000 × 0,2 = 90.000", "17 : 5 = 3 (dư 2)", "7 / 2 = 3 remainder 1",
        "10 / 4 = 2 1/2", "24/7 = 3 weeks and 3 days", "12:30 + 2 = 14:30", "13:40 + 95 = 15:15", "1 : 2 = 3 : 6",
        "100 - 20% = 80", "2 + 2 = 2²", "5,000 / 3 = 1,667", "450 : 9 = 50",
    ],
)  # fmt: skip
async def test_what_is_right_or_no_arithmetic_is_left_alone(sandbox: Sandbox, text: str) -> None:
    assert await corrections(text, sandbox) == []


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("3 × 12 = 35", "3 × 12 = ~~35~~ 36"),
        ("240/(60/100)=4", "240/(60/100)=~~4~~ 400"),
        ("$3.50 × 3 = $10", "$3.50 × 3 = ~~$10~~ $10.5"),
        ("10 / 3 = 3.5", "10 / 3 = ~~3.5~~ 3.333333"),
        ("1,200 × 10 = 1,200", "1,200 × 10 = ~~1,200~~ 12,000"),
        ("<<10*4=41>>", "10*4=~~41~~ 40"),
        ("So we have 3 × 12 = 35 eggs.", "3 × 12 = ~~35~~ 36"),
        (r"It is $3 \times 4 = 13$.", r"$3 \times 4 = ~~13~~ 12"),
        ("2,5 × 120.000 = 30.000 đồng", "2,5 × 120.000 = ~~30.000~~ 300.000"),
    ],
)
async def test_what_is_wrong_is_marked(sandbox: Sandbox, text: str, marked: str) -> None:
    assert [each.marked for each in await corrections(text, sandbox)] == [marked]


def test_the_parts_of_a_prompt() -> None:
    example = Example(question="1 + 1?", thought="One and one.", answer="2", program="1 + 1")
    prompt = Prompt(instruction="Compute.", examples=[example], cue="Steps:")
    assert prompt.text("What is {x}?") == (
        "Compute.\n\nQuestion: 1 + 1?\nOne and one.\nAnswer: 2\n\nQuestion: What is {x}?\n\nSteps:"
    )
    assert Prompt(content="{question}").text("Only that") == "Only that"
    assert "```python\n1 + 1\n```" in Prompt(examples=[example], show=shown_with_program).text("?")
    assert (
        Prompt(instruction="Do.", content="{question}", template="{content}\n\n{instruction}").text("x") == "x\n\nDo."
    )


def test_a_prompt_is_composed_with_a_model() -> None:
    chain = Prompt(instruction="Compute.").runnable() | ScriptedModel(replies=["42"])
    assert chain.invoke("6 × 7?").text == "42"


async def test_our_own_examples_compute_what_they_answer(sandbox: Sandbox) -> None:
    from reckoner.chains import program

    for example in examples():
        model = ScriptedModel(replies=[f"```python\n{example.program}\n```"])
        computed = await program(model, sandbox, examples=()).ainvoke(example.question)
        assert await corrections(example.thought, sandbox) == []
        assert computed.disagreements == ()
        if computed.unit and not isinstance(computed.value, dict):
            assert computed.answer == example.answer
