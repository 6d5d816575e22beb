"""What a thread's checkpoints hold. Messages are stored as what each step added, not as the whole list again."""

from collections.abc import Sequence
from typing import Annotated, Any, NotRequired

from langchain.agents import AgentState
from langchain_core.messages import AnyMessage, BaseMessage, RemoveMessage, convert_to_messages
from langgraph.channels import DeltaChannel


def fold_messages(state: list[AnyMessage], writes: Sequence[Any]) -> list[AnyMessage]:
    """Append each message, replace the one of the same id, take out those that a ``RemoveMessage`` names.

    Folding two batches after each other gives what folding them at once gives, as ``DeltaChannel`` asks.
    """
    found: dict[str, AnyMessage] = {}
    for message in (*state, *_flat(writes)):
        key = message.id or str(len(found))
        if isinstance(message, RemoveMessage):
            found.pop(key, None)
        else:
            found[key] = message
    return list(found.values())


def _flat(writes: Sequence[Any]) -> list[Any]:
    flat: list[Any] = []
    for write in writes:
        flat.extend(write if isinstance(write, list) else [write])
    return [each if isinstance(each, BaseMessage) else convert_to_messages([each])[0] for each in flat]


class Condensed(AgentState[Any]):
    """``AgentState`` whose messages are kept as deltas, with the summary of those a model need not read again."""

    messages: Annotated[list[AnyMessage], DeltaChannel(fold_messages, snapshot_frequency=50)]
    summary: NotRequired[dict[str, str]]
    """``text``, and ``through``: the id of the last message that it covers."""
