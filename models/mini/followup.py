"""Questions that lean on the one before, written out: *and 35%?*, *what about the garage?*, *còn một năm thì sao?*"""

import re

from reckoner.core import Language, fold, language_of

from .dates import spans
from .dimensional import exchanged
from .figures import columns_of, is_priced, is_row, values_of
from .lexicon import MONEY, as_written, held, terms
from .times import FOLDED, NAMES, unit_of
from .units import unit_named, unit_names

_LEAD = r"(?:(?:and|so|ok|okay|now|then|what about|how about|what if|vậy|thế|còn|thế còn|vậy còn|bây giờ|giờ|the|con|vay|the con|vay con)[ ,]+)+(?:for |with |if |until |till |by |in |after |nếu |neu |là |la |đến |den |trong |sau )?(?:(?:there|we|it) (?:are|were|was) )?"
_TAIL = r"(?:\s*(?:of (?:the same(?: amount| number| price| total)?|it|that)|thì sao|thi sao|thì thế nào|instead|then|nhỉ|ạ))*\s*[?.!]*"
_SHARES = "tip|tax|vat|discount|off|deposit|interest|giảm giá|giam gia|thuế|thue|phí|phi|lãi|lai"
_CHANGED = re.compile(
    rf"{_LEAD}(?P<number>\d[\d.,]*)\s?(?P<unit>%|[^\W\d]*)(?: (?P<of>{_SHARES}))?{_TAIL}", re.IGNORECASE
)
_PEOPLE = r"(?:of us|people|persons|friends|kids|guests|người|nguoi|bạn|ban|đứa|dua)"
_AMONG = re.compile(rf"{_LEAD}(?P<number>\d+)(?: (?P<who>{_PEOPLE}))?{_TAIL}", re.IGNORECASE)
_SHARERS = re.compile(
    rf"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)(?= {_PEOPLE}\b)|(?<=between )\d+|(?<=among )\d+|(?<=split )\d+(?= ways)|"
    rf"(?:(?<=chia cho )|(?<=chia ))\d+",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"{_LEAD}(?P<word>at|of|off|on|when|tại|tai|khi|với|voi|của|cua)(?P<x> (?:x ?(?:=|is|bằng|bang|là|la) ?)?) ?[$€£]?(?P<number>-?\d[\d.,]*){_TAIL}",
    re.IGNORECASE,
)
_INTO = r"(?:in|into|to|ra|sang|thành|thanh|theo|tính bằng|tinh bang)"
_UNIT = re.compile(
    rf"(?:{_LEAD})?(?:what(?:'s| is) (?:it|that) )?(?:how many |(?:là |la )?(?:mấy|may|bao nhiêu|bao nhieu) |(?:đổi |doi )?{_INTO} )?"
    rf"(?P<unit>[^\W\d]+(?: [^\W\d]+)?)(?: (?:is that|is it|then|though|please|thì sao|thi sao|nhỉ|ạ))*\s*[?.!]*",
    re.IGNORECASE,
)
_COUNTED = r"(?:how many|bao nhiêu|bao nhieu|mấy|may)"
_ALONE = re.compile(rf"{_LEAD}(?:on |to |ngày |ngay )?_{_TAIL}", re.IGNORECASE)
_OTHER = re.compile(rf"{_LEAD}(?P<what>[^\d?]{{2,60}}?){_TAIL}", re.IGNORECASE)
_THE_ONE = re.compile(r"(?:the )?(?P<which>[\w-]+) one", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:(?:for|in|over|per|a|an|one|each|every|một|mỗi|cả|trong|1|mot|moi|ca)\s+)*(?:whole |full |entire )?(?:year|month|week|day|năm|tháng|tuần|ngày|nam|thang|tuan|ngay)",
    re.IGNORECASE,
)
_UNITS = "|".join(
    name
    for unit in ("day", "night", "week", "month", "year", "hour")
    for name in f"{NAMES[unit]}|{FOLDED[unit]}".split("|")
)
_SPAN = re.compile(
    rf"{_LEAD}(?:how much |what |is |that |it |would |be |thuê |thue |mua |ở |gửi |for |all |cả |ca )*(?P<number>\d+) (?P<unit>{_UNITS})"
    rf"(?: (?:thì|thi|hết|het|là|la|phải trả|phai tra|cost|be|tổng cộng|tong cong|bao nhiêu|bao nhieu|tiền|tien|đồng|dong))*{_TAIL}",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"how (?:much|many|long|far|often)|when|where|who|bao nhiêu|bao lâu|khi nào|ngày nào|ở đâu|bao xa|mấy giờ|"
    r"bao nhieu|bao lau|khi nao|ngay nao|o dau|bao xa|may gio",
    re.IGNORECASE,
)
_MANY_MOST = 1_000
"""As a number of things; from here on it may be a year or an amount."""
_PRICE = re.compile(
    r"\bhow much (?:is|are|was|were|for|do i pay|does .* cost)\b|\bprices?\b|\bcosts?\b|\bfees?\b|\bcharges?\b|\bphí\b|\bgo for\b|\bgiá\b|\bgia\b|bao nhiêu|bao nhieu|mấy tiền|may tien|mấy đồng|may dong",
    re.IGNORECASE,
)
_MANY = re.compile(
    rf"(?:{_LEAD})?(?:(?:how much for|lấy|mua|cho|xài|dùng|đặt|gọi|nếu|lay|xai|dung|dat|goi|neu|for|get|take|buy|order|i want|if i (?:buy|take|get|order)|make it) )+"
    rf"(?:mình |minh |tôi |toi |em |anh |me |us )?(?P<number>\d+)(?: ?(?P<unit>[^\W\d]+))?(?: [^\W\d]+){{0,2}}?"
    rf"(?: (?:thì|thi|hết|het|là|la|trả|tra|phải|phai|tốn|ton|mất|mat|bao nhiêu|bao nhieu|mấy|may|tiền|tien|tổng|tong|cộng|cong|tất cả|tat ca|ca|"
    rf"how much|is that|would|it|cost|be|in|total|altogether))*{_TAIL}",
    re.IGNORECASE,
)
_SENSES_OF_PRICE = frozenset(("~price", "~fee", "~pay"))
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
"""A day as values hold it."""
_LATER = re.compile(
    r"(?:and |what about |còn |vậy còn |thế còn )*(?:(?P<en>\d+ (?:days?|weeks?)) (?:later|after(?: that)?)|(?P<vi>\d+ (?:ngày|tuần)) (?:sau|nữa)(?: thì sao)?)",
    re.IGNORECASE,
)
_MONEY_ASKED = re.compile(r"how much|\bpay|\bpaid|\bcosts?\b|\bfees?\b|\btiền\b|\btien\b", re.IGNORECASE)
_YEAR = re.compile(rf"{_LEAD}(?:in )?(?:năm |nam )?(?P<year>[12]\d{{3}}){_TAIL}", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between|since|từ|tu|tính từ|kể từ)\b", re.IGNORECASE)
_THAT_DAY = re.compile(
    r"\b(?:(?:that|this)(?: (?:date|day))?|it|(?:ngày|hôm|lúc) (?:đó|ấy|này)|(?:ngay|hom|luc) (?:do|ay|nay)|đó|do)\b(?! (?:be|is|was)\b)",
    re.IGNORECASE,
)
_OF_DATES = re.compile(
    r"weekday|\bday|\bdate|\bweeks?\b|\bmonths?\b|thứ mấy|thu may|ngày|ngay|tuần|tuan", re.IGNORECASE
)
_WITH_RESULT = re.compile(
    r"\b(?:tru|cong|nhan|chia)(?: (?:di|cho|voi|them|bot))* (?:so do|so nay|ket qua)\b|"
    r"\b(?:minus|plus|times|subtract) (?:that|it)\b|\b(?:half|nua) (?:of|cua) (?:that|it|so do|no)\b"
)
"""The question itself says what is to be done with the result before it."""
_ENGLISH = re.compile(r"\b(?:from|what|with|how|is|are|find|solve|plot|convert|save|many|much)\b", re.IGNORECASE)
_LONGEST = 120
"""Characters of a question that leans on another."""
_SHORT = 7
"""Words up to which a question may not show its language, and takes that of the one before."""


