"""Two parts by how they compare and what they come to or differ by."""

import pytest
from support.problems import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A class has 30 pupils. There are 4 more boys than girls. How many boys are there?", 17),
        ("A class has 30 pupils. There are 4 more boys than girls. How many girls are there?", 13),
        ("There are 4 fewer boys than girls in a class of 30 pupils altogether. How many boys are there?", 13),
        ("75 animals on the farm, twice as many ducks as hens. How many ducks?", 50),
        ("Ann and Ben have 50 stickers altogether. Ann has 8 fewer than Ben. How many does Ben have?", 29),
        ("Tom has 3 times as many marbles as Ann. Together they have 48. How many does Tom have?", 36),
        ("A father is 28 years older than his son, and he is 5 times as old as his son. How old is the son?", 7),
        ("Together a bat and a ball cost 110. The bat costs 100 more than the ball. How much does the ball cost?", 5),
        ("Lớp có 35 học sinh, nam ít hơn nữ 5 bạn. Hỏi có bao nhiêu bạn nam?", 15),
        ("Tuổi bố gấp 4 tuổi con, tổng số tuổi hai bố con là 45. Hỏi con bao nhiêu tuổi?", 9),
        ("Mẹ hơn con 24 tuổi, tuổi mẹ gấp 4 lần tuổi con. Hỏi mẹ bao nhiêu tuổi?", 32),
        ("Hai kho có tất cả 120 tấn gạo, kho A nhiều hơn kho B 20 tấn. Hỏi kho B có bao nhiêu tấn?", 50),
        ("Tổng của số gà và số vịt là 48 con, số gà gấp đôi số vịt. Hỏi có bao nhiêu con gà?", 32),
    ],
)
def test_a_part_is_found(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        # one of them is known, and the total is asked for
        "Mia has 30 pens. She has 6 more pens than Leo. How many pens do Mia and Leo have together?",
        # a comparison within a comparison, and what is worth more than it counts
        "Sara and Joe have 120 coins altogether. Joe has 6 more than double what Sara has. How many has Joe?",
        "She has 4 more dimes than nickels and 70 cents in total. How many nickels has she?",
        # what is asked is neither part
        "A class has 30 pupils. There are 4 more boys than girls. How many more boys are there?",
        "There are 30 pupils, twice as many girls as boys, and 3 of them are ill. How many girls are there?",
    ],
)
def test_another_problem_is_left_alone(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tom has 42 marbles, 6 more than Sam. How many does Sam have?", 36),
        ("Tom has 42 marbles. Sam has 6 fewer than Tom. How many marbles does Sam have?", 36),
        ("Emil ran the lap in 62 seconds. Dana was 6 seconds faster than Emil. How long did Dana take?", 56),
        ("Dana took 56 minutes, which was 6 minutes slower than Emil. How long did Emil take?", 50),
        ("A red kite costs 18. The blue kite is 3 times as much as the red kite. What does the blue one cost?", 54),
        ("Bình có 35 viên bi, nhiều hơn An 8 viên. Hỏi An có mấy viên bi?", 27),
        ("Tấm vải xanh dài 24 m. Tấm vải đỏ ngắn hơn tấm vải xanh 6 m. Hỏi tấm vải đỏ dài bao nhiêu mét?", 18),
        ("Đội Một trồng 45 cây. Đội Hai trồng gấp 3 lần đội Một. Hỏi đội Hai trồng bao nhiêu cây?", 135),
    ],
)
def test_one_is_told_by_the_other(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)
