"""An unknown number told in words, as an equation: *think of a number, double it and add 7: 31*; *gấp 3 lần một số rồi bớt 5 được 22*.

What is done with the number is read from left to right, as it is said; *5 less than* and *half of* stand before it. Where a
sum is multiplied without a pause between, nothing is read: people do not agree what that means.
"""

import re

_NUMBER = r"-?\d+(?:\.\d+)?"
_UNKNOWN = r"(?:(?:what|which|a|an|some|any|the|that|one|my|unknown|certain) )+number|\bnumber\b|\bit\b|\b1 so\b|mot so|so (?:nao|do|may|gi|ay)(?: do)?|no\b"
# What is done with what was said so far; "E" is that.
_DONE = (
    (r"(?:multiplied by|times) itself|nhan (?:voi )?chinh no", "E**2"),
    (r"(?:and |then |i |you |when |is |be |la |roi |xong |dem |lay )*(?:multipl(?:y|ied|ying)|times|timesed|nhan)(?: it)?(?: by| with| voi| cho| len)? N", "E*N"),
    (r"(?:and |then |i |you |when |is |be |la |roi |xong |dem |lay )*(?:divid(?:e|ed|ing)|chia)(?: it)?(?: by| cho)? N", "E/N"),
    (r"(?:and |then |i |you |when |is |la |roi |xong |dem |lay |them )*(?:plus|add(?:ed|ing)?|increased|cong|them)(?: it)?(?: by| to| with| on| voi| them| vao)? N", "E+N"),
    (r"(?:and |then |i |you |when |is |la |roi |xong |dem |lay )*(?:minus|subtract(?:ed|ing)?|take away|take off|taking away|decreased|reduced|less|tru|bot)(?: it)?(?: by| di| bot)? N", "E-N"),
    (r"(?:and |then |i |you |roi |xong )*doubl(?:e|ed|ing)(?: it)?|gap doi(?: no| len)?", "E*2"),
    (r"(?:and |then |i |you |roi |xong )*tripl(?:e|ed|ing)(?: it)?|gap ba(?: no| len)?", "E*3"),
    (r"(?:and |then |i |you )*halv(?:e|ed|ing)(?: it)?|chia doi", "E/2"),
    (r"(?:and |then |i |you )*squar(?:e|ed|ing)(?: it)?|binh phuong(?: len)?", "E**2"),
    (r"(?:roi |xong )?gap(?: len)? N lan", "E*N"),
)  # fmt: skip
# What stands before the number and is done with it.
_BEFORE = (
    (r"(?:twice|double|2 times|gap doi|gap 2 lan|2 lan) X", "2*X"),
    (r"(?:triple|3 times|gap ba|gap 3 lan) X", "3*X"),
    (r"(?:half|1/2|an half|mot nua|nua)(?: of| cua)? X", "X/2"),
    (r"(?:a|1|one) third of X|mot phan ba(?: cua)? X|1/3(?: of| cua)? X", "X/3"),
    (r"(?:a|1|one) quarter of X|mot phan tu(?: cua)? X|1/4(?: of| cua)? X", "X/4"),
    (r"gap N lan X|N (?:times|lan) X", "N*X"),
    (r"add(?:ing)? N to X|(?:cong|them) N (?:vao|voi|cho) X", "X+N"),
    (r"(?:subtract(?:ing)?|tak(?:e|ing)) N (?:away )?from X", "X-N"),
    (r"multiply(?:ing)? X by N", "X*N"),
    (r"divid(?:e|ing) X by N", "X/N"),
    (r"N (?:less|fewer) than X|it hon X N(?: don vi)?", "X-N"),
    (r"N more than X", "X+N"),
    (r"X (?:squared|binh phuong)|(?:the )?square of X|binh phuong(?: cua)? X", "X**2"),
)
_EQUALS = re.compile(
    rf"^(?:[,.:;]? ?(?:and|then|so|to|i|you|we|it|the|answer|result|thi|ta|ket qua|se|cuoi cung|now))*[,.:;]? ?"
    rf"(?:=|equals?|is|gives?|makes?|gets?|got|be|was|comes to|leaves?|have|la|bang|duoc|ra|con|thanh|thu duoc|nhan duoc)(?: equal to| me| us| you| to| duoc| la| bang)* (?P<n>{_NUMBER})"
)
_TAIL = re.compile(
    r"^[,.;:?! ]*(?:(?:what|whats|find|tell me|which|so|then|and|hoi|tim|vay|thi|tinh|is|was|are|the|that|this|my|original|starting|number|it|so|do|ban dau|la|bang|bao nhieu|may|gi|nao|do|ta|nhi|ha|vay|the|nhe)\b[,.;:?! ]*)*$"
)
_LEAD = re.compile(
    r"^(?:(?:think(?:ing)? of|thinks of|i'm thinking of|im thinking of|take|start with|pick|choose|find|tim|nghi ra|nghi den|lay|neu|if|when|i|you|we|what|is|(?:1 so|mot so|so) (?:biet(?: rang)?|sao cho|ma)|biet|rang|cho|co|khi)[,:]? )+"
)
_ANY = re.compile(rf"(?:{_UNKNOWN})")


