"""What an answer says of the documents and of itself, or asks a person to do, rather than what it says from them."""

import re

from reckoner.core import Language, fold

_DOCUMENTS = (
    r"(?:documents?|passages?|sources?|contexts?|texts?|files?|leases?|contracts?|agreements?|excerpts?|materials?)"
)
_SAYING = (
    r"(?:say|state|specif|mention|contain|include|provide|give|indicate|address|cover|discuss|answer|tell|refer|make|speak"
    r"|describe|define|have|hold)"
)
_SAYS_VI = r"(?:nói|nêu|quy định|đề cập|ghi|có thông tin|cho biết|trả lời|chứa)"
_TALK: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"\b{_DOCUMENTS}\b.{{0,40}}\b(?:not|no|never|neither|\w+n[’']t|silent|lacks?)\b.{{0,20}}\b{_SAYING}"
        rf"|\b{_DOCUMENTS}\b.{{0,40}}\b(?:\w+n[’']t|(?:does|do|did) not|makes? no|silent|lacks?)\b"
        r"|\b(?:is|are|was|were)(?: not|n[’']t) (?:\w+ )?(?:mentioned|stated|specified|found|given|provided|covered"
        r"|indicated|available|listed|in (?:the|your) )"
        r"|\b(?:could|can|did|was|am|is) ?(?:not|n[’']t)(?: \w+)? (?:find|found|answer)\b"
        r"|\b(?:cannot|unable to) (?:find|answer)\b"
        r"|\b(?:no|any) (?:information|mention|reference|provision|details?|answer)"
        r" (?:about|of|on|to|in|regarding|that|is)\b"
        rf"|\bnot in (?:the|your) {_DOCUMENTS}|\bcomes? (?:from|closest)\b"
        r"|\bnot (?:entirely |quite )?(?:sure|certain)\b|^(?:here|below) (?:is|are)\b"
        r"|^(?:let me|i hope|i looked|i searched|i found|i did|i do|i am|i could|i can|i need)\b"
        r"|^i[’']|\bif you (?:would like|want|need|have)\b|^(?:sure|certainly|of course|feel free|both of these)\b"
        r"|^(?:if .{0,60}?, )?(?:please )?(?:connect|add|write|tell me|ask|choose|upload|rephrase|put it|list them)\b",
        re.IGNORECASE,
    ),
    "vi": re.compile(
        rf"\b(?:tài liệu|văn bản|hợp đồng|đoạn|nguồn|tệp)\b.{{0,40}}\b(?:không|chưa)\b.{{0,15}}\b{_SAYS_VI}\b"
        rf"|\b(?:không|chưa) (?:được |thấy |tìm thấy |có )?(?:{_SAYS_VI}|tìm thấy|thông tin|tài liệu)\b.{{0,60}}"
        r"|^(?:tôi|mình|em) (?:không|chưa|đã tìm|tìm thấy|cần|xin)\b|\bkhông chắc\b"
        r"|^(?:dưới đây|sau đây|hy vọng|xin |hãy |vui lòng |những đoạn gần nhất|bạn (?:có|cần|muốn) )"
        r"|, (?:xin )?hãy (?:kết nối|thêm|viết|hỏi|chọn|cho)\b",
        re.IGNORECASE,
    ),
}
_BARE = re.compile(fold(_TALK["vi"].pattern), re.IGNORECASE)
"""The same for Vietnamese without diacritics."""


def is_talk(sentence: str) -> bool:
    """Whether ``sentence``, its quotations left out, claims nothing that a document could support."""
    vietnamese = _TALK["vi"] if fold(sentence) != sentence.lower() else _BARE
    return bool(_TALK["en"].search(sentence) or vietnamese.search(sentence))