def in_full(question: str, former: str) -> tuple[str, Language]:
    """``question`` with what it leaves to ``former``, the question before it; and its language."""
    asked = question.strip()
    language = language_of(asked)
    if not former or len(asked) > _LONGEST or _WITH_RESULT.search(fold(asked)):
        return question, language
    if len(asked.split()) <= _SHORT and language == "en" and not _ENGLISH.search(asked) and language_of(former) == "vi":
        language = language_of(f"{former} {asked}")
    if span := _SPAN.fullmatch(asked):
        number, unit = span["number"], span["unit"].removesuffix("s")
        return _with_span(former, number, unit, language) or _with_number(former, number, unit) or question, language
    if (dated := _with_date(asked, former, language)) is not None:
        return dated, language
    if whole := _with_another(asked, former):
        return whole, language
    if changed := _CHANGED.fullmatch(asked):
        return _with_changed(changed, former, language) or question, language
    if many := _MANY.fullmatch(asked):
        return _so_many(former, many["number"], many["unit"] or "", language) or question, language
    if named := _with_noun(asked, former, language):
        return named, language
    if (other := _OTHER.fullmatch(asked)) and len(other["what"].split()) <= 8:
        return _with_phrase(former, other["what"].strip(), language), language
    return _with_one_more(asked, former, language) or exchanged(asked, former, language) or question, language


