"""What a shop's customer wants and tells, out of the words they use."""

import pytest

from reckoner.models.mini.counter.goal import goal
from reckoner.models.mini.counter.places import address
from reckoner.models.mini.counter.things import meant
from reckoner.models.mini.counter.utterance import Utterance
from reckoner.models.mini.counter.wanted import wanted

PAN = {"name": "Cast Iron Pan", "options": {"size": "26 cm"}}
SMALL = {"name": "Cast Iron Pan", "options": {"size": "20 cm"}}
BUDS = {"name": "Wireless Earbuds", "options": {"color": "white"}}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Where is my order?", "track"), ("my parcel still hasn't come, it's been two weeks", "track"),
        ("đơn hàng của em tới đâu rồi ạ", "track"), ("don #W1234567 bao gio giao", "track"),
        ("please cancel #W1234567", "cancel"), ("hủy giúp mình đơn này", "cancel"),
        ("minh dat nham, huy don giup", "cancel"),
        ("I'd like to send the lamp back", "return"), ("mình muốn trả lại cái đèn", "return"),
        ("ship my order to my office instead", "address"), ("đổi địa chỉ giao của đơn #W1234567", "address"),
        ("update the home address in my account", "own_address"),
        ("sửa địa chỉ trong tài khoản giúp mình", "own_address"),
        ("do you have desk lamps in brass?", "product"), ("shop còn bình giữ nhiệt màu đen không", "product"),
        ("can I swap it for a larger size", "exchange"), ("cho mình đổi sang size L", "exchange"),
        ("charge my other card for this order", "payment"), ("let me talk to a real person", "person"),
        ("cho gặp nhân viên", "person"), ("thanks a lot!", "thanks"), ("xin chào", "hello"),
        ("what's 2 + 2", ""), ("ada@example.com", ""), ("#W1234567", ""), ("the black one", ""),
        ("gửi lại nhãn trả hàng cho mình", "label"),
    ],
)  # fmt: skip
def test_what_is_wanted(text: str, intent: str) -> None:
    assert Utterance.of(text).intent == intent


def test_probabilities_sum_to_one_and_do_not_hang_on_numbers() -> None:
    assert sum(wanted("Where is my order?").values()) == pytest.approx(1, abs=1e-5)
    assert wanted("cancel #W1111111, ada@example.com") == wanted("cancel #W2222222, bob@example.org")
    assert sum(wanted("").values()) == pytest.approx(1, abs=1e-5)


def test_what_is_told() -> None:
    said = Utterance.of("I am Ada.Love@example.com. and it's about # W1234567 and w7654321")
    assert said.email == "Ada.Love@example.com"
    assert said.orders == ["#W1234567", "#W7654321"]
    assert Utterance.of("Ada Lovelace, zip 12345").name_and_zip == ("Ada", "Lovelace", "12345")
    assert Utterance.of("mình là Lê Hùng, mã bưu chính 10073").name_and_zip == ("Lê", "Hùng", "10073")
    assert Utterance.of("I changed my mind").reason == "no longer needed"
    assert Utterance.of("mình đặt nhầm ạ").reason == "ordered by mistake"
    assert Utterance.of("because I want to").reason == ""


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "send it to 12 Oak Street, apt 5, Springfield, IL 62704, USA please",
            {"address1": "12 Oak Street", "address2": "apt 5", "city": "Springfield", "state": "IL", "zip": "62704",
             "country": "USA"},
        ),
        (
            "99 Hill Road Suite 210, Denver, CO 80201",
            {"address1": "99 Hill Road", "address2": "Suite 210", "city": "Denver", "state": "CO", "zip": "80201"},
        ),
        (
            "giao đến 12/3 Nguyễn Trãi, phường 5, quận 5, TP HCM, 700000, Việt Nam giúp em",
            {"address1": "12/3 Nguyễn Trãi", "address2": "phường 5, quận 5", "city": "TP HCM", "state": "TP HCM",
             "zip": "700000", "country": "Việt Nam"},
        ),
        ("I moved to Springfield", {}),
        (
            "my new address is 7 maple ave apt 3b, seattle, wa 98101. email is",
            {"address1": "7 maple ave", "address2": "apt 3b", "city": "seattle", "state": "WA", "zip": "98101"},
        ),
        (
            "My order of 3 shirts should go to 12 Oak Street, New York, New York 10001 thanks a lot",
            {"address1": "12 Oak Street", "address2": "", "city": "New York", "state": "New York", "zip": "10001"},
        ),
        (
            "Apt 5, 12 Oak Street, Denver, CO 80201",
            {"address1": "12 Oak Street", "address2": "Apt 5", "city": "Denver", "state": "CO", "zip": "80201"},
        ),
        (
            "48 Elm Street Austin TX 78701",
            {"address1": "48 Elm Street", "address2": "", "city": "Austin", "state": "TX", "zip": "78701"},
        ),
        (
            "sang số 15 ngõ 20 phố Hồ Tùng Mậu, quận Cầu Giấy, Hà Nội, 100000",
            {"address1": "15 ngõ 20 phố Hồ Tùng Mậu", "address2": "quận Cầu Giấy", "city": "Hà Nội", "state": "Hà Nội",
             "zip": "100000"},
        ),
        (
            "căn hộ 12A, 72 Nguyễn Trãi, Thanh Xuân, Hà Nội, 100000",
            {"address1": "72 Nguyễn Trãi", "address2": "căn hộ 12A, Thanh Xuân", "city": "Hà Nội", "state": "Hà Nội",
             "zip": "100000"},
        ),
    ],
)  # fmt: skip
def test_addresses(text: str, place: dict[str, str]) -> None:
    assert address(text) == place


