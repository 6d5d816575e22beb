"""Calculations said in words: what is meant, and what must not be taken for something else."""

import pytest

from reckoner.core import Language, language_of
from reckoner.models.mini.arithmetic import formula
from reckoner.models.mini.numbers import canonical


def asked(question: str) -> str | None:
    found = formula(canonical(question, language_of(question)))
    return found.expression if found else None


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ("A jacket was $120 and it's now 35% off.", "(120*(1-35/100))"),
        ("A dinner is $68.40 and I leave a 15% tip. How much is the tip?", "(68.40*15/100)"),
        ("VAT of 20% is included in 120. How much is the VAT?", "(120*20/(100+20))"),
        ("After spending 30% of 500, how much do I have left?", "(500*(1-30/100))"),
        ("Lớp có 40 bạn, 34 bạn đạt. Tỉ lệ đạt là bao nhiêu phần trăm?", "(Min(40,34)/Max(40,34)*100)"),
        ("I've got three receipts, $14.35, $62.80 and $7.99. What do they come to altogether?", "(14.35+62.80+7.99)"),
        ("If I divide 1000 by 43, what's the remainder?", "(Mod(1000,43))"),
        ("Tính (7,5 + 12,3) x 6", "(7.5+12.3)*6"),
        ("3² + 4²", "3**2+4**2"),
        ("I want to check my homework: 84 - 6 x (5 + 4) = ?", "84-6*(5+4)"),
        ("What does 2 to the power of 15 come to?", "(2**15)"),
        ("three quarters plus five eighths", "(3/4)+(5/8)"),
        ("ba phần tư cộng với năm phần tám bằng bao nhiêu", "(3/4)+(5/8)"),
        ("15.400 + 27.850 - 9.300 = ?", "15400+27850-9300"),
        ("50 * 20%", "50*(20/100)"),
        ("50+20%", "(50*(1+20/100))"),
        ("300k-10%", "(300000*(1-10/100))"),
        ("what is 2^3^2?", "(2**(3**2))"),
        ("2 (3+4)", "2(3+4)"),
        ("What was the price before a 25% increase if it is now $150?", "(150/(1+25/100))"),
        ("If a shirt costs 25 after a 50% discount what was the full price", "(25/(1-50/100))"),
        ("population dropped 12.5% from 9600. whats left", "(9600*(1-12.5/100))"),
        ("value 12000 loses 15% a year, after 2 years?", "(12000*(1-15/100)**2)"),
        ("My calculator's died and the kids pinched my phone. I need the sum of 48, 96 and 156.", "(48+96+156)"),
        ("How much do I save with 15% off a bike that costs 260 quid?", "(260*15/100)"),
        ("lớp có 40 đứa thi, đậu 34 đứa, tỉ lệ rớt là mấy %", "((1-Min(40,34)/Max(40,34))*100)"),
        ("take 35% off 80", "(80*(1-35/100))"),
        ("price went 45 to 36, percent off?", "((36-45)/45*100)"),
        ("mua 60 bán 75 lãi bao nhiêu phần trăm", "((75-60)/60*100)"),
        ("how much percent is 12 of 96", "(12/96*100)"),
        ("0.045 as a percentage", "(0.045*100)"),
        ("round 4,678 to the nearest hundred", "(round(4678,-2))"),
        ("làm tròn 48763 tới hàng trăm", "(round(48763,-2))"),
        ("sum of the first 20 whole numbers", "(20*(20+1)/2)"),
        ("range of 14, 3, 22, 9", "(Max(14,3,22,9)-Min(14,3,22,9))"),
        ("5 choose 2", "(comb(5,2))"),
        ("500 bớt đi 279", "500-279"),
        ("I paid $57.20 including 10% sales tax. What was the price before the tax?", "(57.20/(1+10/100))"),
    ],
)
def test_what_is_meant(question: str, expression: str) -> None:
    assert asked(question) == expression


@pytest.mark.parametrize(
    "question",
    [
        "A class has 12 boys and 18 girls. What percentage are girls?",  # The whole is their sum.
        "I got 45 right and 5 wrong. What percent did I get right?",
        "My phone bill is 45 a month with 10% tax. How much a year?",
        "I drink 2 coffees a day at $3.50 each. How much a month?",
        "What is 100 a week for 2 months?",
        "15 an hour for a dozen workers",
        "James buys 3 shirts for $60 with 40% off. How much per shirt?",
        "Một thùng 24 chai giá 108.000 đồng, mỗi chai bao nhiêu?",
        "Price 100 excluding VAT at 20%. Price including VAT?",
    ],
)
def test_what_only_looks_like_a_known_calculation_is_none(question: str) -> None:
    assert asked(question) is None


@pytest.mark.parametrize(
    ("text", "language", "plain"),
    [
        ("Hai muoi lam cong nam", "vi", "25 cong 5"),
        ("hai muoi lam cong nam", "vi", "25 cong 5"),
        ("İzmir: 5 million plus twenty", "en", "İzmir: 5000000 plus 20"),
        ("two and a quarter cups", "en", "2.25 cups"),
    ],
)
def test_numbers_in_words_are_written_in_digits(text: str, language: Language, plain: str) -> None:
    assert canonical(text, language) == plain


@pytest.mark.parametrize(
    "question",
    [
        "3 pens at $2 each 4 books at $5 each",
        "20% of 50 30% of 40",
        "sqrt 16 9",
        "Lương 10 triệu tăng 500 nghìn, tăng bao nhiêu phần trăm?",
    ],
)
def test_numbers_side_by_side_are_not_multiplied_and_a_change_is_no_new_value(question: str) -> None:
    assert asked(question) is None
