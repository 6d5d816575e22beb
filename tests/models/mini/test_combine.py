"""Calculations whose other half stands in a document."""

import pytest

from reckoner.core import Passage
from reckoner.models.mini.combine import combine
from reckoner.models.mini.figures import figures
from reckoner.retrieval import rendered

ROWS = (
    "product: Sunrise Blend; bag_g: 1000; price_eur: 21.90; in_stock: 140",
    "product: Da Lat Arabica; bag_g: 250; price_eur: 8.70; in_stock: 51",
)
PAPER = (
    "ten_hang: Giấy A4 70gsm; don_vi: ram; gia_le_vnd: 72000; gia_si_vnd: 66500; ton_kho: 156",
    "ten_hang: Giấy A4 80gsm; don_vi: ram; gia_le_vnd: 84000; gia_si_vnd: 78000; ton_kho: 92",
)


def passages(*texts: str) -> list[str]:
    found = [
        Passage(id=f"{place:04d}", text=text, source="s", name="a.txt", page=1, start=0, end=len(text), score=0.8)
        for place, text in enumerate(texts)
    ]
    return [rendered(found)]


def combined(question: str, *texts: str) -> str | None:
    found = combine(question, passages(*texts))
    return found.formula.expression if found else None


@pytest.mark.parametrize(
    ("question", "texts", "expression"),
    [
        ("A cafe wants 6 bags of the Da Lat Arabica. What's their total?", ROWS, "6 * 8.70"),
        ("what is our whole stock of Sunrise Blend worth at the listed price", ROWS, "140 * 21.90"),
        ("Khách lấy 20 ram A4 70gsm theo giá sỉ thì tổng tiền là bao nhiêu", PAPER, "20 * 66500"),
        ("I missed 3 of my garden work hours, what do i owe?", ["Each garden work hour you miss costs $12."], "3 * 12"),
        (
            "Tháng này em đi làm 24 ngày thì được bao nhiêu tiền ăn trưa?",
            ["Loại: Ăn trưa; Mức: 35.000 đ/ngày; Ghi chú: theo ngày đi làm"],
            "24 * 35000",
        ),
        ("What would the Smile Plan cost me over a full year?", ["The Smile Plan is £16.50 a month."], "12 * 16.50"),
        (
            "Mình trả lại đơn giày 900.000 đồng, sẽ bị trừ bao nhiêu tiền phí xử lý?",
            ["Phí xử lý trả hàng là 5% giá trị đơn."],
            "900000 * 5 / 100",
        ),
        (
            "khóa IELTS chia ra mỗi buổi hết bao nhiêu",
            ["Lớp: IELTS; Số buổi: 48; Học phí: 11.520.000 đ"],
            "11520000 / 48",
        ),
        (
            "What does the dredging cost per cubic metre of silt?",
            ["In October we dredge 2,400 cubic metres of silt for £57,600."],
            "57600 / 2400",
        ),
        (
            "what does the play cost us in total, all five items",
            ["What the play costs us: rights 480 pounds, rent of the hall 650, paint 310, cloth 265, printing 95."],
            "480 + 650 + 310 + 265 + 95",
        ),
        ("total of all 2 products at the price of one", ROWS, "21.90 + 8.70"),
        (
            "i paddle round the lake 5 times, how many km is that",
            ["Paddlers: the way round the lake is 4.6 km, the island loop is 2.8 km."],
            "5 * 4.6",
        ),
        (
            "the pump runs 6 hours, how many litres does it move",
            ["The pump moves 18 litres per hour."],
            "6 * 18",
        ),
    ],
)
def test_the_questions_number_meets_the_documents(question: str, texts: list[str], expression: str) -> None:
    assert combined(question, *texts) == expression


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("What do 6 bags cost?", ROWS),  # Of which?
        ("total of all 3 products", ROWS),  # Of which one is not found.
        ("Khách lấy 20 ram A4 70gsm thì tổng tiền là bao nhiêu", PAPER),  # At which of two prices?
        ("What do 6 bags of Da Lat Arabica and 2 of Sunrise Blend cost?", ROWS),  # Two things at once.
        ("Sửa hẻm 27 thì phải đóng góp bao nhiêu tiền?", ["Sửa hẻm là 186 triệu đồng; phường hỗ trợ 60%"]),  # A name.
        ("I stayed 5 nights, how much do I owe?", ["Each hour of parking costs $12."]),  # Another unit.
        ("What would 250 bags of the Da Lat Arabica cost me and 3 mugs?", ROWS),
        ("Does the handling fee apply to a family of 12?", ["The handling fee is 5% of the order."]),
        ("What is the handling fee on order #1042?", ["The handling fee is 5% of the order."]),
        ("How much is delivery over 8 km?", ["Delivery is free within 5 km, beyond that $6 per km."]),
        ("How much does a 5 year old pay?", ["Maintenance costs $350,000 a year."]),
        ("100.000 đồng mua được mấy kg khoai tây?", ["Mặt hàng: Khoai tây; Giá (đồng/kg): 20.000; Tồn kho: 200"]),
        ("Who grows the Da Lat Arabica in 3 places?", ROWS),  # No price is asked for.
    ],
)
def test_what_is_not_clear_is_not_combined(question: str, texts: list[str]) -> None:
    assert combined(question, *texts) is None


def test_figures_know_what_they_are_of() -> None:
    sentence = "Lắp 8 camera, giá 2.350.000 đ một chiếc, bảo hành từ 2 đến 3 năm, giảm 10%, trước 31/12/2025."
    assert [(each.text, each.money, each.per, each.share) for each in figures(sentence)] == [
        ("8", False, "", False), ("2350000", True, "chiec", False), ("10", False, "", True),
    ]  # fmt: skip


def test_the_clause_that_is_asked_about() -> None:
    shifts = "The morning shift runs from 9:40 to 13:10, the afternoon shift from 13:00 to 17:05."
    assert combined("how many minutes long is the morning shift", shifts) == "(13 * 60 + 10) - (9 * 60 + 40)"
