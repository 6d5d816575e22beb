"""Answers from documents, as a Runnable."""

from pathlib import Path

from support.documents import LEASE
from support.scripted import ScriptedModel

from reckoner.chains import answer
from reckoner.models.mini.chat import MiniChat
from reckoner.retrieval import DocumentIndex, search


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