def worded_equation(folded: str) -> str:
    """The equation in ``x`` that ``folded`` tells, numbers in plain digits; or nothing.

    Args:
        folded: A question in small letters without diacritics.
    """
    if len(_ANY.findall(folded)) == 0 or re.search(r"[=^%]|numbers|\bages?\b|consecutive|2 so\b|hai so|cac so", folded):
        return ""
    rest = _LEAD.sub("", folded.strip())
    expression, rest = _start(rest)
    if not expression:
        return ""
    paused = summed = False
    while True:
        step = _step(rest)
        if step is None:
            break
        gives, number, length, paused = step
        if gives[1] in "*/" and summed and not paused:
            return ""
        summed = gives[1] in "+-"
        inner = expression if expression == "x" else f"({expression})"
        expression = gives.replace("E", inner).replace("N", number)
        rest = rest[length:]
    result = _EQUALS.match(rest)
    if result is None or not _TAIL.match(rest[result.end() :]):
        return ""
    return f"{expression} = {result['n']}"


def _start(rest: str) -> tuple[str, str]:
    """The first thing that is said of the unknown, and what follows."""
    for pattern, gives in _BEFORE:
        spelt = pattern.replace("X", f"(?:(?:twice|(?P<times>{_NUMBER}) times) )?(?:{_UNKNOWN})", 1)
        spelt = spelt.replace("X", f"(?:{_UNKNOWN})")
        found = re.match(_numbered(spelt), rest)
        if found and (found.end() == len(rest) or not rest[found.end()].isalnum()):
            inner = (
                f"{found['times']}*x"
                if found["times"]
                else "2*x"
                if re.search(r"\btwice\b", found[0]) and gives[0] == "X"
                else "x"
            )
            number = next((value for name, value in found.groupdict().items() if name[0] == "n" and value), "")
            return gives.replace("X", inner if inner == "x" else f"({inner})").replace("N", number), rest[found.end() :]
    found = re.match(_UNKNOWN, rest)
    return ("x", rest[found.end() :]) if found else ("", rest)


def _step(rest: str) -> tuple[str, str, int, bool] | None:
    """What is done next: how, with which number, and how long its words are; whether a pause stands before it."""
    pause = re.match(r"(?:[,.;:] ?|,? ?(?:and |then |roi |xong |sau do |i |you |(?:and )?then i ))*", rest.lstrip())
    space = len(rest) - len(rest.lstrip())
    start = space + (pause.end() if pause else 0)
    for pattern, gives in _DONE:
        found = re.match(rf"(?:{_numbered(pattern)})(?!\w)", rest[start:])
        if found:
            number = next((value for value in found.groupdict().values() if value), "")
            return gives, number, start + found.end(), bool(pause and pause[0].strip())
    return None


def _numbered(pattern: str) -> str:
    """``pattern`` with a group for each ``N``."""
    count = iter(range(9))
    return re.sub(r"(?<![A-Za-z])N(?![A-Za-z])", lambda _: f"(?P<n{next(count)}>{_NUMBER})", pattern)
