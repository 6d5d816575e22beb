"""Problems whose numbers fit together in one way, by what they are counted in."""

import pytest
from sympy import sympify

from reckoner.core import language_of
from reckoner.models.mini.dimensional import by_units, duration, exchanged, goes_on, minutes_of, with_result


def _value(expression: str) -> float:
    return float(sympify(expression.replace("ceil(", "ceiling(")))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        # Products, with units that lead from one to another.
        ("Our cat eats 65 g a day. How many whole days does a 2 kg bag last?", 30),
        ("30 mins a day for 6 days a week is how many hours a week", 3),
        ("A 1.5 litre bottle is poured into glasses of 200 ml each. How many glasses can be filled?", 7),
        ("drove 390 miles on 12 gallons whats the mpg", 32.5),
        ("A syrup holds 120 mg in every 5 ml. How many ml must I give for a dose of 300 mg?", 12.5),
        ("Một nhà uống 3 chai nước mỗi ngày, mỗi chai 1,5 lít, tháng 30 ngày uống bao nhiêu lít?", 135),
        ("2,4kg thit bo 250k/kg het bn tien", 600_000),
        ("Máy bơm 1,5 kW chạy 4 giờ mỗi ngày trong 30 ngày, giá điện 2.000 đ/kWh thì tốn bao nhiêu tiền?", 360_000),
        # What is told for so many decides where two ways are left.
        ("A van burns 9 litres per 100 km. Diesel is 1.60 a litre. What do 450 km cost?", 64.8),
        ("Sơn một lít phủ 10 m², tường dài 8 m cao 3 m, sơn hai lớp thì cần bao nhiêu lít sơn?", 4.8),
        ("a wall is 6 m by 2.5 m and one litre of paint covers 10 square metres, how many litres do i need", 1.5),
        # Bills: sums of products, shares in their turn, what is paid with, who shares.
        ("4 mugs at £6.50 each, 2 plates at £9 each and a vase for £14. I have a 10% voucher. What do I pay?", 52.2),
        ("hotel 2 nights 88 a night + 30 parking + 10% service fee on all of it, 3 ppl, how much each", 75.5333),
        ("3 pizzas 12.50 each, 2 salads 7.25 each, 10% tip on top, split 4 ways, how much each", 14.3),
        ("got 50 paid 2 tickets at 17.25 change?", 15.5),
        ("i got 4 apples 45p each 2 melons 1.60 each paid with a tenner how much change in pounds", 5.0),
        ("Mua 1,5 kg cá giá 90.000 đ/kg và 3 bó rau giá 7.000 đ/bó, đưa 200.000 đ thì được trả lại bao nhiêu?", 44_000),
        ("mua 2kg ga 95k/kg, 4 bo rau 6k/bo, 5 lang tom 260k/kg, tong het bn", 344_000),
        ("bill 800k giam 10% roi chia 4 ng moi ng bn", 180_000),
        ("phone 14.99 + tv 11.99 a month how much a yr", 323.76),
        ("luong 9tr dong bhxh 10,5% thi thuc nhan bao nhieu", 8_055_000),
        ("My pay is €2,000. I spend 30% on rent and €350 on food. How much is left?", 1050),
        # A price and what it is for need not stand beside each other.
        ("Power costs 0.50 a day and 0.20 per kWh, plus 5% VAT. What do we pay for 30 days and 200 kWh?", 57.75),
        ("taxi 4.00 start + 1.50 per km, + 10% tip, 10 km ride, total cost", 20.9),
        ("I save $35 a week. How many weeks will it take to buy a $780 laptop?", 23),
        ("Một bể dài 2 m, rộng 1,5 m, cao 1 m chứa 60% nước. Cần thêm bao nhiêu lít nước nữa thì đầy bể?", 1200),
        ("Bé nặng 14 kg, mỗi lần 15 mg cho mỗi kg, si-rô có 120 mg trong 5 ml thì mỗi lần uống bao nhiêu ml?", 8.75),
        ("A tin holds 900 g, each day takes 6 spoons and each spoon 7.5 g. How many days does the tin last?", 20),
        ("com tam 45k x3, nuoc 15k x3, giam 10% tong bill, chia 3 moi ng bn", 54_000),
        ("xay tuong dai 12m cao 2,5m, 1m2 het 50 vien gach, gach 1200d/vien, cong tho 3tr. tong bn", 4_800_000),
        ("an het 1tr250 gui xe them 50k, 5 ng chia deu moi ng bn", 260_000),
        ("Bé nặng 18 kg, liều 10 mg/kg mỗi lần, si-rô có 120 mg trong 5 ml. Mỗi lần cho bé uống bao nhiêu ml?", 7.5),
        ("How many whole boxes of 24 cans can I fill with 500 cans?", 20),
        ("concrete slab 4m x 3m x 10cm, 1 m3 costs 115 plus 40 delivery, total cost", 178),
        # There and back, and around.
        ("I drive 20 km each way, 22 days a month. The car uses 6 litres per 100 km, petrol is 1.80 a litre. "
         "What does the fuel cost per month?", 95.04),
        ("Rào quanh vườn dài 25 m, rộng 15 m, chừa cổng 3 m, lưới 40.000 đ một mét thì hết bao nhiêu tiền?", 3_080_000),
        ("Nước tháng này từ 210 m³ lên 232 m³, giá 9.000 đ/m³ thì tiền nước bao nhiêu?", 198_000),
        ("how many minutes is it if i work 45 minutes and then 1 hour and 20 minutes in total", 125),
    ],
)  # fmt: skip
def test_what_is_made_of_all_numbers(question: str, value: float) -> None:
    made = by_units(question, language_of(question))
    assert made is not None
    assert _value(made.expression) == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize(
    "question",
    [
        "What is the annual rent?",
        "x + 3 = 12",
        "3 apples and 4 pears",
        "Half of 40 kg at 3 a kilo, what does it cost?",
        "2 painters paint a house in 6 days. How long would 3 painters take?",
        "A bike cost $90 after 10% off. What was the original price?",
        "how much is a 12.5% tip on 64 dollars",
        "The first hour costs $4, each further hour $2. What do 5 hours cost?",
        "Split $90 equally: how much is that?",
        "tip calculated on the pre-tax price: 64.00 with 8% tax and a 15% tip, what is the total?",
        "50 pens at 2 each, profit?",
        "Plan A is $15 a month and $0.10 a minute, plan B $24 and $0.04. At how many minutes do they cost the same?",
        # Numbers that merely stand side by side are no bill.
        "how much is 250 usd in euro if 1 usd = 0.92 euro",
        "A jacket went from €120 to €90, how much is that?",
        "buy 2 get 1 free, shirts are 15 each, how much for 9",
        "vay 60tr, lai 1%/thang, 24 thang, moi thang tra bao nhieu tien",
        "mua 3 cái giá 45k, tính trung bình mỗi cái bao nhiêu hơn cái cũ?",
    ],
)
def test_other_problems_are_left_alone(question: str) -> None:
    assert by_units(question, language_of(question)) is None


