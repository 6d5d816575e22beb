"""Times of day: how long from one to the other."""

import pytest

from reckoner.core import language_of
from reckoner.models.mini.clock import clock, time_after


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("The train leaves at 8:47 and gets in at 11:32, how long is the ride in minutes?", 165, " min"),
        ("My shift is 9am to 5:30pm, how many hours is that?", 8.5, " h"),
        ("How long from 10pm to 6am", 8, " h"),
        ("A train leaves at 9.48 and arrives at 13.15. How many minutes does it take?", 207, " min"),
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


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("train leaves 14:35 and takes 2 hours 48 minutes, when does it get in", "17:23 (5:23 pm)"),
        ("I have to be there at 9:15 and it takes 50 minutes. When should I leave?", "8:25 (8:25 am)"),
        ("flight takes off 22:50, 3 hours 40 minutes. when do we land", "2:30 (2:30 am, the next day)"),
        ("put the roast in at 11:30, needs 2.5 hours, when is it done", "14:00 (2:00 pm)"),
        ("phải có mặt lúc 9h15, đi mất 50 phút thì mấy giờ nên đi", "8:25"),
        ("phim bắt đầu 19h40 dài 125 phút, mấy giờ hết", "21:45"),
        ("tàu chạy lúc 23h30, đi mất 2 tiếng 45 phút, mấy giờ tới", "2:15 (hôm sau)"),
        ("xe khởi hành lúc 21 giờ 30, chạy 7 tiếng 45 phút thì đến nơi lúc mấy giờ", "5:15 (hôm sau)"),
        ("xe xuất phát 6h30 chạy mất 2h45 thì mấy giờ đến", "9:15"),
        ("tu 14h20 them 95 phut la may gio", "15:55"),
        ("13h40 cộng 2 tiếng 35 phút là mấy giờ", "16:15"),
        ("họp từ 8h15, kéo dài 1 tiếng rưỡi, mấy giờ xong", "9:45"),
        ("bánh cho vào lò lúc 16h40 nướng nửa tiếng thì mấy giờ chín", "17:10"),
        ("put roast in at 11.40, needs 2 hrs 15, when is it ready", "13:55 (1:55 pm)"),
        ("The cake goes in at 4:50 pm and needs an hour and a half. When is it done?", "18:20 (6:20 pm)"),
        ("the bus got in at 15:10 after a ride of 2 h 25 min. when did it leave", "12:45 (12:45 pm)"),
        ("xe đến lúc 17 giờ 20, đi mất 3 giờ 45 phút, hỏi xe khởi hành lúc mấy giờ", "13:35"),
    ],
)
def test_so_long_after_a_time_or_before_it(question: str, time: str) -> None:
    program = time_after(question, language_of(question))
    assert program is not None
    *before, last = program.splitlines()
    names: dict[str, object] = {}
    exec("\n".join(before), names)
    assert eval(last, names) == time


@pytest.mark.parametrize(
    "question",
    [
        "when does the pool open on saturdays",
        "The lesson starts at 9:15 and lasts 50 minutes. How many lessons are there?",
    ],
)
def test_other_questions_about_times_are_left_alone(question: str) -> None:
    assert time_after(question, language_of(question)) is None


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("bus at 7:52 takes 38 min then 12 min walk when do i get there", "8:42 (8:42 am)"),
        ("The bus leaves at 6:00 am, stops for 40 minutes and drives 2 hours. When does it arrive?", "8:40 (8:40 am)"),
        ("flight 9:50am takes 3h 25m, land when", "13:15 (1:15 pm)"),
        ("di 150km voi toc do 60km/h xuat phat 7h30 thi may gio toi", "10:00"),
        ("Tàu khởi hành lúc 22:30 và chạy 9 giờ 50 phút, mấy giờ sáng hôm sau tới nơi?", "8:20 (hôm sau)"),
        ("Chuyến đi gồm 1 giờ 20 phút xe và 2 giờ bay. Nếu ra khỏi nhà lúc 8:50 thì mấy giờ đến nơi?", "12:10"),
        ("What time was it 45 minutes before 13:20?", "12:35 (12:35 pm)"),
    ],
)
def test_times_of_day_after_all_that_comes_between(question: str, end: str) -> None:
    program = time_after(question, language_of(question))
    assert program is not None
    prelude, _, last = program.rpartition("\n")
    names: dict[str, object] = {}
    exec(prelude, names)
    assert eval(last, names) == end


@pytest.mark.parametrize(
    ("question", "hours"),
    [
        ("shift 22:15 to 6:45 next morning minus 30 min break how many hours", 8.0),
        ("I worked from 9:00 to 17:30 with a 45 minute lunch break. How many hours is that?", 7.75),
        ("Làm từ 7:30 đến 16:30, nghỉ trưa 1 giờ thì làm mấy tiếng?", 8.0),
    ],
)
def test_breaks_are_no_work(question: str, hours: float) -> None:
    found = clock(question, language_of(question))
    assert found is not None
    assert eval(found.expression) == hours
