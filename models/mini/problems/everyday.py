"""Small problems of every day that need one fact besides: posts at both ends, a share of two parts, a profit on each of many."""

import re

from ..formula import Formula
from ..lexicon import singular
from ..reach import AND_ME
from ..times import unit_of
from ..units import unit_named
from .told import NUMBER, Amount, Told, group, place

_POSTS = re.compile(r"\b(?:posts?|trees?|lamps?|poles?|stakes?|bollards?|flags?|cay|coc|cot|tru|den)\b")
_APART = re.compile(
    rf"\b(?:every|cach nhau|cu(?: moi)?|moi)(?: nhau)? (?P<n>{NUMBER}) ?(?:m|met(?:re|er)?s?|feet|ft|yards?)\b|(?P<n2>{NUMBER}) ?(?:m|met(?:re|er)?s?|feet|ft|yards?) apart"
)
_ROUND = re.compile(
    r"\b(?:around|round|circle|circular|perimeter|square|rectang|ho|vong quanh|xung quanh|chu vi|ca hai|both sides|2 (?:sides|ben))\b|hai ben"
)
_PERCENT = re.compile(
    r"(?:what|how many|which|bao nhieu|\bmay) ?(?:percent|percentage|%|phan tram)(?: of (?:it|them|the \w+))?(?: (?:are|is|were|was) (?P<who>[a-z]+))?"
)
_COST_AND_PRICE = re.compile(
    rf"(?:buys?|bought|costs?|made|makes?)(?: [a-z]+)?? (?:(?:them|it|each|for|at|him|her|me|us|to make) )*(?P<cost>{NUMBER})[^0-9]{{1,30}}?(?:sells?|sold|selling)(?: (?:them|it|each|for|at|on))* (?P<price>{NUMBER})|"
    rf"(?:mua|nhap|von)(?: [a-z]+){{0,3}}? (?P<cost2>{NUMBER})[^0-9]{{1,24}}? ?ban(?: lai| ra| gia| duoc)* (?P<price2>{NUMBER})|"
    rf"(?:gia|at|for|ban)(?: ban| la)? (?P<price3>{NUMBER}) ?(?:dong |d )?(?:each|an?|per|apiece|mot|1|moi|/)[^0-9]{{1,30}}?(?:von|gia von|gia nhap|nhap(?: vao)?|mua vao|costs?|costing|cost (?:me|her|him|us))(?: (?:mot|1|moi|each|is|was|la|me|her|him|us|to make)(?: [a-z]+)?)* (?P<cost3>{NUMBER})"
)
_GAIN = re.compile(r"profit|make on|gain|\bloi\b|\blai\b")
_HOTTER = re.compile(r"degrees?|temperature|\bdo\b|nhiet do|°")
_RISE = re.compile(
    rf"(?P<from>-?{NUMBER}) ?(?:degrees?|do|°c?|c)?\b[^0-9]{{0,40}}?(?:(?P<up>rose|rises|went up|warmed(?: up)?|climbed|got warmer|tang(?: them)?|am len)|(?P<down>fell|drops?|dropped|went down|cooled|ha(?: xuong)?|giam(?: di)?|xuong))(?: by)? (?:(?:another|them) )?(?P<by>{NUMBER})"
)


def posts(problem: Told) -> Formula | None:
    """Posts along a line, one at each end: *every 2 m along 30 m*."""
    apart = _APART.search(problem.text)
    if apart is None or len(problem.amounts) != 2 or not _POSTS.search(problem.asks) or _ROUND.search(problem.text):
        return None
    others = problem.outside(*apart.span())
    return Formula(f"{others[0].text} / {apart['n'] or apart['n2']} + 1") if len(others) == 1 else None


_OF_ALL = frozenset("hs hoc pupil student person people nguoi member child children employee player".split())
"""Who are all of a group, of whom others are some."""


def part_of_both(problem: Told) -> Formula | None:
    """What percentage one of two parts is of both: *14 boys and 16 girls: what percent are girls?*"""
    asked = _PERCENT.search(problem.text)
    if asked is None or len(problem.amounts) != 2 or any(each.share or each.each for each in problem.amounts):
        return None
    first, second = problem.amounts
    if not (first.noun and second.noun) or first.noun == second.noun or (unit_of(first.noun) and unit_of(second.noun)):
        return None
    before = re.search(r"(?P<who>[a-z]+) (?:chiem|la|lam)(?: khoang)? $", problem.text[: asked.start()])
    who = singular(asked["who"] or (before["who"] if before else ""))
    wanted = [each for each in (first, second) if each.noun == who]
    if wanted == [second] and first.noun in _OF_ALL:
        return Formula(f"{second.text} / {first.text} * 100", "%")  # The first is the whole.
    between = problem.text[first.end : second.start]
    if len(wanted) != 1 or re.search(r"\bof\b|out of|trong|total|tong|more|hon|left|con lai", between):
        return None
    return Formula(f"{wanted[0].text} / ({first.text} + {second.text}) * 100", "%")


