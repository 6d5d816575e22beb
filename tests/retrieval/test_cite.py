"""No citation is shown that does not stand in the stored text."""

from reckoner.core import Passage
from reckoner.retrieval import check

PAGE = "The annual rent is $24,000.\nIt is due monthly. The tenant gives 60 days' notice."
PASSAGE = Passage(id="ab12cd", text=PAGE[:46], source="s", name="lease.txt", page=1, start=0, end=46)
NOTICE = Passage(id="ff00aa", text=PAGE[47:], source="s", name="lease.txt", page=1, start=47, end=len(PAGE))
STORED = {("s", 1): PAGE}


def checked(answer: str, stored: dict[tuple[str, int], str] = STORED) -> tuple[str, list[tuple[int, str]]]:
    text, citations = check(answer, [PASSAGE, NOTICE], lambda each: stored.get((each.source, each.page)))
    for citation in citations:
        assert PAGE[citation.start : citation.start + len(citation.quote)] == citation.quote
    return text, [(citation.number, citation.quote) for citation in citations]


def test_a_quote_is_found_again_whatever_its_line_breaks() -> None:
    assert checked("It says “rent is $24,000. It is due” [ab12].") == (
        "It says “rent is $24,000. It is due” [1].",
        [(1, "rent is $24,000.\nIt is due")],
    )


def test_a_quote_that_stands_nowhere_loses_its_mark() -> None:
    assert checked("It says “the rent is $1” [ab12].") == ("It says “the rent is $1”.", [])


def test_a_claim_without_quote_is_given_the_sentence_that_says_it() -> None:
    assert checked("The tenant must give 60 days' notice [ff00].")[1] == [(1, "The tenant gives 60 days' notice.")]
    assert checked("Pigs can fly [ff00].") == ("Pigs can fly.", [])


def test_marks_are_numbered_in_the_order_of_the_answer() -> None:
    text, citations = checked("“60 days' notice” [ff00] and “annual rent” [ab12], again “60 days' notice” [ff00].")
    assert text == "“60 days' notice” [1] and “annual rent” [2], again “60 days' notice” [1]."
    assert [number for number, _ in citations] == [1, 2]


def test_made_up_marks_go_and_years_stay() -> None:
    assert checked("As of [2024], nothing [dea1].")[0] == "As of [2024], nothing."


def test_a_removed_document_cites_nothing() -> None:
    assert checked("“annual rent” [ab12]", {}) == ("“annual rent”", [])


def test_a_changed_document_cites_nothing() -> None:
    assert checked("“annual rent” [ab12]", {("s", 1): "x" + PAGE}) == ("“annual rent”", [])
