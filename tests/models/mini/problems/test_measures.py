"""Floors and tanks, rates that change at a step, two that meet."""

import pytest
from support.problems import value

from reckoner.models.mini.problems import problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # tiles, walls, carpets, tanks
        ("The kitchen is 4 m by 3 m. How many tiles of 25 cm by 25 cm does it take?", 192),
        ("how many 60 cm by 60 cm tiles for a hall 9 m by 6 m", 150),
        ("sân 6m x 5m lát gạch 40cm x 40cm hết bao nhiêu viên", 187.5),
        ("phòng 4m x 3m, gạch cạnh 50cm, cần mấy viên gạch", 48),
        ("3 walls, each 5 m by 2.5 m; a tin of paint covers 10 square metres. How many tins?", 4),
        ("vinyl at 12 pounds per square metre for a room 5 m by 4 m, plus 60 for fitting. total cost?", 300),
        ("bể cá dài 80cm, rộng 40cm, cao 50cm chứa được bao nhiêu lít nước", 160),
        ("A trough is 2 m long, 50 cm wide. How many litres?", None),
        ("a tank 3 m by 2 m by 1.5 m, how many litres does it hold", 9000),
        # steps
        ("The first 50 units cost 0.10 each and every unit beyond that costs 0.15. What do I pay for 80 units?", 9.5),
        ("50 số đầu giá 1.800 đồng, phần vượt 2.200 đồng một số, dùng 70 số thì trả bao nhiêu", 134_000),
        ("She earns 12 an hour and time and a half for hours over 40. She worked 46 hours. What is her pay?", 588),
        # two on the way
        ("2 trains 300 km apart run towards each other at 70 km/h and 80 km/h. When do they meet?", 2),
        ("hai xe cách nhau 150 km đi ngược chiều, vận tốc 40 km/h và 35 km/h, mấy giờ thì gặp nhau", 2),
        ("One car drives 90 km/h, one 60 km/h, 45 km ahead in the same direction. How long to catch up?", 1.5),
        (
            "2 cyclists 900 m apart ride towards each other at 16 km/h and 20 km/h. How many minutes until they meet?",
            1.5,
        ),
        ("2 trains 300 km apart run towards each other at 70 km/h and 80 m/s. When do they meet?", None),
        # what is left of what was left, so many of them, profits told the other way round
        ("I had 200, spent 80 on food and then half of the rest on a coat. How much have I got left?", 60),
        ("6 similar pens cost 9. how much would 10 of them cost?", 15),
        ("Chị bán 30 ổ bánh giá 20.000 một ổ, vốn mỗi ổ 12.000. Chị lời bao nhiêu?", 240_000),
        ("lon sữa 120 muỗng, mỗi cữ 4 muỗng, ngày 5 cữ, dùng được mấy ngày", 6),
        ("xe chạy 210 km hết 3 giờ 30 phút, vận tốc trung bình bao nhiêu km/h", 60),
    ],
)
def test_problems(text: str, expected: float | None) -> None:
    found = problem(text)
    assert (found is None) if expected is None else value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "What does 2 to the power of 15 come to?",
        "Two trains leave one station in opposite directions at 70 km/h and 80 km/h. How far apart in 2 hours?",
        "The first 3 runners got 50 each and 20 were given to the rest of 9 runners. How much was given?",
    ],
)
def test_what_they_do_not_read(text: str) -> None:
    found = problem(text)
    assert found is None or "+" not in found.expression
