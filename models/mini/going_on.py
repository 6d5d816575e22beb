"""Steps that leave out what they work on: *then multiply by 3*, *halve it*, *and 12 of them?*"""

import re
from typing import Final

from .arithmetic import formula
from .formula import Formula

_BACK: Final = r"(?: (?:it|that|this|the result|ket qua(?: do)?|so do|no|di|them|nua|tiep))*"
_SIGNED: Final = tuple(
    (
        rf"(?:and |now |then |roi |tiep tuc |bay gio |hay |lay ket qua |(?:ket qua|so)(?: (?:do|nay|tren))? )*(?:{verbs}){_BACK}(?: by| with| to| from| off| voi| cho| ra khoi)?{_BACK}(?: the)? (?P<n>\d+(?:\.\d+)?)(?: from (?:it|that))?(?: nua| them| vao)?",
        sign,
    )
    for verbs, sign in (
        ("multiply|times|multiplied|nhan", "*"),
        ("divide|divided|over|chia", "/"),
        ("add|plus|cong|them", "+"),
        ("subtract|minus|take away|take|deduct|tru|bot", "-"),
    )
)
_HALVED: Final = (
    r"(?:and |now |then |roi |vay |what is |what's |whats )*(?:halve|chia doi|lay mot nua|half of|mot nua(?: cua)?)(?: (?:it|that|this|ket qua|so|do|nay|no|ra))*"
    r"(?: (?:thi |la |duoc |con |bang )*(?:bao nhieu|may))?"
)
_SQUARED: Final = (
    r"(?:and |now |then |roi |vay )*(?:square|binh phuong)(?: (?:it|that|this|the result|ket qua|so|do|nay|no|len))*"
)
_SO_MANY: Final = re.compile(
    r"(?:and |so |then |vay |the |con )*(?:how much |what |whats |what's )?(?:is |for |are |would |about |do |that |all |if i buy |mua |neu |ca )*(?P<n>\d+) "
    r"(?:of (?:them|those|these)|people|persons|tickets|pieces|nguoi|cai|chiec|qua|ve|suat|em|ban|quyen|hop|goi|chai|ly)"
    r"(?: (?:thi|het|la|cost|be|do i pay|set me back|bao nhieu|tong cong|tien|phai tra|come to|mat))*"
)
_TAKEN: Final = re.compile(
    r"(?:vay |roi |the |con )*(?P<n>\d+(?:\.\d+)?) (?:bot|tru)(?: di)? (?:so do|so nay|ket qua(?: do)?|no)(?: (?:thi|la|duoc|con|bang|bao nhieu|may|nhieu))*"
)
_OFF: Final = re.compile(
    r"(?:and |now |then |so |ok )*(?:take|knock|get)(?: another)? (?P<n>\d+(?:\.\d+)?) off(?: of)? (?:it|that|this|the result|the total)"
)
_CHANGE: Final = re.compile(
    r"(?:and |then |so |if |neu |vay |roi |em |toi |minh |i |we |you )*(?:pay(?: with)?|give|gave|paid(?: with)?|hand over|dua|tra) (?:a |an |me |them )*(?P<n>\d+(?:\.\d+)?)(?: note| bill| dong)?[, ]*"
    r"(?:(?:thi|duoc|can|phai|how much|what(?:'?s| is)|the|my|is|do i get|would be) )*(?:change|thoi|thoi lai|thoi ra|tra lai|con thua)(?: (?:back|lai|la|do i get|bao nhieu|may|nhieu|tien))*"
)
_ON_TOP: Final = re.compile(
    r"(?:and |now |then |so |ok |roi |vay |the |con )*(?:cong|them|cong them|tinh them|add|plus|with)(?: (?:vat|thue|phi|phi phuc vu|tax|sales tax|service|tip|tien tip))+(?: of)? "
    r"(?P<n>\d+(?:\.\d+)?) ?%(?: (?:thi|la|thanh|sao|nua|bao nhieu|may))*"
)
_AMONG: Final = re.compile(
    r"(?:and |now |then |so |roi |vay |neu |xong )*(?:split|share|divide|chia)(?: (?:it|that|this|deu|equally|evenly|up|no|ra))*(?: (?:between|among|by|cho|for))? (?P<n>\d+) "
    r"(?:of us|people|ways|friends|kids|nguoi|dua|ban|em|phan)(?: (?:thi|moi|nguoi|dua|ban|em|phan|duoc|tra|la|how|much|each|is|that|what|do|we|pay|bao nhieu|may|nhieu))*"
)
_FURTHER: Final = re.compile(
    r"(?:and |now |then |so |ok |roi |tiep tuc |bay gio )*(?:(?P<plus>plus|add|cong them|cong|them)|minus|subtract|take away|take|tru di|tru|bot) "
    r"(?P<amount>\S.* (?:of|cua) .*?)(?: (?:to|from) (?:it|that|this|the result)| nua| vao)?"
)
"""A step whose amount is itself to be computed: *add 3/4 of 80*."""
_THEN: Final = (
    r"(?:and |now |then |so |ok |okay |what about |how about |what if |roi |vay |the |con |neu |sau khi |bay gio )*"
)
_LESS: Final = re.compile(
    rf"{_THEN}(?:after |with |minus |less |take |take off |if i get |at |for )*(?:an? )?(?P<n>\d+(?:\.\d+)?) ?(?:%|percent|per cent)(?: (?:off|discount|less|comes off|goes off|is taken off|"
    rf"taken off|deducted|reduction))+(?: (?:for|as|of|in) [a-z ]+)?|{_THEN}(?:duoc )?(?:giam|bot|tru)(?: gia| them| tiep| di| tiep)* (?P<n2>\d+(?:\.\d+)?) ?%"
    r"(?: (?:nua|thue|di|thi|con|con lai|la|bao nhieu|may|sao))*"
)
_MORE: Final = re.compile(
    rf"{_THEN}(?:with |plus |add |adding |including |after |and )*(?:an? )?(?P<n>\d+(?:\.\d+)?) ?%(?: (?:tax|vat|sales|tip|service|charge|on top|more|added|rise|raise|"
    rf"increase))+|{_THEN}(?:them|cong|cong them|tang|tang them|tinh them|ca) (?P<n2>\d+(?:\.\d+)?) ?%(?: (?:nua|vat|thue|phi|phuc vu|thi|la|thanh|bao nhieu|may|sao))*"
)


