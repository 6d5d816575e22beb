"""Numbers as they are typed in haste."""

import pytest

from reckoner.core import language_of
from reckoner.models.mini.numbers import canonical


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("lương 9tr2 tăng 7,5%", "lương 9200000 tăng 7.5%"),
        ("xài 2tr3 tiền điện, trước 1tr9", "xài 2300000 tiền điện, trước 1900000"),
        ("mua 2tr 3 cái", "mua 2000000 3 cái"),
        ("15 per cent of 80", "15 percent of 80"),
    ],
)
def test_in_plain_digits(text: str, plain: str) -> None:
    assert canonical(text, language_of(text)) == plain