_LOT = re.compile(
    rf"(?:bought|buys?|got|mua|nhap) (?P<count>{NUMBER}) ?[a-z]+(?: (?!at\b|each\b|gia\b|moi\b)[a-z]+){{0,3}} (?:for|het|voi gia) (?P<cost>{NUMBER})(?! ?(?:each|apiece|an?|per|/|moi|mot)\b)"
    rf"[^0-9]*\b(?:sold|sells?|ban)\b[^0-9]{{0,32}}(?P<price>{NUMBER}) ?(?:each|apiece|(?:an?|per|/|moi|mot|1) ?[a-z]+)"
)
"""Many bought for one sum and sold at so much each."""


def profit(problem: Told) -> Formula | None:
    """What is gained on many: *bought at 2.20, sold at 5: the profit on 60?*, *15 kg for 18 in all, sold at 1.90 a kg*."""
    if not _GAIN.search(problem.text) or re.search(r"%|percent|phan tram", problem.text):
        return None
    if lot := _LOT.search(problem.text):
        count, cost, price = (group(lot, name) for name in ("count", "cost", "price"))
        return Formula(f"{count} * {price} - {cost}") if len(problem.amounts) == 3 else None
    told = _COST_AND_PRICE.search(problem.text)
    if told is None:
        return None
    cost, price = (group(told, name) for name in ("cost", "price"))
    others = problem.outside(*told.span())
    if len(others) != 1 or "#" in cost + price or float(price) <= float(cost):
        return None
    return Formula(f"({price} - {cost}) * {others[0].text}")


def warmer(problem: Told) -> Formula | None:
    """A temperature after it rose or fell: *-4, and up 11 degrees*."""
    told = _RISE.search(problem.text)
    if told is None or len(problem.amounts) != 2 or not _HOTTER.search(problem.text) or "%" in problem.text:
        return None
    if not re.search(r"what|how|bao nhieu|\bmay\b", problem.asks):
        return None
    return Formula(f"{told['from']} {'+' if told['up'] else '-'} {told['by']}")


_SHARED = re.compile(
    rf"(?:we are|there are|we're|theres|there's) (?P<n2>{NUMBER})(?: of us| friends| people| mates)(?=[^?]*\b(?:each|share|split))|(?P<n3>{NUMBER}) of us (?:split|share)|"
    rf"(?:split|shared?|divided?|chia)(?: it| the bill| deu| up)?(?: equally| evenly)?(?: between| among| amongst| by| cho| for)? (?P<n>{NUMBER}) (?:of us|ways|people|persons|friends|mates|nguoi|dua|ban|em)\b"
)
_ADDED = re.compile(
    rf"(?:tip(?: of)?|tipped|delivery(?: of| is| was)?|service(?: of)?|tien tip|boa|phi (?:ship|giao))(?: la| is| was)? (?P<more>{NUMBER})(?! ?%)"
)
_EVERYONE_ADDS = re.compile(
    rf"\b(?:everyone|everybody|each(?: of us| person)?|moi nguoi)(?: also)? (?:adds?|gives?|puts?(?: in)?|them|gop them|cho them|boa)(?: them)? (?P<more>{NUMBER})"
)
_DOSES = re.compile(
    rf"(?P<each>{NUMBER}) (?P<what>[a-z]+)[^0-9]{{0,24}}?(?P<often>{NUMBER}) (?:times|lan)[^0-9]{{0,8}}?(?:a|per|each|every|/|moi|mot|1) ?(?:day|ngay)|"
    rf"(?:moi|each|every|per) (?:bua|lan|cu|meal|feed|dose)[^0-9]{{0,16}}(?P<each3>{NUMBER}) (?P<what3>[a-z]+)[^0-9]{{0,12}}?(?:ngay|a day|daily|moi ngay|1 ngay) (?P<often3>{NUMBER}) (?:bua|lan|cu|meals|feeds|doses|times)|"
    rf"(?:ngay|a day|daily|moi ngay|1 ngay)[^0-9]{{0,12}}(?P<often2>{NUMBER}) (?:lan|times),? (?:moi lan|each time|lan)[^0-9]{{0,8}}(?P<each2>{NUMBER}) (?P<what2>[a-z]+)"
)
_DAYS_ASKED = re.compile(r"how (?:many days|long)|(?:bao nhieu|\bmay) ngay|bao lau")
_ON_TOP = re.compile(r"tip|service|tax|vat|delivery|phi|thue|boa")


