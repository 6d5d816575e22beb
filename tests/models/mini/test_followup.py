"""Questions that lean on the one before."""

import time

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from reckoner.models.mini.chat import MiniChat
from reckoner.models.mini.followup import dated, in_full, so_much_of_row


@pytest.mark.parametrize(
    ("former", "question", "full", "language"),
    [
        ("What is 20% of 150?", "what about 35%?", "What is 35% of 150?", "en"),
        ("5 km bằng bao nhiêu dặm?", "còn 12 km?", "12 km bằng bao nhiêu dặm?", "vi"),
        ("vé chạy 5km là bao nhiêu", "thế còn 21km", "vé chạy 21km là bao nhiêu", "vi"),
        ("What's the marketing budget?", "and the engineering one?", "What's the engineering budget", "en"),
        ("Phí gửi ô tô là bao nhiêu một tháng?", "Vậy một năm thì sao?", "Phí gửi ô tô là bao nhiêu một năm", "vi"),
        ("keo dan duoc bao hanh bao lau", "the con de giay?", "de giay bao hanh bao lau?", "vi"),
        ("What is 20% of 150?", "Who wrote the report?", "Who wrote the report?", "en"),
        (
            "How many days from 1 May 2025 to 1 July 2025?",
            "What about until August 15 instead?",
            "How many days from 1 May 2025 to August 15, 2025?",
            "en",
        ),
        ("Convert 40 kg to pounds", "now 25 kg", "Convert 25 kg to pounds", "en"),
        ("5 kg cost 6.50, what's 1 kg?", "and 8 kg?", "5 kg cost 6.50, what's 8 kg?", "en"),
        ("300 km hết 24 lít, 100 km hết mấy lít?", "thế 450 km?", "300 km hết 24 lít, 450 km hết mấy lít?", "vi"),
        (
            "Three friends share $96. How much each?",
            "what if there are 4 of us?",
            "4 friends share $96. How much each?",
            "en",
        ),
        ("A pizza is $21 split between 3", "and if there were 6?", "A pizza is $21 split between 6", "en"),
        (
            "I save $60 a month. How much in 2 years?",
            "and in 5 years?",
            "I save $60 a month. How much in 5 years?",
            "en",
        ),
        ("how much is 45 usd plus 10% tip", "and with 20% tip?", "how much is 45 usd plus 20% tip", "en"),
        ("how much is 45 usd plus 10% tip", "and with 8% tax?", "and with 8% tax?", "en"),
        ("What is 20% of $150?", "and of 300?", "What is 20% of $300?", "en"),
        ("what's 20% off 150", "and off 200?", "what's 20% off 200", "en"),
        ("derivative of x^3 at 2", "and at 3?", "derivative of x^3 at 3", "en"),
        (
            "how many rosemary plants are in stock",
            "what do they cost each?",
            "what do rosemary plants cost each?",
            "en",
        ),
        (
            "Chương trình Đồ trẻ em giặt ở bao nhiêu độ?",
            "Nó chạy mấy phút?",
            "Chương trình Đồ trẻ em chạy mấy phút?",
            "vi",
        ),
        ("10 kg in pounds", "and in stone?", "10 kg in stone", "en"),
        ("5 km bằng bao nhiêu mét?", "thế ra dặm?", "5 km bằng bao nhiêu dặm?", "vi"),
        (
            "days between 1 jan 2025 and 15 march 2025",
            "and in weeks?",
            "weeks between 1 jan 2025 and 15 march 2025",
            "en",
        ),
        ("What does a croissant go for?", "ok and 8?", "and 8 of them?", "en"),
        ("Trà đào ly vừa bao nhiêu tiền?", "lấy 6 ly thì hết bao nhiêu", "mua 6 cái thì hết bao nhiêu", "vi"),
        ("When does it open?", "ok and 8?", "ok and 8?", "en"),
        ("", "and 35%?", "and 35%?", "en"),
    ],
)
def test_what_is_left_out_is_taken_from_the_question_before(
    former: str, question: str, full: str, language: str
) -> None:
    assert in_full(question, former) == (full, language)


def test_a_long_text_before_costs_no_time() -> None:
    began = time.process_time()
    reply = MiniChat().invoke([HumanMessage("5 % of " * 50_000), AIMessage("…"), HumanMessage("and 35%?")])
    assert reply.text
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("question", "value", "meant"),
    [
        ("Which weekday is that?", "2025-07-10", "Which weekday is 2025-07-10?"),
        ("and 8 weeks before that day?", "2025-07-10", "and 8 weeks before 2025-07-10?"),
        ("ngày đó là thứ mấy?", "2025-08-09", "2025-08-09 là thứ mấy?"),
        # another date is named, no date was found, or dates are not spoken of
        ("How many days is it from 1 June 2025?", "2025-07-10", "How many days is it from 1 June 2025?"),
        ("Which weekday is that?", "36", "Which weekday is that?"),
        ("Save that to list.txt", "2025-07-10", "Save that to list.txt"),
    ],
)
def test_a_date_that_was_found_is_that_day(question: str, value: str, meant: str) -> None:
    assert dated(question, value) == meant


def test_questions_may_lean_one_behind_the_other() -> None:
    said = [
        HumanMessage("5 km in miles"),
        AIMessage("5 km = 3.11 mi"),
        HumanMessage("and 12?"),
        AIMessage("12 km = 7.46 mi"),
    ]
    tool = {"type": "function", "function": {"name": "convert_units", "description": "Convert.", "parameters": {}}}
    (call,) = MiniChat().invoke([*said, HumanMessage("how about 3.5")], tools=[tool]).tool_calls
    assert call["args"] == {"value": "3.5", "source": "kilometer", "target": "mile"}


@pytest.mark.parametrize(
    ("former", "asked", "whole"),
    [
        (
            "The average of 6, 9 and 12 is what?",
            "What does it become if I add a 21?",
            "What is the average of 6, 9, 12, 21?",
        ),
        (
            "tb cua 6, 7, 8, 9 la may",
            "them 1 con 10 nua thi tb la bn",
            "trung bình cộng của 6, 7, 8, 9, 10 là bao nhiêu?",
        ),
        ("what weekday is 25 dec 2026", "and in 2027", "what weekday is 25 dec 2027"),
    ],
)
def test_one_more_of_a_mean_and_another_year(former: str, asked: str, whole: str) -> None:
    assert in_full(asked, former)[0] == whole


def test_an_amount_is_of_the_row_that_was_told() -> None:
    row = "code: C4; cheese: Pecorino Old; price_per_kg_eur: 27.30"
    assert so_much_of_row("And 300 g of it?", row) == "What do 300 g of Pecorino Old cost?"
    assert so_much_of_row("what would half of it cost", row) == ""
    assert so_much_of_row("and 300 g of the feta?", row) == ""
    assert so_much_of_row("and for 3 weeks?", row) == ""
    assert so_much_of_row("And 300 g of it?", "cheese: Pecorino Old; milk: sheep") == ""
    assert (
        so_much_of_row("200g thì sao?", "mã: H1; tên: Hạt điều; giá (đồng/kg): 280000")
        == "200g Hạt điều giá bao nhiêu tiền?"
    )
