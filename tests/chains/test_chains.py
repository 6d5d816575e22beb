"""Chains as Runnables: composed with ``|``, in invoke, ainvoke and batch."""

from pathlib import Path

from support.documents import LEASE
from support.scripted import ScriptedModel

from reckoner.chains import answer, program, think
from reckoner.models.mini.chat import MiniChat
from reckoner.retrieval import DocumentIndex, search
from reckoner.sandbox import Sandbox


def test_a_thought_ends_in_its_answer() -> None:
    chain = think(ScriptedModel(replies=["Six sevens.\n**Answer:** 42"])) | (lambda reasoned: reasoned.answer)
    assert chain.invoke("6 times 7?") == "42"


async def test_the_answer_that_most_chains_reach_wins() -> None:
    model = ScriptedModel(replies=["Answer: 41", "Answer: $1,200.00", "Answer: 1200"])
    reasoned = await think(model, samples=3).ainvoke("?")
    # The chains run side by side, so which of the two that agree comes first is not settled.
    assert reasoned.answer in ("$1,200.00", "1200")
    assert round(reasoned.agreement, 2) == 0.67


async def test_a_program_computes_the_answer(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=["Sure:\n```python\na = 6\nb = 7\na * b\n```"])
    computed = await program(model, sandbox).ainvoke("6 times 7?")
    assert (computed.answer, computed.code) == ("42", "a = 6\nb = 7\na * b")


async def test_a_program_that_fails_is_written_again_with_its_error(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=["```python\n1/0\n```", "```python\n1/1\n```"])
    computed = await program(model, sandbox).ainvoke("?")
    assert computed.answer == "1"
    assert "ZeroDivisionError" in model.sent[1][-1].text


async def test_a_program_that_fails_for_good_has_no_answer(sandbox: Sandbox) -> None:
    computed = await program(ScriptedModel(replies=["1/0"]), sandbox, repairs=0).ainvoke("?")
    assert (computed.answer, computed.verdict.ok) == ("", False)


async def test_an_answer_cites_what_stands_in_the_documents(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path / "documents")
    index.add("lease.txt", LEASE.encode())
    key = search(index, "rent")[0].key
    model = ScriptedModel(replies=[f"It is “annual rent is $24,000” [{key}]."])
    cited = await answer(model, index).ainvoke("What is the rent?")
    assert (cited.text, cited.citations[0].quote) == ("It is “annual rent is $24,000” [1].", "annual rent is $24,000")
    index.close()


def test_it_works_with_the_model_that_ships_inside(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path / "documents")
    index.add("lease.txt", LEASE.encode())
    cited = answer(MiniChat(), index).invoke("What is the annual rent?")
    assert "$24,000" in cited.text
    assert cited.citations[0].passage.name == "lease.txt"
    index.close()
