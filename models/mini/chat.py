"""The model that ships inside, as a LangChain chat model with tool calls.

It plans a question in steps, calls a tool for each, and writes the answer from what they return. It keeps nothing: the plan
is made anew from the conversation at every step, so that a conversation can go on anywhere.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from reckoner.core import Language, fold, words

from ..bound import ToolChat
from . import counter, read
from .choose import OWN
from .combine import combine
from .compose import quoted, sentence, told, value_of
from .dates import without_dates
from .followup import in_full
from .numbers import currency
from .plan import LONGEST, Plan, Step, plan, resolve
from .rejected import rejected
from .units import comparable

_EMPTY = re.compile(r"^(?:There are no documents yet|Nothing in the documents fits)\.$")


class MiniChat(ToolChat):
    """Chooses tools by rules and by meaning; English and Vietnamese; offline. It never states what no tool returned."""

    model_name: str = "mini"
    follows_instructions: ClassVar[bool] = False

    @property
    def _llm_type(self) -> str:
        return "reckoner-mini"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        reply = _reply(messages, kwargs.get("tools", []))
        if stop:
            reply.content = _cut(reply.text, stop)
        reply.usage_metadata = _usage(messages, reply)
        reply.response_metadata = {"model_name": "mini"}
        return ChatResult(generations=[ChatGeneration(message=reply)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._generate(messages, stop, run_manager, **kwargs).generations[0].message
        assert isinstance(reply, AIMessage)
        for chunk in _chunks(reply):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        result = await self._agenerate(messages, stop, run_manager, **kwargs)
        reply = result.generations[0].message
        assert isinstance(reply, AIMessage)
        for chunk in _chunks(reply):
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk


def _reply(messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]) -> AIMessage:
    asked = [place for place, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if not asked:
        return AIMessage(sentence("hello", "en"))
    schemas = {tool["function"]["name"]: tool["function"] for tool in tools}
    if counter.serves(schemas):
        return counter.reply(messages)
    former = messages[asked[-2]].text if len(asked) > 1 else ""
    former = former if len(former) <= LONGEST else ""  # What leans on a long text cannot be written out.
    question, language = in_full(messages[asked[-1]].text, former)
    results = [message for message in messages[asked[-1] + 1 :] if isinstance(message, ToolMessage)]
    made = plan(question, schemas, language)
    if made.say:
        return AIMessage(sentence(made.say, language, **made.facts))
    return _Turn(question[:LONGEST], language, made, results, _former(messages[: asked[-1]])).next()


class _Turn:
    """A plan and how far it has come."""

    def __init__(
        self,
        question: str,
        language: Language,
        made: Plan,
        results: Sequence[ToolMessage],
        former: Mapping[str, str],
    ) -> None:
        self._question = question
        self._language: Language = language
        self._plan = made
        self._results = results
        self._values = dict(former)
        self._found: dict[int, tuple[read.Found, ...]] = {}

    def _combined(self) -> None:
        """Where what was found does not answer as planned, but can be computed with, the plan goes on with that."""
        for place, (step, result) in enumerate(zip(self._plan.steps, self._results, strict=False)):
            if step.tool != "search_documents" or result.status == "error":
                return
            if self._answers(place, step, result.text):
                continue
            texts = [each.text for each in self._results[: place + 1]]
            if (found := combine(self._question, texts)) is None:
                return
            calculation = Step("calculate", {"expression": found.formula.expression}, "number", found.formula.unit)
            searches = (replace(each, kind="combined") for each in self._plan.steps[: place + 1])
            self._plan = replace(self._plan, steps=(*searches, calculation))
            self._found[place + 1] = found.found
            return

    def _answers(self, place: int, step: Step, text: str) -> bool:
        """Whether a search brought what its step is for."""
        if step.kind == "fact":
            return read.answer(self._question, [text]).sure
        found = read.operand(step.about, [text], step.seeks, self._language)
        following = self._plan.steps[place + 1] if place + 1 < len(self._plan.steps) else None
        if found and following and following.kind == "span":
            return read.periods(found[0].quote, following.about) is not None
        return bool(found)

    def next(self) -> AIMessage:
        """The next call, or the answer."""
        self._combined()
        for number, (step, result) in enumerate(zip(self._plan.steps, self._results, strict=False), 1):
            if problem := self._take(number, step, result):
                return AIMessage("\n\n".join((*self._parts(number - 1), problem)))
        if len(self._results) >= len(self._plan.steps):
            return AIMessage("\n\n".join(self._parts(len(self._plan.steps))))
        resolved = resolve(self._timed(len(self._results)), self._values)
        if isinstance(resolved, str):
            return AIMessage(sentence("ask_content" if resolved == "#last" else "ask_reference", self._language))
        step = resolved
        if not step.arguments:
            about = self._plan.steps[len(self._results) - 1].about
            return AIMessage(sentence("no_period", self._language, about=about))
        call = {"name": step.tool, "args": step.arguments, "id": f"mini-{len(self._results) + 1}"}
        thought = {} if self._results else {"reasoning_content": self._thought()}
        return AIMessage("", tool_calls=[call], additional_kwargs=thought)

    def _timed(self, place: int) -> Step:
        """The step at ``place``; a price for a time counts in the time that its source names, or not at all."""
        step = self._plan.steps[place]
        if step.kind != "span":
            return step
        factor = read.periods(self._found[place][0].quote, step.about)
        expression = f"{step.arguments['expression']}{factor}" if factor is not None else ""
        return replace(step, arguments={"expression": expression} if expression else {})

    def _take(self, number: int, step: Step, result: ToolMessage) -> str:
        """Keep a step's value; or say why the plan ends here."""
        if result.status == "error":
            key = "rejected" if rejected(result.text) else "failed"
            return sentence(key, self._language, why=result.text)
        if step.tool == "search_documents":
            return self._take_passages(number, step, result.text)
        if value := value_of(step, result.text):
            # A formula goes on with the exact value; a file gets the sentence.
            self._values[f"#{number}"] = value
        return ""

    def _take_passages(self, number: int, step: Step, text: str) -> str:
        if _EMPTY.match(text.strip()) and "no documents" in text:
            return sentence("not_computed" if self._computes else "no_documents", self._language)
        if step.kind != "operand":
            return ""
        found = read.operand(step.about, [text], step.seeks, self._language)
        following = self._plan.steps[number] if number < len(self._plan.steps) else None
        if not found:
            return self._instead(number, step, text, following)
        if self._found and step.seeks in ("number", "price"):
            place, (former, *_) = next(reversed(self._found.items()))
            found = (read.in_row_of(former, step.about, found[0]),)
            if not read.same_column(former, self._plan.steps[place - 1].about, found[0], step.about):
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
            if step.kind == "fact":
                parts.extend(self._facts(result.text))
            elif isinstance(resolved, Step):
                latex = result.artifact.get("display", {}).get("latex", "") if isinstance(result.artifact, dict) else ""
                parts.append(told(resolved, result.text, self._language, currency=self._currency(step), latex=latex))
        return parts

    def _facts(self, text: str) -> list[str]:
        reading = read.answer(self._question, [text])
        quotes = [quoted(found, self._language) for found in reading.found]
        if quotes:
            return quotes if reading.sure else [sentence("closest", self._language), *quotes]
        missing = "not_computed" if self._computes else "not_found"
        return [sentence(missing, self._language, query=" ".join(self._question.split())[:200])]

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
        if step.kind not in ("number", "span"):
            return ""
        return currency(" ".join((self._question, *(each.quote for each in self._all_found()))))

    def _thought(self) -> str:
        described = [_described(step, self._language) for step in self._plan.steps]
        return sentence("thinking", self._language, steps=" → ".join(described))


