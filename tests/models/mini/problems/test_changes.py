"""Prices and wages after changes by percents, and what a tax or a fee comes to."""

import pytest
from support.problems import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shoes at $150, 20% off, then another 10% off. What do I end up paying?", 108),
        ("A coat costs $80. It is 25% off, and there is 10% sales tax. What is the final price?", 66),
        ("A bike was $500, reduced by 10% and then by a further 5%. What does it cost now?", 427.5),
        ("A price of 200 is raised by 10% and then lowered by 10%. What is it in the end?", 198),
        ("Increase 200 by 15% then decrease by 15%", 195.5),
        ("If I reduce 200 by 10% and then reduce the result by another 10%, what is left?", 162),
        ("shares at 50 fell 10% then gained 20%, what are they at now", 54),
        ("up 10 percent then down 10 percent, starting at 500. end value", 495),
        ("5.000.000 đồng tăng 10% rồi lại giảm 10%", 4_950_000),
        ("Lương 20 triệu tăng 10% rồi lại tăng 5% thì được bao nhiêu?", 23_100_000),
        ("Giá một món hàng tăng 10% rồi lại giảm 10%. Giá cuối cùng bằng bao nhiêu phần trăm giá ban đầu?", 99),
        ("A share price rises 20% and then falls 25%. What percent of the original price is it now?", 90),
        ("A village shrank from 2400 to 2100 inhabitants. By how many per cent did it shrink?", -12.5),
        ("I make 14.50 an hour and get a 4 percent raise, what's my new rate?", 15.08),
        ("My rent is 900 a month and goes up 4% in May. What's the new rent?", 936),
        ("Tủ lạnh 12 triệu, giảm 10% rồi giảm thêm 5% nữa thì còn lại bao nhiêu?", 10_260_000),
        ("lương 15 triệu, tăng 8% thì lương mới là bao nhiêu", 16_200_000),
        ("hóa đơn 1.500.000 chưa thuế, VAT 8% thì tổng phải trả là bao nhiêu", 1_620_000),
        ("An agent takes 3% commission on a house sold for 240000. How much commission is that?", 7_200),
        ("The price with 20% VAT is £354. What was it before VAT?", 295),
        ("The bill came to 84 including a 5% tip. How much was the meal on its own?", 80),
        ("After a 20% discount I paid 40. What was the original price?", 50),
        ("Sau khi giảm 25% áo còn 300 nghìn. Giá gốc là bao nhiêu?", 400_000),
        ("bị khấu trừ thuế 10% trên 20.000.000 thì mất bao nhiêu tiền thuế", 2_000_000),
    ],
)
def test_what_it_comes_to(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "A jacket costs 120 after a 20% markup. How much is the tax?",
        "The price is $80 before 10% tax. What is it before tax?",
        "Giá chưa VAT 10% nếu tổng là 110.000?",
        "After a 20% discount and 10% tax I paid $66. What was the original price?",
        # of the price, or of the price with tax: nobody can tell
        "A $60 meal with 8% tax and an 18% tip, what's the total?",
        "Of 200 guests 40% took fish and 25% of them left early. How many are there now?",
        "A shirt is $40 with 20% off and then 10% off. How much do I save?",
    ],
)
def test_another_problem_is_left_alone(text: str) -> None:
    assert value(text) is None
