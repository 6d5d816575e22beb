import pytest

from reckoner.core import fold, language_of, lowered, sentences


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is 15% of 240?", "en"),
        ("15% của 240 là bao nhiêu?", "vi"),
        ("15% cua 240 la bao nhieu", "vi"),
        ("giai phuong trinh x^2 = 4", "vi"),
        ("Tell me about café culture in São Paulo", "en"),
        ("2+2", "en"),
        ("", "en"),
        # Vietnamese typed in a hurry is known by how its syllables are built, English by words that are none.
        ("2,7kg thit lon 140k/kg het bn tien", "vi"),
        ("an lau het 780k", "vi"),
        ("can nang tu 72kg xuong 66,6kg giam may %", "vi"),
        ("ao khoac 1tr2 giam 15% con bn", "vi"),
        ("26 inch bang may cm", "vi"),
        ("tip thêm 20k", "vi"),
        ("còn 3 ly?", "vi"),
        ("can i get 3 for 5", "en"),
        ("the tan hat on top", "en"),
        ("who is Lan Pham", "en"),
        ("how long in km", "en"),
        ("x/6 = 13, x is", "en"),
        ("résumé tips", "en"),
        ("Is the tenant allowed to have a cat or a dog in the flat?", "en"),
    ],
)
def test_language_of(text: str, language: str) -> None:
    assert language_of(text) == language


def test_folding_keeps_the_length() -> None:
    text = "Đường Nguyễn Huệ, quận Ưng"
    assert fold(text) == "duong nguyen hue, quan ung"
    assert len(fold(text)) == len(text)
    assert fold("İZMİR") == lowered("İZMİR") == "izmir"


def test_dots_that_lead_to_a_value_end_nothing() -> None:
    text = "Flue diameter ............ 125 mm\nEfficiency .. 81 %\nBack cover . . . . 12\nSo it is. Then... It ends."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Flue diameter ............ 125 mm",
        "Efficiency .. 81 %",
        "Back cover . . . . 12",
        "So it is.",
        "Then...",
        "It ends.",
    ]


def test_sentences_do_not_end_after_titles_and_initials() -> None:
    text = "Dr. Berg met Mr. Tran on 3 May. They signed it. Điều 2. Tiền thuê là 5 triệu."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Dr. Berg met Mr. Tran on 3 May.",
        "They signed it.",
        "Điều 2. Tiền thuê là 5 triệu.",
    ]
