"""What is left after one part and then another."""

import pytest
from support.problems import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I borrowed 600, paid back a third in May and a quarter of the rest in June. How much do I still owe?",
            300,
        ),
        (
            "A tank holds 240 litres. A third is used on Monday and half of what is left on Tuesday. How much remains?",
            80,
        ),
        ("mượn bạn 6tr, tháng đầu trả 1/3, tháng sau trả 1/4 số còn lại, hỏi còn nợ bn", 3_000_000),
        ("Một sợi dây dài 40 m, cắt đi 1/4 rồi cắt tiếp 1/3 phần còn lại. Hỏi còn bao nhiêu mét?", 20),
        (
            "Quyển sách 180 trang, ngày đầu đọc 1/3, ngày sau đọc 1/2 số trang còn lại. Còn bao nhiêu trang chưa đọc?",
            60,
        ),
        ("i pack 84 eggs in boxes of 6 and then drop 3 of the boxes, how many boxes are still ok", 11),
        ("120 apples are packed in crates of 15. Two crates are given away. How many crates remain?", 6),
        ("có 72 quyển vở xếp vào các hộp 6 quyển, bán 4 hộp thì còn mấy hộp", 8),
    ],
)
def test_what_is_left(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        # of the whole, or of the rest: it does not say
        "I borrowed 600 and paid back a third in May and a quarter in June. How much do I still owe?",
        # packs that do not come out even
        "85 eggs in boxes of 6, 3 of the boxes fall. How many boxes are left?",
    ],
)
def test_what_is_told_otherwise_is_left_alone(text: str) -> None:
    assert value(text) is None
