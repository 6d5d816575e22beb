"""The agent: LangChain's ``create_agent`` and the middleware that makes it fit to be relied on."""

from collections.abc import Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelFallbackMiddleware,
    ToolErrorMiddleware,
)
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from reckoner.core import Settings
from reckoner.sandbox import Sandbox
from reckoner.tools import Gate

from .audit import Audit
from .budget import Budget, Purse
from .condense import Condense
from .memory import Memory
from .middleware import Approval, Foresee, Limits, Once, RepairCalls, tool_failed
from .prompts import prompt
from .retry import Retry
from .state import Condensed
from .strategy import Strategize
from .tracing import trace_in_place

Graph = CompiledStateGraph[Any, Any, Any, Any]


def build(
    model: BaseChatModel,
    gates: Sequence[Gate],
    settings: Settings,
    memory: Memory,
    audit: Audit,
    checkpointer: BaseCheckpointSaver[str],
    *,
    sandbox: Sandbox,
    fallbacks: Sequence[BaseChatModel] = (),
    instructions: str | None = None,
) -> Graph:
    """The agent's graph.

    Every tool whose risk is not ``read`` waits for approval: the list is made from the gates, so none is forgotten.
    """
    trace_in_place()
    fallback: list[AgentMiddleware[Any, Any, Any]] = [ModelFallbackMiddleware(*fallbacks)] if fallbacks else []
    purse = Purse(settings, memory)
    by_name = {gate.tool.name: gate for gate in gates}
    # From the outside in: approval stands before the note that an act begins, and that before error handling.
    middleware: list[AgentMiddleware[Any, Any, Any]] = [
        Limits(
            steps=settings.step_limit,
            tools=settings.tool_limit,
            writes=settings.write_limit,
            asking={gate.tool.name for gate in gates if gate.asks},
        ),
        Condense(model, settings.history_tokens, purse),
        *fallback,
        Strategize(settings.strategy, sandbox),
        RepairCalls(),
        Retry(settings.model_retries),
        Budget(purse),
        Foresee(by_name, memory),
        Approval(gates),
        Once(by_name, memory, audit),
        ToolErrorMiddleware(tool_failed),
    ]
    return create_agent(
        model,
        [gate.tool for gate in gates],
        system_prompt=instructions or prompt("assistant"),
        state_schema=Condensed,
        checkpointer=checkpointer,
        middleware=middleware,
    )
