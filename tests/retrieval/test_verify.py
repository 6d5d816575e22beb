"""Answers that stand on what was read, those that do not, and documents that disagree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.documents import CONTRACT, LEASE

from reckoner.core import Passage
from reckoner.retrieval import DocumentIndex, disagreements, looked_up, search, verify
from reckoner.retrieval.support import unsupported


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    index = DocumentIndex(tmp_path / "documents")
    index.add("lease.txt", LEASE.encode())
    index.add("contract.txt", CONTRACT.encode())
    yield index
    index.close()


def _marked(answer: str, question: str = "What does the lease say?", *texts: str) -> list[str]:
    return [answer[start:end] for start, end in unsupported(answer, question, texts or (LEASE, CONTRACT))]


class TestUnsupported:
    @pytest.mark.parametrize(
        "answer",
        [
            "The annual rent is $24,000.",
            "The annual rent is $24.000, payable in twelve equal instalments [1].",
            "“Pets are allowed for a fee of $250” [1].",
            "I could not find the colour of the door in the documents.",
            "What comes closest in your documents:",
            "Would you like to know more about the deposit?",
            "Lương tháng của nhân viên là 18.000.000 đồng.",
            "Luong thang cua nhan vien la 18.000.000 dong.",
            "Không tìm thấy thông tin về tiền thưởng trong tài liệu.",
            "Yes.",
        ],
    )
    def test_what_was_read_or_claims_nothing_is_not_marked(self, answer: str) -> None:
        assert _marked(answer) == []

    @pytest.mark.parametrize(
        "answer",
        [
            "The landlord owns eleven further houses near the river.",
            "The annual rent is $26,000.",
            "The annual rent is $26,000 [1].",
            "Nhân viên được thưởng tháng thứ mười ba vào dịp Tết.",
        ],
    )
    def test_what_stands_nowhere_is_marked(self, answer: str) -> None:
        assert _marked(answer) == [answer]

    def test_only_the_sentence_itself_is_marked(self) -> None:
        answer = "The annual rent is $24,000. The landlord owns eleven further houses near the river. Pets are allowed."
        assert _marked(answer) == ["The landlord owns eleven further houses near the river."]

    def test_what_a_tool_returned_supports(self) -> None:
        assert _marked("The monthly rent is 2000.", "What is the monthly rent?", LEASE, "24000 / 12 = 2000") == []

    def test_a_translated_sentence_is_judged_by_its_numbers(self) -> None:
        assert _marked("Tiền thuê mỗi năm là 24.000 đô la.", "Tiền thuê?", LEASE) == []
        assert len(_marked("Tiền thuê mỗi năm là 26.000 đô la.", "Tiền thuê?", LEASE)) == 1


class TestDisagreement:
    @pytest.fixture
    def twice(self, index: DocumentIndex) -> DocumentIndex:
        index.add("new lease.txt", LEASE.replace("$24,000", "$25,500").replace("Anna Berg", "Ole Holm").encode())
        index.add("hợp đồng mới.txt", CONTRACT.replace("18.000.000", "19.500.000").encode())
        return index

    @pytest.mark.parametrize(
        ("question", "values"),
        [
            ("What is the annual rent?", {"$24,000", "$25,500"}),
            ("Who is the landlord?", {"Anna Berg", "Ole Holm"}),
            ("Lương tháng của nhân viên là bao nhiêu?", {"18.000.000", "19.500.000"}),
            ("Luong thang cua nhan vien la bao nhieu?", {"18.000.000", "19.500.000"}),
        ],
    )
    def test_another_number_or_name_is_found(self, twice: DocumentIndex, question: str, values: set[str]) -> None:
        pairs = disagreements(question, search(twice, question))
        assert any(
            {value for value in values if value in first.quote} ^ {value for value in values if value in second.quote}
            == values
            for first, second in pairs
        )

    @pytest.mark.parametrize("question", ["What is the security deposit?", "How much is the fee for pets?"])
    def test_what_both_say_alike_is_none(self, twice: DocumentIndex, question: str) -> None:
        assert disagreements(question, search(twice, question)) == []

    def test_another_thing_is_none(self) -> None:
        told = [
            _passage("a", "The A4 notebook costs 25,000 dong."),
            _passage("b", "The A5 notebook costs 18,000 dong."),
        ]
        assert disagreements("How much does the A4 notebook cost?", told) == []

    def test_one_document_does_not_disagree_with_itself(self) -> None:
        told = [_passage("a", "The fee is 10 euros."), _passage("a", "The fee is 20 euros.")]
        assert disagreements("What is the fee?", told) == []

    def test_both_sides_are_cited(self, twice: DocumentIndex) -> None:
        question = "What is the annual rent?"
        found = search(twice, question)
        key = next(each.key for each in found if each.name == "lease.txt")
        checked = verify(f"“The annual rent is $24,000” [{key}].", question, found, twice.page_text)
        by_number = {each.number: each for each in checked.citations}
        assert {by_number[number].passage.name for pair in checked.disagreements for number in pair} == {
            "lease.txt",
            "new lease.txt",
        }
        for citation in checked.citations:
            page = twice.page_text(citation.passage)
            assert page is not None
            assert page[citation.start : citation.start + len(citation.quote)] == citation.quote


class TestLookup:
    def test_it_says_what_it_looked_for_and_what_is_missing(self, index: DocumentIndex) -> None:
        question = "What is the annual rent of the house in Berlin?"
        lookup = looked_up(question, search(index, question))
        assert lookup.looked_for == ("annual rent", "house", "Berlin")
        assert lookup.missing == ("house", "Berlin")

    def test_vietnamese_stays_in_its_phrases(self, index: DocumentIndex) -> None:
        question = "Thời gian thử việc của nhân viên là bao lâu?"
        assert looked_up(question, search(index, question)).missing == ()
        assert "Thời gian thử việc" in looked_up(question, []).looked_for

    @pytest.mark.parametrize(
        ("asked", "other"),
        [
            ("What is the annual rent?", "Which planet has the most moons?"),
            ("Lương tháng của nhân viên là bao nhiêu?", "Ai là tác giả của Truyện Kiều?"),
            ("Luong thang cua nhan vien la bao nhieu?", "Ai la tac gia cua Truyen Kieu?"),
        ],
    )
    def test_evidence_tells_what_is_there_from_what_is_not(self, index: DocumentIndex, asked: str, other: str) -> None:
        there, missing = (looked_up(question, search(index, question)) for question in (asked, other))
        assert there.evidence > 0.5
        assert not there.unlikely
        assert missing.evidence < 0.2

    def test_without_any_document_nothing_is_likely(self, tmp_path: Path) -> None:
        assert looked_up("What is the rent?", search(DocumentIndex(tmp_path), "What is the rent?")).unlikely


def _passage(source: str, text: str) -> Passage:
    return Passage(id=f"{source}{text}", text=text, source=source, name=source, page=1, start=0, end=len(text))
