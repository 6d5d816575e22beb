"""Numbers as people write them, in both languages, rewritten as a computer reads them: ``2,5 triệu`` is ``2500000``."""

import re
import unicodedata
from decimal import Decimal

from reckoner.core import Language, fold

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?![\d])")
_MONEY = r"quid|bucks|dollars?|usd|euros?|eur|vnd|dong|d|₫"
_SIGN = re.compile(r"[$€£₫](?=\s?\d)")
_AFTER = re.compile(rf"(?<=\d)\s?(?:{_MONEY}|\$|€|£)(?![\w])")
_SCALES = {
    "tram": 100,
    **dict.fromkeys(("k", "thousand", "nghin", "ngan"), 10**3),
    **dict.fromkeys(("million", "millions", "trieu", "tr"), 10**6),
    **dict.fromkeys(("billion", "billions", "bn", "ty", "ti"), 10**9),
}
_SCALED = re.compile(rf"(\d+(?:\.\d+)?)\s?({'|'.join(sorted(_SCALES, key=len, reverse=True))})(\s+ruoi)?(?!\w)")

_PART_OF_ONE = {"half": ".5", "quarter": ".25"}

# One million and 200 thousand, after both were written out: 1000000 200000.
_JOINED = re.compile(r"\b(\d+000000) (\d{4,6})\b(?! ?%)|\b(\d+000000000) (\d{7,9})\b(?! ?%)")

_UNITS = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_BIG = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORDS = "|".join((*_UNITS, *_TENS, *_BIG))
_SPELT = re.compile(rf"\b(?:{_WORDS})(?:[ -](?:and )?(?:{_WORDS}))*\b")
_SYLLABLES = {word: value for value, word in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])} | {
    "mốt": 1, "tư": 4, "lăm": 5, "bẩy": 7,
}  # fmt: skip
_SCALES_VI = {"mươi": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000}
_ANY_VI = "|".join((*_SYLLABLES, *_SCALES_VI, "mười"))
_SPELT_VI = re.compile(
    rf"\b(?:{'|'.join(_SYLLABLES)}|mười)(?: (?:{_ANY_VI}|lẻ|linh))+\b|\bmười\b|"
    r"(?<!thịt )\b(?:hai|ba|bốn|năm|sáu|bảy|tám|chín)(?= (?:lần|người|cái|quyển|kg|phần|tuần|ngày|tháng|năm|giờ|phút|bạn|ký|tạ|yến|tấn|mét|km|cm|lít|gam|sào|chỉ|lượng|dặm|hecta|lớp|con|chai|hộp|gói|thùng|ly|viên|lon|quả|bao|bó|túi|miếng|chiếc|phòng|suất|vé|lượt|lạng|đứa|bát|tô|ổ|giai thừa|bình phương|lập phương)\b)|"
    r"(?<=chia )(?:hai|ba|bốn|năm|sáu|bảy|tám|chín)\b|(?<=nhân )(?:hai|ba|bốn|năm|sáu|bảy|tám|chín)\b",
    re.IGNORECASE,
)
# Typed without diacritics, where "nam" is five and a year: only with a word of scale, or beside a sign of calculation.
_WRITTEN = {fold(word): word for word in (*_SYLLABLES, *_SCALES_VI, "mười", "lẻ", "linh") if word != "không"}
_WRITTEN |= {"muoi": "mươi", "nam": "năm", "tu": "tư"}
_DIGIT_BARE = "mot|hai|ba|bon|nam|sau|bay|tam|chin"
_SPELT_BARE = re.compile(
    rf"\b(?:{_DIGIT_BARE}|muoi)(?: (?:{'|'.join(_WRITTEN)}))*(?: (?:muoi|tram|nghin|ngan|trieu))(?: (?:{'|'.join(_WRITTEN)}))*\b|"
    rf"\bmuoi (?:{_DIGIT_BARE}|lam)\b|(?<=nhan )(?:{_DIGIT_BARE})\b|(?<=chia )(?:{_DIGIT_BARE})\b|"
    rf"(?<=cong )(?:{_DIGIT_BARE})\b|(?<=tru )(?:{_DIGIT_BARE})\b"
)
_WORDLESS = re.compile(r"[^a-wyzà-ỹđ]*", re.IGNORECASE)


