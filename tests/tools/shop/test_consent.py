"""A yes is a yes to what was asked, in two languages; everything else is no."""

import unicodedata

import pytest

from reckoner.tools.shop import Act, agrees

CANCEL = [Act.of("cancel_pending_order", {"order_id": "#W123", "reason": "no longer needed"})]
OTHER = Act.of("cancel_pending_order", {"order_id": "#W456", "reason": "no longer needed"})
BACK = Act.of(
    "return_delivered_order_items",
    {"order_id": "#W9", "item_ids": ["111", "222"], "payment_method_id": "gift_card_1"},
)


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
    assert agrees(answer, CANCEL)


@pytest.mark.parametrize(
    "answer",
    [
        "", "   ", "no", "No, please do not do that. Leave it as it is.", "Yes?", "yes, but keep the lamp", "not yet",
        "Yes, return it", "Yes, cancel order #W999", "yes if the refund is today", "I don't agree", "maybe", "wait",
        "Yes, and also change my address", "Yes, cancel it and send the money to my other card", 
        "What happens then?", "I want to cancel", "yesterday", "never mind", "okay, first tell me the amount",
        "nope, sure", "I would say yes but my wife says no", "Yes to everything you said before except this",
        "yes\nno", "ye", "The customer said yes", "yes " * 80, "Yes, instead use the gift card", "I'm not sure",
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
    assert not agrees(answer, CANCEL)


def test_of_two_actions_a_yes_to_one_is_none() -> None:
    two = [*CANCEL, OTHER]
    assert agrees("yes", two)
    assert agrees("yes to both", two)
    assert agrees("yes, cancel #W123 and #W456", two)
    for part in ("yes, cancel #W123", "Yes, 1", "Yes to 2"):
        assert not agrees(part, two)
    assert agrees("yes please", [*CANCEL, BACK])
    for part in ("yes, cancel it", "yes, the return please"):
        assert not agrees(part, [*CANCEL, BACK])


@pytest.mark.parametrize(
    "answer", ["Yes, return it", "yes, return both items", "Yes, to the gift card", "Yes, return 111 and 222"]
)
def test_an_act_may_be_named(answer: str) -> None:
    assert agrees(answer, [BACK])


@pytest.mark.parametrize(
    "answer",
    [
        "Yes, to PayPal please.",
        "Yes, return item 111",
        "yes 111",
        "Yes, cancel",
        "Yes, exchange them",
        "Yes, #W9 and #W8",
    ],
)
def test_another_act_or_a_part_of_it_is_none(answer: str) -> None:
    assert not agrees(answer, [BACK])


def test_letters_may_be_composed_or_not() -> None:
    assert agrees(unicodedata.normalize("NFD", "đồng ý"), CANCEL)


MORE_YES = """
That's fine|Fine|Yes that works|That works for me|go for it|Sure thing|y|ya|yea|okie|Oh yes|Well yes|Hi, yes|👍|✅
I accept|Accept|Affirmative|By all means|Exactly|Right|Perfect, thanks|Looks right|It's correct
yes, it's correct|That all looks right|Yes, that is what I want|I'd like that|that would be great|sounds great
Yes, you may proceed|you may proceed|Yes, right away|Do that|Yes, I understand|Yes, got it
Understood, please proceed|Yes, I have read it and agree|Yes, thank you for your help|No problem, go ahead
Yes, no problem|sure, no worries|Yes, why not|Yes, 100%|Yes, cancel it|Yes, cancel #W123|Confirm|I confirm
Yes, please cancel the order|Yes, please cancel order #W123|Yes, I agree|Yes, exactly as you said|Chắc chắn
Chắc chắn rồi|Phải rồi|Có chứ|Được chứ|Chuẩn|Chuẩn luôn|Ổn|Đương nhiên|Chấp thuận|Làm luôn đi|Tiếp tục đi
Cứ vậy đi|Cứ thế mà làm|Vậy đi|Chốt|chốt luôn|Nhờ bạn làm giúp nhé, đồng ý|Vâng, xử lý giúp em|Cũng được
Vậy cũng được|Được, không sao|Vâng, mình muốn vậy|Tôi hiểu rồi, đồng ý|Có, tôi đồng ý với thay đổi này
Vâng, cả hai|Vâng cô|Ok cháu|okê|ờ|ừa|da vang|dong y|co|Có, tôi chắc chắn|Vâng ạ, hủy đơn này giúp mình|Dạ có ạ
Được ạ, cảm ơn shop
"""
MORE_NO = """
Are you sure|Are you sure？|Yes ؟|Yes ⁇|Is that correct|is it ok|is everything correct|do you agree
Do you confirm|can you do it|will you do it|would you approve that|Please confirm|Please confirm the details
I would like to confirm the details|Yeah, right.|would you confirm it for me please|I'm good, ok
Good, you are correct|I agree with you|I will do it|I can do it|I will confirm|Yes 👎|ok ❌|Yes 🚫|Yes 🙄|~~yes~~
!yes|≠ yes|bạn có đồng ý|Shop có đồng ý|Có đúng vậy|Thế có được|có được hoàn tiền|Xin xác nhận giúp tôi
Cho tôi xác nhận thông tin|Vui lòng xác nhận thông tin|Dạ cảm ơn shop|Dạ, em cảm ơn nhiều|Được rồi, cảm ơn
Tôi có thông tin này rồi|tôi có thẻ rồi|tôi có việc rồi|có điều|dạ em xin|Vâng, chỉ đơn hàng này|Dạ
Vâng, không phải đơn này|no|No problem|không sao|Không vấn đề gì|Vâng, trả lại giúp mình|Sure, return it
Yes, paypal please|good|great|all of them
"""


@pytest.mark.parametrize("answer", [each for each in MORE_YES.replace("\n", "|").split("|") if each])
def test_what_customers_say_for_yes(answer: str) -> None:
    assert agrees(answer, CANCEL)


@pytest.mark.parametrize("answer", [each for each in MORE_NO.replace("\n", "|").split("|") if each])
def test_what_is_none(answer: str) -> None:
    assert not agrees(answer, CANCEL)
