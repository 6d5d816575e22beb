"""Questions about algebra and calculus, as a task for the algebra tool: which operation, on which expression."""

import re
from functools import cache

from reckoner.core import fold

from .patterns import patterns
from .reach import is_story
from .worded import worded_equation

Task = dict[str, str]

_TALK = frozenset(
    "pt an as at be by do go he if in is it me my no of on or so to up us we la va co ra di ta ho bi em ai tu se da ma du ve".split()
)
_ORDERS = {"first": "1", "second": "2", "third": "3", "mot": "1", "hai": "2", "ba": "3"}
_NAMES = frozenset(
    (
        "sin cos tan cot sec csc asin acos atan arcsin arccos arctan sinh cosh tanh ln log exp sqrt cbrt abs pi oo "
        "inf e tg cotg factorial matrix"
    ).split()
)
_BOUND = r"(?:-?(?:\d+(?:\.\d+)?|pi|oo|inf(?:inity)?|∞|e)(?:/\d+)?|-?\d*pi(?:/\d+)?|[+-]?(?:infinity|vo cuc|duong vo cuc|am vo cuc|(?:duong |am )?vo (?:cung|han)))"
_FROM_TO = re.compile(
    rf"[,;]? ?(?:for x |voi x )?(?:from|between|tu|in|on|over|tren doan|tren|trong khoang|can tu)(?: the interval)?(?: x ?=)? ?\[?({_BOUND})\]? ?(?:to|and|den|,|toi)(?: x ?=)? ?({_BOUND})\]?"
)
_POINT = re.compile(
    rf"[,;]? ?(?:as|when|khi|where|voi)? ?\(?(?:([a-z]) ?(?:approaches|->|→|tends to|goes to|ra|tien (?:toi|den|ve|ra)|dan (?:toi|den|ve)|toi|den)) ?({_BOUND})\)?"
)
_AT = re.compile(
    rf"[,;]? ?(?:at|tai|around|about|when|where|khi|xung quanh|quanh)(?: the point| point| diem)?(?: co)?(?: hoanh do)? ?(?:([a-z]) ?(?:=|is|equals|bang|la) ?|bang |= ?)?({_BOUND})(?=[ ?.,]|$)"
)
_GIVEN = re.compile(
    r",? ?(?:when|if|for|at|where|with|given|khi|voi|tai|neu|biet)(?: x bang)? (?:[a-z] ?(?:=|is|equals?|bang|la) ?-?\d+(?:\.\d+)?(?:/\d+)?(?:,? ?(?:and |va )?)?)+[ ?.!]*$"
)
_WANTED = re.compile(
    r"[,;.]? ?(?:find|tim|what are|what is|tinh|solve for) (?:the values? of |gia tri (?:cua )?)?[a-z](?:(?:,| and| va|, and)? ?[a-z])*[ ?.]*$|"
    r"[,;.:]? ?(?:what is |then |thi )?(?<![a-z])[a-z] ?(?:=|la|bang) ?(?:\?|what\??|may\??|bao nhieu\??)$|[,;.] ?[a-z] ?\?*$"
)
_VARIABLE = re.compile(
    r"[,;]? ?(?:\b(?:with respect to|wrt|w\.r\.t\.|theo(?: bien)?|for)(?: the variable)? |\bd(?=[t-z](?:\b|$)))([a-z])(?![a-z])"
)
_FILLER = re.compile(
    r"^(?:what is|what are|what's|please|can you|could you|find|compute|calculate|evaluate|hay|tinh|tim|cho|giup toi|"
    r"the|of|function|equation|expression|matrix|ham so|bieu thuc|phuong trinh|ma tran|da thuc|cua|so|numbers?|cac|y ?=|f\(x\) ?=|:)\s*"
)
# What is no operation here, and would be taken for the equation that it is about.
_OTHER_ALGEBRA = re.compile(
    r"simplif[a-z]* (?:the )?ratio|intercept|vertex|(?<!slope of the )(?<!gradient of the )tangent line|equation of|midpoint|slope (?:of the line|between)|toa do dinh|giao diem|phuong trinh (?:tiep tuyen|duong thang)|"
    r"he so goc cua duong thang|area between|dien tich giua"
)
_OF_FUNCTIONS = frozenset(("differentiate", "integrate", "area", "minimum", "maximum", "limit", "series", "plot"))
# The name of a function and what the text says of it: "f(x) = ", "y = ", "and the x-axis".
_DEFINED = re.compile(
    r"\b(?:[a-z]\([a-z]\)|y) ?= ?|\b(?:the )?(?:curve|parabola|graph|line|parabol|duong cong|do thi)\b(?: ham so| of)?|"
    r",? ?(?:and|va|with|voi) (?:the )?(?:x-axis|x axis|truc hoanh|truc ox)|,? (?:what is|tim|thi|giup em|giup minh)\b.*$"
)
_TAIL = re.compile(
    r"\s*(?:please|giup toi|nhe|bang bao nhieu|la (?:gi|bao nhieu)|bang may|thanh nhan tu|ra thua so nguyen to|[?.!,;:]|=\s*\?)+$"
)


