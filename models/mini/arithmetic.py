"""Calculations said in words, as a formula: ``15% of $240 plus 10`` is ``(240*15/100)+10``.

The ways of saying are in ``patterns/arithmetic.toml``. What is not understood to the last number is not understood.
"""

import re
from dataclasses import dataclass
from functools import cache

from reckoner.core import fold

from .formula import Formula
from .patterns import patterns
from .reach import A_DATE, AND_ME, is_story, named_number, other_time, unread
from .solver.parts import with_fractions

_ATOM = r"(?:(?<![\d.])-?\d+(?:\.\d+)?|(?:[A-Za-z]+\d*)?\((?:[^()]|\([^()]*\))*\)|#\d+)"
_LIST = rf"(?P<list>{_ATOM}(?:(?:, ?(?:and |va )?| and | va | ?& ?|; ?){_ATOM})+)"
_FUNCTIONS = frozenset(("sqrt cbrt factorial abs log ln sin cos tan exp Mod Max Min mean median round pi comb").split())
_USUAL = frozenset(
    (
        "what is whats s the value of calculate compute evaluate work out how much find solve please result equals "
        "equal to give me can you tell do does make tinh bang bao nhieu la ket qua cua gia tri bieu thuc phep hay "
        "giup minh toi cho bn vay nhi may thi duoc va and a x by total sum so con nhi"
    ).split()
)
_PHRASES = 40
"""So many phrases of one text are read at most."""
_NUMBERS_BESIDE = re.compile(r"\d\s+[\d#]")
_BESIDE = re.compile(r"\)\s+[\d#]|[\d)]\s+\(\s*[-(\d#]")
"""What words have put side by side is not multiplied, as signs alone would be: *2 (3+4)*."""
_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|#\d+|\*\*|[+\-*/^(),!]|[A-Za-z_]+\d*|%|[^\s\w])")


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    gives: str
    unit: str
    bare: bool
    """Whether precedence is left to the signs, as in ``10 minus 5 plus 3``."""
    words: frozenset[str]
    """Those that it names."""


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            _compiled(each["when"]),
            each["gives"],
            each.get("unit", ""),
            each.get("bare", False),
            _words_of(each["when"]),
        )
        for each in patterns("arithmetic")["rule"]
    )


def _compiled(when: str) -> re.Pattern[str]:
    spelt = re.sub(r"\{([a-z]\d?)\}", _part, when.replace("{list}", _LIST))
    return re.compile(rf"(?<![\w#])(?:{spelt})(?!\w)")


def _part(match: re.Match[str]) -> str:
    """A number by its letter; only what is called ``p`` or ``q`` may be a share, "15%"."""
    amount = match[1][0] not in "pq"
    return f"(?P<{match[1]}>{_ATOM})" + (r"(?![\d.]* ?%)" if amount else "")


