"""Mistyped words of calculation and shortened Vietnamese are read as they were meant; names stay as they are."""

import pytest

from reckoner.core import language_of
from reckoner.models.mini.spelling import mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sqaure root of 1764?", "square root of 1764?"),
        ("18 is what precent of 72", "18 is what percent of 72"),
        ("27 is 15% of waht number", "27 is 15% of what number"),
        ("days in Febuary", "days in february"),
        ("7 giai thừa là bn", "7 giai thừa là bao nhiêu"),
        ("thuê 1 ngày bao tiền", "thuê 1 ngày bao nhiêu tiền"),
        ("nhóm 9 ng thì tb mỗi người mấy h", "nhóm 9 ng thì trung bình mỗi người mấy giờ"),
        ("phí bao nhiêu vs ai trả", "phí bao nhiêu với ai trả"),
        ("thẻ mất thì làm lại nhiêu", "thẻ mất thì làm lại bao nhiêu"),
        ("Xe nha minh gui thang nhiu", "Xe nha minh gui thang bao nhieu"),
    ],
)
def test_words_as_they_were_meant(typed: str, meant: str) -> None:
    assert mended(typed, language_of(typed)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Totall owes Wojciech 5",
        'Save "the mintues of lunch" to notes.txt',
        "lưu “ko ai” vào a.txt",
        "múi giờ Hong Kong là gì",
        "phong nao co nhieu cua so nhat",
        "mk wifi là gì",
        "Washington DC ở đâu",
        "một vại bia giá bao nhiêu",
        "write to ann@dividd.com",
        "the cheese straws",
        "the solver adds timers, medians and cubes",
        "save to notes.txt: buy a sundae",
        "mất 5 bn đồng",
    ],
)
def test_nothing_else_is_changed(typed: str) -> None:
    assert mended(typed, language_of(typed)) == typed
