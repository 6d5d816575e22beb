"""One turn of the small model: the next call of its plan, or the answer."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from reckoner.core import SURE, Language, fold, language_of, sentences, words

from . import counter, operands, read
from .before import Before, before, with_former
from .choose import OWN, choose
from .clock import time_after
from .combine import combine
from .compose import quoted, sentence, told, value_of, written_day
from .confidence import of_call, of_lines, of_rule, of_units
from .dates import without_dates
from .days_apart import days_apart
from .dimensional import goes_on, minutes_of, spread, with_result
from .followup import dated, in_full, of_row, so_much_of_row
from .formula import Formula
from .leaning import each_of_both, of_both, put_into, so_many
from .lexicon import terms
from .manner import Manner, manner, spoken
from .numbers import currency, spelt_out
from .plan import LONGEST, plan
from .pointer.layout import Said
from .rejected import rejected
from .spelling import mended
from .steps import Plan, Step, resolve
from .story import UNSURE, story
from .tabular import QUERY, tabular
from .tabular import told as tabular_told
from .tally import tally
from .units import comparable
from .when import day_asked
from .workout import workout

_EMPTY = "There are no documents yet."


def reply_to(
    messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]], choice: str = "auto", adapted: str = ""
) -> AIMessage:
    """What the model says next.

    Args:
        messages: The conversation.
        tools: The tools at hand, as OpenAI describes them.
        choice: ``auto``, ``none``, ``any``, or the name of the tool that has to be called.
        adapted: The folder of adapted weights, if not those that ship.
    """
    asked = [place for place, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if not asked:
        return AIMessage(sentence("hello", "en"))
    named = choice not in ("auto", "none", "any")
    schemas = {tool["function"]["name"]: tool["function"] for tool in tools if choice != "none"}
    if named:
        schemas = {name: each for name, each in schemas.items() if name == choice}
    if counter.serves(schemas):
        return counter.reply(messages)
    if not schemas and tools:
        return AIMessage(sentence("cannot", language_of(messages[asked[-1]].text)))
    if not schemas:
        return _program(_spelt(messages[asked[-1]].text))
    own = _spelt(messages[asked[-1]].text)
    *_, earlier, former = "", "", *_written_out(messages, asked[-_LEANING:-1])
    left = before(messages[: asked[-1]], former)
    if earlier:
        left = with_former(left, messages[: asked[-2]], earlier)
    question, language = _whole(own, former, left)
    said = _said(messages[: asked[-1] + 1])
    results = [message for message in messages[asked[-1] + 1 :] if isinstance(message, ToolMessage)]
    made = _leaning(own, former, left, language, schemas) or plan(question, schemas, language, said, adapted)
    if former and "calculate" in schemas and not (made.steps and made.steps[0].tool != "search_documents"):
        made = _on_result(own, former, left, language) or made
    if (named or choice == "any") and not made.steps:
        forced = choose(said, schemas, language, among=schemas, must=True, adapted=adapted)
        made = (
            Plan((Step(forced.tool, forced.arguments, "other", likely=of_call(forced.likely, forced.filled)),))
            if forced
            else made
        )
    if made.say:
        return AIMessage(sentence(made.say, language, **made.facts))
    return _Turn(question[:LONGEST], language, made, results, left, tables=QUERY in schemas).next()


_BRIEF = 8
"""Words of a question that may do no more than put another number into the one before it."""
_COMPUTING = ("calculate", "convert_units", "python")
_COUNT_ASKED = re.compile(
    r"^(?!.*how much).*how many (?!dollars|euros?|pounds|pence|cents|dong)[a-z]|"
    r"^(?!.*bao nhieu tien).*\b(?:bao nhieu|may) (?:lit|kg|ki|can|quyen|cuon|cai|chiec|ve|hop|goi|chai|qua|trai|con|bo|met|m|gio|ngay|"
    r"thang|tuan|nam|nguoi|suat|ly|coc|lon|to|phan|vien|cay|bao)\b"
)
"""What is counted is no money, though money is spoken of."""
_LIKELY, _LIKELY_ONE = 0.25, 0.6
"""What lines of documents are computed to with less is not told; in one step, which a sentence that is quoted may do for,
with less than the latter (``decisions.md``)."""
_LEANING = 6
"""Of so many questions each may lean on the one before."""


def _written_out(messages: Sequence[BaseMessage], places: Sequence[int]) -> list[str]:
    """The questions at ``places``, each with what it leaves to the one before it: *and 12?*, *how about 20?*"""
    found: list[str] = []
    for place in places:
        full = in_full(_spelt(messages[place].text), found[-1] if found else "")[0]
        found.append(full if len(full) <= LONGEST else "")  # What leans on a long text cannot be written out.
    return found


def _whole(own: str, former: str, left: Before) -> tuple[str, Language]:
    """The question with what it leaves to what was said before it; and its language."""
    rest, wanted = manner(own) if former else (own, Manner())
    if former and len(rest.split()) <= _BRIEF:
        rest = spelt_out(rest, language_of(rest))  # "And for four of them?"
    of_it = (of_row(rest, left.quote) or so_much_of_row(rest, left.quote)) if former and left.quote else ""
    full, language = (of_it, language_of(of_it)) if of_it else in_full(rest, former)
    full = dated(full, left.values.get("#day", ""))
    if full == rest:
        return own, language
    return (full if wanted.plain else f"{full.rstrip(' ?.')}{spoken(wanted, language)}"), language


def _leaning(own: str, former: str, left: Before, language: Language, tools: Collection[str]) -> Plan | None:
    """The plan for a question that computes with the answers before it."""
    if former and "#day" in left.values and {"search_documents", "python"} <= {*tools}:
        apart = days_apart(own, left.values["#day"], language)
        if apart:
            return apart
    if not former or "#0" not in left.values or "calculate" not in tools:
        return None
    asked = fold(own)
    pair = (of_both(asked) or each_of_both(asked)) if "#former" in left.values else None
    made = pair or put_into(asked) or spread(own, former, language) or so_many(own, former, language)
    if made is None and goes_on(own):
        return _on_result(own, former, left, language)
    return Plan((Step("calculate", {"expression": made.expression}, "number"),)) if made else None


def _on_result(own: str, former: str, left: Before, language: Language) -> Plan | None:
    """The plan for a question that takes the answer before it as one more amount."""
    if "#0" not in left.values:
        return None
    if length := minutes_of(former, left.values["#0"]):
        told = f"{own.rstrip(' ?.')}, {'mất' if language == 'vi' else 'takes'} {length} {'phút' if language == 'vi' else 'min'}?"
        if program := time_after(told, language):
            return Plan((Step("python", {"code": program}, "time", likely=of_units()),))
    made = with_result(own, former, language)
    if made is None:
        return None
    step = Step("calculate", {"expression": made.expression}, "number", made.unit, likely=of_units())
    return Plan((step,))


def _spelt(text: str) -> str:
    return mended(text, language_of(text)) if len(text) <= LONGEST else text


def _program(question: str) -> AIMessage:
    """Without a tool at hand, a calculation is a program to run."""
    language = language_of(question)
    made = plan(question[:LONGEST], {"calculate": {}}, language)
    expression = str(made.steps[0].arguments["expression"]) if len(made.steps) == 1 else ""
    if not expression or "#" in expression:
        return AIMessage(sentence(made.say or "cannot", language, **made.facts))
    [step] = made.steps
    if step.manner.digits is not None:
        expression = f"round({expression}, {step.manner.digits})"
    prelude = "from sympy import *\n\n" if re.search(r"[A-Za-z]", expression) else ""
    return AIMessage(f"```python\n{prelude}{expression}\n```", response_metadata={"confidence": _likely(step)})


def _said(messages: Sequence[BaseMessage]) -> list[Said]:
    """What was said so far, by whom; results of tools were told in the answers."""
    return [
        Said(unicodedata.normalize("NFC", each.text), isinstance(each, HumanMessage))
        for each in messages
        if isinstance(each, HumanMessage | AIMessage) and each.text.strip()
    ]


class _Turn:
    """A plan and how far it has come."""

    def __init__(
        self,
        question: str,
        language: Language,
        made: Plan,
        results: Sequence[ToolMessage],
        before: Before,
        *,
        tables: bool,
    ) -> None:
        self._question = question
        self._tables = tables
        self._language: Language = language
        self._plan = made
        self._results = results
        self._before = before
        self._values = dict(before.values)
        self._found: dict[int, tuple[read.Found, ...]] = {}

    def _combined(self) -> None:
        """Where what was found does not answer as planned, but can be computed with, the plan goes on with that."""
        for place, (step, result) in enumerate(zip(self._plan.steps, self._results, strict=False)):
            if step.tool != "search_documents" or result.status == "error":
                return
            texts = [each.text for each in self._results[: place + 1]]
            if self._tables and (asked := tabular(self._question, texts, self._language)):
                return self._go_on(place, asked.step)
            last = place + 1 == len(self._plan.steps)
            if self._answers(place, step, result.text):
                # A sentence that answers is not computed with, unless the question brings a number of its own.
                numbers = last and step.kind == "fact" and re.search(r"\d", self._question)
                if numbers and self._worked(place, SURE, SURE):
                    return None
                continue
            if found := tally(self._question, texts, self._language) or combine(self._question, texts):
                return self._compute(place, found.formula, found.found, of_lines("listed"))
            if step.kind == "operand":
                return self._look_up_whole(place)
            if last and self._worked(place):
                return None
            # Numbers of documents that are not surely meant are quoted and not computed with.
            alone = story(self._question, self._language) if last else None
            if alone and alone.likely >= max(UNSURE, read.answer(self._question, texts).likely):
                return self._compute(place, alone.formula, (), alone.likely)
            return None

    def _look_up_whole(self, place: int) -> None:
        """Where one part of a calculation is not found, the whole question is looked up: it may show the sum, or the answer."""
        whole = Step("search_documents", {"query": self._question}, "whole", self._plan.steps[place].about)
        self._go_on(place, whole)
        texts = [each.text for each in self._results]
        if len(texts) == place + 1:
            return
        if found := tally(self._question, texts, self._language):
            self._compute(place + 1, found.formula, found.found, of_lines("listed"))
        elif not self._worked(place + 1) and read.answer(self._question, texts[-1:]).sure:
            self._go_on(place, replace(whole, kind="fact"))

    def _worked(self, place: int, least: float = _LIKELY, one: float = _LIKELY_ONE) -> bool:
        """Go on with what the lines that the searches up to ``place`` brought come to.

        Args:
            place: That of the last of these searches.
            least: How likely right that has to be.
            one: The same of a calculation in one step.
        """
        texts = [each.text for each in self._results[: place + 1]]
        understood = workout(self._question, texts, self._language)
        if understood is None or understood.story.likely < (least if understood.steps > 1 else one):
            return False
        self._compute(place, understood.story.formula, understood.found, understood.story.likely)
        return True

    def _compute(self, place: int, formula: Formula, found: tuple[read.Found, ...], likely: float) -> None:
        """Let the plan go on with a calculation behind the search at ``place``."""
        calculation = Step("calculate", {"expression": formula.expression}, "number", formula.unit, likely=likely)
        self._go_on(place, calculation)
        self._found[place + 1] = found

    def _go_on(self, place: int, step: Step) -> None:
        """Let ``step`` follow the search at ``place``; what was searched so far is combined, and told of by none of its steps."""
        searches = (replace(each, kind="combined") for each in self._plan.steps[: place + 1])
        self._plan = replace(self._plan, steps=(*searches, step))

    def _answers(self, place: int, step: Step, text: str) -> bool:
        """Whether a search brought what its step is for."""
        if step.kind == "fact":
            return read.answer(self._question, [text]).sure
        found = self._operand(place, step)
        following = self._step(place + 1)
        if found and following and following.kind == "span":
            return operands.periods(found[0], following.about) is not None
        return bool(found) and not (following and operands.is_priced_so(self._question, following.arguments, found[0]))

    def _step(self, place: int) -> Step | None:
        """The step at ``place``, where the plan has so many."""
        return self._plan.steps[place] if place < len(self._plan.steps) else None

    def _operand(self, place: int, step: Step) -> tuple[read.Found, ...]:
        """What the search at ``place`` gives to calculate with; a discount may stand in what was found before, too."""
        texts = [each.text for each in self._results[: place + 1]]
        beside = next((found[0].name for found in reversed(self._found.values())), "")
        following = self._step(place + 1)
        target = str(following.arguments["target"]) if following and following.kind == "units" else ""
        searched = texts if step.seeks == "share" else texts[-1:]
        return operands.operand(step.about, searched, step.seeks, self._language, beside, target)

    def next(self) -> AIMessage:
        """The next call, or the answer."""
        self._combined()
        for number, (step, result) in enumerate(zip(self._plan.steps, self._results, strict=False), 1):
            if problem := self._take(number, step, result):
                return AIMessage("\n\n".join((*self._parts(number - 1), problem)))
        if len(self._results) >= len(self._plan.steps):
            confidence = self._confidence()
            told = {} if confidence is None else {"confidence": confidence}
            return AIMessage("\n\n".join(self._parts(len(self._plan.steps))), response_metadata=told)
        resolved = resolve(self._timed(len(self._results)), self._values)
        if isinstance(resolved, str):
            return AIMessage(sentence("ask_content" if resolved == "#last" else "ask_reference", self._language))
        step = resolved
        if step.kind == "span" and not step.arguments:
            about = self._plan.steps[len(self._results) - 1].about
            return AIMessage(sentence("no_period", self._language, about=about))
        call = {"name": step.tool, "args": step.arguments, "id": f"mini-{len(self._results) + 1}"}
        thought = {} if self._results else {"reasoning_content": self._thought()}
        sure = {"confidence": _likely(self._plan.steps[len(self._results)])}
        return AIMessage("", tool_calls=[call], additional_kwargs=thought, response_metadata=sure)

    def _confidence(self) -> float | None:
        """How likely the answer is right, by the least sure of its steps; ``None`` where it states nothing."""
        found: list[float] = []
        if self._before.confidence is not None and any("#0" in str(each.arguments) for each in self._plan.steps):
            found.append(self._before.confidence)
        for step, result in zip(self._plan.steps, self._results, strict=False):
            if step.kind == "fact":
                reading = read.answer(self._question, [result.text])
                if not reading.found:
                    return None
                found.append(reading.likely)
            elif step.tool != "search_documents":
                found.append(_likely(step))
        if self._found and self._plan.steps[-1].likely is None and self._plan.steps[-1].tool in _COMPUTING:
            found.append(of_lines("looked_up"))
        return min(found, default=None)

    def _timed(self, place: int) -> Step:
        """The step at ``place``; a price for a time counts in the time that its source names, or not at all."""
        step = self._plan.steps[place]
        if step.kind != "span":
            return step
        factor = operands.periods(self._found[place][0], step.about)
        expression = f"{step.arguments['expression']}{factor}" if factor is not None else ""
        return replace(step, arguments={"expression": expression} if expression else {})

    def _take(self, number: int, step: Step, result: ToolMessage) -> str:
        """Keep a step's value; or say why the plan ends here."""
        if result.status == "error":
            key = "rejected" if rejected(result.text) else "failed"
            return sentence(key, self._language, why=result.text)
        if step.tool == "search_documents":
            return self._take_passages(number, step, result.text)
        if step.tool != QUERY and (value := value_of(step.tool, result.text)):
            # A formula goes on with the exact value; a file gets the sentence.
            self._values[f"#{number}"] = value
        return ""

    def _take_passages(self, number: int, step: Step, text: str) -> str:
        if step.kind == "combined":
            return ""
        if step.kind == "whole":
            return self._instead(number, step, self._results[number - 2].text, None)
        if text.strip() == _EMPTY:
            return sentence("not_computed" if self._computes else "no_documents", self._language)
        if step.kind != "operand":
            return ""
        found = self._operand(number - 1, step)
        following = self._step(number)
        if not found:
            return self._instead(number, step, text, following)
        if self._found and step.seeks in ("number", "price", "whole"):
            place, (former, *_) = next(reversed(self._found.items()))
            found = (operands.in_row_of(former, step.about, found[0]),)
            if not operands.same_column(former, self._plan.steps[place - 1].about, found[0], step.about):
                return sentence("no_operand", self._language, about=step.about)
        if any(found == other for other in self._found.values()):
            # Two phrases that lead to the very same value were not told apart.
            return sentence("no_operand", self._language, about=step.about)
        if following and following.kind == "units" and not comparable(found[0].unit, following.arguments["target"]):
            return quoted(found[0], self._language)
        self._found[number] = found
        self._values |= {f"#{number}": ", ".join(each.value for each in found), f"#{number}u": found[0].unit}
        return ""

    def _instead(self, number: int, step: Step, text: str, following: Step | None) -> str:
        """What becomes of a step whose value was not found: words to save, the passages that come close, or a refusal."""
        reading = read.answer(self._question, [text])
        if following and following.kind == "saved" and reading.sure:
            self._found[number] = reading.found[:1]
            self._values[f"#{number}"] = reading.found[0].quote
            return ""
        if reading.found:
            return "\n\n".join(self._facts(text))
        return sentence("no_operand", self._language, about=step.about)

    def _parts(self, done: int) -> list[str]:
        """What the first ``done`` steps have to say."""
        parts = list(dict.fromkeys(quoted(each, self._language) for each in self._all_found()))
        for place, (step, result) in enumerate(zip(self._plan.steps[:done], self._results, strict=False)):
            if step.kind in ("operand", "combined"):
                continue
            resolved = resolve(self._timed(place), self._values)
            if step.tool == QUERY:
                parts.extend(tabular_told(step, result.text, self._language))
            elif step.kind == "fact":
                parts.extend(self._facts(result.text))
            elif isinstance(resolved, Step):
                latex = result.artifact.get("display", {}).get("latex", "") if isinstance(result.artifact, dict) else ""
                parts.append(told(resolved, result.text, self._language, currency=self._currency(step), latex=latex))
        return parts

    def _facts(self, text: str) -> list[str]:
        reading = self._reading(text)
        days = [day_asked(self._question, found, [text]) for found in reading.found]
        said = written_day(days[0], self._language) if days and days[0] else " ".join(reading.words.split())
        days = [None, *days[1:]] if reading.words else days
        quotes = [quoted(each, self._language, day) for each, day in zip(reading.found, days, strict=True)]
        if reading.words:
            return [sentence("short", self._language, words=said), *quotes]
        if quotes:
            return quotes if reading.sure else [sentence("closest", self._language), *quotes]
        missing = "not_computed" if self._computes else "not_found"
        return [sentence(missing, self._language, query=" ".join(self._question.split())[:200])]

    def _reading(self, text: str) -> read.Reading:
        """What the passages say to the question; or to its last sentence alone, where the whole finds nothing."""
        reading = read.answer(self._question, [text])
        told = [self._question[start:end] for start, end in sentences(self._question)]
        if reading.found or len(told) < 2 or len(terms(told[-1], self._language)) < 2:
            return reading
        return read.answer(told[-1], [text])

    @property
    def _computes(self) -> bool:
        """Whether the question looks like a calculation that was not understood."""
        numbers = re.findall(r"(?<![\w./-])\d+(?:[.,]\d+)*(?![\w/])", without_dates(self._question, self._language))
        asks = re.search(
            r"how (?:much|many|long|far)|what(?:'s| is)|percent|%|bao nhieu|\bmay\b|[-+*/]", fold(self._question)
        )
        return len(numbers) > 1 and bool(asks) and self._plan.steps[0].kind != "operand"

    def _all_found(self) -> Iterator[read.Found]:
        for found in self._found.values():
            yield from found

    def _currency(self, step: Step) -> str:
        """The money that a number is counted in, if the words around it speak of one kind only."""
        if step.kind not in ("number", "span") or _COUNT_ASKED.search(fold(self._question)):
            return ""
        # A result goes on in the money of the line that it was taken from.
        former = self._before.quote if "#0" in str(step.arguments) else ""
        return currency(" ".join((self._question, former, *(each.quote for each in self._all_found()))))

    def _thought(self) -> str:
        described = [_described(step, self._language) for step in self._plan.steps]
        return sentence("thinking", self._language, steps=" → ".join(described))


def _likely(step: Step) -> float:
    return of_rule(step.tool) if step.likely is None else step.likely


def _described(step: Step, language: Language) -> str:
    if step.tool not in OWN:
        return sentence("step_other", language, tool=step.tool)
    values = [str(value) for value in step.arguments.values()]
    return str(words("reckoner.models.mini", "answers", language)[f"step_{step.tool}"]).format(*values)
