"""A question → the steps that answer it: which tool, with which arguments, in which order.

Arguments may hold ``#n``: the value that step ``n`` will have found, ``#0`` being the one of the turn before. Nothing is
called here, and what is not understood becomes no step.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from reckoner.core import LANGUAGES, SURE, Language, fold, language_of, words

from .algebra import algebra_task, worded_task
from .arithmetic import formula
from .bill import LETTERS, bill
from .chains import Chain, chain
from .choose import choose
from .clock import clock, time_after
from .compose import sentence
from .confidence import of_call, of_units
from .dates import between, date_question
from .deals import deal
from .dimensional import by_units
from .formula import Formula
from .going_on import further, going_on
from .lexicon import as_written
from .manner import manner
from .measured import in_one_unit, in_unit_asked
from .numbers import canonical
from .operands import Seeks
from .patterns import patterns
from .pointer.layout import Said, name_in_words
from .pointer.schema import parameters
from .problems import problem
from .reach import lacks_prices
from .spelling import FILE_KINDS
from .steps import Plan, Step
from .story import UNSURE, Story, story
from .times import counted
from .units import conversion, unit_at

_THEN = re.compile(
    r"[,.;]? *\b(?:and then|then|after that|afterwards|next,|roi sau do|sau do|tiep theo|xong thi|roi(?! vao| sau do)|xong)\b"
    # "20% off and then another 10%" and "rounded" go on with the same calculation.
    r"(?!,? *(?:an? |lai |again |it )?(?:giam|tang|drops?|falls?|rises?|increases?|decreases?|goes (?:up|down)|(?:reduce|increase|raise|lower|cut|decrease)[sd]? (?:it|that|this|the (?:result|price|new price|rest)) by|them |another|further|additional|extra|tiep|round|lam tron)),? *|; *|"
    r",? +(?:and|va) +(?=(?:then |hay |also )?(?:compute|calculate|convert|multiply|divide|subtract|save|store|write|solve|work out|"
    r"find|tell me|add|plot|tinh|luu|ghi|doi|chuyen|giai|nhan|chia|cong|tru|cho biet|cho toi biet|tim|ve)\b)"
)
_SAVE = re.compile(
    r"\b(?:save|store|write|export|put|note down|luu|ghi|xuat)\b(?P<what>.*?)(?:\b(?:to|as|in|into|under|vao|thanh|ra|duoi ten|voi ten|ten la|ten)\b )?"
    rf"(?:(?:a |the |mot )?(?:file|tep|tap tin|van ban)(?: called| named| with the name| ten la| ten| co ten)? )?(?:[\"'“`](?P<named>[\w][\w ()+-]{{0,60}}\.(?:{FILE_KINDS}))|(?P<file>[\w-]{{1,60}}\.(?:{FILE_KINDS}))\b)"
)
_QUOTED = re.compile(r"[\"“'‘«](.+?)[\"”'’»]")
LONGEST = 1_000
"""Characters of a question that is read closely; what is longer is text to look something up for, not a calculation."""
_MORE = re.compile(r" nữa\b", re.IGNORECASE)
"""Without its diacritics it would be *nửa*, a half."""
_LOOK = re.compile(
    r"^(?:find|look up|look for|get|read|take|what is|tim|lay|xem|cho biet|doc)(?: out)?(?: the| giup toi| cho toi)? "
)
_TALK = {
    "hello": r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|xin chao|chao(?: ban| em| anh)?|alo)(?: there| ban| reckoner)?",
    "nothing": r"(?:never ?mind|forget (?:it|that)|cancel(?: (?:it|that))?|nothing|thoi|thoi khoi|bo qua(?: di)?|khong can nua|huy di)(?: (?:then|thanks|thank you|nhe|di|cam on))*",
    "thanks": r"(?:thanks?|thank you|cam on)(?: ban| nhieu| so much| very much| a lot)*",
    "help": r"(?:what can you do|what do you do|who are you|what are you|help|help me|how do you work|how does this work|ban (?:co the )?(?:lam (?:duoc )?gi|giup (?:duoc )?gi)|ban la ai|giup toi|huong dan|ban lam duoc nhung gi)",
}


def plan(
    question: str,
    tools: Mapping[str, Mapping[str, Any]],
    language: Language,
    said: Sequence[Said] = (),
    adapted: str = "",
) -> Plan:
    """The plan for ``question``.

    Args:
        question: The person's message, written out where it leans on an earlier one.
        tools: The tools at hand: each name with its JSON schema, ``description`` included.
        language: The question's.
        said: The conversation, the message as it was put at its end; tools that are not our own are read from it.
        adapted: The folder of adapted weights, if not those that ship.
    """
    if talk := _talk(question):
        return Plan(say=talk)
    if len(question) > LONGEST:
        search = Step("search_documents", {"query": question[:LONGEST]}, "fact", question[:LONGEST])
        return Plan((search,)) if search.tool in tools else Plan(say="cannot")
    question = re.sub(
        r"^\s*(?:(?:never ?mind|forget (?:it|that)|actually|no wait|wait|oh|ok(?:ay)?|thôi|thoi|khỏi|khoi|bỏ qua|bo qua)[,.! ]+)?"
        r"(?:(?:please|can you|could you|would you|hay|xin|vui long|lam on|giup toi|help me)(?: please)?\s+)?",
        "",
        question,
        flags=re.IGNORECASE,
    )
    said = said or (Said(question),)
    rest, wanted = manner(question)
    number = _ALONE.fullmatch(canonical(rest, language))
    if number and (wanted.fraction or (wanted.decimal and "/" in number["n"])) and "calculate" in tools:
        return Plan((Step("calculate", {"expression": number["n"]}, "number", manner=wanted),))
    if not wanted.plain and _counted(made := _read(rest, tools, language, said, adapted)):
        return replace(made, steps=(replace(made.steps[0], manner=wanted),))
    return _read(question, tools, language, said, adapted)


def _read(
    question: str, tools: Mapping[str, Mapping[str, Any]], language: Language, said: Sequence[Said], adapted: str
) -> Plan:
    reader = partial(_Reader, tools, language, said, adapted)
    whole = reader().clauses([question])
    if _computed(whole):
        return whole
    # What answers our own question for an argument may look like another, "on Friday", "the long one, then the short one".
    if len(said) > 1 and _asks_for(said[-2]) and (given := reader().foreign(said)):
        again = given.say and sentence(given.say, language, **given.facts) == said[-2].text.strip()
        # Where it would only be asked once more, something else was said.
        if not again:
            return given
    told = story(question, language) if "calculate" in tools else None
    # A bill over documents that takes up the whole question is rather meant than a story of few numbers.
    least = _SURER if whole.steps and whole.steps[0].kind == "operand" else SURE
    if told and told.likely >= max(least, _foreign(whole)):
        # What asks for money and names only pieces has its prices elsewhere.
        elsewhere = "search_documents" in tools and lacks_prices(canonical(question, language))
        if not elsewhere:
            return _problem(told)
    parts = _split(question)
    if len(parts) > 1 and not (whole.steps and whole.steps[-1].kind == "algebra"):
        split = reader().clauses(parts)
        # One calculation that takes up the whole question needs no document to be looked into.
        alone = len(whole.steps) == 1 and whole.steps[0].tool in ("calculate", "python", "convert_units")
        guessed = alone and any(step.tool == "search_documents" for step in split.steps)
        if not guessed and (split.steps or split.say.startswith("ask")):
            return split
    if told and told.likely >= UNSURE and "search_documents" not in tools and not whole.steps:
        return _problem(told)
    return whole


_ALONE = re.compile(
    r"(?:(?:what(?:'s| is)|convert|turn|write|change|express|viết|đổi|chuyển) )?(?P<n>\d+(?:\.\d+)?(?: ?/ ?\d+)?)(?: (?:là|bằng))?[ ?.,]*",
    re.IGNORECASE,
)
"""A question that is but one number, once it is known how that is to be written."""
_SURER = 0.9


def _asks_for(said: Said) -> bool:
    """Whether the last that was said is our own question for an argument."""
    return not said.by_user and any(pattern.fullmatch(said.text.strip()) for pattern in _asking())


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    told = (str(words("reckoner.models.mini", "answers", language)["ask_argument"]) for language in LANGUAGES)
    return tuple(re.compile(re.escape(each).replace(re.escape("{about}"), ".+"), re.DOTALL) for each in told)


def _computed(made: Plan) -> bool:
    """Whether one calculation takes up the whole question."""
    return len(made.steps) == 1 and made.steps[0].tool in ("calculate", "python", "algebra", "convert_units")


def _counted(made: Plan) -> bool:
    """Whether what it comes to is one number."""
    return _computed(made) and made.steps[0].tool in ("calculate", "convert_units")


def _foreign(made: Plan) -> float:
    """How likely a tool that is not our own is what was meant."""
    return max((each.likely or 0.0 for each in made.steps if each.kind == "other"), default=0.0)


def _problem(told: Story) -> Plan:
    step = Step("calculate", {"expression": told.formula.expression}, "number", told.formula.unit, likely=told.likely)
    return Plan((step,))


def _talk(question: str) -> str:
    if re.search(r"\d", question):
        return ""  # "Hi! 25*4" asks something.
    bare = re.sub(r"[^a-z ]", "", fold(question)).strip()
    return next((name for name, pattern in _TALK.items() if re.fullmatch(pattern, bare)), "")


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

    def __init__(
        self,
        tools: Mapping[str, Mapping[str, Any]],
        language: Language,
        said: Sequence[Said],
        adapted: str,
        taken: int = 0,
    ) -> None:
        """``taken`` is how many steps of the plan come before what is read."""
        self._taken = taken
        self._tools = tools
        self._language = language
        self._said = said
        self._adapted = adapted
        self._steps: list[Step] = []

    def clauses(self, clauses: Sequence[str]) -> Plan:
        for place, clause in enumerate(clauses):
            said = self._said if len(clauses) == 1 else (*self._said[:-1], Said(clause))
            plan = self._clause(clause, said, more=place + 1 < len(clauses))
            if not plan.steps:
                return plan
            self._steps.extend(plan.steps)
        return Plan(tuple(self._steps))

    def _clause(self, clause: str, said: Sequence[Said], *, more: bool) -> Plan:
        text = canonical(clause, self._language)
        for read in (
            self._saving,
            self._algebra,
            self._date,
            self._clock,
            self._units,
            self._deal,
            self._number,
            self._by_units,
            self._from_documents,
        ):
            if (found := read(clause, text)) is not None and all(step.tool in self._tools for step in found.steps):
                return found
        if foreign := self.foreign(said):
            return foreign
        if "search_documents" not in self._tools or not re.search(r"\w{2}", clause):
            return Plan(say="cannot")
        bare = _LOOK.sub("", _bare(fold(text))) if more else ""
        about = as_written(_article(bare), text) if bare else clause
        return Plan((Step("search_documents", {"query": clause}, "operand" if more else "fact", about),))

    def foreign(self, said: Sequence[Said]) -> Plan | None:
        """The call of a tool that is not our own, or the question for what it lacks; ``None`` where none is meant."""
        chosen = choose(said, self._tools, self._language, adapted=self._adapted)
        if chosen is None:
            return None
        if chosen.missing:
            return Plan(say="ask_argument", facts={"about": self._about(chosen.tool, chosen.missing[0])})
        likely = of_call(chosen.likely, chosen.filled)
        return Plan((Step(chosen.tool, chosen.arguments, "other", likely=likely),))

    def _about(self, tool: str, argument: str) -> str:
        """An argument, as its schema describes it."""
        declared = parameters(self._tools[tool]).get(argument, {})
        return str(declared.get("description") or name_in_words(argument)).strip().rstrip(".?!")

    @property
    def _count(self) -> int:
        """How many steps the plan has so far."""
        return self._taken + len(self._steps)

    @property
    def _last(self) -> str:
        """A reference to the value found just before."""
        return f"#{self._count}"

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
            reader = _Reader(self._tools, self._language, (Said(inner),), self._adapted, self._count)
            if not refers and (before := reader.clauses([inner])).steps:
                *first, found = before.steps
                if found.kind == "fact":
                    about = as_written(_article(_bare(fold(inner))), inner)
                    found = replace(found, kind="operand", about=about)
                return Plan((*first, found, Step("save_file", {"name": name, "content": reader._last}, "saved")))
            content = self._last if self._count else "#last"
        return Plan((Step("save_file", {"name": name, "content": content}, "saved"),))

    def _algebra(self, clause: str, text: str) -> Plan | None:
        if self._language == "vi":
            clause = _GROUPED.sub(lambda match: match[0].replace(".", ""), clause)
        task = algebra_task(
            re.sub(r"(?<=\d) ?[x×·] ?(?=\d)|(?<=\d) [x×·] (?=-\d)|(?<=[\d)]) [x×·] (?=[\d(])", " * ", clause)
        )
        # Whoever tells an equation in words may write its numbers as words, too.
        task = task or worded_task(fold(text))
        return Plan((Step("algebra", dict(task), "algebra"),)) if task else None

    def _date(self, clause: str, text: str) -> Plan | None:
        asked = date_question(clause, self._language)
        return Plan((Step("python", {"code": asked.code}, asked.kind),)) if asked else None

    def _clock(self, clause: str, text: str) -> Plan | None:
        if found := clock(clause, self._language):
            return Plan((self._calculation(found),))
        program = time_after(clause, self._language)
        return Plan((Step("python", {"code": program}, "time"),)) if program else None

    def _units(self, clause: str, text: str) -> Plan | None:
        found = conversion(
            re.sub(rf"\b{patterns('documents')['back']}\b", self._last, fold(text), count=1) if self._count else text
        )
        if found is None:
            return None
        if not found.target:
            return Plan(say="ask_unit", facts={"quantity": f"{found.value} {found.source.replace('_', ' ')}"})
        arguments = {"value": found.value, "source": found.source, "target": found.target}
        return Plan((Step("convert_units", arguments, "units", found.larger),))

    def _number(self, clause: str, text: str) -> Plan | None:
        if _NAMED.search(clause) or self._is_bill(text) or ("search_documents" in self._tools and lacks_prices(text)):
            return None
        text = in_one_unit(counted(text))
        # What begins as a step and says what it is added to goes on, though what is added is a calculation of its own.
        found = further(fold(text), self._last) or problem(text) or formula(text)
        if found is None:
            found = going_on(fold(text), self._last, first=not self._count)
        if found is None:
            back = re.sub(rf"\b{patterns('documents')['back']}\b", self._last, fold(text), count=1)
            found = formula(back) if "#" in back else None
        return Plan((self._calculation(in_unit_asked(found, text)),)) if found else None

    def _deal(self, clause: str, text: str) -> Plan | None:
        program = deal(clause, self._language)
        return Plan((Step("python", {"code": program}, "best", likely=of_units()),)) if program else None

    def _by_units(self, clause: str, text: str) -> Plan | None:
        found = by_units(clause, self._language)
        if found is None:
            return None
        return Plan((replace(self._calculation(found), likely=of_units()),))

    def _is_bill(self, text: str) -> bool:
        """Whether ``text`` asks what so many of this and so many of that come to, and tells no price."""
        if "search_documents" not in self._tools or _POWERS.search(fold(text)):
            return False
        listed = bill(_bare(fold(text)).strip(" ?.!,"), self._language, text)
        return listed is not None and len(listed.parts) > 1 and any(each.count for each in listed.parts)

    def _calculation(self, found: Formula) -> Step:
        return Step("calculate", {"expression": found.expression}, "number", found.unit)

    def _from_documents(self, clause: str, text: str) -> Plan | None:
        """A calculation over values that stand in documents."""
        folded = fold(_MORE.sub("", text))
        asked = chain(_bare(folded), self._language, text)
        # "750 g of it" is no 750 times its price.
        if asked is None or any(unit_at(f" {phrase}") and " of " in phrase for phrase in asked.phrases.values()):
            return None
        mention = as_written(_mention(folded), text)
        searches, references = [], {"back": self._last}
        for number, (name, phrase) in enumerate(asked.phrases.items(), self._count + 1):
            written = as_written(phrase, text)
            # A few words without diacritics do not show their language; the whole question does.
            about = as_written(asked.about, text)
            seeks: Seeks = asked.others.get(name, asked.seeks)
            plain = seeks != "share" and language_of(written) == self._language
            query = " ".join(filter(None, (written, about, mention))) if plain else clause
            searches.append(Step("search_documents", {"query": query}, "operand", written, seeks))
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
    formula = re.sub(rf"\b(?:[{LETTERS}]|back)\b", lambda name: references[name[0]], asked.gives)
    return Step("calculate", {"expression": formula}, asked.kind, asked.unit)


_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.,]\d|\d)")
"""A Vietnamese number in groups of three digits."""
_POWERS = re.compile(r"\d (?:squared|cubed|factorial|binh phuong|lap phuong|giai thua)\b")
"""*3 squared* is no three of a thing."""
_NAMED = re.compile(r"\b[A-Z]{1,4}-?\d{2,}\b")
"""A number in a name, X100: it is none to calculate with."""


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