def formula(text: str) -> Formula | None:
    """The formula that ``text`` asks for; ``text`` has its numbers in plain digits, and may hold ``#n``.

    Returns:
        ``None`` unless every number of the text has its place in the formula.
    """
    text = _LEFT_TO_PAY.sub("how much", text)
    spoken = with_fractions(text)
    if spoken != text and _SPOKEN_SUM.search(fold(spoken)):
        text = spoken
    folded = re.sub(r"(?<=\d) ?(?:percent|per cent|phan tram)\b", "%", fold(text))
    folded = re.sub(r"(?<=\d) ?[x×·] ?(?=[\d(#])|(?<=\)) ?[x×·] ?(?=\d)", " * ", folded).translate(
        str.maketrans("×÷−–", "*/--")
    )
    if _NESTED.search(folded) or _TIMES_OF_DAY.search(folded) or _POINTS.search(folded) or named_number(folded):
        return None
    folded = _LED_TO.sub("", re.sub(r"\binc(?:l|ls)?\b\.?(?= )", "including", folded))
    folded = _SPACED.sub(_listed, folded)
    folded = _SPACED_BEFORE.sub(lambda found: ", ".join(found["list"].split()) + found["asks"], folded)
    folded = re.sub(r"(?<=[\d)]) ?: ?(?=[\d(])", " / ", folded)
    folded = _fractions(folded)
    folded = re.sub(r"(?<=[\d)])([+-])(?=\d+(?:\.\d+)?%)", r" \1 ", folded)  # 50+20%
    folded = folded.replace("²", "**2").replace("³", "**3")
    folded = re.sub(r"(?<=[*/]) ?(\d+(?:\.\d+)?) ?%(?= *(?:$|[?=.]|[-+*/)]))", r" (\1/100)", folded)
    folded = re.sub(r"(?<![\d.+-] )(?<![\d.+-])\b(\d+(?:\.\d+)?) ?% ?(?=[*/] ?\d)", r"(\1/100) ", folded)
    rewritten, unit, known = _rewrite(_uncounted(folded))
    expression = _expression(rewritten)
    if (re.search(_PERCENT_ASKED, folded) and unit != "%") or other_time(folded):
        return None
    if unit == "%" and all(re.fullmatch(r"(?:19|20)\d\d", each) for each in re.findall(r"\d+(?:\.\d+)?", folded)):
        return None  # Years, between which something has changed.
    if (
        is_story(folded)
        or A_DATE.search(folded)
        or unread(text, known)
        or _OPERATORS.search(rewritten)
        or _reversed(folded, expression)
        or (_ONE_ASKED.search(folded) and "/" not in expression)
    ):
        return None
    # Signs among words that speak of something else are no sum: "the years 2019-2021".
    beside = re.search("[a-z]", folded) and _BESIDE.search(rewritten)
    if (
        not expression
        or beside
        or re.search(r"[\d)] ?%", rewritten)
        or (rewritten == folded and len(_strange(folded)) > 1)
    ):
        return None
    return Formula(expression, unit)


# Words of calculation: where one is left over, the question was not read to the end.
_OPERATORS = re.compile(
    r"\b(?:plus|minus|times|divided|multiplied|negative|squared?|squares|cubed?|root|sum|product|average|mean(?!\()|difference|"
    r"more than|less than|half|thirds?|quarters?|twice|double|cong|nhan|chia|binh phuong|lap phuong|can bac|trung binh|nua)\b(?! ?:)"
)
# Two fractions, of which one at least was told in words.
_SPOKEN_SUM = re.compile(r"\d/\d+ (?:plus|minus|times|divided by|cong|tru|nhan|chia)(?: voi| cho| di)? \d")
# It asks for the price, and for no rest.
_LEFT_TO_PAY = re.compile(r"\b(?:what(?:'?s| is)|how much(?: is)?) (?:left|still) to pay\b", re.IGNORECASE)
# What is said before a sum that is written out.
_LED_TO = re.compile(r"^[^0-9:#]*: *(?=[-(\d][-\d\s.,+*/^()%]*[-+*/^][-\d\s.,+*/^()%]*[=?. ]*$)")
# A list whose items nothing but spaces part.
_SPACED = re.compile(
    r"\b((?:sum|total|average|mean|tong(?: cong)?|trung binh(?: cong)?|add(?: up)?|cong)(?: (?:of|cua|these|the|cac|so|numbers))*:? )"
    r"(\d+(?:\.\d+)?(?: \d+(?:\.\d+)?){2,})(?= *(?:$|[?.!]|[a-z]))"
)
# Such a list, and behind it what is asked of it.
_SPACED_BEFORE = re.compile(
    r"(?P<list>(?<![\w.,/:-])\d+(?:\.\d+)?(?: \d+(?:\.\d+)?){2,})(?P<asks>[.:;,?] ?[^0-9]*\b(?:average|mean|trung binh)\b[^0-9]*)$"
)
# A sum of squares is not the square of a sum.
_NESTED = re.compile(
    r"(?:sum|tong|average|mean|trung binh|difference|hieu|root|can)[a-z ]{0,16} (?:squares?|cubes?|binh phuong|sum|product|tong|tich) "
)
_TIMES_OF_DAY = re.compile(r"\b\d{1,2}:[0-5]\d\b")
_POINTS = re.compile(
    r"\( ?-?\d+(?:\.\d+)? ?[,;] ?-?\d+(?:\.\d+)? ?\)|slope|midpoint|khoang cach giua|trung diem|(?:^|[^a-z])[xyz] ?[-+^*=]|\d[xyz]\b|[-+*/] ?[xyz]\b"
)
_INCLUDED = re.compile(r"\binclu|da (?:bao )?gom|da co|da tinh")
_AFTER_TAX = re.compile(r"(?:get|keep|left|take home|nhan|con)\b.*\b(?:after|sau)\b.*(?:tax|thue)")
_BEFORE = re.compile(
    r"before (?:the |\d+ ?% ?|sales )*(?:vat|tax|discount|tip|service|off|\d)|\b(?:was|were|cost)\b [a-z ]*before\b|chua (?:giam|bot)|without (?:the |a )?(?:tip|tax|vat)|\bnet\b|truoc (?:thue|khi giam|vat)(?! (?:la )?\d)|"
    r"chua (?:co |gom |tinh )?(?:vat|thue)(?! (?:la )?[\d.]+(?! ?%|[\d.]))"
)
# The price of one, which no product is.
_ONE_ASKED = re.compile(
    r"\b(?:moi|1) [a-z]+ (?:la |gia |het |tra )?(?:bao nhieu|may)|how much (?:is|does|for) (?:each|one)\b"
)
_WITH_IT = re.compile(r"(?:what|how much)\b[^.?]*\b(?:price|cost|total)\b[^.?]*\binclu[^.?]*\b(?:if|when|net|is)\b")
_WRONG = re.compile(
    r"percent[^?]*\b(?:wrong|fail(?:ed)?|miss(?:ed)?|lose|lost|not)\b|(?:phan tram|%)[^?]*\b(?:sai|truot|khong)\b"
)
_PERCENT_ASKED = r"(?:what|how many|in|which|bao nhieu|may) ?(?:percent|percentage|%|phan tram)|\bpercentage\?"