_ROOTS = tuple(
    (
        name,
        re.compile(rf"\b(?:{words}) ?(?=\([^()]*[a-z][^()]*\))"),
        re.compile(rf"\b(?:{words}) ([a-z])(?= ?(?:=|is|equals|bang|$))"),
    )
    for name, words in (
        ("sqrt", r"(?:the )?(?:square root|(?<!cube )root) of|can(?: bac (?:hai|2))?(?: cua)?"),
        ("cbrt", r"(?:the )?cube root of|can bac (?:ba|3)(?: cua)?"),
    )
)
_SAYS_SIGN = re.compile(
    r",? (?:(?:where|with|and|if) )?[a-z] (?:is|being) (?:a )?(?:positive|negative|real|whole)(?: number| integer)?\b,?|,? [a-z] ?= ?\?(?=\s*$)",
    re.IGNORECASE,
)
_FOR_WHICH = re.compile(
    r"^for (?:which|what) (?:values? of )?[a-z] (?:is|does|are) (?P<left>.+?) (?:is )?(?:equals?(?: to)?|=) (?P<right>-?[\w .+*/^()-]+?)[ ?.]*$"
)
_ROOT_IS = re.compile(r"((?:sqrt|cbrt)\([^()]*\)) (?:is|equals|is equal to|bang|la) (?=-?\d)")
_ROOT_LEFT = re.compile(r"\b(?:square|cube) root\b|\bcan bac\b")
_ROOT_OF_EQUATION = re.compile(r"roots?\b.*\bequation")


@cache
def _verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (each["operation"], re.compile(rf"(?<![\w])(?:{each['words']})(?![a-z])"))
        for each in patterns("algebra")["verb"]
    )


def algebra_task(text: str) -> Task | None:
    """The task that ``text`` asks for, or ``None`` if what it speaks of is no mathematics."""
    text = re.sub(r"\s+(?:ạ|nhé|nha|nhỉ|hả|vậy)\s*([?.!]*)$", r"\1", text)
    text = text.replace("−", "-")
    text = _SAYS_SIGN.sub("", text)
    folded = _FOR_WHICH.sub(r"solve \g<left> = \g<right>", _rooted(_powers(fold(text))))
    if _ROOT_LEFT.search(folded) and not _ROOT_OF_EQUATION.search(folded):
        return None  # Whether of the letter alone or of all that follows, it does not say.
    if is_story(text) or _OTHER_ALGEBRA.search(folded):
        return None
    if (task := _function(folded)) is not None:
        return task
    if folded.count("=") > 1 and _WANTED.search(folded) and (system := _system(folded)) is not None:
        return system
    for operation, words in _verbs():
        if match := words.search(folded):
            groups = {name.rstrip("2"): value for name, value in match.groupdict().items() if value}
            task = _task(operation, groups, folded, match)
            if task is not None:
                return task
    return _value(folded) or _bare_equation(folded)