# Written as they are said: 7 dollars 45 cents, 2 triệu 5, 1tr2.
_CENTS = re.compile(
    r"(\d+) ?(?:dollars?|euros?|\$)(?:,? and)? (\d{1,2})(?: ?cents?\b|(?=[ ?.]*$| (?:plus|minus|and|times)\b))",
    re.IGNORECASE,
)
_ONLY_CENTS = re.compile(r"\b(\d{1,2}) ?cents?\b", re.IGNORECASE)
_TENTHS = re.compile(
    r"\b(\d+) ?(triệu|trieu|tr|tỷ|ty|tỉ) ?(\d)(?!\d|[.,]\d)(?= *$|[?.,]| (?:cộng|trừ|nhân|chia|thì|còn|mà|nữa|cong|tru|nhan|thi|con|ma|nua)\b| ?[-+*/=])",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(
    r"\b(\d+) ?(?:triệu|trieu|tr) ?(\d{3})(?: ?(?:k|nghìn|ngàn|nghin|ngan)\b|(?= ?(?:đồng|dong|đ|d)\b)|"
    r"(?= *$|[?.,](?!\d)| (?:cộng|trừ|nhân|chia|thì|còn|mà|nữa|cong|tru|nhan|thi|con|ma|nua)\b| ?[-+*/=]))",
    re.IGNORECASE,
)
_COMPACT_THOUSANDS = re.compile(r"\b(\d+)(?:tr|triệu|trieu)(\d{3})(?!\d|\w)", re.IGNORECASE)
_COMPACT = re.compile(r"\b(\d+)(tr|tỷ|ty|tỉ)(\d)(?![.,]\d|\w)", re.IGNORECASE)
_PER_CENT = re.compile(r"\b(?:per cent|pct)\b", re.IGNORECASE)
_MINUS = re.compile(r"(?:\bnegative|\bâm|(?<=^)minus(?! [\d.,]+$)|(?<=is )minus|(?<='s )minus) (?=\d)", re.IGNORECASE)


def canonical(text: str, language: Language, *, coin: str = "") -> str:
    """``text`` in NFC with every number in plain digits and a point, and the signs of money taken off.

    Args:
        text: What a person wrote.
        language: The text's.
        coin: What stands in the place of a sign or a name of money, beside the number; a Vietnamese number that is told
            in thousands or millions is taken for money, too.
    """
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    text = _PER_CENT.sub("percent", _MINUS.sub("-", spelt_out(text, language)))
    if language == "en":
        text = _CENTS.sub(lambda match: f"{match[1]}.{match[2]:0>2} dollars", text)
        if re.search(r"dollars?|\$|how much|\bcosts?\b|\bpay\b", text) and not re.search(r"(?:many|in) cents", text):
            text = _ONLY_CENTS.sub(lambda match: f"0.{match[1]:0>2} dollars", text)
    point = "," if language == "vi" else "."
    for tenths in (_COMPACT, _TENTHS):
        text = tenths.sub(lambda match: f"{match[1]}{point}{match[3]} {match[2]}", text)
    text = _COMPACT_THOUSANDS.sub(lambda match: f"{int(match[1]) * 1000 + int(match[2])} nghìn", text)
    text = _THOUSANDS.sub(lambda match: f"{int(match[1]) * 1000 + int(match[2])}000", text)
    style = _style(text, language)
    text = _NUMBER.sub(lambda match: _plain(match[0], style), text)
    text = _SIGN.sub(coin, text)
    text = re.sub(r"(?<![\w.])\.(?=\d)", "0.", text)
    text = re.sub(
        r"\b(\d+) and a (half\b|quarter\b(?! of))",
        lambda match: match[1] + _PART_OF_ONE[match[2].lower()],
        text,
        flags=re.IGNORECASE,
    )
    # "5 ngăn" are shelves; "5 ngàn" are thousands.
    shelves, whole = {each.start() for each in re.finditer(r"ngăn\b", text, re.IGNORECASE)}, text
    behind = coin if language == "vi" else ""
    text = _over_folded(
        _SCALED,
        text,
        lambda match: whole[match.start() : match.end()] if match.start(2) in shelves else f"{_scaled(match)}{behind}",
    )
    text = _over_folded(_JOINED, text, lambda match: str(sum(int(each) for each in match.groups() if each)))
    return _over_folded(_AFTER, text, lambda match: coin)


def _style(text: str, language: Language) -> Language:
    """How the numbers of ``text`` are written: a bare calculation may use either way."""
    if language == "vi" or re.search(r"\d{1,3}(?:\.\d{3}){2,}", text):
        return "vi"
    bare = _WORDLESS.fullmatch(text) and not re.search(r"[\[(]\s*-?\d+(?:,\s*-?\d+)+\s*[\])]", text)
    written = re.findall(r"\d+(?:[.,]\d+)*", text)
    if bare and len(written) > 1 and all(re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", each) for each in written):
        return "vi"  # 15.400 + 27.850: prices, more likely than thousandths of both.
    return "vi" if bare and re.search(r"\d\.000\b|\d,\d{1,2}\b(?!,)", text) else "en"


def currency(text: str) -> str:
    """The one currency that ``text`` speaks of, as a sign, or nothing."""
    found = currencies(text)
    return found[0] if len(found) == 1 else ""


def currencies(text: str) -> list[str]:
    """The currencies that ``text`` speaks of, as signs."""
    folded = fold(unicodedata.normalize("NFC", text)).replace("_", " ")
    return [sign for sign, pattern in _CURRENCIES.items() if pattern.search(folded)]


_CURRENCIES = {
    "$": re.compile(r"\$|\bdollars?\b|\busd\b"),
    "€": re.compile(r"€|\beuros?\b|\beur\b"),
    "£": re.compile(r"£|\bgbp\b|\bquid\b"),
    "₫": re.compile(r"₫|\bvnd\b|\bdong\b|(?<=\d)\s?d\b|\b(?:nghin|ngan|trieu)\b"),
}


def _plain(number: str, language: Language) -> str:
    """One written number in plain digits. Where grouping and decimals look alike, the language decides."""
    if "," in number and "." in number:
        point = max(number.rfind(","), number.rfind("."))
        whole, part = re.sub(r"[.,]", "", number[:point]), number[point + 1 :]
        return f"{whole}.{part}" if number.count(number[point]) == 1 else whole + part
    mark = "," if "," in number else "."
    groups = number.split(mark)
    grouped = len(groups) > 1 and 0 < len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if mark == "," and grouped and groups[0] != "0":
        return "".join(groups)
    if mark == "." and grouped and (len(groups) > 2 or (language == "vi" and groups[0] != "0")):
        return "".join(groups)
    return ".".join(groups) if mark == "." or (language == "vi" and len(groups) == 2) else number


def _scaled(match: re.Match[str]) -> str:
    number = Decimal(match[1]) + (Decimal("0.5") if match[3] else 0)
    return f"{(number * _SCALES[match[2]]).normalize():f}"


def _over_folded(pattern: re.Pattern[str], text: str, replace: object) -> str:
    """Replace in ``text`` what ``pattern`` finds in its folded copy; both have the same length."""
    assert callable(replace)
    parts, end = [], 0
    for match in pattern.finditer(fold(text)):
        parts += [text[end : match.start()], str(replace(match))]
        end = match.end()
    return "".join((*parts, text[end:]))


def spelt_out(text: str, language: Language) -> str:
    """``text`` with the numbers that are written as words in digits."""
    if language == "vi" and text.lower() == fold(text):
        return _over_folded(_SPELT_BARE, text, _bare_syllables)
    if language == "vi":
        return _SPELT_VI.sub(_syllables, text)
    return _over_folded(_SPELT, text, _english)


def spelt(text: str, language: Language) -> list[tuple[int, int]]:
    """Where numbers are written as words."""
    if language == "en":
        return [match.span() for match in _SPELT.finditer(fold(text)) if match[0] not in _BIG]
    if text.lower() == fold(text):
        return [match.span() for match in _SPELT_BARE.finditer(text.lower())]
    return [match.span() for match in _SPELT_VI.finditer(text)]


def _english(match: re.Match[str]) -> str:
    words = [word for word in re.split(r"[ -]", match[0]) if word != "and"]
    # A lone "one" is a pronoun more often than a number; a lone scale belongs to the digits before it.
    if words == ["one"] or words[0] in _BIG:
        return match[0]
    total = current = 0
    for word in words:
        if word in _BIG:
            current *= _BIG[word]
            total, current = (total + current, 0) if word != "hundred" else (total, current)
        else:
            current += _UNITS.get(word, _TENS.get(word, 0))
    return str(total + current)


def _bare_syllables(match: re.Match[str]) -> str:
    words = [_WRITTEN[word] for word in match[0].split()]
    if words[0] == "mươi":
        words[0] = "mười"
    return _number_of(words)


def _syllables(match: re.Match[str]) -> str:
    words = match[0].lower().split()
    # "hai năm" is two years; only a word of scale makes a run of syllables one number.
    if len(words) > 1 and not {*words} & {*_SCALES_VI, "mười"}:
        return match[0]
    return _number_of(words)


def _number_of(words: list[str]) -> str:
    total = current = 0
    for word in words:
        if word == "mười":
            current += 10
        elif word in ("mươi", "trăm"):
            # "hai trăm năm mươi": the tens multiply only the last syllable.
            last = current % 10 or (1 if not current else 0)
            current = current - current % 10 + last * _SCALES_VI[word] if word == "mươi" else (current or 1) * 100
        elif word in _SCALES_VI:
            total, current = total + (current or 1) * _SCALES_VI[word], 0
        else:
            current += _SYLLABLES.get(word, 0)
    return str(total + current)
