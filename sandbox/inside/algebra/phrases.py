"""Mathematics in words of English and Vietnamese, as signs: ``x squared plus 2`` → ``x**2 + 2``."""

import re
from typing import Any

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
        (r"\b(?:the )?cube root of \(?([\w.]+)\)?|\bcăn bậc ba (?:của )?\(?([\w.]+)\)?", r"cbrt(\1\2)"),
        (r"\b(?:the )?square root of (?=\()|\bcăn (?:bậc hai )?(?:của )?(?=\()", "sqrt"),
        (r"\b(?:the )?square root of ([\w.]+)|\bcăn (?:bậc hai )?(?:của )?([\w.]+)", r"sqrt(\1\2)"),
        (r"([\w.]+)\s+mod(?:ulo)?\s+([\w.]+)", r"Mod(\1, \2)"),
        (r"\b(?:negative |minus )infinity\b|\bâm vô cực\b|-\s*vô cực\b", "-oo"),
        (r"\s*\bto the (?:power(?: of)?)\s+|\s*\bmũ\s+|\s*\blũy thừa\s+", "**"),
        (r"\s*\b(?:squared|bình phương)\b", "**2"),
        (r"\s*\b(?:cubed|lập phương)\b", "**3"),
        (r"\bplus\b|\bcộng(?: với)?\b", "+"),
        (r"\bminus\b|\btrừ(?: đi)?\b", "-"),
        (r"\btimes\b|\bmultiplied by\b|\bnhân(?: với)?\b", "*"),
        (r"\bdivided by\b|\bover\b|\bchia(?: cho)?\b", "/"),
        (r"\b(?:is )?(?:greater than or equals?(?: to)?|at least)\b|\blớn hơn hoặc bằng\b", ">="),
        (r"\b(?:is )?(?:less than or equals?(?: to)?|at most)\b|\b(?:nhỏ|bé) hơn hoặc bằng\b", "<="),
        (r"\b(?:is )?greater than\b|\blớn hơn\b", ">"),
        (r"\b(?:is )?less than\b|\b(?:nhỏ|bé) hơn\b", "<"),
        (r"\b(?:equals?|is equal to|bằng)\b", "="),
        (r"\binfinity\b|\b(?:dương )?vô cực\b", "oo"),
    )
]


def unnamed(text: str) -> str:
    """A function without its name: ``f(x) = x + 1`` and ``y = x + 1`` are ``x + 1``."""
    return _NAMED.sub("", text)


_BOUNDS = (
    (re.compile(r"^(.*?)\s+(?:from|từ)\s+(\S+)\s+(?:to|đến|tới)\s+(\S+)\s*$", _FLAGS), ("lower", "upper")),
    (
        re.compile(
            r"^(.*?)\s+(?:as|when|khi)\s+[a-z]\s*"
            r"(?:approaches|goes to|tends to|tiến tới|tiến đến|tiến về|dần tới|dần đến|->|→)\s*(\S.*?)\s*$",
            _FLAGS,
        ),
        ("point",),
    ),
    (re.compile(r"^(.*?)\s+(?:at|tại)\s+[a-z]\s*=\s*(\S+)\s*$", _FLAGS), ("point",)),
)


def with_bounds(task: dict[str, Any]) -> dict[str, Any]:
    """``task`` with the bounds and the point that its expression names in words."""
    for pattern, names in _BOUNDS:
        match = pattern.match(task["expression"])
        if match and not any(task.get(name) for name in names):
            told = {name: in_signs(value) for name, value in zip(names, match.groups()[1:], strict=True)}
            return {**task, "expression": match[1], **told}
    return task


def in_signs(text: str) -> str:
    """``text`` with its words replaced; what is written in signs already stays as it is."""
    text = _TAIL.sub("", _LEAD.sub("", text.strip()))
    for pattern, sign in _PHRASES:
        text = pattern.sub(sign, text)
    return text
