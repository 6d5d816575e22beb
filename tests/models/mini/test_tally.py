"""Sums over things that documents put a price to."""

import pytest

from reckoner.core import Passage, language_of
from reckoner.models.mini.tally import tally
from reckoner.retrieval import rendered

HIRE = (
    "Item: Hedge cutter; Half day (GBP): 9.00; Full day (GBP): 14.00; Deposit (GBP): 40; Notes: Spare blades 3.20 each",
    "Item: Leaf blower; Half day (GBP): 6.50; Full day (GBP): 10.00; Deposit (GBP): 25; Notes: Goggles included",
    "Item: Tile cutter; Half day (GBP): 7.00; Full day (GBP): 11.00; Deposit (GBP): 30; Notes: -",
)
MENU = (
    "ma: A1; nhom: Món chính; ten_mon: Bún bò Huế; gia_vnd: 55000",
    "ma: A2; nhom: Món chính; ten_mon: Cơm gà; gia_vnd: 45000",
    "ma: B1; nhom: Đồ uống; ten_mon: Trà đào; gia_vnd: 20000",
)
FAIR = ("Tickets: £12, concessions £8, under-16s free.", "Parking is £5 a car.")
FERRY = (
    "Ticket: Adult; Single: £6.00; Return: £10.00",
    "Ticket: Child 4 to 14; Single: £3.00; Return: £5.00",
)
MEAT = ("Cut: Pork belly; price_per_kg_eur: 9.00", "Cut: Beef shin; price_per_kg_eur: 12.50")
TEA = (
    "tea: Sencha; price_gbp_per_100g: 7.50; stock_kg: 2.4; origin: Japan",
    "tea: Keemun; price_gbp_per_100g: 7.20; stock_kg: 1.6; origin: China",
)
LOGS = (
    "Wood: Oak; Loose, per m³: £148; Net of 40 litres: £9.20; Moisture at most: 18 %",
    "Wood: Ash; Loose, per m³: £139; Net of 40 litres: £8.60; Moisture at most: 20 %",
)

KENNELS = (
    "Guest: Small dog (under 10 kg); Price per night: £17.50; Deposit per stay: £20",
    "Guest: Medium dog (10 to 25 kg); Price per night: £21.00; Deposit per stay: £30",
    "Guest: Large dog (over 25 kg); Price per night: £26.50; Deposit per stay: £40",
    "Service: Bath and brush; Price: £14.00",
)
FEAST = (
    "mã: T01; món đồ: Bàn tròn 10 chỗ; giá thuê một ngày (đồng): 60000; tiền cọc mỗi đơn vị (đồng): 150000",
    "mã: T03; món đồ: Ghế nhựa lưng cao; giá thuê một ngày (đồng): 4000; tiền cọc mỗi đơn vị (đồng): 20000",
    "mã: T08; món đồ: Quạt công nghiệp; giá thuê một ngày (đồng): 90000; tiền cọc mỗi đơn vị (đồng): 400000",
)


def summed(question: str, *texts: str) -> str | None:
    passages = [
        Passage(id=f"{place:04d}", text=text, source="s", name="a.txt", page=1, start=0, end=len(text), score=0.8)
        for place, text in enumerate(texts)
    ]
    found = tally(question, [rendered(passages)], language_of(question))
    return found.formula.expression if found else None


