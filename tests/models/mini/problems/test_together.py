"""Two who work at once, and what is mixed."""

import pytest
from support.problems import value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann can paint the wall alone in 6 hours, Bo in 3 hours. How long do they take together?", 2),
        ("vòi thứ nhất chảy riêng 6 giờ đầy bể, vòi thứ hai chảy riêng 3 giờ. mở cả hai vòi thì mấy giờ đầy bể?", 2),
        ("vòi 1 chảy 4 tiếng đầy bể, vòi 2 chảy 6 tiếng đầy bể, mở cả 2 vòi thì bao nhiêu phút đầy", 144),
        ("a sink holds 60 litres, the tap gives 9 litres a minute and the drain loses 3 litres a minute, "
         "how many minutes till it is full", 10),
        ("A tank of 600 litres loses 20 litres a minute. After how many minutes is only a quarter left?", 22.5),
        ("pha 50g muối vào 200g nước, nồng độ dung dịch là bao nhiêu phần trăm", 20),
        ("Dissolve 30 g of salt in 120 g of water. What percent salt is it?", 20),
    ],
)  # fmt: skip
def test_at_once(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Two pumps run together for 6 hours and then 3 hours. How long is it until the pool is full?",
        "a sink holds 60 litres, the tap gives 3 litres a minute and the drain loses 9, when is it full",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert value(text) is None
