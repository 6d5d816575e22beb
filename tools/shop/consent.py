"""Whether a customer has said yes, and to nothing else.

Judged strictly, by words: an answer agrees if it says yes and all its other words are such that say nothing more, or
stand in the question itself. Whatever is not understood is no.
"""

import re
import unicodedata

_YES = {
    "yes", "yeah", "yep", "yup", "ok", "okay", "sure", "agreed", "agree", "confirm", "confirmed", "correct", "proceed",
    "absolutely", "definitely", "certainly", "approved", "approve", "go ahead", "do it", "please do", "that's right",
    "that is right", "that's correct", "sounds good", "looks good", "all right", "alright", "of course",
    "vâng", "dạ", "có", "đồng ý", "được", "ừ", "ừm", "xác nhận", "chính xác", "đúng", "đúng rồi", "đúng vậy",
    "nhất trí",
    "tiến hành", "làm đi", "cứ làm", "tôi đồng ý", "chấp nhận", "dĩ nhiên", "tất nhiên", "oke", "duyệt",
}  # fmt: skip
"""What says yes."""
_PLAIN = {
    "i", "it", "this", "that", "that's", "is", "the", "a", "please", "thanks", "thank", "you", "very", "much", "so",
    "with", "them", "all", "those", "these", "to", "for", "my", "me", "we", "can", "do", "go", "ahead", "right",
    "great", "perfect", "good", "fine", "and", "by", "means", "want", "would", "like", "i'd", "confirmation",
    "details", "everything", 
    "am", "i'm", "happy", "exactly", "now", "your", "sir", "madam", "let's", "lets", "will", "be", "are", "process",
    "ạ", "nhé", "nha", "nhá", "đi", "em", "anh", "chị", "bạn", "mình", "tôi", "cảm", "ơn", "cám", "giúp", "cho", "với",
    "hãy", "xin", "vui", "lòng", "rồi", "vậy", "thế", "như", "điều", "này", "đó", "là", "hết", "tất", "cả", "nhiều",
    "tiếp", "tục", "shop", "luôn", "ngay", "cứ", "làm", "thực", "hiện", "việc", "hoàn", "toàn", "thông", "tin", "trên",
}  # fmt: skip
"""What says nothing more."""
_TURNS = {
    "no", "not", "don't", "dont", "never", "stop", "wait", "but", "except", "instead", "unless", "if", "only", "also",
    "first", "cancel that", "hold", "maybe", "perhaps", "think", "unsure", "different", "another", "other", "change",
    "rather", "actually", "however", "later", "before", "without", "nope", "nah", "what", "why", "which", "how", "when",
    "không", "đừng", "chưa", "khoan", "nhưng", "mà", "trừ", "nếu", "thay", "khác", "hay", "hoặc", "chỉ", "trước", "sau",
    "thêm", "bỏ", "thôi", "dừng", "lại", "sao", "gì", "nào", "bao", "mấy", "tại", "chờ", "đợi", "có thể", "chắc",
}  # fmt: skip
"""What turns a yes around or adds to it, wherever else it stands."""
_ACTS = {
    "cancel", "return", "exchange", "modify", "change", "update", "replace", "refund", "send", "order", "orders",
    "address", "payment", "method", "item", "items", "card", "gift", "paypal", "credit", "label", "email", "e-mail",
    "hủy", "trả", "đổi", "sửa", "thay", "gửi", "hoàn", "tiền", "đơn", "hàng", "địa", "chỉ", "thanh", "toán", "món",
    "thẻ", "quà", "tặng", "nhãn", "thư",
}  # fmt: skip
"""What an answer may repeat of the question; a yes to another of these is a yes to something else."""
_WORD = re.compile(r"[\w#@.'’-]*[\w#]", re.UNICODE)
_LONGEST_FIRST = sorted(_YES, key=len, reverse=True)
_TURN = re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, sorted(_TURNS)))})(?![\w'])")
_LONGEST = 60
"""Words of an answer; a longer one says more than yes."""


def agrees(answer: str, question: str) -> bool:
    """Whether ``answer`` is a yes to ``question`` and to nothing else."""
    text, asked = _plain(answer), set(_words(_plain(question)))
    words = _words(text)
    if "?" in text or not 0 < len(words) <= _LONGEST:
        return False
    numbers = {word for word in words if any(letter.isdigit() for letter in word)}
    orders = {word for word in asked if word.startswith("#")}
    if not numbers <= asked or (numbers & orders and not orders <= numbers):
        return False
    repeated = _ACTS & asked
    rest = told = " ".join(word for word in words if word not in numbers and word not in repeated)
    # A phrase that says yes may hold words that would otherwise turn it.
    for phrase in _LONGEST_FIRST:
        rest = re.sub(rf"(?<![\w']){re.escape(phrase)}(?![\w'])", " ", rest)
    return rest != told and not _TURN.search(rest) and all(word in _PLAIN for word in rest.split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower().replace("’", "'")


def _words(text: str) -> list[str]:
    return [word.strip(".'-") for word in _WORD.findall(text) if word.strip(".'-")]
