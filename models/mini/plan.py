"""A question → the steps that answer it: which tool, with which arguments, in which order.

Arguments may hold ``#n``: the value that step ``n`` will have found, ``#0`` being the one of the turn before. Nothing is
called here, and what is not understood becomes no step.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reckoner.core import Language, fold, language_of

from .algebra import algebra_task
from .arithmetic import formula
from .chains import Chain, chain
from .choose import choose
from .clock import clock
from .dates import between, date_question
from .formula import Formula
from .lexicon import as_written
from .numbers import canonical
from .patterns import patterns
from .problems import problem
from .read import Seeks
from .units import conversion

_THEN = re.compile(
    r"[,.;]? *\b(?:and then|then|after that|afterwards|next,|roi sau do|sau do|tiep theo|xong thi|roi(?! vao)|xong)\b"
    # "20% off and then another 10%" and "rounded" go on with the same calculation.
    r"(?!,? *(?:an? |lai |again |it )?(?:giam|tang|drops?|falls?|rises?|increases?|decreases?|goes (?:up|down)|them |another|further|additional|extra|tiep|round|lam tron)),? *|; *|"
    r",? +(?:and|va) +(?=(?:then |hay |also )?(?:compute|calculate|convert|multiply|divide|subtract|save|store|write|solve|work out|"
    r"find|tell me|add|plot|tinh|luu|ghi|doi|chuyen|giai|nhan|chia|cong|tru|cho biet|cho toi biet|tim|ve)\b)"
)
_SAVE = re.compile(
    r"\b(?:save|store|write|export|put|note down|luu|ghi|xuat)\b(?P<what>.*?)(?:\b(?:to|as|in|into|under|vao|thanh|ra|duoi ten|voi ten|ten la|ten)\b )?"
    r"(?:(?:a |the |mot )?(?:file|tep|tap tin|van ban)(?: called| named| with the name| ten la| ten| co ten)? )?(?:[\"'“`](?P<named>[\w][\w ()+-]{0,60}\.(?:txt|md|csv|json|html))|(?P<file>[\w-]{1,60}\.(?:txt|md|csv|json|html))\b)"
)
_QUOTED = re.compile(r"[\"“'‘«](.+?)[\"”'’»]")
LONGEST = 1_000
"""Characters of a question that is read closely; what is longer is text to look something up for, not a calculation."""
_MORE = re.compile(r" nữa\b", re.IGNORECASE)
"""Without its diacritics it would be *nửa*, a half."""
_LOOK = re.compile(
    r"^(?:find|look up|look for|get|read|take|what is|tim|lay|xem|cho biet|doc)(?: out)?(?: the| giup toi| cho toi)? "
)
_BACK = r"(?: (?:it|that|this|the result|ket qua(?: do)?|so do|no|di|them|nua))*"
_GOING_ON = tuple(
    (
        rf"(?:and |now |then |roi |tiep tuc |bay gio |hay |lay ket qua )*(?:{verbs}){_BACK}(?: by| with| to| from| voi| cho)?{_BACK} (?P<n>\d+(?:\.\d+)?)(?: from (?:it|that))?(?: nua| them| vao)?",
        sign,
    )
    for verbs, sign in (
        ("multiply|times|multiplied|nhan", "*"),
        ("divide|divided|over|chia", "/"),
        ("add|plus|cong|them", "+"),
        ("subtract|minus|take away|take|deduct|tru|bot", "-"),
    )
)
_TALK = {
    "hello": r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|xin chao|chao(?: ban| em| anh)?|alo)(?: there| ban| reckoner)?",
    "thanks": r"(?:thanks?|thank you|cam on)(?: ban| nhieu| so much| very much| a lot)*",
    "help": r"(?:what can you do|what do you do|who are you|what are you|help|help me|how do you work|how does this work|ban (?:co the )?(?:lam (?:duoc )?gi|giup (?:duoc )?gi)|ban la ai|giup toi|huong dan|ban lam duoc nhung gi)",
}


@dataclass(frozen=True)
class Step:
    """One call of a tool."""

    tool: str
    arguments: dict[str, Any]
    kind: str
    """What its result is: ``number``, ``algebra``, ``units``, ``date`` …, ``fact``, ``operand``, ``saved``, ``other``."""
    about: str = ""
    """For ``operand``, the phrase whose value is looked for; for ``number``, the unit; for ``span``, the unit of time."""
    seeks: Seeks = "number"
    """For ``operand``, what kind of value."""


@dataclass(frozen=True)
class Plan:
    """What to do: ``steps``, or a sentence to say by its key in ``words``."""

    steps: tuple[Step, ...] = ()
    say: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def plan(question: str, tools: Mapping[str, Mapping[str, Any]], language: Language) -> Plan:
    """The plan for ``question``.

    Args:
        question: The person's message.
        tools: The tools at hand: each name with its JSON schema, ``description`` included.
        language: The question's.
    """
    if talk := _talk(question):
        return Plan(say=talk)
    if len(question) > LONGEST:
        search = Step("search_documents", {"query": question[:LONGEST]}, "fact", question[:LONGEST])
        return Plan((search,)) if search.tool in tools else Plan(say="cannot")
    question = re.sub(
        r"^\s*(?:please|can you|could you|would you|hay|xin|vui long|lam on|giup toi|help me)(?: please)?\s+",
        "",
        question,
        flags=re.IGNORECASE,
    )
    whole = _Reader(tools, language).clauses([question])
    parts = _split(question)
    if len(parts) > 1 and not (whole.steps and whole.steps[-1].kind == "algebra"):
        split = _Reader(tools, language).clauses(parts)
        # One calculation that takes up the whole question needs no document to be looked into.
        alone = len(whole.steps) == 1 and whole.steps[0].tool in ("calculate", "python", "convert_units")
        guessed = alone and any(step.tool == "search_documents" for step in split.steps)
        if not guessed and (split.steps or split.say.startswith("ask")):
            return split
    return whole


def _talk(question: str) -> str:
    bare = re.sub(r"[^a-z ]", "", fold(question)).strip()
    return next((name for name, words in _TALK.items() if re.fullmatch(words, bare)), "")


def _split(question: str) -> list[str]:
    """The clauses of ``question``, as it joins them with *then*."""
    folded, parts, start = fold(question), [], 0
    quoted = [match.span() for match in _QUOTED.finditer(question)]
    for match in _THEN.finditer(folded):
        if not any(first <= match.start() < last for first, last in quoted):
            parts.append(question[start : match.start()])
            start = match.end()
    parts.append(question[start:])
    return [part.strip(" ,.") for part in parts if part.strip(" ,.")]


class _Reader:
    """Reads clause after clause into steps."""

    def __init__(self, tools: Mapping[str, Mapping[str, Any]], language: Language) -> None:
        self._tools = tools
        self._language = language
        self._steps: list[Step] = []

    def clauses(self, clauses: Sequence[str]) -> Plan:
        for place, clause in enumerate(clauses):
            plan = self._clause(clause, more=place + 1 < len(clauses))
            if not plan.steps:
                return plan
            self._steps.extend(plan.steps)
        return Plan(tuple(self._steps))

    def _clause(self, clause: str, *, more: bool) -> Plan:
        text = canonical(clause, self._language)
        for read in (
            self._saving,
            self._algebra,
            self._date,
            self._clock,
            self._units,
            self._number,
            self._from_documents,
        ):
            if (found := read(clause, text)) is not None and all(step.tool in self._tools for step in found.steps):
                return found
        if (chosen := choose(clause, self._tools, self._language)) is not None:
            if chosen.missing:
                return Plan(say="ask_missing", facts={"missing": ", ".join(chosen.missing), "tool": chosen.tool})
            return Plan((Step(chosen.tool, chosen.arguments, "other"),))
        if "search_documents" not in self._tools or not re.search(r"\w{2}", clause):
            return Plan(say="cannot")
        bare = _LOOK.sub("", _bare(fold(text))) if more else ""
        about = as_written(_article(bare), text) if bare else clause
        return Plan((Step("search_documents", {"query": clause}, "operand" if more else "fact", about),))

    @property
    def _last(self) -> str:
        """A reference to the value found just before."""
        return f"#{len(self._steps)}"

    def _saving(self, clause: str, text: str) -> Plan | None:
        if not (match := _SAVE.search(fold(clause))):
            return None
        group = "named" if match["named"] else "file"
        name = clause[match.start(group) : match.end(group)].strip()
        what = clause[match.start("what") : match.end("what")]
        quoted = _QUOTED.search(what)
        told = re.search(r":\s*(\S.+)$", clause[match.end(group) :], re.DOTALL)
        content = quoted[1] if quoted else told[1] if told else ""
        if not content:
            inner = what.strip(" ,:")
            refers = not inner or re.fullmatch(
                patterns("documents")["back"]
                + r"|(?:the |this |that |cau )?(?:tra loi|answer|reply|all|everything)(?: nay| do| tren)?",
                fold(inner),
            )
            if not refers and (before := _Reader(self._tools, self._language).clauses([inner])).steps:
                *first, found = before.steps
                if found.kind == "fact":
                    about = as_written(_article(_bare(fold(inner))), inner)
                    found = replace(found, kind="operand", about=about)
                content = f"#{len(before.steps)}"
                return Plan((*first, found, Step("save_file", {"name": name, "content": content}, "saved")))
            content = self._last if self._steps else "#last"
        return Plan((Step("save_file", {"name": name, "content": content}, "saved"),))

    def _algebra(self, clause: str, text: str) -> Plan | None:
        task = algebra_task(re.sub(r"(?<=\d) ?[x×·] ?(?=\d)|(?<=[\d)]) [x×·] (?=[\d(])", " * ", clause))
        return Plan((Step("algebra", dict(task), "algebra"),)) if task else None

    def _date(self, clause: str, text: str) -> Plan | None:
        asked = date_question(clause, self._language)
        return Plan((Step("python", {"code": asked.code}, asked.kind),)) if asked else None

    def _clock(self, clause: str, text: str) -> Plan | None:
        found = clock(clause, self._language)
        return Plan((self._calculation(found),)) if found else None

    def _units(self, clause: str, text: str) -> Plan | None:
        found = conversion(
            re.sub(rf"\b{patterns('documents')['back']}\b", self._last, fold(text), count=1) if self._steps else text
        )
        if found is None:
            return None
        if not found.target:
            return Plan(say="ask_unit", facts={"quantity": f"{found.value} {found.source.replace('_', ' ')}"})
        arguments = {"value": found.value, "source": found.source, "target": found.target}
        return Plan((Step("convert_units", arguments, "units"),))

    def _number(self, clause: str, text: str) -> Plan | None:
        if _NAMED.search(clause):
            return None
        found = problem(text) or formula(text)
        if found is None:
            found = self._going_on(fold(text))
        if found is None:
            back = re.sub(rf"\b{patterns('documents')['back']}\b", self._last, fold(text), count=1)
            found = formula(back) if "#" in back else None
        if found is None and re.fullmatch(
            r"(?:what is|what's|tinh|calculate|compute)? ?[\d.]+ ?% (?:of|cua)[ ?]*", fold(text)
        ):
            return Plan(say="ask_missing", facts={"missing": "…", "tool": "calculate"})
        return Plan((self._calculation(found),)) if found else None

    def _going_on(self, folded: str) -> Formula | None:
        """A step that leaves out what it works on: *then multiply by 3*."""
        for pattern, sign in _GOING_ON:
            if match := re.fullmatch(
                rf"{pattern}(?: (?:thi sao|(?:thi |la |duoc |con |bang )*(?:bao nhieu|may)))?", folded.strip(" ?.!,")
            ):
                return Formula(f"({self._last}) {sign} {match['n']}")
        if re.fullmatch(_SQUARED, folded.strip(" ?.!,")):
            return Formula(f"({self._last}) ** 2")
        if re.fullmatch(_HALVED, folded.strip(" ?.!,")):
            return Formula(f"({self._last}) / 2")
        if (counted := _SO_MANY.fullmatch(folded.strip(" ?.!,"))) and not self._steps:
            return Formula(f"{counted['n']} * {self._last}")
        return None

    def _calculation(self, found: Formula) -> Step:
        return Step("calculate", {"expression": found.expression}, "number", found.unit)

    def _from_documents(self, clause: str, text: str) -> Plan | None:
        """A calculation over values that stand in documents."""
        folded = fold(_MORE.sub("", text))
        asked = chain(_bare(folded))
        if asked is None:
            return None
        mention = as_written(_mention(folded), text)
        searches, references = [], {"back": self._last}
        for number, (name, phrase) in enumerate(asked.phrases.items(), len(self._steps) + 1):
            written = as_written(phrase, text)
            # A few words without diacritics do not show their language; the whole question does.
            query = f"{written} {mention}".strip() if language_of(written) == self._language else clause
            searches.append(Step("search_documents", {"query": query}, "operand", written, asked.seeks))
            references[name] = f"#{number}"
        return Plan((*searches, _conclusion(asked, references, folded)))


def _conclusion(asked: Chain, references: Mapping[str, str], question: str) -> Step:
    """The step that makes an answer of the values that were found."""
    first = references["p"]
    if asked.kind == "units":
        return Step("convert_units", {"value": first, "source": f"{first}u", "target": asked.unit}, "units")
    if asked.kind == "between":
        program = between(first, references.get("q", ""), question)
        return Step("python", {"code": program.code}, program.kind)
    formula = re.sub(r"\b(?:p|q|r|back)\b", lambda name: references[name[0]], asked.gives)
    return Step("calculate", {"expression": formula}, asked.kind, asked.unit)


_HALVED = (
    r"(?:and |now |then |roi |vay )*(?:halve|chia doi|lay mot nua|half of|mot nua(?: cua)?)(?: (?:it|that|this|ket qua|so|do|nay|no|ra))*"
    r"(?: (?:thi |la |duoc |con |bang )*(?:bao nhieu|may))?"
)
_NAMED = re.compile(r"\b[A-Z]{1,4}-?\d{2,}\b")
"""A number in a name, X100: it is none to calculate with."""
_SQUARED = (
    r"(?:and |now |then |roi |vay )*(?:square|binh phuong)(?: (?:it|that|this|the result|ket qua|so|do|nay|no|len))*"
)
_SO_MANY = re.compile(
    r"(?:and |so |then |vay |the |con )*(?:how much |what )?(?:is |for |are |would |about |do |that |all |if i buy |mua |neu |ca )*(?P<n>\d+) "
    r"(?:of (?:them|those|these)|people|persons|tickets|pieces|nguoi|cai|chiec|qua|ve|suat|em|ban|quyen|hop|goi|chai|ly)"
    r"(?: (?:thi|het|la|cost|be|bao nhieu|tong cong|tien|phai tra|come to|mat))*"
)


def _bare(folded: str) -> str:
    """The clause without its mention of a document."""
    for pattern in patterns("documents")["mention"]:
        folded = re.sub(pattern, "", folded)
    return re.sub(r"\s+", " ", folded).strip()


def _mention(folded: str) -> str:
    found = (re.search(pattern, folded) for pattern in patterns("documents")["mention"])
    return next((match[0].strip(" ,") for match in found if match), "")


def _article(phrase: str) -> str:
    return re.sub(r"^(?:the|our|my|its|their|an?|so|muc|khoan) ", "", phrase.strip())


def resolve(step: Step, values: Mapping[str, str]) -> Step | str:
    """``step`` with each ``#n`` replaced by its value; or the reference that has none."""
    arguments = dict(step.arguments)
    for name, argument in step.arguments.items():
        if not isinstance(argument, str):
            continue
        for reference in re.findall(r"#(?:\d+u?|last)", argument):
            if reference not in values:
                return str(reference)
            argument = argument.replace(reference, values[reference])
        arguments[name] = argument
    return replace(step, arguments=arguments)
