"""Lists whose prices stand in documents."""

import pytest

from reckoner.core import fold, language_of
from reckoner.models.mini.bill import Bill, bill
from reckoner.models.mini.numbers import canonical


def read(question: str) -> Bill | None:
    language = language_of(question)
    return bill(fold(canonical(question, language)), language, question)


@pytest.mark.parametrize(
    ("question", "things", "gives"),
    [
        ("the lady at the till wants 3 ryes and 2 cheese straws, ring it up", ["rye", "cheese straw"], "3 * p + 2 * q"),
        ("2 lavenders, a rosemary and 3 bags of compost - what's the damage?", ["lavender", "rosemary", "compost"],
         "2 * p + q + 3 * r"),
        ("rent plus the parking bay plus the pet charge, monthly total?", ["rent", "parking bay", "pet charge"],
         "p + q + r"),
        ("The boss wants 20% off the crab apple this weekend. What will the sale price be?", ["crab apple"],
         "p * (1 - 20/100)"),
        ("khách lấy 3 ram giấy in A4 80 gsm và 5 cây bút gel, tính tiền giùm em", ["ram giay in a4 80 gsm", "but gel"],
         "3 * p + 5 * q"),
        ("hôm qua tui làm bể 2 cái ly với 1 tách sứ, tổng cộng phải đền nhiêu?", ["ly", "tach su"], "2 * p + q"),
        ("deposit minus one month's rent", ["deposit", "month's rent"], "p - q"),
        ("lemon cake with 20% off comes to what", ["lemon cake"], "p * (1 - 20/100)"),
        ("4 electric pitches for 3 nights, how much", ["electric pitch"], "4 * p * 3"),
        ("2 lattes 1 muffin, how much is that", ["latte", "muffin"], "2 * p + q"),
        ("em mua 2 hộp bút chì với 5 cục gôm thì tổng cộng bao nhiêu tiền vậy ạ", ["but chi", "gom"], "2 * p + 5 * q"),
        ("trám 3 cái răng ở Minh Tâm hết bao nhiêu, không giảm giá", ["tram rang"], "3 * p"),
        ("Đặt 15 cái flan cho lớp, giả sử quán bớt 10% thì trả bao nhiêu?", ["flan"], "15 * p * (1 - 10/100)"),
        ("tổng tiền áo đồng phục và mũ", ["ao dong phuc", "mu"], "p + q"),
    ],
)  # fmt: skip
def test_what_several_things_come_to(question: str, things: list[str], gives: str) -> None:
    found = read(question)
    assert found is not None
    assert ([part.what for part in found.parts], found.gives) == (things, gives)


@pytest.mark.parametrize(
    ("question", "thing", "discount"),
    [
        ("What would the pottery weekend cost me as a member, after the discount?", "pottery weekend", "member"),
        ("I'm a student. What do I pay for a full service?", "full service", "student"),
        ("em là sinh viên, cạo vôi răng thì trả bao nhiêu", "cao voi rang", "sinh vien"),
    ],
)
def test_a_discount_that_is_only_named(question: str, thing: str, discount: str) -> None:
    found = read(question)
    assert found is not None
    assert (found.parts[0].what, found.discounted, found.discount) == (thing, True, discount)


@pytest.mark.parametrize(
    "question",
    [
        "what are the rules on pets and parking",
        "how many days does the course take",
        "how much more is the window seat than the aisle seat and the table",
        "what does each of the 3 plans cost",
        "order MB603 minus the deposit, how much is left to pay",  # A name with a number is no thing with a size.
        "tổng lương và các phụ cấp là bao nhiêu",
        "tiêm vắc xin 4 bệnh hết bao nhiêu",  # Four illnesses are no four vaccinations.
        "we used 13 cubic metres of water, what's the charge",
    ],
)
def test_what_is_no_list_is_left_alone(question: str) -> None:
    assert read(question) is None