def test_which_things_are_meant() -> None:
    assert meant([PAN, BUDS], "the pan, please") == [PAN]
    assert meant([PAN, SMALL], "the pan") is None
    assert meant([PAN, SMALL], "the 20 cm one") == [SMALL]
    assert meant([PAN, SMALL], "both pans") == [PAN, SMALL]
    assert meant([PAN, PAN], "one of the pans") == [PAN]
    assert meant([PAN, BUDS], "the lamp") == []
    single = {"name": "Chăn len", "options": {"màu": "xám", "cỡ": "đơn"}}
    assert meant([single, PAN], "còn đơn #W3356002 nữa") == []
    assert meant([single, PAN], "cái đơn màu xám") == [single]


def test_a_goal_is_gathered_over_messages_and_ends() -> None:
    wanted_now = goal(
        ["cancel my order", "ada@example.com", "#W1234567", "I found a better price"], [False] * 4, [""] * 4
    )
    assert wanted_now is not None
    assert (wanted_now.intent, wanted_now.order, wanted_now.reason) == ("cancel", "#W1234567", "no longer needed")
    assert goal(["cancel my order", "ok"], [True, False], ["#W1", ""]) is None
    moved = goal(["where is #W1234567?", "please cancel it"], [True, False], ["#W1234567", ""])
    assert moved is not None
    assert (moved.intent, moved.back, moved.former) == ("cancel", True, "#W1234567")
    other = goal(["do you have lamps?", "and in brass?"], [True, False], ["", ""])
    assert other is not None
    assert other.intent == "product"


@pytest.mark.parametrize(
    "messages",
    [
        ["please do not cancel #W1234567"], ["đừng hủy đơn của mình nhé"], ["cancel my order", "actually no, keep it"],
        ["hủy đơn #W1234567", "à thôi, mình không hủy nữa"], ["return the lamp", "never mind"],
    ],
)  # fmt: skip
def test_no_is_no(messages: list[str]) -> None:
    assert goal(messages, [False] * len(messages), [""] * len(messages)) is None


def test_one_thing_at_a_time() -> None:
    both = goal(["Cancel #W1111111, I no longer need it, and tell me where #W2222222 is"], [False], [""])
    assert both is not None
    assert (both.intent, both.order, both.others) == ("cancel", "#W1111111", ("#W2222222",))


def test_an_address_in_pieces() -> None:
    told = ["send #W1234567 elsewhere", "48 Elm Street", "Austin, TX", "78701"]
    wanted_now = goal(told, [False] * 4, [""] * 4)
    assert wanted_now is not None
    assert wanted_now.address == {
        "address1": "48 Elm Street", "address2": "", "city": "Austin", "state": "TX", "zip": "78701",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Sam Stone and my zip code is 02195", ("Sam", "Stone", "02195")),
        ("toi ten la Dang Phuong, ma buu chinh 55052", ("Dang", "Phuong", "55052")),
        ("Seattle, WA 98101 is where I live", None), ("đến 8 Đường Láng, Hà Nội, 100000", None),
    ],
)  # fmt: skip
def test_a_name_is_not_a_city(text: str, name: tuple[str, str, str] | None) -> None:
    assert Utterance.of(text).name_and_zip == name