def _each_pays(problem: Told, among: int, own: re.Match[str] | None) -> Formula | None:
    """What each pays where a share comes on the bill, or everybody adds something to his part."""
    people = next(each.text for each in problem.amounts if each.start == among)
    others = [each for each in problem.amounts if each.start not in (among, own.start("more") if own else -1)]
    if own:
        return Formula(f"{others[0].text} / {people} + {own['more']}") if len(others) == 1 else None
    whole, shares = problem.wholes, problem.shares
    bill = [each for each in whole if each.start != among]
    told = problem.after(shares[0]) + problem.before(shares[0])
    if len(bill) != 1 or len(shares) != 1 or not _ON_TOP.search(told):
        return None
    return Formula(f"{bill[0].text} * (1 + {shares[0].text}/100) / {people}")


_BROKEN = re.compile(
    rf"(?:broke|broken|cracked|bad|rotten|spoil(?:ed|t)|vo|hong|be|thoi|nat|hu)(?: mat)? (?P<n>{NUMBER})|(?P<n2>{NUMBER}) (?:[a-z]+ )?(?:broke|are broken|were broken|cracked|bi vo|bi hong|bi hu|were bad|are bad|went bad)"
)


def shared_bill(problem: Told) -> Formula | None:
    """What each pays of a bill with a tip: *94.50, a tip of 10.50, split between 5*."""
    among, added = _SHARED.search(problem.text), _ADDED.search(problem.text)
    own = _EVERYONE_ADDS.search(problem.text)
    if among is None or len(problem.amounts) != 3 or AND_ME.search(problem.text):
        return None
    if own or problem.shares:
        return _each_pays(problem, place(among, "n"), own)
    if added is None:
        return None
    named = (place(among, "n"), added.start("more"))
    bill = [each for each in problem.amounts if each.start not in named]
    if len(bill) != 1 or bill[0].share:
        return None
    return Formula(f"({bill[0].text} + {added['more']}) / {group(among, 'n')}")


_FREE = re.compile(
    rf"(?P<n>{NUMBER}|\bone) (?:[a-z]+ ){{0,3}}?(?:doesn't|does not|don't|do not|didn't|needn't|khong (?:phai|can)|khong|khoi|duoc mien) (?:have to |need to )?(?:pay|tra|dong|gop)\b"
)
_ONLY_OTHERS = re.compile(r"\b(?:others?|rest|remaining)\b|con lai")


def some_free(problem: Told) -> Formula | None:
    """What each pays of a bill to which some give nothing: *6 of us, 1,080 in all, one does not pay, the others share it*."""
    free = _FREE.search(problem.text)
    if free is None or len(problem.amounts) != 2 + (free["n"] != "one") or any(each.share for each in problem.amounts):
        return None
    if not _ONLY_OTHERS.search(problem.text) or not re.search(
        r"\beach\b|everyone|\bmoi\b", problem.asks or problem.text
    ):
        return None
    people, bill = sorted(
        (each for each in problem.amounts if each.start != free.start("n")), key=lambda each: float(each.text)
    )
    nothing = free["n"].replace("one", "1")
    fits = "#" not in problem.text and float(nothing) < float(people.text) < float(bill.text)
    return Formula(f"{bill.text} / ({people.text} - {nothing})") if fits else None


def doses(problem: Told) -> Formula | None:
    """For how many days something lasts that is taken several times a day: *3 times a day 2 tablets of 84*."""
    told = _DOSES.search(problem.text)
    if told is None or len(problem.amounts) != 3 or not _DAYS_ASKED.search(problem.asks):
        return None
    each, often, what = (group(told, name) for name in ("each", "often", "what"))
    whole = [amount for amount in problem.outside(*told.span()) if amount.noun == singular(what)]
    return Formula(f"{whole[0].text} / ({each} * {often})") if len(whole) == 1 else None


