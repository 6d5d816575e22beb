"""Which words mean the same."""

import pytest

from reckoner.models.mini.lexicon import held, terms


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("How heavy is it?", "Net weight 14.6 kg"),
        ("member discount", "Members get a discount of 15%."),
        ("When does it expire?", "The contract ends on 28 February."),
        ("hạn chót nộp tiền", "Chậm nhất ngày 5 phải đóng tiền."),
        ("han chot nop tien la ngay nao", "Chậm nhất ngày 5 phải đóng tiền."),
        ("hoà giải", "hòa giải"),
    ],
)
def test_other_words_for_the_same_are_found(asked: str, text: str) -> None:
    assert all(term.stands_in(held(text)) for term in terms(asked))


def test_words_that_only_look_alike_without_diacritics_are_told_apart() -> None:
    (seats,) = terms("vé")
    assert not seats.stands_in(held("Giờ về của đoàn."))
    (typed_bare,) = terms("ve", "vi")
    assert typed_bare.stands_in(held("Giá vé của đoàn."))