def test_how_long_parts_take_together() -> None:
    assert duration("40 minutes, then 1 h 10 min, then a 20 min walk", "en") == "40 + (1 * 60 + 10) + 20"
    assert _value(duration("5 tiết mỗi tiết 45 phút, 4 lần nghỉ mỗi lần 10 phút", "vi") or "") == 265
    assert _value(duration("150 km at 60 km/h", "en") or "") == 150
    assert duration("3 apples", "en") is None


@pytest.mark.parametrize(
    ("former", "own", "expression"),
    [
        ("What is the area of a room 6 m by 4.5 m?", "Carpet is €23 per square metre. What would it cost?", "#0 * 23"),
        ("240 g of flour make 8 slices. How many grams do I need for 20 slices?",
         "How many 500 g bags of flour must I buy for that?", "ceil(#0 / 500)"),
        ("I earn $20 an hour and work 36 hours a week. How much is that per week?",
         "How much is left if 22% goes in tax?", "#0 * (1 - 22/100)"),
        ("2 teas at 3.20", "plus 3 cakes at 4.10 how much altogether", "#0 + 3 * 4.10"),
        ("The bike is $480 with 25% off. What is the sale price?",
         "I pay for it in 6 equal monthly instalments. How much is each one?", "#0 / 6"),
        ("45000 x 13 bằng mấy", "cộng thêm 120k tiền ship nữa là bn", "#0 + 120000"),
        ("Mua 3 ly giá 38.000 đ mỗi ly hết bao nhiêu?", "Nếu được giảm 10% tổng hóa đơn thì phải trả bao nhiêu?",
         "#0 * (1 - 10/100)"),
        ("How many days are there from 1 May 2026 to 18 July 2026?", "How many full weeks is that?", "floor(#0 / 7)"),
        ("I earn $20 an hour and work 30 hours a week. What do I earn per week?", "And in a year of 50 working weeks?",
         "#0 * 50"),
        ("can bao nhieu vien gach", "moi vien 22k thi het bn tien", "#0 * 22000"),
    ],
)  # fmt: skip
def test_the_result_before_is_one_more_amount(former: str, own: str, expression: str) -> None:
    made = with_result(own, former, language_of(own))
    assert made is not None
    assert made.expression == expression