def asks_price(question: str) -> bool:
    """Whether ``question`` asks what one of something costs."""
    return bool(_PRICE.search(question))


def of_row(question: str, row: str) -> str:
    """``question``, which names but a column of the ``row`` that was just told, with what that row is about; or nothing."""
    asked = _OTHER.fullmatch(question.strip())
    language = language_of(question)
    if asked is None or not is_row(row) or len(asked["what"].split()) > _SHORT:
        return ""
    columns = held(" ".join(columns_of(row)))
    said = [term for term in terms(asked["what"], language) if not term.forms & _SENSES_OF_PRICE]
    if not said or not all(term.stands_in(columns) for term in said):
        return ""
    name = _name_of(row)
    return f"{name} {asked['what']}?" if name else ""


_SO_MUCH = re.compile(rf"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>{unit_names()})(?!\w)")
_OF_IT = frozenset("come total then instead be much how many".split())


def so_much_of_row(question: str, row: str) -> str:
    """``question``, which names but an amount, as the price of so much of what the ``row`` that was just told is about."""
    found = list(_SO_MUCH.finditer(fold(question)))
    if len(found) != 1 or not is_row(row) or not any(map(is_priced, columns_of(row))):
        return ""
    amount, language = found[0], language_of(question)
    rest = f"{question[: amount.start()]} {question[amount.end() :]}"
    said = [each for each in terms(rest, language) if not each.forms & MONEY and each.text not in _OF_IT]
    name = _name_of(row)
    if unit_of(amount["unit"]) or re.search(r"\d", rest) or any(" " not in each.text for each in said) or not name:
        return ""
    written = question[amount.start() : amount.end()]
    return f"{written} {name} giá bao nhiêu tiền?" if language == "vi" else f"What do {written} of {name} cost?"


def _name_of(row: str) -> str:
    """The first cell in words."""
    return next((each for each in values_of(row) if re.search(r"[^\W\d_]{3}", each)), "")


def dated(question: str, value: str) -> str:
    """``question`` with the date that was just found, ``value``, in the place of *that day*; or as it is."""
    if not ISO.fullmatch(value) or not _OF_DATES.search(question) or spans(question, language_of(question)):
        return question
    if later := _LATER.fullmatch(question.strip(" ?.!")):
        day = "thứ mấy" if later["vi"] else "what weekday is"
        return f"{later['vi']} sau {value} là {day}" if later["vi"] else f"{day} {later['en']} after {value}"
    if _FROM.search(question) or _MONEY_ASKED.search(question):
        return question  # From another day, which is told in words; or "that" is no day.
    return _THAT_DAY.sub(value, question, count=1)


def _with_changed(changed: re.Match[str], former: str, language: Language) -> str:
    """``former`` with another number, or so many of what it asks the price of; nothing where neither can be meant."""
    number, unit = changed["number"], changed["unit"].strip()
    if changed["of"] and (unit != "%" or fold(changed["of"]) not in fold(former)):
        return ""  # A share of something else comes on top of the answer.
    return _with_number(former, number, unit) or _so_many(former, number, unit, language)


def _with_another(asked: str, former: str) -> str:
    """``former`` at another place, among others or in another unit, where that is all of ``asked``; or nothing."""
    if (among := _AMONG.fullmatch(asked)) and (whole := _among(former, among["number"], bool(among["who"]))):
        return whole
    if (placed := _PLACE.fullmatch(asked)) and (whole := _with_place(former, placed["word"], placed["number"])):
        return whole
    unit = _UNIT.fullmatch(asked)
    return _with_unit(former, unit["unit"]) if unit else ""