def rest_sold(problem: Told) -> Formula | None:
    """What the rest of several boxes brings: *3 trays of 30, 7 broken, the rest sold at 3,200 each*."""
    broken = _BROKEN.search(problem.text)
    if broken is None or len(problem.amounts) != 4 or not re.search(r"\bsell|\bsold|\bban\b", problem.text):
        return None
    if not re.search(r"how much|what|tien|thu (?:duoc|ve)|bao nhieu|\bmay\b", problem.asks):
        return None
    gone, start = group(broken, "n"), place(broken, "n")
    if unit_named(problem.amounts[0].noun) and problem.amounts[1].each:
        return None  # 20 kg at so much a kilogram are no pieces.
    boxes, pieces, price = (each for each in problem.amounts if each.start != start)
    known = pieces.each or problem.before(pieces).strip().endswith(("of", "moi vi", "moi thung", "moi hop", "moi khay"))
    if not known or price.start < start or pieces.start > start or "#" in problem.text:
        return None
    return Formula(f"({boxes.text} * {pieces.text} - {gone}) * {price.text}")


_HOLDS = re.compile(
    rf"(?:\b(?:has|have|holds?|seats?|carries|carry|takes?|fits?|can (?:hold|carry|seat|take)|with|cho|chua|dung|ngoi)(?: (?:duoc|toi da|up to|at most|only|exactly))*|(?:a|each|every|one|1|moi|mot) [a-z]+(?: (?:is|for|for up to|co|duoc))?) (?P<n>{NUMBER}) (?P<noun>[a-z]+)"
)
_NEEDED = re.compile(
    r"how many (?:such |of these |of those |full )?(?P<what>[a-z]+)(?: [a-z]+)*? (?:need|must|have to|required|would it take|does it take|be ordered|to (?:take|carry|seat|hold|fit|pack))|"
    r"(?:can|phai|thue|xep|dung|mua)(?: [a-z]+){0,3} (?:it nhat |toi thieu )?(?:bao nhieu|may) (?P<what2>[a-z]+)"
)


def enough(problem: Told) -> Formula | None:
    """How many are needed that each hold so many: *a bus has 52 seats: how many buses for 230 people?*"""
    holds, needed = _HOLDS.search(problem.text), _NEEDED.search(problem.asks)
    if (
        holds is None
        or needed is None
        or len(problem.amounts) != 2
        or "#" in problem.text
        or any(each.share for each in problem.amounts)
    ):
        return None
    what = singular(group(needed, "what"))
    others = problem.outside(*holds.span())
    # What is asked for must be what holds them.
    named = what in {singular(word) for word in re.findall(r"[a-z]+", problem.text.replace(problem.asks, ""))}
    if len(others) != 1 or not named or what == singular(holds["noun"]) or float(others[0].text) < float(holds["n"]):
        return None
    return Formula(f"ceil({others[0].text} / {holds['n']})")


_COST_EACH = re.compile(r"\b(?:von|cost\w*|make|gia von|nhap)\b")
_FIXED = re.compile(
    r"\b(?:thue|rent\w*|stall|hire|fee|phi|ship|dien|cho ngoi|mat bang|table|pitch|market|permit|licen[cs]e|van chuyen)\b"
)


def profit_after_costs(problem: Told) -> Formula | None:
    """What is gained on many when a place was paid for, too: *60 loaves at 20, each cost 12.5, the stall 150*."""
    if len(problem.amounts) != 4 or not _GAIN.search(problem.text) or any(each.share for each in problem.amounts):
        return None
    fixed = [each for each in problem.amounts if _FIXED.search(_around(problem, each))]
    costs = [each for each in problem.amounts if each not in fixed and _COST_EACH.search(_clause(problem, each))]
    others = [each for each in problem.amounts if each not in fixed and each not in costs]
    if len(fixed) != 1 or len(costs) != 1 or fixed[0].each or "#" in problem.text:
        return None
    pieces = _pieces(problem)
    counts = [
        each for each in others if _behind(problem, each) in pieces and not _EACH_OF.search(_clause(problem, each))
    ]
    prices = [each for each in others if each not in counts]
    if len(counts) != 1 or not (prices[0].each or costs[0].each) or float(prices[0].text) <= float(costs[0].text):
        return None
    return Formula(f"{counts[0].text} * ({prices[0].text} - {costs[0].text}) - {fixed[0].text}")


_EACH_OF = re.compile(r"\b(?:each|every|per|moi|mot) (?!day|week|month|ngay|tuan|thang|hom)[a-z]+(?: [a-z]+){0,2} $")


def _behind(problem: Told, amount: Amount) -> str:
    """The word behind ``amount``, though it may look like one that tells nothing: *50 ổ*."""
    word = re.match(r" ([a-z]+)", problem.after(amount))
    return singular(word[1]) if word and word[1] not in ("mot", "moi", "a", "an", "each", "per") else ""