@pytest.mark.parametrize(
    ("former", "own"),
    [
        ("What is the area of a room 6 m by 4.5 m?", "What is the notice period?"),
        ("What is the area of a room 6 m by 4.5 m?", "How far is it to Rome in 3 hours?"),
        ("3 ng di choi: xe 900k, an 1tr2, moi ng bn", "them 1 ng nua ma tong ko doi thi moi ng bn"),
        ("How many boxes?", "and 3 more"),
        ("What is the deposit?", "How many full weeks is that?"),
    ],
)
def test_a_result_that_does_not_fit_is_left_alone(former: str, own: str) -> None:
    assert with_result(own, former, language_of(own)) is None


@pytest.mark.parametrize(
    ("former", "own", "whole"),
    [
        ("1 kg of prawns is $24, how much are 1.5 kg?", "and what about 2.2 kg?",
         "1 kg of prawns is 24, how much are 2.2 kg?"),
        ("960k chia 4 ng moi ng bn", "chia 6 ng thi sao", "960000 đồng chia 6 ng moi ng bn"),
        ("Xe chạy lúc 14:25, đi mất 50 phút thì mấy giờ đến?", "Còn nếu kẹt xe mất 95 phút?",
         "Xe chạy lúc 14:25, đi mất 95 phút thì mấy giờ đến?"),
        ("luong 11tr tang 8% thi thanh bn", "neu tang 12% thay vi 8% thi thanh bn", "luong 11tr tang 12% thi thanh bn"),
        ("Một bao nặng 2,5 kg giá 40.000 đ", "còn 3 kg?", "Một bao nặng 3 kg giá 40000 đồng"),
        # What comes to the former amount does not take its place.
        ("film starts 19:40 and is 135 mins when does it end", "and if theres 20 min of ads first?", ""),
        ("3 tickets at 8 each", "what is the capital of 5 countries in the world?", ""),
    ],
)  # fmt: skip
def test_an_amount_takes_the_place_of_one_counted_in_the_same(former: str, own: str, whole: str) -> None:
    assert exchanged(own, former, language_of(former)) == whole


def test_minutes_of_a_time_that_was_asked_for() -> None:
    assert minutes_of("How many hours does it take to drive 340 km at 85 km/h?", "4") == 240
    assert minutes_of("What do 3 kg at 4 a kilo cost?", "12") == 0
    assert minutes_of("How many hours does it take to drive 340 km at 85 km/h?", "1/3") == 0


def test_what_begins_as_a_step_goes_on() -> None:
    assert goes_on("plus 2 burgers at 11.90")
    assert goes_on("cộng thêm 120k tiền ship")
    assert not goes_on("what is 2 plus 3")


def test_units_of_two_systems_meet_exactly() -> None:
    made = by_units("How many kg do 3 bags of 2 lb each weigh in total?", "en")
    assert made is not None
    assert _value(made.expression) == pytest.approx(6 * 0.45359237, rel=1e-12)