def _listed(found: re.Match[str]) -> str:
    """A list with commas; digits that spaces only group, "1 200 000", are one number and no list."""
    first, *others = found[2].split()
    grouped = len(first) <= 3 and all(len(each) == 3 and each.isdigit() for each in others)
    return found[0] if grouped else found[1] + ", ".join((first, *others))


def _fractions(text: str) -> str:
    """``text`` with its mixed numbers, and among words its fractions, in brackets: *2 1/2*, *divided by 1/2*."""
    text = re.sub(r"(?<![\d/.)])(\d+) (\d{1,2}/\d{1,3})(?![\d/.])", r"(\1+\2)", text)
    if re.search(r"[a-z]{3}", text) and not re.search(r"percent|%|phan tram", text):
        text = re.sub(r"(?<![\d/.(+])(\d{1,3}/\d{1,3})(?![\d/.)])", r"(\1)", text)
    return text


def _reversed(folded: str, expression: str) -> bool:
    """Whether the amount without what it includes is asked for, and something else was read."""
    written = expression.replace(" ", "")
    backwards = "/(1" in written
    if _INCLUDED.search(folded) and not backwards and "%" in folded:
        return True
    if AND_ME.search(folded) and "/" in written:
        return True
    if re.search(r"pre-?tax|before[- ]tax", folded) and written.count("(1") > 1:
        return True  # A tip on what it was before the tax.
    if _WRONG.search(folded) and "/" in written:
        return True  # The others are asked for.
    if backwards and _WITH_IT.search(folded):
        return True
    if _AFTER_TAX.search(folded) and "(1" not in written:
        return True
    return (
        bool(_BEFORE.search(folded))
        and "%" in folded
        and not backwards
        and not re.search(r"how much (?:is )?(?:the )?(?:vat|tax|tip)", folded)
    )