@pytest.mark.parametrize(
    ("question", "texts", "expression"),
    [
        # The column that the question names; what is left out; a price in a remark.
        ("hedge cutter and leaf blower for a full day, how much together?", HIRE, "14.00 + 10.00"),
        ("what are the deposits for two leaf blowers and a tile cutter together", HIRE, "2 * 25 + 30"),
        (
            "I'd like the tile cutter for half a day plus 4 spare blades. What does that come to without the deposit?",
            HIRE,
            "7.00 + 4 * 3.20",
        ),
        # The cell that tells rows apart names them, not that of their group.
        ("3 bún bò Huế với 2 trà đào hết bao nhiêu tiền?", MENU, "3 * 55000 + 2 * 20000"),
        ("2 cơm gà và 3 trà đào, giảm 10% thì hết bao nhiêu tiền?", MENU, "(2 * 45000 + 3 * 20000) * (1 - 10/100)"),
        # Several prices in one sentence.
        ("If we sell 40 full price tickets and 15 concessions, how much money comes in?", FAIR, "40 * 12 + 15 * 8"),
        # Ages choose the row, a column says there and back.
        ("2 adults and 3 children aged 5, 7 and 9, return tickets, what's the total?", FERRY, "2 * 10.00 + 3 * 5.00"),
        # Weights at the price of a kilo.
        ("What do 750 g of pork belly and 2 kg of beef shin cost together?", MEAT, "750 / 1000 * 9.00 + 2 * 12.50"),
        ("half a kilo of pork belly and 300g of beef shin, total?", MEAT, "0.5 * 9.00 + 300 / 1000 * 12.50"),
        ("250 g of Sencha and 50 g of Keemun together?", TEA, "250 / 100 * 7.50 + 50 / 100 * 7.20"),
        ("What does Keemun cost per 100 g?", TEA, "7.20"),
        ("Sencha 250g and Keemun 150g, total?", TEA, "250 / 100 * 7.50 + 150 / 100 * 7.20"),
        ("What is our whole stock of Sencha worth?", TEA, "2.4 * 10 * 7.50"),
        (
            "Nửa ký thịt bò với 2 ký cá thì hết bao nhiêu tiền?",
            ("Thịt bò: 250.000 đồng/kg", "Cá: 90.000 đồng/kg"),
            "0.5 * 250000 + 2 * 90000",
        ),
        # The first has another price than each further one.
        ("3 flues, what will the sweep charge in total?", ("First flue £62, each further flue £38.",), "62 + 2 * 38"),
        (
            "Gửi 3 con thì hết bao nhiêu tiền?",
            ("Con đầu tiên 50.000 đồng, mỗi con thêm 30.000 đồng.",),
            "50000 + 2 * 30000",
        ),
        # A column of percents takes nothing off; a word for pieces may be a column.
        ("3 nets of oak n 2 nets of ash, how much together", LOGS, "3 * 9.20 + 2 * 8.60"),
        # For so long.
        ("a bike for 4 days and a helmet, how much in total?", ("A bike costs £15 a day.", "Helmet: £6"), "15 * 4 + 6"),
        # A thing that is named within its number.
        ("Giặt sấy 4 kg đồ màu thì hết bao nhiêu tiền", ("Giặt sấy đồ màu: 20.000 đồng/kg",), "4 * 20000"),
        # One way, there and back.
        (
            "2 người lớn đi khứ hồi, tổng tiền vé là bao nhiêu?",
            ("Vé một lượt: người lớn 90.000 đồng",),
            "2 * (2 * 90000)",
        ),
        # How heavy it is says which row is meant, and is no count.
        ("What do 3 nights for my dog of 30 kg cost?", KENNELS, "26.50 * 3"),
        ("small dog for 5 nights plus a bath and brush, total?", KENNELS, "17.50 * 5 + 14.00"),
        ("medium dog 4 nights including the deposit, how much altogether", KENNELS, "21.00 * 4 + 30"),
        ("medium dog 4 nights not including the deposit, how much altogether", KENNELS, "21.00 * 4"),
        ("thuê 2 quạt công nghiệp 3 ngày, chưa gồm tiền cọc, hết bao nhiêu tiền", FEAST, "2 * 90000 * 3"),
        # A number within a name; what has no diacritics.
        ("thuê 12 bàn tròn 10 chỗ và 120 ghế nhựa thì hết bao nhiêu tiền", FEAST, "12 * 60000 + 120 * 4000"),
        ("thue 2 cai quat cong nghiep trong 3 ngay het bao nhieu tien", FEAST, "2 * 90000 * 3"),
        ("tiền cọc cho 4 cái quạt công nghiệp là bao nhiêu tiền", FEAST, "4 * 400000"),
        # Beyond what is free.
        (
            "hành lý 31kg thì phải trả thêm bao nhiêu tiền",
            ("Mỗi khách được mang miễn phí 20 kg hành lý.", "Phần vượt tính 7.000 đồng/kg."),
            "(31 - 20) * 7000",
        ),
        # A discount whose share the document tells, from a number on that is reached.
        ("3 tickets as a member, how much", (*FAIR, "Members get 20% off tickets."), "(3 * 12) * (1 - 20/100)"),
        (
            "12 tickets with the group discount, how much",
            (*FAIR, "Groups of 10 or more get 20% off tickets."),
            "(12 * 12) * (1 - 20/100)",
        ),
        (
            "có thẻ thành viên rồi thì 2 cơm gà trả bao nhiêu",
            (*MENU, "Thành viên được giảm 5%."),
            "(2 * 45000) * (1 - 5/100)",
        ),
        # All that there is.
        (
            "what is all the pork belly in stock worth",
            (f"{MEAT[0]}; stock_kg: 7.5", f"{MEAT[1]}; stock_kg: 4"),
            "7.5 * 9.00",
        ),
        # How far two sums lie apart.
        ("how much cheaper is the leaf blower than the hedge cutter for a full day", HIRE, "abs(10.00 - (14.00))"),
        (
            "How much does the family ticket save compared with two adults and two children?",
            ("Family ticket (two adults and two children): £20", "Adult: £8", "Child: £4"),
            "abs(20 - (2 * 8 + 2 * 4))",
        ),
        (
            "how much do i save if i hire the pump for a week instead of 5 single days",
            (
                "Item: Pump; Half day (GBP): 6; Full day (GBP): 9; Week (GBP): 30",
                "Item: Drill; Half day (GBP): 4; Full day (GBP): 7; Week (GBP): 20",
            ),
            "abs(30 - (9 * 5))",
        ),
        (
            "mua 12 kg tôm theo giá sỉ thì rẻ hơn giá lẻ bao nhiêu tiền",
            (
                "mặt hàng: Tôm; đơn vị: kg; giá lẻ (đồng): 185000; giá sỉ (đồng): 162000",
                "mặt hàng: Mực; đơn vị: kg; giá lẻ (đồng): 290000; giá sỉ (đồng): 260000",
            ),
            "abs(12 * 162000 - (12 * 185000))",
        ),
        # The size of one says which is meant.
        (
            "4 chai mật 500ml với 2 hộp phấn hoa hết bao nhiêu tiền",
            (
                "Mật nhãn chai 500 ml: 95.000 đồng",
                "Mật nhãn chai 1 lít: 180.000 đồng",
                "Phấn hoa hộp 250 g: 120.000 đồng",
            ),
            "4 * 95000 + 2 * 120000",
        ),
    ],
)
def test_what_is_named_is_added_up(question: str, texts: tuple[str, ...], expression: str) -> None:
    assert summed(question, *texts) == expression


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("a hedge cutter and a cement mixer for a full day, how much together?", HIRE),  # One is not on the list.
        ("hedge cutter and leaf blower, how much together?", HIRE),  # Half a day or a whole one?
        ("2 leaf blowers for 3 weeks, how much", HIRE),  # Nothing is told for a week.
        ("How much is the leaf blower?", HIRE),
        ("2 dogs of 30 kg, one bath and brush each, how much for 2 nights", KENNELS),  # One bath, or two?
        ("3 tickets after the discount, how much", (*FAIR, "Members get 20% off, pensioners 10%.")),  # Which of two?
        ("6 tickets with the group discount, how much", (*FAIR, "Groups of 10 or more get 20% off tickets.")),
        ("how much cheaper are 2 leaf blowers than 3 wallpaper steamers for a full day", HIRE),
        (
            "how much cheaper is the tile cutter than the hedge cutter for a full day with the member discount",
            (*HIRE, "Members get 20% off."),
        ),
        ("We are 4. How much cheaper is the leaf blower than the tile cutter for a full day?", HIRE),
        ("a leaf blower for 30 hours, how much is that", ("Opening hours and prices", "Leaf blower: £10")),
        ("2 adults and a pensioner aged 70, how much altogether", FAIR),
        ("500 ml of pork belly, how much is that", MEAT),  # No volume has a price.
        ("hành lý 15kg thì phải trả thêm bao nhiêu tiền", ("Miễn phí 20 kg hành lý, phần vượt 7.000 đồng/kg.",)),
        ("the fund pays the most for 2 bags", ("The fund gives at most £90 a pupil.", "Bags: £5")),
    ],
)
def test_what_is_not_clear_is_not_added_up(question: str, texts: tuple[str, ...]) -> None:
    assert summed(question, *texts) is None


def test_every_price_is_cited() -> None:
    passages = [
        Passage(id=f"{place:04d}", text=text, source="s", name="a.csv", page=1, start=0, end=len(text), score=0.8)
        for place, text in enumerate(MENU)
    ]
    found = tally("2 cơm gà và 3 trà đào hết bao nhiêu tiền?", [rendered(passages)], "vi")
    assert found is not None
    assert [each.quote for each in found.found] == [MENU[1], MENU[2]]