def _so_many(former: str, number: str, unit: str, language: Language) -> str:
    """So many of what ``former`` asks the price of; nothing where the number may be of another kind."""
    counted = not unit or (unit.isalpha() and not unit_named(fold(unit)) and not unit_of(fold(unit).removesuffix("s")))
    if not counted or not number.isdigit() or int(number) >= _MANY_MOST or not _PRICE.search(former):
        return ""
    return f"mua {number} cái thì hết bao nhiêu" if language == "vi" else f"and {number} of them?"


def _with_date(asked: str, former: str, language: Language) -> str | None:
    """``former`` with its last date replaced by the one that is all of ``asked``."""
    new, old = spans(asked, language), spans(former, language)
    if (year := _YEAR.fullmatch(asked)) and len(old) == 1 and (told := re.search(r"\b[12]\d{3}\b", former)):
        return former[: told.start()] + year["year"] + former[told.end() :]
    if len(new) != 1 or not old:
        return None
    (start, end), (first, last) = new[0], old[-1]
    if not _ALONE.fullmatch(f"{asked[:start]}_{asked[end:]}"):
        return None
    new_date, year = asked[start:end], re.search(r"\b\d{4}\b", former[first:last])
    if year and not re.search(r"\d{4}", new_date):
        new_date += f"/{year[0]}" if "/" in new_date else f" năm {year[0]}" if language == "vi" else f", {year[0]}"
    return former[:first] + new_date + former[last:]


_MEAN = re.compile(r"\b(?:mean|average|avg|trung bình|trung binh|tb)\b", re.IGNORECASE)
_ONE_OF_THEM = re.compile(
    r"\b(?:1|một|mot|another|a) (?:con|điểm|diem|số|so|bài|bai|mark|number) (?=\d)", re.IGNORECASE
)
_ADDED = re.compile(r"\b(?:add|added|adding|include|including|them|thêm|cộng thêm)\b", re.IGNORECASE)


def _with_one_more(asked: str, former: str, language: Language) -> str:
    """``former``, which asks for a mean, with the one number that ``asked`` adds to it; or nothing."""
    asked = _ONE_OF_THEM.sub("", asked)
    numbers = re.findall(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])", asked)
    listed = list(re.finditer(r"(?<![\w.,])\d+(?:[.,]\d+)?(?![\w])", former))
    if len(numbers) != 1 or len(listed) < 2 or not _MEAN.search(former) or not _ADDED.search(asked):
        return ""
    if re.sub(r"[\d.,\s]|and|và|va|,", "", former[listed[0].start() : listed[-1].end()]):
        return ""  # The numbers are no list.
    every = ", ".join((*(each[0] for each in listed), numbers[0]))
    return f"trung bình cộng của {every} là bao nhiêu?" if language == "vi" else f"What is the average of {every}?"


def _among(former: str, number: str, people: bool) -> str:
    """``former``, which shares something, with so many who share; nothing where it shares nothing."""
    places = list(_SHARERS.finditer(former))
    if len(places) != 1 or not (people or re.search(r"\bsplit|\bshare|\bchia", former, re.IGNORECASE)):
        return ""
    return f"{former[: places[0].start()]}{number}{former[places[0].end() :]}"


def _with_number(former: str, number: str, unit: str) -> str:
    """``former`` with its one number, the one that it asks for, or the first in ``unit``, replaced."""
    pattern = rf"\d[\d.,]*\s?{re.escape(unit)}" if unit else r"\d[\d.,]*(?<![.,])"
    places = list(re.finditer(pattern, former))
    if len(places) != 1:
        places = _asked_for(former, places) or places
    if len(places) != 1 and not (unit and places):
        return ""
    first = places[0]
    return f"{former[: first.start()]}{number}{first[0].lstrip('0123456789.,')}{former[first.end() :]}"


def _asked_for(former: str, places: list[re.Match[str]]) -> list[re.Match[str]]:
    """The one of ``places`` that the question itself holds: *5 kg cost 6.50, what's 1 kg?*, *…, 100 km hết mấy lít?*"""
    *_, asks = [None, *_ASKED.finditer(former)]
    if asks is None:
        return []
    behind = [each for each in places if each.start() >= asks.end()]
    clause = max((found.end() for found in re.finditer(r"[,.;?!] ", former[: asks.start()])), default=-1)
    before = [each for each in places if 0 <= clause <= each.start() < asks.start()]
    return next((each for each in (behind, before) if len(each) == 1), [])