_TO_ANOTHER: Final = re.compile(r" (?:to|from) (?:an?|the|my|our) (?!result|answer|total|sum)")
"""*Add a tip to a bill of 72* says itself what it is added to."""


def further(folded: str, last: str) -> Formula | None:
    """The formula of a step whose amount is itself to be computed."""
    more = _FURTHER.fullmatch(folded.strip(" ?.!,"))
    amount = formula(more["amount"]) if more else None
    if more is None or amount is None or amount.unit or _TO_ANOTHER.search(more["amount"]):
        return None
    return Formula(f"({last}) {'+' if more['plus'] else '-'} ({amount.expression})")


def going_on(folded: str, last: str, *, first: bool) -> Formula | None:
    """The formula of such a step.

    Args:
        folded: The clause in small letters without diacritics, its numbers in plain digits.
        last: Stands for what was found just before.
        first: Whether no step of the same question comes before it.
    """
    bare = folded.strip(" ?.!,")
    for pattern, sign in _SIGNED:
        if match := re.fullmatch(
            rf"{pattern}(?: (?:thi sao|(?:thi |la |duoc |con |bang |lai )*(?:bao nhieu|may)(?: [a-z]+)?))?", bare
        ):
            # "Take it from 100" takes what was found; "take 100 from it" takes from that.
            turned = sign == "-" and re.search(
                r"\b(?:it|that|this|the result|so do|ket qua|no) (?:from|off|ra khoi|khoi|tu)(?: the)? \d", bare
            )
            return Formula(f"{match['n']} - ({last})" if turned else f"({last}) {sign} {match['n']}")
    if re.fullmatch(_SQUARED, bare):
        return Formula(f"({last}) ** 2")
    if re.fullmatch(_HALVED, bare):
        return Formula(f"({last}) / 2")
    for step, gives in (
        (_AMONG, "({last}) / {n}"),
        (_OFF, "({last}) - {n}"),
        (_TAKEN, "{n} - ({last})"),
        (_CHANGE, "{n} - ({last})"),
    ):
        if found := step.fullmatch(bare):
            return Formula(gives.format(last=last, n=found["n"]))
    for changes, sign in ((_LESS, "-"), (_MORE, "+"), (_ON_TOP, "+")):
        if changed := changes.fullmatch(bare):
            return Formula(f"({last}) * (1 {sign} {next(filter(None, changed.groups()))}/100)")
    if (counted := _SO_MANY.fullmatch(bare)) and first:
        return Formula(f"{counted['n']} * {last}")
    return None
