"""Which of our languages a text is in, and its letters without diacritics."""

import re
import unicodedata
from functools import lru_cache

from .wording import Language

# Letters that Vietnamese alone uses among the languages written in Latin letters.
_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]", re.IGNORECASE)
# Words of Vietnamese typed without diacritics that are no English words.
_TYPED = frozenset(
    [
        "bao",
        "nhieu",
        "cua",
        "tinh",
        "va",
        "voi",
        "khong",
        "bang",
        "nhung",
        "cho",
        "ngay",
        "giai",
        "phuong",
        "trinh",
        "dao",
        "tich",
        "phan",
        "toi",
        "doi",
        "sang",
        "nghin",
        "trieu",
        "dong",
        "luu",
        "vao",
        "tep",
        "nhan",
        "roi",
        "tai",
        "lieu",
        "gia",
        "tien",
        "bieu",
        "thuc",
        "thi",
        "duoc",
        "mot",
        "nguoi",
        "hop",
        "thoi",
        "nao",
        "thang",
        "nam",
        "ket",
        "qua",
        "tong",
        "hieu",
        "nhat",
        "hoi",
        "xin",
        "chao",
        "gui",
        "xuat",
        "dien",
        "thue",
        "luong",
        "trung",
        "binh",
        "cong",
        "tru",
        "so",
        "gi",
        "dau",
        "lai",
        "nhu",
        "the",
        "khi",
        "nay",
        "do",
        "hai",
        "ba",
        "bon",
        "rut",
        "gon",
    ]
) - {"do", "so", "gi", "the", "dong", "cho", "sang", "gia", "nam"}


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """``text`` in small letters without diacritics, ``đ`` as ``d``; it keeps its length if it is in NFC."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text.lower()).replace("đ", "d")


def language_of(text: str) -> Language:
    """``vi`` for Vietnamese, typed with or without diacritics; ``en`` for anything else."""
    if _VIETNAMESE.search(unicodedata.normalize("NFC", text)):
        return "vi"
    words = re.findall(r"[a-z]+", fold(text))
    known = sum(word in _TYPED for word in words)
    return "vi" if known >= 2 and known >= len(words) / 4 else "en"


_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“(\[]?[A-ZÀ-ỸĐ\d])|\n+|(?<=[。！？])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|e\.g|i\.e|approx|Inc|Ltd|Co|TP|ThS|TS|GS|[A-Z])\.|"
    r"(?:^|\n|Điều |Mục |Khoản |Section |Article )\d{1,2}\.)$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of ``text`` lie, as ``(start, end)``; blank stretches are left out."""
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match[0] and _ABBREVIATION.search(text[start : match.start()][-14:]):
            continue
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    return [_stripped(text, *span) for span in found if text[slice(*span)].strip()]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
