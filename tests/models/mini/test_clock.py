"""Times of day: how long from one to the other."""

import pytest

from reckoner.core import language_of
from reckoner.models.mini.clock import clock


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("The train leaves at 8:47 and gets in at 11:32, how long is the ride in minutes?", 165, " min"),
        ("My shift is 9am to 5:30pm, how many hours is that?", 8.5, " h"),
        ("How long from 10pm to 6am", 8, " h"),
        ("Tàu chạy lúc 19h40, 6h15 sáng hôm sau mới tới nơi. Đi hết bao nhiêu phút?", 635, " min"),
        ("Từ 7 giờ rưỡi sáng đến 4 giờ chiều là bao nhiêu tiếng?", 8.5, " h"),
        ("Từ 10 giờ đêm đến 4 giờ đêm là bao nhiêu tiếng?", 6, " h"),
        ("Từ 10 giờ sáng đến 3 giờ trưa là mấy tiếng?", 5, " h"),
        ("How many hours from noon to midnight?", 12, " h"),
    ],
)
def test_from_one_time_to_another(question: str, value: float, unit: str) -> None:
    found = clock(question, language_of(question))
    assert found is not None
    assert (eval(found.expression), found.unit) == (value, unit)


@pytest.mark.parametrize(
    "question",
    [
        "How long from 9:30 to 5:15?",  # In the afternoon, or the next morning?
        "The bus leaves at 6:00 am and stops for 40 minutes. How long until 9:00 am?",
        "How many minutes are 2 hours and 15 minutes?",
    ],
)
def test_what_is_not_sure_is_left_alone(question: str) -> None:
    assert clock(question, language_of(question)) is None
