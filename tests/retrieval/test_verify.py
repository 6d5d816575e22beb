"""Answers that stand on what was read, those that do not, and documents that disagree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.documents import CONTRACT, LEASE

from reckoner.core import Passage
from reckoner.retrieval import DocumentIndex, disagreements, looked_up, search, verify
from reckoner.retrieval.support import claims_of

SHOP = (
    "The shop opens from 9 am to 5 pm. A repair costs 1,250 crowns and takes twenty-five days. VAT is 4.5%. "
    "It was founded in 1921."
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    index = DocumentIndex(tmp_path / "documents")
    index.add("lease.txt", LEASE.encode())
    index.add("contract.txt", CONTRACT.encode())
    yield index
    index.close()


def _marked(answer: str, question: str = "What does the lease say?", *texts: str) -> list[str]:
    return [
        answer[start:end]
        for (start, end), stands in claims_of(answer, question, texts or (LEASE, CONTRACT))
        if not stands
    ]


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

    @pytest.mark.parametrize(
        "answer",
        [
            "3. Pets are allowed for a fee of $250.",
            "**3.** Pets are allowed for a fee of $250.",
            "### 3. Pets",
            "Theo Điều 3, lương tháng là 18.000.000 đồng.",
            "The lease begins on 01/03/2025.",
            "The rent is payable in 12 equal instalments.",
            "Lương tháng của nhân viên là 18 triệu đồng.",
            "Lương tháng là 18 000 000 đồng.",
            "It is open from 9:00 to 17:00.",
            "It takes 25 days.",
            "About 1,300 crowns for a repair.",
            "According to the lease, “the annual rent is $24,000” [1].",
            "“The tenant must give 60 days’ notice before moving out” [1].",
            "Chủ nhà là Anna Berg và người thuê là Minh Tran.",
            "The answer isn't mentioned in the documents.",
            "The door colour isn’t specified in the lease.",
            "The lease does not specify the colour of the door.",
            "There is no provision in the agreement regarding electricity.",
            "Hợp đồng không quy định về tiền thưởng Tết cho nhân viên.",
            "Here is a summary of the key terms of the lease agreement.",
            "I hope this helps with your question about the rent!",
            "Dưới đây là tóm tắt các điều khoản chính của hợp đồng.",
            "Hy vọng thông tin này hữu ích cho bạn!",
            "In summary, the tenant pays $24,000 a year plus a deposit of $4,500.",
            "Mức lương là 18,000,000 VND mỗi tháng.",
        ],
    )
    def test_other_ways_of_saying_what_was_read_are_not_marked(self, answer: str) -> None:
        assert _marked(answer, "What does it say?", LEASE, CONTRACT, SHOP) == []

    @pytest.mark.parametrize(
        "answer",
        [
            "The landlord is Bill Gates.",
            "Bill Gates is the landlord.",
            "The notice is ninety days.",
            "The annual rent is $24,000 and the landlord lives in Paris with seven cats and a dog [1].",
            "The tenant must clean the chimney and check the boiler every single week.",
            "Nhân viên không được hút thuốc lá tại nơi làm việc.",
            "Lương tháng của nhân viên là mười chín triệu đồng.",
            "The annual rent is $24.",
            "Lương tháng của nhân viên là 18.000 đồng.",
            "The landlord owns eleven further houses near the river:",
            "The company provides no health insurance and requires an answer from doctors weekly.",
            "Nhân viên phải mặc đồng phục màu xanh hay áo sơ mi trắng.",
            "The security deposit is $5,100.",
            "The tenant must not share confidential business information with competitors.",
        ],
    )
    def test_made_up_numbers_names_and_rules_are_marked(self, answer: str) -> None:
        assert len(_marked(answer, "Who is the landlord?", LEASE, CONTRACT, SHOP)) == 1

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
        pairs = disagreements(question, tuple(search(twice, question)))
        assert any(
            {value for value in values if value in first.quote} ^ {value for value in values if value in second.quote}
            == values
            for first, second in pairs
        )

    @pytest.mark.parametrize("question", ["What is the security deposit?", "How much is the fee for pets?"])
    def test_what_both_say_alike_is_none(self, twice: DocumentIndex, question: str) -> None:
        assert disagreements(question, tuple(search(twice, question))) == ()

    def test_another_thing_is_none(self) -> None:
        told = (
            _passage("a", "The A4 notebook costs 25,000 dong."),
            _passage("b", "The A5 notebook costs 18,000 dong."),
        )
        assert disagreements("How much does the A4 notebook cost?", told) == ()

    @pytest.mark.parametrize(
        ("question", "first", "second"),
        [
            ("What is the annual rent?", "The annual rent is $24,000.", "The annual rent is $24,000.00."),
            ("When does the lease begin?", "The lease begins on 1 March 2025.", "The lease begins on 01/03/2025."),
            ("Lương là bao nhiêu?", "Lương tháng là 18.000.000 đồng.", "Lương tháng là 18 triệu đồng."),
            ("When is it open?", "It is open from 9 am to 5 pm.", "It is open from 9:00 am to 5:00 pm."),
            (
                "What must the tenant pay?",
                "Article 5. The tenant must pay rent.",
                "Article 7. The tenant must pay rent.",
            ),
            ("what is anna berg's salary?", "The salary of Anna Berg is 900.", "The salary of Ole Holm is 950."),
            ("How much is the red wine?", "The red wine costs 20 euros.", "The white wine costs 25 euros."),
            ("What is the annual rent?", "The annual rent for 2024 is 900.", "The annual rent for 2025 is 950."),
            ("What is the rent?", "The rent in Berlin is 900.", "The rent in Hamburg is 950."),
            ("Lớp Thiếu nhi?", "Lớp dưỡng sinh vẫn tập lúc 5 giờ sáng.", "Giáo trình 185.000 đ tùy lớp."),
        ],
    )
    def test_the_same_written_otherwise_and_other_things_are_none(self, question: str, first: str, second: str) -> None:
        assert disagreements(question, (_passage("a", first), _passage("b", second))) == ()

    def test_tables_of_many_years_are_told_apart_in_little_time(self) -> None:
        told = tuple(
            _passage(f"{year}", "\n".join(f"Item: Notebook {row}; Price: {row + year}" for row in range(40)))
            for year in range(2010, 2030)
        )
        pairs = disagreements("What is the price of Notebook 7?", told)
        assert 0 < len(pairs) <= 4
        assert all("Notebook 7;" in statement.quote for pair in pairs for statement in pair)

    def test_one_document_does_not_disagree_with_itself(self) -> None:
        told = _passage("a", "The fee is 10 euros."), _passage("a", "The fee is 20 euros.")
        assert disagreements("What is the fee?", told) == ()

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
