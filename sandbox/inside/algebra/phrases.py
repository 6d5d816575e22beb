"""Mathematics in words of English and Vietnamese, as signs: ``x squared plus 2`` → ``x**2 + 2``."""

import re

_FLAGS = re.IGNORECASE
# What an expression is introduced with says nothing that the operation does not say.
_LEAD = re.compile(
    r"^(?:please |hãy )?(?:(?:find|compute|calculate|evaluate|simplify|expand|factor(?:ise|ize)?|solve|differentiate|"
    r"integrate|plot|graph|the|tìm|tính|giải|rút gọn|khai triển|phân tích|vẽ|đồ thị|hàm số|biểu thức|"
    r"(?:hệ )?phương trình|"
    r"bất phương trình|equations?|function|expression|derivative of|integral of|limit of|antiderivative of|"
    r"đạo hàm(?: của)?|tích phân(?: của)?|nguyên hàm(?: của)?|giới hạn(?: của)?|giá trị(?: của)?)\s+)+",
    _FLAGS,
)
_NAMED = re.compile(r"^\s*(?:y|f|g|h)\s*(?:\(\s*[a-z]\s*\))?\s*=\s*(?=.*[a-z])", _FLAGS)
_TAIL = re.compile(
    r"\s+(?:with respect to|theo(?: biến)?|for) [a-z]\s*$|\s+dx\s*$|\s+(?:giúp tôi|nhé|please)\s*$", _FLAGS
)
_PHRASES = [
    (re.compile(pattern, _FLAGS), sign)
    for pattern, sign in (
        (r"\b(?:the )?square root of (?=\()|\bcăn bậc hai của (?=\()|\bcăn của (?=\()", "sqrt"),
        (r"\b(?:the )?square root of (\w+)|\bcăn bậc hai của (\w+)|\bcăn (?:của )?(\w+)", r"sqrt(\1\2\3)"),
        (r"\b(?:the )?cube root of \(?(\w+)\)?|\bcăn bậc ba của \(?(\w+)\)?", r"cbrt(\1\2)"),
        (r"\s*\bto the (?:power(?: of)?)\s+|\s*\bmũ\s+|\s*\blũy thừa\s+", "**"),
        (r"\s*\b(?:squared|bình phương)\b", "**2"),
        (r"\s*\b(?:cubed|lập phương)\b", "**3"),
        (r"\bplus\b|\bcộng(?: với)?\b", "+"),
        (r"\bminus\b|\btrừ(?: đi)?\b", "-"),
        (r"\btimes\b|\bmultiplied by\b|\bnhân(?: với)?\b", "*"),
        (r"\bdivided by\b|\bover\b|\bchia(?: cho)?\b", "/"),
        (r"\b(?:equals?|is equal to|bằng)\b", "="),
        (r"\b(?:is )?(?:greater than or equal to|at least)\b|\blớn hơn hoặc bằng\b", ">="),
        (r"\b(?:is )?(?:less than or equal to|at most)\b|\b(?:nhỏ|bé) hơn hoặc bằng\b", "<="),
        (r"\b(?:is )?greater than\b|\blớn hơn\b", ">"),
        (r"\b(?:is )?less than\b|\b(?:nhỏ|bé) hơn\b", "<"),
        (r"\b(?:negative |minus )infinity\b|\bâm vô cực\b|-\s*vô cực\b", "-oo"),
        (r"\binfinity\b|\b(?:dương )?vô cực\b", "oo"),
    )
]


def unnamed(text: str) -> str:
    """A function without its name: ``f(x) = x + 1`` and ``y = x + 1`` are ``x + 1``."""
    return _NAMED.sub("", text)


def in_signs(text: str) -> str:
    """``text`` with its words replaced; what is written in signs already stays as it is."""
    text = _TAIL.sub("", _LEAD.sub("", text.strip()))
    for pattern, sign in _PHRASES:
        text = pattern.sub(sign, text)
    return text