def _powers(folded: str) -> str:
    """*x squared is 169* as ``x^2 = 169``; which of its solutions are wanted is left to who reads them."""
    folded = re.sub(r"(?<![a-z'])([a-z]) (?:squared|binh phuong)\b", r"\1^2", folded)
    folded = re.sub(r"(?<![a-z'])([a-z]) (?:cubed|lap phuong)\b", r"\1^3", folded)
    folded = re.sub(r"(?<=\^[23]) (?:is|equals|bang|la) (?=-?\d)", " = ", folded)
    return re.sub(r"(?<=\d), ?(?:[a-z] )?(?:is )?(?:positive|negative|duong|am)\b[^0-9=]*$", "", folded)


def _function(folded: str) -> Task | None:
    """The value of a function that is given, or of its derivative, at a point: ``f(x) = x^3 - 5x. What is f'(3)?``"""
    found = re.search(
        r"\b(?P<f>[a-z])\((?P<x>[a-z])\) ?= ?(?P<expression>[^=?;]+?)(?:[.,;?] |,? (?:find|what|tinh|tim|then|thi|at|tai)\b).*?"
        r"(?P=f)(?P<order>'{0,3}|’{1,3}) ?\((?P<point>-?[\d.]+)\)",
        folded,
    )
    if (
        found is None
        or not is_mathematics(found["expression"])
        or len(re.findall(r"\b[a-z]['’]*\(-?[\d.]+\)", folded)) > 1
    ):
        return None
    order = str(len(found["order"]))
    if order == "0":
        value = re.sub(rf"(?<![a-z]){found['x']}(?![a-z])", f"({found['point']})", found["expression"].strip())
        return {"operation": "simplify", "expression": value}
    task = {"operation": "differentiate", "expression": found["expression"].strip(), "variable": found["x"]}
    return {**task, "point": found["point"], **({"order": order} if order != "1" else {})}


def _value(folded: str) -> Task | None:
    """An expression whose letters are given numbers: ``3a^2 - 2a + 5 when a = -4``."""
    found = _GIVEN.search(folded)
    if found is None:
        return None
    before = re.sub(
        r"[,;.]? (?:what(?:'s| is)|find|tinh|tim|thi) [a-z](?: (?:bang|la)(?: bao nhieu| may| gi)?)?$",
        "",
        folded[: found.start()],
    )
    expression = _run(_trim(_DEFINED.sub("", before)))
    expression = re.sub(r"[a-z]+", lambda run: run[0] if run[0] in _NAMES else "*".join(run[0]), expression)
    for name, value in re.findall(r"(?<![a-z])([a-z]) ?(?:=|is|equals?|bang|la) ?(-?\d+(?:\.\d+)?(?:/\d+)?)", found[0]):
        expression = re.sub(rf"(?<![a-z]){name}(?![a-z])", f"({value})", expression)
    if "=" in expression or not is_mathematics(expression) or re.search(r"(?<![a-z])[a-z](?![a-z])", expression):
        return None
    return {"operation": "simplify", "expression": expression} if re.search(r"\(-?[\d./]+\)", expression) else None


