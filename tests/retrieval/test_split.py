from support.documents import CONTRACT, LEASE

from reckoner.models.mini.encoder import encoder
from reckoner.retrieval import Page, split
from reckoner.retrieval.split import LIMIT


def test_chunks_stand_in_their_page_word_for_word() -> None:
    pages = [Page(number=1, text=LEASE * 5), Page(number=2, text=CONTRACT)]
    chunks = split("source", pages)
    assert {chunk.page for chunk in chunks} == {1, 2}
    for chunk in chunks:
        assert pages[chunk.page - 1].text[chunk.start : chunk.end] == chunk.text
        assert pages[chunk.page - 1].text[chunk.before : chunk.after] == chunk.shown
        assert chunk.text in chunk.shown
        assert encoder().lengths([chunk.text])[0] <= LIMIT


def test_nothing_is_lost() -> None:
    text = LEASE * 3 + "x" * 3_000 + " end."
    chunks = split("source", [Page(number=1, text=text)])
    assert "".join("".join(chunk.text for chunk in chunks).split()) == "".join(text.split())


def test_ids_depend_on_text_and_place() -> None:
    page = Page(number=1, text=LEASE)
    assert [chunk.id for chunk in split("a", [page])] == [chunk.id for chunk in split("a", [page])]
    assert not {chunk.id for chunk in split("a", [page])} & {chunk.id for chunk in split("b", [page])}


def test_headings_are_remembered() -> None:
    text = "# Rent\n\n" + "The rent is due. " * 90 + "\n\n# Deposit\n\nThe deposit is $4,500."
    assert [chunk.section for chunk in split("a", [Page(number=1, text=text)])][-1] == "Rent › Deposit"


def test_a_heading_in_the_middle_is_none_of_the_text_before_it() -> None:
    text = "# Rules\n\nDogs are welcome. " + "They stay on a lead. " * 6 + "\n\n# Fees\n\nA dog costs $5."
    first, *others = split("a", [Page(number=1, text=text)])
    assert "# Fees" in first.text
    assert (first.section, others) == ("Rules", [])


def test_each_chunk_has_its_language() -> None:
    chunks = split("a", [Page(number=1, text=LEASE), Page(number=2, text=CONTRACT)])
    assert [chunk.language for chunk in chunks] == ["en", "vi"]


def test_what_the_encoder_has_no_words_for_is_bounded_as_well() -> None:
    for text in ("x" * 100_000, ("y" * 120 + " ") * 500):
        assert max(len(chunk.text) for chunk in split("a", [Page(number=1, text=text)])) <= 8 * LIMIT
