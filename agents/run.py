"""The assistant: turns in, events out, and everything that is done with a conversation afterwards.

It drives the graph and speaks in events; how they look is the doors' business.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Self

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    HumanMessage,
    RemoveMessage,
    ToolMessage,
)
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command, StateSnapshot

from reckoner.core import (
    ApprovalError,
    ApprovalNeeded,
    Event,
    Failed,
    ModelUnavailable,
    ReckonerError,
    Sampling,
    Settings,
    Strategy,
    Turn,
    storing,
    writable,
)
from reckoner.models import chat
from reckoner.retrieval import DocumentIndex
from reckoner.tools import COLLECTION, Gate

from .audit import Audit, What, open_audit
from .build import Graph, build
from .decisions import Approve, Decision, Edit, Reject, as_answer
from .equipment import Equipment, equipped
from .history import STOPPED, Exchange, ending, exchanges
from .memory import Memory, new_thread, open_memory
from .middleware import since_question
from .saver import Saver
from .told import heard, told
from .waiting import approvals, check_edit, expired

log = logging.getLogger(__name__)

QUESTION_LIMIT = 50_000
"""Characters."""


@dataclass(frozen=True)
class _Start:
    """What a graph is started with."""

    graph: Graph
    given: Any
    strategy: Strategy | None = None


class Assistant:
    """An agent with its documents, tools, sandbox and memory. Built by ``Assistant.open``."""

    def __init__(
        self,
        equipment: Equipment,
        *,
        memory: Memory,
        audit: Audit,
        saver: AsyncSqliteSaver,
        model: BaseChatModel | None,
    ) -> None:
        self.settings = equipment.settings
        self.memory = memory
        self.audit = audit
        self.library = equipment.library
        self.gates = equipment.gates
        self._saver = saver
        self._model = model
        self._sandbox = equipment.sandbox
        self._forget = equipment.forget
        self._instructions = equipment.instructions
        self._graphs: dict[tuple[str, Sampling], Graph] = {}
        self._busy: set[str] = set()

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        settings: Settings,
        *,
        model: BaseChatModel | None = None,
        tools: Sequence[Gate] = (),
        documents: Path | None = None,
    ) -> AsyncIterator[Self]:
        """An assistant over the data in ``settings.home``.

        Args:
            settings: See ``Settings``.
            model: Takes the place of the model that the settings name.
            tools: Further tools, beside those that every assistant has.
            documents: Another folder for the index of documents than the one in ``settings.home``.

        Raises:
            StorageError: The history cannot be opened.
            SettingsError: The model cannot be had with these settings, or two tools have one name.
            ToolError: An API or an MCP server that the settings name cannot be used.
        """
        path = settings.home / "history.sqlite"
        async with AsyncExitStack() as stack:
            equipment = await stack.enter_async_context(equipped(settings, tools=tools, documents=documents))
            memory = await stack.enter_async_context(open_memory(path))
            audit = await stack.enter_async_context(open_audit(settings.home / "audit.sqlite"))
            with storing(path):
                saver = await stack.enter_async_context(Saver.from_conn_string(str(path)))
                await saver.setup()
            assistant = cls(equipment, memory=memory, audit=audit, saver=saver, model=model)
            assistant._graph()
            yield assistant

    @property
    def documents(self) -> DocumentIndex:
        """The documents of the main collection."""
        return self.library.collection()

    # ── turns ────────────────────────────────────────────────────────────────────────────────────────────────

    async def stream(
        self,
        turn: Turn,
        *,
        model: str | None = None,
        sampling: Sampling | None = None,
        strategy: Strategy | None = None,
    ) -> AsyncGenerator[Event]:
        """Answer ``turn``; what happens is told as it happens, and an error is the last event.

        Args:
            turn: The question and its conversation.
            model: Another model than the settings' own.
            sampling: Another than the settings' own.
            strategy: Another than the settings' own; the answer says which was taken.

        Closing the iterator stops the turn: what was written so far is kept, and the thread can be used at once.
        """
        async with aclosing(
            self._guarded(turn.thread, partial(self._begin, turn, model, sampling, strategy))
        ) as events:
            async for event in events:
                yield event

    async def resume(
        self,
        thread: str,
        decisions: Mapping[str, Decision] | None = None,
        *,
        model: str | None = None,
        who: str = "",
    ) -> AsyncGenerator[Event]:
        """Go on with a thread that waits for decisions, or, without any, with a turn that a crash cut off.

        Args:
            thread: The conversation.
            decisions: For each ``call_id`` of an ``ApprovalNeeded``, what the person decided. Those left out wait on.
            model: Another model than the settings' own.
            who: Who decided, for the record.
        """
        prepare = partial(self._decide, thread, decisions or {}, model, who)
        async with aclosing(self._guarded(thread, prepare)) as events:
            async for event in events:
                yield event

    async def regenerate(
        self,
        thread: str,
        *,
        model: str | None = None,
        sampling: Sampling | None = None,
        strategy: Strategy | None = None,
    ) -> AsyncGenerator[Event]:
        """Answer the last question anew; the former answer leaves the conversation."""
        async with aclosing(self._guarded(thread, partial(self._again, thread, model, sampling, strategy))) as events:
            async for event in events:
                yield event

    async def _begin(
        self, turn: Turn, model: str | None, sampling: Sampling | None, strategy: Strategy | None
    ) -> _Start:
        turn = replace(turn, thread=writable(turn.thread), text=writable(turn.text))
        if not turn.text.strip():
            raise ReckonerError("thread.empty")
        if len(turn.text) > QUESTION_LIMIT:
            raise ReckonerError("thread.long", length=len(turn.text), limit=QUESTION_LIMIT)
        graph = self._graph(model, sampling)
        state = await graph.aget_state(_config(turn.thread))
        if state.interrupts:
            tools = ", ".join(sorted({interrupt.value["name"] for interrupt in state.interrupts}))
            raise ReckonerError("thread.waiting", tools=tools)
        if state.next:
            await self._settle(graph, turn.thread, "")
        if turn.collection is not None:
            self.library.collection(turn.collection)
        await self.memory.touch(turn.thread, turn.text, collection=turn.collection)
        return _Start(graph, {"messages": [HumanMessage(turn.text)]}, strategy)

    async def _decide(
        self, thread: str, decisions: Mapping[str, Decision], model: str | None, who: str
    ) -> _Start | None:
        graph = self._graph(model)
        state = await graph.aget_state(_config(thread))
        waiting = {interrupt.value["tool_call_id"]: interrupt for interrupt in state.interrupts}
        for call_id in decisions:
            if call_id not in waiting:
                raise ApprovalError("approval.unknown", call_id=call_id)
        if decisions and expired(state, self.settings.approval_hours):
            for call_id in decisions:
                asked = waiting[call_id].value
                await self.audit.note(
                    "expired", thread=thread, call=call_id, tool=asked["name"], arguments=asked["args"], who=who
                )
            await self._settle(graph, thread, "", why="The request expired; it was not carried out.")
            raise ApprovalError("approval.expired", tool=next(iter(waiting.values())).value["name"])
        answers = {}
        for call_id, decision in decisions.items():
            check_edit(self.gates[waiting[call_id].value["name"]], decision)
        for call_id, decision in decisions.items():
            tool = waiting[call_id].value["name"]
            await self._note(thread, call_id, waiting[call_id].value, decision, who)
            answers[waiting[call_id].id] = as_answer(decision, tool)
        return _Start(graph, Command(resume=answers) if answers else None) if state.next else None

    async def _note(self, thread: str, call_id: str, asked: Mapping[str, Any], decision: Decision, who: str) -> None:
        """Put a decision on record."""
        arguments = decision.arguments if isinstance(decision, Edit) else asked["args"]
        what: What = (
            "approved" if isinstance(decision, Approve) else "edited" if isinstance(decision, Edit) else "rejected"
        )
        reason = decision.reason if isinstance(decision, Reject) else ""
        await self.audit.note(
            what, thread=thread, call=call_id, tool=asked["name"], arguments=arguments, who=who, outcome=reason
        )

    async def _again(
        self, thread: str, model: str | None, sampling: Sampling | None, strategy: Strategy | None
    ) -> _Start:
        graph = self._graph(model, sampling)
        messages = await self._messages(thread)
        if not any(isinstance(message, HumanMessage) for message in messages):
            raise ReckonerError("thread.no_message")
        stale = [RemoveMessage(id=message.id or "") for message in since_question(messages)]
        return _Start(graph, {"messages": stale}, strategy)

    async def _guarded(self, thread: str, prepare: Callable[[], Awaitable[_Start | None]]) -> AsyncGenerator[Event]:
        """One turn a thread at a time; every error becomes the last event."""
        thread = writable(thread)
        if thread in self._busy:
            yield Failed(error=ReckonerError("thread.busy"))
            return
        self._busy.add(thread)
        try:
            start = await prepare()
            if start is not None:
                async with aclosing(self._drive(start, thread)) as events:
                    async for event in events:
                        yield event
        except ReckonerError as error:
            yield Failed(error=error)
        except Exception as error:
            log.exception("A turn failed.")
            yield Failed(error=ReckonerError("unexpected.internal", kind=type(error).__name__))
        finally:
            self._busy.discard(thread)

    async def _drive(self, start: _Start, thread: str) -> AsyncGenerator[Event]:
        """Run the graph until it ends or waits, and tell what happens."""
        graph, config = start.graph, _config(thread)
        config["configurable"]["strategy"] = start.strategy
        config["configurable"][COLLECTION] = (await self.memory.thread(thread)).collection
        written: list[str] = []
        over = False
        try:
            parts = graph.astream(
                start.given,
                config,
                stream_mode=["messages", "updates"],
                version="v2",
                # Each step is on disk before the next begins: a crash repeats nothing that was done.
                durability="sync",
            )
            with storing(self.settings.home):
                async with aclosing(parts):  # type: ignore[type-var]  # it is a generator, declared as an iterator
                    async for part in parts:
                        for event in told(part):
                            written = heard(written, event)
                            yield event
            state = await graph.aget_state(_config(thread))
            over = True
        except Exception as error:
            over = True
            # The question stays and can be asked again; without an answer, unless one was begun and broke off.
            begun = "".join(written) if isinstance(error, ModelUnavailable) and error.key == "model.cut_short" else ""
            await self._settle(graph, thread, begun, mark=bool(begun.strip()))
            raise
        finally:
            if not over:
                await asyncio.shield(self._settle(graph, thread, "".join(written)))
        if state.interrupts:
            for event in await self._waiting(state, thread):
                yield event
            return
        messages = state.values["messages"]
        turn = since_question(messages)
        last = turn[-1] if turn else None
        if not isinstance(last, AIMessage) or not (last.text.strip() or last.tool_calls):
            raise ModelUnavailable("model.empty")
        before = messages[: len(messages) - len(turn)]
        for event in ending(turn, before, self.library.page_text):
            yield event

    async def _settle(
        self, graph: Graph, thread: str, written: str, *, why: str = "Stopped by the user.", mark: bool = True
    ) -> None:
        """Leave a thread whose turn was cut off fit for the next: no call unanswered, nothing pending."""
        messages = (await graph.aget_state(_config(thread))).values.get("messages", [])
        answered = {message.tool_call_id for message in messages if isinstance(message, ToolMessage)}
        additions: list[AnyMessage] = [
            ToolMessage(why, tool_call_id=call["id"] or "", name=call["name"], status="error")
            for message in messages
            if isinstance(message, AIMessage)
            for call in message.tool_calls
            if call["id"] not in answered
        ]
        if mark:
            additions.append(AIMessage(written, additional_kwargs={STOPPED: True}))
        await self._conclude(graph, thread, additions)

    async def _conclude(self, graph: Graph, thread: str, messages: list[AnyMessage]) -> None:
        """Add ``messages`` to a thread and leave nothing of it to be done."""
        config = _config(thread)
        if messages:
            await graph.aupdate_state(config, {"messages": messages}, as_node="model")
        if (await graph.aget_state(config)).next:
            await graph.aupdate_state(config, None, as_node="__end__")

    def _graph(self, model: str | None = None, sampling: Sampling | None = None) -> Graph:
        """The graph over a model; each is built once."""
        name = model or self.settings.model_name
        chosen = sampling or self.settings.sampling
        if (name, chosen) not in self._graphs:
            loaded = self._model or chat.load(name, self.settings, chosen)
            fallbacks = [chat.load_fallback(other, self.settings) for other in self.settings.fallbacks]
            gates = list(self.gates.values())
            self._graphs[name, chosen] = build(
                loaded,
                gates,
                self.settings,
                self.memory,
                self.audit,
                self._saver,
                sandbox=self._sandbox,
                fallbacks=fallbacks,
                instructions=self._instructions,
            )
        return self._graphs[name, chosen]

    # ── conversations ────────────────────────────────────────────────────────────────────────────────────────

    async def history(self, thread: str) -> list[Exchange]:
        """The conversation so far, question by question."""
        messages = await self._messages(thread)
        return await asyncio.to_thread(exchanges, messages, self.library.page_text)

    async def pending(self, thread: str) -> list[ApprovalNeeded]:
        """The calls of ``thread`` that wait for a decision."""
        state = await self._graph().aget_state(_config(thread))
        return await self._waiting(state, thread)

    async def _waiting(self, state: StateSnapshot, thread: str) -> list[ApprovalNeeded]:
        settings = self.settings
        return await approvals(state, thread, self.gates, settings.approval_hours, settings.language)

    async def interrupted(self, thread: str) -> bool:
        """Whether a crash cut the last turn off; ``resume`` without decisions goes on with it."""
        state = await self._graph().aget_state(_config(thread))
        return bool(state.next) and not state.interrupts and thread not in self._busy

    async def edit(self, thread: str, message_id: str) -> str:
        """A new thread that holds what came before a question, for asking it in other words; the old one stays.

        Raises:
            ReckonerError: That question is not in the thread.
        """
        messages = await self._messages(thread)
        places = [place for place, message in enumerate(messages) if message.id == message_id]
        if not places:
            raise ReckonerError("thread.no_message")
        former = await self.memory.thread(thread)
        fork = new_thread()
        await self.memory.touch(fork, former.title, forked_from=thread, collection=former.collection)
        if before := messages[: places[0]]:
            await self._conclude(self._graph(), fork, before)
        return fork

    async def delete(self, thread: str) -> None:
        """Delete a conversation with all its messages, feedback and checkpoints."""
        await self.memory.forget(thread)
        self._sandbox.forget(thread)
        self._forget(thread)
        await self._saver.adelete_thread(thread)

    async def _messages(self, thread: str) -> list[AnyMessage]:
        state = await self._graph().aget_state(_config(thread))
        return list(state.values.get("messages", []))


def _config(thread: str) -> Any:
    # Our own limits end a turn long before; this only keeps the graph's from ending it first.
    return {"configurable": {"thread_id": writable(thread)}, "recursion_limit": 1_000}