def _task(operation: str, groups: dict[str, str], folded: str, match: re.Match[str]) -> Task | None:
    if number := groups.get("number"):
        return {"operation": operation, "expression": number}
    task = {"operation": operation}
    if order := groups.get("order"):
        task["order"] = _ORDERS.get(order, order)
    # What follows the verb is the expression; a few languages put it first.
    for start, end in ((match.end(), len(folded)), (0, match.start())):
        rest = _parameters(folded[start:end], operation, task)
        # A slope is a number: without a point it is a derivative that nobody asked for.
        if "point" not in task and (operation == "limit" or "slope" in groups):
            continue
        if operation in _OF_FUNCTIONS:
            rest = _DEFINED.sub("", rest)
        expression = _trim(rest)
        if not is_mathematics(expression):
            expression = _run(rest)
        if operation in ("area", "minimum", "maximum", "series", "limit", "plot") and not re.search(
            r"(?<![a-z])[a-z](?![a-z])", expression
        ):
            continue  # Of numbers, these are no calculus.
        if operation == "plot" and not re.search(r"[a-z] ?[-+*/^²³(]|[-+*/^(] ?[a-z]|^-?[\d.]*[a-z]$", expression):
            continue
        if is_mathematics(expression) and (operation not in ("gcd", "lcm") or len(re.findall(r"\d+", expression)) > 1):
            return {**task, "expression": expression}
    return None


def _parameters(rest: str, operation: str, task: Task) -> str:
    """Take bounds, point and variable out of ``rest`` into ``task``."""
    rest = _WANTED.sub("", rest)
    if operation in ("integrate", "plot", "area", "minimum", "maximum") and (found := _FROM_TO.search(rest)):
        task |= {"lower": _bound(found[1]), "upper": _bound(found[2])}
        rest = rest[: found.start()] + rest[found.end() :]
    pattern = _POINT if operation == "limit" else _AT if operation in ("differentiate", "series") else None
    if pattern and (found := pattern.search(rest)):
        task["point"] = _bound(found[2])
        if found[1]:
            task["variable"] = found[1]
        rest = rest[: found.start()] + rest[found.end() :]
    if found := _VARIABLE.search(rest):
        task["variable"] = found[1]
        rest = rest[: found.start()] + rest[found.end() :]
    return rest


def _bound(text: str) -> str:
    folded = re.sub(r"vo (?:cung|han)", "vo cuc", text.replace("duong ", "").replace("+", ""))
    return re.sub(r"am vo cuc", "-oo", re.sub(r"(?<!am )vo cuc|infinity|∞|inf\b", "oo", folded))


def _trim(text: str) -> str:
    text = text.strip()
    while shorter := _FILLER.sub("", text):
        if shorter == text:
            break
        text = shorter
    return _TAIL.sub("", text).strip()


def _run(text: str) -> str:
    """The longest run of words in ``text`` that is mathematics, where talk stands around it."""
    runs: list[list[str]] = [[]]
    for word in text.replace("?", " ? ").split():
        bare = word.strip(",;:.!")
        if (bare and is_mathematics(bare)) or re.fullmatch(r"[-+*/^=<>()]+", bare):
            runs[-1].append(word)
        else:
            runs.append([])
        if word[-1] in ".;:!" and runs[-1]:
            runs.append([])
    longest = max((" ".join(run) for run in runs), key=len).strip(" ,.;:!")
    return longest if re.search(r"\d|[a-z] ?[-+*/^=]|\(", longest) and len(longest) > 1 else ""


def is_mathematics(text: str) -> bool:
    """Whether ``text`` holds nothing but numbers, signs, known functions and single letters."""
    if not text or not re.search(r"[a-z\d]", text) or _MEASURE.search(text):
        return False
    words = [word for word in re.findall(r"[a-z_]+", text) if word not in ("and", "va")]
    # Letters written together are a product only when they are few: ``xy``, ``abc``.
    unknown = [word for word in words if word not in _NAMES and not (len(word) <= 2 and word not in _TALK)]
    glued = [word for word in unknown if not re.fullmatch(r"(?:sin|cos|tan|ln|log|sqrt)[a-z]", word)]
    return not glued and len(text) < 400


_MEASURE = re.compile(r"\d ?(?:[kcm]m|kg|ml|tr|m/s)\b")
"""A length or a weight, which looks like a product of letters."""


