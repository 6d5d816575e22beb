"""Which of our languages a text is in, and its letters without diacritics."""

import re
import unicodedata

from .syllables import is_syllable, leaning
from .wording import Language

# Letters that Vietnamese alone uses among the languages written in Latin letters.
_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.IGNORECASE)
# Letters that Vietnamese shares with other languages written with accents.
_ACCENTED = re.compile("[àáâãèéêìíòóôõùúý]", re.IGNORECASE)
# Words of Vietnamese typed without diacritics: those that are no English words, and those that are.
_OWN = frozenset(
    (
        "bao nhieu cua tinh va voi khong bang nhung ngay giai phuong trinh dao tich toi doi nghin trieu luu vao tep "
        "nhan roi tai lieu tien bieu thuc thi duoc mot nguoi hop thoi nao thang nam ket qua tong hieu nhat hoi xin "
        "chao gui xuat dien thue luong trung cong tru dau lai nhu khi nay bon rut gon giup minh vang hom moi tuan "
        "mua sao bac hinh chu vuong tron vi canh rong kinh lan phut giay gio tieng muoi tram ngan nhe thi thu cach "
        "nua truoc mai hoc phi ngay le vay con lai gia so dong mui theo nhung cung nhanh viet bai tho nuoc nha xe "
        "tuoi ten ai mu bn nhiu"
    ).split()
) - frozenset(["dong", "so", "gia", "con", "ai", "vi", "mai", "le"])
_SHARED = frozenset(
    ("la cho sang ban em can do may hay met con dam gap ba an chi so gi the gia dong nam hai co o tu den").split()
)


_STACKED = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{16})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def composed(text: str) -> str:
    """``text`` in NFC and storable; letters with more than sixteen marks lose the others, which would take long."""
    return unicodedata.normalize("NFC", _STACKED.sub(r"\1", writable(text)))


def writable(text: str) -> str:
    """``text`` as it can be stored: half characters, as names of another encoding hold them, become ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(value: object) -> bool:
    """Whether a text, or a list of texts, holds nothing that no database and no network takes; other values do not."""
    texts = value if isinstance(value, list) else [value]
    return not any(isinstance(text, str) and _UNSTORABLE.search(text) for text in texts)


class _Bare(dict[int, str]):
    """Letters without diacritics, by code; each is looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFD", chr(code))[0]
        return self[code]


_BARE = _Bare({ord("đ"): "d"})


def fold(text: str) -> str:
    """``text`` in small letters without diacritics, ``đ`` as ``d``; it keeps its length."""
    return text.lower() if text.isascii() else lowered(text).translate(_BARE)


def lowered(text: str) -> str:
    """``text`` in small letters; it keeps its length, which only this one letter would change."""
    return text.replace("İ", "I").lower()


def language_of(text: str) -> Language:
    """``vi`` for Vietnamese, typed with or without diacritics; ``en`` for anything else."""
    if _VIETNAMESE.search(unicodedata.normalize("NFC", text)):
        return "vi"
    words = re.findall(r"[a-z]+", fold(text))
    own, shared = sum(word in _OWN for word in words), sum(word in _SHARED for word in words)
    if own and _ACCENTED.search(text) and own + shared >= len(words) / 3:
        return "vi"
    if own and len(words) > 2 and own + shared >= 0.75 * len(words):
        return "vi"
    if (own >= 2 or own >= len(words) / 2 > 0) and own + shared >= len(words) / 3:
        return "vi"
    ours, theirs = leaning(words)
    # A name has a capital; "thêm" has none.
    marked = any(
        is_syllable(fold(word)) for word in re.findall(r"[^\W\d_]+", text) if word.islower() and not word.isascii()
    )
    return "vi" if ours > theirs or (marked and ours == theirs) else "en"


# Dots that lead the eye to a price or a page end nothing.
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<! \.\.)(?<! \.\.\.)(?<!\.\.\.\.)(?<!\. \.)[\"”’)\]]*\s+(?=[\"“(\[]?[A-ZÀ-ỸĐ\d])|\n+|(?<=[。！？])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|e\.g|i\.e|approx|Inc|Ltd|Co|TP|ThS|TS|GS|[A-Z])\.|"
    r"(?:^|\n|# |Điều |Mục |Khoản |Section |Article )\d{1,2}\.)$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` lie, as ``(start, end)``; blank stretches are left out."""
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match[0] and _ABBREVIATION.search(text[max(start, match.start() - 14) : match.start()]):
            continue
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    return [_stripped(text, *span) for span in found if text[slice(*span)].strip()]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