_NEAR = 4
"""Words before a number among which it is told what it was paid for."""


def _clause(problem: Told, amount: Amount) -> str:
    """The words before ``amount`` in its own clause."""
    return re.split(r"[.?!;,] | (?:and|va) ", problem.before(amount))[-1]


def _around(problem: Told, amount: Amount) -> str:
    """The words of its own clause on both sides of ``amount``."""
    near = " ".join(_clause(problem, amount).split()[-_NEAR:])
    return f"{near} {re.split(r'[.?!;,]', problem.after(amount).replace(problem.asks, ''))[0]}"


def _pieces(problem: Told) -> set[str]:
    """What is counted one by one: *each loaf*, *a cup*, *60 loaves*."""
    return {singular(each) for each in re.findall(r"\b(?:each|every|per|an?|moi|mot|1|\d+) ([a-z]+)", problem.text)}


def rest_profit(problem: Told) -> Formula | None:
    """What is gained on pieces of which some broke: *60 eggs for 12, 5 broke, the rest sold at 0.40 each*."""
    broken = _BROKEN.search(problem.text)
    if broken is None or len(problem.amounts) != 4 or not _GAIN.search(problem.text):
        return None
    count, cost, price = (each for each in problem.amounts if each.start != place(broken, "n"))
    if not (count.noun and price.each and price.start > place(broken, "n")) or cost.each or cost.start > broken.start():
        return None
    return Formula(f"({count.text} - {group(broken, 'n')}) * {price.text} - {cost.text}")


_TESTS = re.compile(r"\b(?:scores?|scored|marks?|grades?|points?|tests?|exams?|quizz?e?s?|diem|bai|ky thi)\b")
_COUNTED = re.compile(r"(?:st|nd|rd|th)?(?: [a-z]+)? (?:tests?|exams?|quizz?e?s?|bai|ky thi)\b")
_MEAN_OF_ALL = re.compile(rf"(?:average|mean|trung binh)[^0-9]{{0,40}}(?P<mean>{NUMBER})")


def needed_mean(problem: Told) -> Formula | None:
    """What one more must be for a mean: *tests of 7, 8 and 6.5: what must the fourth be for a mean of 7.5?*"""
    mean = _MEAN_OF_ALL.search(problem.text)
    if mean is None or not _TESTS.search(problem.text) or any(each.share for each in problem.amounts):
        return None
    if not re.search(r"need|must|have to|has to|should|required|phai (?:duoc|dat)|can (?:duoc|dat)", problem.text):
        return None
    told = [each for each in problem.amounts if each.start < mean.start()]
    # How many they are may be said as well: "my 3 tests were …", "the 4th".
    counting = next((each for each in told if _COUNTED.match(problem.text[each.end :])), None)
    scores = [each.text for each in told if each is not counting]
    counts = {str(len(scores)), str(len(scores) + 1)}
    others = [each.text for each in problem.amounts if each.start > mean.start("mean")]
    others += [counting.text] if counting else []
    if len(scores) < 2 or not set(others) <= counts:
        return None
    count = f"({counting.text} + 1)" if counting and counting.text == str(len(scores)) else str(len(scores) + 1)
    return Formula(f"{count} * {mean['mean']} - ({' + '.join(scores)})")


_OF_PRICE = re.compile(
    r"(?:%|percent(?:age)?|phan tram) (?:of|cua|tren|so voi) (?:the )?(?P<of>selling price|sale price|price|revenue|cost(?: price)?|gia ban|doanh thu|gia von|von)"
)
_COST = re.compile(r"\bcosts?\b|\bmake\b|\bvon\b|\bnhap\b|\bbought\b|\bmua\b")


def margin(problem: Told) -> Formula | None:
    """The profit in percent of the price, or of the cost: *sells for 14.50, costs 5.80 to make*."""
    of = _OF_PRICE.search(problem.text)
    if of is None or len(problem.amounts) != 2 or "#" in problem.text or not _GAIN.search(problem.text):
        return None
    first, second = problem.amounts
    cost, price = (first, second) if _COST.search(problem.before(first)) else (second, first)
    if not _COST.search(problem.before(cost)) or float(price.text) < float(cost.text):
        return None
    base = cost if of["of"] in ("cost", "cost price", "gia von", "von") else price
    return Formula(f"({price.text} - {cost.text}) / {base.text} * 100", "%")