def _bare_equation(folded: str) -> Task | None:
    """An equation with an unknown, with no word that says what to do: it is to be solved."""
    folded = _signed(folded)
    if (system := _system(folded)) is not None:
        return system
    run = _run(_WANTED.sub("", folded))
    if re.fullmatch(r"[a-z] ?= ?-?[\d./]+", run):
        return None  # Given, not asked.
    asked = folded.partition(run)[2] if run else ""
    if re.search(
        r"(?:what is|bang|find|tinh|thi) .*(?:\d[a-z]\b|[a-z] ?[-+*/^] ?\d)|(?:\d[a-z]|[a-z] ?[-+*/^] ?\d).*bang (?:may|bao)|, [a-z] ?= ?-?\d",
        asked,
    ):
        return None  # The equation is given; what is asked is built on its solution.
    if run.count("=") == 1 and is_mathematics(run) and re.search(r"(?<![a-z])[a-z](?![a-z])", run):
        return {"operation": "solve", "expression": run}
    found = re.search(r"(?<![\w.])[-\d(a-z][-\d\sa-z+*/^().²³]*=[-\d\sa-z+*/^().²³]+", folded)
    if not found:
        return None
    left, _, right = found[0].partition("=")
    left = re.sub(r"^.*\b[a-z]{3,}\s+(?=\S)", "", left) if not is_mathematics(left.strip()) else left
    equation = f"{left.strip()} = {_trim(right)}"
    has_unknown = re.search(r"(?<![a-z])[a-z](?![a-z])", equation)
    return {"operation": "solve", "expression": equation} if has_unknown and is_mathematics(equation) else None


def _rooted(folded: str) -> str:
    """Roots in words of what stands in brackets, or of a letter that ends there."""
    for name, of_bracket, of_letter in _ROOTS:
        folded = of_letter.sub(rf"{name}(\1)", of_bracket.sub(name, folded))
    return _ROOT_IS.sub(r"\1 = ", folded)


def worded_task(folded: str) -> Task | None:
    """An unknown number that is told in words, to be found."""
    equation = worded_equation(folded)
    return {"operation": "solve", "expression": equation} if equation else None


def _signed(folded: str) -> str:
    """The words for signs as signs, between a letter or its power and what it is calculated with: *x^2 minus 5x plus 6 equals 0*."""
    if "=" in folded or not re.search(
        r"(?<![a-z'])[b-hj-z](?:\^[23])? (?:plus|minus|times|equals?|cong|tru|nhan|bang)\b", folded
    ):
        return folded
    term = r"(?:-?\d*(?:\.\d+)?[a-z](?:\^\d)?|-?\d+(?:\.\d+)?)"
    for words, sign in _SIGNS.items():
        words = "equals?|is equal to|bang" if sign == "=" else words
        folded = re.sub(rf"(?<![\w])({term}) (?:{words}) (?={term}(?![\w]))", rf"\1 {sign} ", folded)
    return folded


_SIDE_BY_SIDE = re.compile(r"(?<==)(?<=\d) +(?=[-+]?\d*[a-z]\b ?[-+=])|(?<=\d) +(?=\d*[a-z] ?[-+] ?\d*[a-z] ?=)")
"""Between two equations that nothing parts: *x + y = 20 x - y = 6*."""


def _system(folded: str) -> Task | None:
    """Several equations joined by *and*."""
    bare = _SIDE_BY_SIDE.sub(", ", _WANTED.sub("", folded))
    parts = [_run(_TAIL.sub("", part)) for part in re.split(r"[,;?]|\.(?!\d)|\band\b|\bva\b", bare)]
    equations = [part for part in parts if part.count("=") == 1 and is_mathematics(part)]
    return {"operation": "solve", "expression": ", ".join(equations)} if len(equations) > 1 else None


_SIGNS = {
    "plus|cong(?: voi| them)?": "+", "minus|tru(?: di)?": "-", "times|multiplied by|nhan(?: voi)?": "*",
    "divided by|chia(?: cho)?": "/", "equals?|is equal to|gives|is|makes|bang|thi bang|duoc|la": "=",
}  # fmt: skip