def _described(step: Step, language: Language) -> str:
    if step.tool not in OWN:
        return sentence("step_other", language, tool=step.tool)
    values = [str(value) for value in step.arguments.values()]
    return str(words("reckoner.models.mini", "answers", language)[f"step_{step.tool}"]).format(*values)


def _former(messages: Sequence[BaseMessage]) -> dict[str, str]:
    """What a question may refer to: ``#0``, the last value, and ``#last``, what to save of the last answer."""
    answer = next((each.text for each in reversed(messages) if isinstance(each, AIMessage) and each.text), "")
    if not answer:
        return {}
    # A mark names a passage of this turn; it means nothing in a file.
    former = {"#last": re.sub(r"\s?\[\w{4}\]", "", answer)}
    last = next((each for each in reversed(messages) if isinstance(each, ToolMessage)), None)
    if last is None or last.status == "error" or not last.text:
        return former
    if last.name == "search_documents":
        asked = next(each.text for each in reversed(messages) if isinstance(each, HumanMessage))
        found = read.operand(asked, [last.text], "price") or read.operand(asked, [last.text])
        return former | ({"#0": found[0].value} if found and found[0].key in answer else {})
    if last.name not in ("calculate", "convert_units", "python", "algebra"):
        return former
    value = last.text.partition(" ≈ ")[0]
    value = value.partition(" ")[0] if last.name == "convert_units" else value.strip("[]")
    return {"#last": value, "#0": value}


def _chunks(reply: AIMessage) -> Iterator[ChatGenerationChunk]:
    """The reply word by word, then its calls, then its usage."""
    pieces = re.findall(r"\s*\S+", reply.text) if reply.text.strip() else []
    first = AIMessageChunk(content=pieces[0] if pieces else "", additional_kwargs=reply.additional_kwargs)
    yield ChatGenerationChunk(message=first)
    for piece in pieces[1:]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
    for index, call in enumerate(reply.tool_calls):
        part = tool_call_chunk(
            name=call["name"], args=json.dumps(call["args"], ensure_ascii=False), id=call["id"], index=index
        )
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[part]))
    yield ChatGenerationChunk(
        message=AIMessageChunk(
            content="",
            usage_metadata=reply.usage_metadata,
            response_metadata=reply.response_metadata,
            chunk_position="last",
        )
    )


def _usage(messages: Sequence[BaseMessage], reply: AIMessage) -> UsageMetadata:
    """Words, as this model has no tokens of its own."""
    read_words = sum(len(message.text.split()) for message in messages)
    written = max(1, len(reply.text.split()) + 5 * len(reply.tool_calls))
    return UsageMetadata(input_tokens=read_words, output_tokens=written, total_tokens=read_words + written)


def _cut(text: str, stop: Sequence[str]) -> str:
    places = [place for mark in stop if (place := text.find(mark)) >= 0]
    return text[: min(places)] if places else text