_ASKED = re.compile(
    r"\b(?:how (?:much|many|long|far)|what(?:'?s)?|bao nhiêu|bao nhieu|bao lâu|bao lau|mấy|thì|thi)\b", re.IGNORECASE
)
_PRONOUN: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:they|them|those|these|it)\b(?! be\b)", re.IGNORECASE),
    "vi": re.compile(r"^(?:nó|chúng|cái đó|món đó|thứ đó)\b", re.IGNORECASE),
}
_SPOKEN_OF: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"how (?:many|much) (?:(?:is|are|does|do|did|for) )?(?P<what>(?:the |our |my )?[a-z][a-z' -]{2,30}?) (?:are|is|do|does|did|have|has|in|cost|costs|weigh|weighs)\b|"
        r"(?:what|when|where)(?:'s| is| are| does| do| did) (?P<what2>(?:the |our |my )[a-z' -]{3,30}?)(?: (?:cost|open|close|start|end|weigh)s?\b|\?|$)",
        re.IGNORECASE,
    ),
    "vi": re.compile(r"^(?P<what>\D{4,40}?) (?:có|là|giá|giặt|chạy|ở|được|mấy|bao nhiêu|nặng|dài|mở)\b", re.IGNORECASE),
}
_QUESTION_WORD = re.compile(
    r"\b(?:what|how|when|where|who|which|mấy|bao nhiêu|bao lâu|khi nào|ở đâu|ai|gì)\b", re.IGNORECASE
)


def _with_noun(asked: str, former: str, language: Language) -> str:
    """``asked`` with what ``former`` speaks of in the place of its pronoun; nothing where it has none, or computes."""
    pronoun, spoken = _PRONOUN[language].search(asked), _SPOKEN_OF[language].search(former)
    if not pronoun or not spoken or re.search(r"\d", asked) or not _QUESTION_WORD.search(asked):
        return ""
    what = next(value for value in spoken.groups() if value)
    return f"{asked[: pronoun.start()]}{what}{asked[pronoun.end() :]}"


def _with_place(former: str, word: str, number: str) -> str:
    """``former`` with the number behind ``word`` replaced; nothing where none stands there."""
    place = re.compile(rf"(\b{word} (?:x ?(?:=|is|bằng|bang|là|la) ?)?[$€£]?)-?\d[\d.,]*(?<![.,])", re.IGNORECASE)
    return place.sub(rf"\g<1>{number}", former, count=1) if place.search(former) else ""


def _with_unit(former: str, unit: str) -> str:
    """``former``, which asks for something in one unit, asking for it in ``unit``; nothing where it does not."""
    named = unit_named(fold(unit))
    if not named and not unit_of(fold(unit)):
        return ""
    for lead in (_COUNTED, _INTO):
        for found in re.finditer(rf"\b{lead} ([^\W\d]+(?: [^\W\d]+)?|[^\W\d]+)", former, re.IGNORECASE):
            for old in (found[1], found[1].split()[0]):
                start = found.start(1)
                if unit_named(fold(old)) or unit_of(fold(old)):
                    return former[:start] + unit + former[start + len(old) :]
    # "Days between …, and in weeks?"
    days = re.search(r"\b(?:days|weeks|months|years)\b", former)
    return f"{former[: days.start()]}{unit}{former[days.end() :]}" if days and unit_of(fold(unit)) else ""


def _with_span(former: str, number: str, unit: str, language: Language) -> str:
    """``former``, which asks for one day, asking for so many."""
    one = re.search(rf"(?:(?:per|an?|each|every|one|một|mỗi|mot|moi|1) ){unit}\b", former, re.IGNORECASE)
    if one is None:
        return ""
    span = f"{number} {unit}" if language == "vi" else f"for {number} {unit}s"
    return former[: one.start()] + span + former[one.end() :]


def _with_phrase(former: str, phrase: str, language: Language) -> str:
    """What ``former`` asks, of ``phrase``."""
    bare = former.rstrip(" ?.!")
    if _PERIOD.fullmatch(phrase):
        return f"{re.sub(rf' *{_PERIOD.pattern}$', '', bare, flags=re.IGNORECASE)} {phrase}"
    if one := _THE_ONE.fullmatch(phrase):
        return re.sub(r"\bthe [\w-]+ (?=[\w-]+)", f"the {one['which']} ", bare, count=1)
    kept = [term.text for term in terms(former, language) if any(form.startswith("~") for form in term.forms)]
    own = fold(phrase)
    asks = _ASKS.search(former)
    said = [each for each in kept if each not in own]
    if asks and not any(fold(asks[0]) in each for each in (own, *said)):
        said.append(fold(asks[0]))
    return " ".join((phrase, *(as_written(each, former) for each in dict.fromkeys(said)))) + "?"
