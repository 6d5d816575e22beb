"""Answers from documents, as a Runnable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from support.documents import LEASE
from support.scripted import ScriptedModel, call

from reckoner.chains import answer
from reckoner.models.mini.chat import MiniChat
from reckoner.retrieval import DocumentIndex, search


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    index = DocumentIndex(tmp_path / "documents")
    index.add("lease.txt", LEASE.encode())
    yield index
    index.close()


async def test_an_answer_cites_what_stands_in_the_documents(index: DocumentIndex) -> None:
    key = search(index, "rent")[0].key
    model = ScriptedModel(replies=[f"It is “annual rent is $24,000” [{key}]."])
    cited = await answer(model, index).ainvoke("What is the rent?")
    assert (cited.text, cited.citations[0].quote) == ("It is “annual rent is $24,000” [1].", "annual rent is $24,000")


def test_it_works_with_the_model_that_ships_inside(index: DocumentIndex) -> None:
    cited = answer(MiniChat(), index).invoke("What is the annual rent?")
    assert "$24,000" in cited.text
    assert cited.citations[0].passage.name == "lease.txt"


def test_what_the_documents_hardly_speak_of_is_not_answered(index: DocumentIndex) -> None:
    cited = answer(MiniChat(), index).invoke("Which planet has the most moons?")
    assert cited.abstained
    assert cited.text == "That is not in your documents. I looked for “planet”, “most moons”."
    assert cited.citations == ()


async def test_a_model_that_can_judge_is_asked_and_not_believed(index: DocumentIndex) -> None:
    cited = await answer(ScriptedModel(replies=["Saturn has the most moons."]), index).ainvoke("Which planet has most?")
    assert cited.abstained
    assert "Saturn" not in cited.text


async def test_a_model_that_says_itself_that_it_is_not_there_is_left_its_words(index: DocumentIndex) -> None:
    said = "The lease doesn't mention the colour of the door."
    cited = await answer(ScriptedModel(replies=[said]), index).ainvoke("What colour is the door?")
    assert (cited.text, cited.abstained) == (said, True)


async def test_it_abstains_in_vietnamese(index: DocumentIndex) -> None:
    model = ScriptedModel(replies=["Who is the author of The Tale of Kieu?"])
    cited = await answer(model, index).ainvoke("Ai là tác giả của Truyện Kiều?")
    assert model.unplayed == 0
    assert cited.text.startswith("Điều đó không có trong tài liệu của bạn. Tôi đã tìm “tác giả”, “Truyện Kiều”")


async def test_a_model_may_search_anew(index: DocumentIndex) -> None:
    index.add("pets.txt", b"Dogs are allowed on the first floor.")
    key = search(index, "dogs floor")[0].key
    model = ScriptedModel(
        replies=[call("search_documents", query="dogs floor"), f"“Dogs are allowed on the first floor” [{key}]."]
    )
    cited = await answer(model, index, passages=1).ainvoke("What is the annual rent?")
    assert cited.citations[0].passage.name == "pets.txt"


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("When does the lease begin?", "The lease begins on 01/03/2025."),
        ("In how many instalments is the rent payable?", "The rent is payable in 12 equal instalments."),
        ("What is the annual rent?", "According to the lease, “the annual rent is $24,000” [{key}]."),
        ("What notice must the tenant give?", "“The tenant must give 60 days’ notice before moving out” [id: {key}]."),
        ("What is the annual rent?", "According to [{key}], the annual rent is $24,000."),
        ("Ai là chủ nhà?", "Chủ nhà là Anna Berg và người thuê là Minh Tran."),
    ],
)
async def test_right_answers_in_other_words_are_passed_on(index: DocumentIndex, question: str, reply: str) -> None:
    key = search(index, "annual rent notice")[0].key
    told = [reply.format(key=key)] if question.isascii() else ["Who is the landlord?", reply]
    cited = await answer(ScriptedModel(replies=told), index).ainvoke(question)
    assert not cited.abstained
    assert cited.unsupported == ()
    assert bool(cited.citations) == ("{key}" in reply)


async def test_what_the_model_makes_up_is_not_passed_on(index: DocumentIndex) -> None:
    model = ScriptedModel(replies=["The landlord owns eleven further houses near the river."])
    cited = await answer(model, index).ainvoke("What else does the landlord own?")
    assert cited.abstained
    assert "river" not in cited.text


async def test_a_made_up_sentence_among_others_is_marked(index: DocumentIndex) -> None:
    text = "The annual rent is $24,000. The landlord owns eleven further houses near the river."
    cited = await answer(ScriptedModel(replies=[text]), index).ainvoke("What is the annual rent?")
    assert [cited.text[start:end] for start, end in cited.unsupported] == [
        "The landlord owns eleven further houses near the river."
    ]


async def test_documents_that_disagree_are_shown(index: DocumentIndex) -> None:
    index.add("new.txt", LEASE.replace("$24,000", "$25,500").encode())
    cited = await answer(ScriptedModel(replies=["The rent is $24,000."]), index).ainvoke("What is the annual rent?")
    by_number = {each.number: each for each in cited.citations}
    [(first, second)] = cited.disagreements
    assert {by_number[first].passage.name, by_number[second].passage.name} == {"lease.txt", "new.txt"}


def test_without_documents_it_abstains(tmp_path: Path) -> None:
    assert answer(MiniChat(), DocumentIndex(tmp_path)).invoke("What is the rent?").abstained


async def test_a_question_in_another_language_is_translated_where_nothing_is_found(index: DocumentIndex) -> None:
    key = search(index, "annual rent")[0].key
    model = ScriptedModel(replies=["What is the annual rent?", f"Là “annual rent is $24,000” [{key}]."])
    cited = await answer(model, index).ainvoke("Tiền thuê nhà mỗi năm là bao nhiêu?")
    assert not cited.abstained
    assert cited.citations[0].quote == "annual rent is $24,000"
    assert "Vietnamese" not in model.sent[0][0].text
    assert "into English" in model.sent[0][0].text


async def test_a_question_that_leans_on_the_conversation_is_put_anew(index: DocumentIndex) -> None:
    key = search(index, "annual rent")[0].key
    talk = [
        HumanMessage("Tell me about the annual rent."),
        AIMessage("What about it?"),
        HumanMessage("How much is it?"),
    ]
    model = ScriptedModel(replies=["How much is the annual rent?", f"“annual rent is $24,000” [{key}]"])
    cited = await answer(model, index).ainvoke(talk)
    assert cited.lookup.looked_for == ("annual rent",)
    assert cited.citations[0].quote == "annual rent is $24,000"


def test_the_model_that_ships_inside_is_asked_as_it_stands(index: DocumentIndex) -> None:
    talk = [HumanMessage("Hello"), AIMessage("Hello!"), HumanMessage("What is the annual rent?")]
    assert "$24,000" in answer(MiniChat(), index).invoke(talk).text