def _uncounted(text: str) -> str:
    """``text`` without the number that only counts a list: *three receipts, 14.35, 62.80 and 7.99*."""
    text = re.sub(r"(?<![\w.])\d+ (?=(?:successive |lan )?(?:discounts|giam gia|dot giam))", "", text)
    listed = re.search(_LIST, text)
    if listed is None:
        return text
    count = len(re.findall(_ATOM, listed["list"]))
    if count < 3:
        return text
    return re.sub(rf"(?<![\w.]){count} (?=[a-z])", "", text[: listed.start()]) + text[listed.start() :]


def _strange(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text) if word not in _USUAL and word not in _FUNCTIONS]


def _rewrite(text: str) -> tuple[str, str, frozenset[str]]:
    """``text`` with its phrases as formulas, what they are counted in, and the words that the phrases' rules know."""
    unit, known = "", frozenset[str]()
    for _ in range(_PHRASES):  # Each round takes one phrase out of the text.
        for rule in _rules():
            if match := rule.pattern.search(text):
                filled = _fill(rule.gives, match)
                text = text[: match.start()] + (filled if rule.bare else f"({filled})") + text[match.end() :]
                unit, known = rule.unit or unit, known | rule.words
                break
        else:
            break
    return text, unit, known


def _fill(gives: str, match: re.Match[str]) -> str:
    # What a rule skips on its way to the numbers is a group whose name begins with "_".
    groups = {name: value for name, value in match.groupdict().items() if value and name[0] != "_" and name != "unit"}
    found = {name[0] if name != "list" else name: value for name, value in groups.items()}
    if "list" in found:
        parts = re.findall(_ATOM, found["list"])
        if gives in ("list+", "list*"):
            return gives[-1].join(parts)
        return gives.replace("list", ", ".join(parts))
    return re.sub(r"\b([a-z])\b", lambda name: found.get(name[1], name[1]), gives)


def _expression(text: str) -> str:
    """The one run of mathematical signs in ``text`` that takes up all its numbers."""
    if _NUMBERS_BESIDE.search(text):
        return ""
    runs: list[list[str]] = [[]]
    for token in _TOKEN.findall(text):
        if re.fullmatch(r"\d+(?:\.\d+)?|#\d+|\*\*|[+\-*/^(),!]", token) or token in _FUNCTIONS:
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    with_numbers = [run for run in map(_trimmed, runs) if re.search(r"\d|#", "".join(run))]
    if len(with_numbers) != 1:
        return ""
    run, shaped = with_numbers[0], "".join(with_numbers[0])
    # A comma outside of a function parts two calculations.
    parted = any(token == "," and not _in_function(run, place) for place, token in enumerate(run))
    if parted or not re.search(r"[+*/^!(]|\d-|\)-|-#", shaped):
        return ""
    return shaped if _balanced(shaped) else ""


def _in_function(run: list[str], place: int) -> bool:
    """Whether the innermost bracket around ``place`` is that of a function."""
    depth = 0
    for before in range(place - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(run[before], 0)
        if depth < 0:
            return before > 0 and run[before - 1] in _FUNCTIONS
    return False


def _trimmed(run: list[str]) -> list[str]:
    """``run`` without the commas and dashes of prose at its ends."""
    while run and run[-1] in (",", "-", "+", "*", "/", "^", "("):
        run = run[:-1]
    while run and run[0] in (",", "*", "/", "^", ")", "!", "+"):
        run = run[1:]
    return run


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


def _words_of(pattern: str) -> frozenset[str]:
    """The words that a rule's pattern reads, optional endings included and left out; what it forbids it does not read."""
    while (shorter := re.sub(r"\(\?(?:!|<!)(?:[^()]|\([^()]*\))*\)", " ", pattern)) != pattern:
        pattern = shorter
    spelt = re.sub(r"\(\?(?:[:=]|<=|P<\w+>|P=\w+\))|\\[a-z]", " ", pattern)
    return frozenset(re.findall(r"[a-z]+", re.sub(r"([a-z]+)([a-z])\?", r"\1 \1\2", spelt)))
