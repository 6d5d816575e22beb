"""A yes is a yes to what was asked, in two languages; everything else is no."""

import pytest

from reckoner.tools.shop import agrees

CANCEL = "Cancel the order #W123 (Desk Lamp (black)), because “no longer needed”. 34.50 USD go back. Do you agree?"
TWO = "Cancel the order #W123. Cancel the order #W456. Do you agree?"
HUY = "Hủy đơn hàng #W123 (Đèn bàn (đen)), vì “không còn cần nữa”. Quý khách có đồng ý không (có hoặc không)?"


@pytest.mark.parametrize(
    "answer",
    [
        "yes", "Yes.", "YES!", "Yes, please proceed.", "yes please", "Sure, go ahead.", "Ok", "okay thanks",
        "I confirm.", "Yes, I confirm", "That's correct, please do.", "Yes, cancel order #W123 please.", "Do it.",
        "Yes, that sounds good. Thank you very much!", "Correct.", "Yes — please go ahead", "Absolutely, proceed",
        "I agree", "yes, please cancel it", "Alright, do it.", "Looks good, thanks",
    ],
)  # fmt: skip
def test_yes(answer: str) -> None:
    assert agrees(answer, CANCEL)


@pytest.mark.parametrize(
    "answer",
    [
        "Vâng", "Dạ vâng ạ", "Có", "Đồng ý", "vâng, tôi đồng ý", "OK em", "Được, làm đi",
        "Đúng rồi, hủy giúp mình nhé", "Ừ", "Xác nhận ạ", "Vâng, hủy đơn #W123 giúp em", "Có ạ, cảm ơn shop",
        "Chính xác, tiến hành đi",
    ],
)  # fmt: skip
def test_co(answer: str) -> None:
    assert agrees(answer, HUY)


@pytest.mark.parametrize(
    "answer",
    [
        "", "   ", "no", "No, please do not do that. Leave it as it is.", "Yes?", "yes, but keep the lamp", "not yet",
        "Yes, return it", "Yes, cancel order #W999", "yes if the refund is today", "I don't agree", "maybe", "wait",
        "Yes, and also change my address", "Yes, cancel it and send the money to my other card", "no problem, yes",
        "What happens then?", "I want to cancel", "yesterday", "never mind", "okay, first tell me the amount",
        "nope, sure", "I would say yes but my wife says no", "Yes to everything you said before except this",
        "yes\nno", "👍", "ye", "The customer said yes", "yes " * 80, "Yes, instead use the gift card", "I'm not sure",
        "Sure, whatever, ask him", "please", "thanks", "cancel", "#W123",
    ],
)  # fmt: skip
def test_no(answer: str) -> None:
    assert not agrees(answer, CANCEL)


@pytest.mark.parametrize(
    "answer",
    [
        "Không", "không đồng ý", "Dạ không ạ", "Chưa", "khoan đã", "Vâng nhưng đổi địa chỉ", "Có được không?", "thôi",
        "Đồng ý nếu hoàn tiền hôm nay", "Đừng hủy", "Vâng, đổi hàng nhé", "có thể", "Thôi được, để sau",
        "Được bao nhiêu", "Ừ mà khoan", "Có phải hoàn tiền ngay",
    ],
)  # fmt: skip
def test_khong(answer: str) -> None:
    assert not agrees(answer, HUY)


def test_of_two_actions_a_yes_to_one_is_none() -> None:
    assert agrees("yes", TWO)
    assert agrees("yes, cancel #W123 and #W456", TWO)
    assert not agrees("yes, cancel #W123", TWO)


def test_letters_may_be_composed_or_not() -> None:
    assert agrees("đồng ý", HUY)
