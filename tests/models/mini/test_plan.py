"""The planner over whatever people may write: it plans or declines, and never breaks or takes long."""

import random
import time

import pytest

from reckoner.core import language_of
from reckoner.models.mini.plan import plan

TOOLS = {
    name: {"name": name}
    for name in ("calculate", "python", "algebra", "convert_units", "search_documents", "save_file")
}
_PIECES = {
    "en": """
        how many much what is the a an of from to in for each per if then 3 12 0 7.5 2,500 50% 3/4 $20 km km/h hours
        days minutes books workers years dozen half twice percent off discount tax tip total left more less than and
        or not today tomorrow March 5 2024-02-30 x x^2 = + - * / ( ) ² derivative solve area price cost split change
        old kg save file.txt it that document ? . , ; :""".split(),
    "vi": """
        bao nhiêu mấy là của một mỗi thì và với trong từ đến nếu 3 12 0 7,5 2.500 50% 3/4 20k km giờ ngày phút quyển
        người năm tá nửa gấp đôi phần trăm giảm tăng thuế tổng cộng còn lại hơn kém hôm nay tháng 5 30/2/2024 x x² =
        + - ( ) đạo hàm giải diện tích giá tiền chia trả tuổi kg lưu tệp.txt nó tài liệu ? . , ; :""".split(),
}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_nothing_that_is_written_breaks_it(language: str) -> None:
    chance = random.Random(f"planner {language}")
    for _ in range(1_500):
        question = " ".join(chance.choices(_PIECES[language], k=chance.randint(1, 24)))
        plan(question, TOOLS, language_of(question))


@pytest.mark.parametrize("piece", ["9 ", "a ", "(", "1+", "½", "%% ", "5 books for 3 dollars ", "năm "])
def test_a_long_question_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    plan(piece * (1_000 // len(piece)), TOOLS, "en")
    plan(piece * (50_000 // len(piece)), TOOLS, "vi")
    assert time.process_time() - began < 5
