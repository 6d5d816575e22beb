"""One step of a conversation at the counter: what was said, what the shop answered, and ways to speak and to call."""

import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from reckoner.core import Language, language_of

from .goal import goal
from .known import WRITES, Heard, Known, known
from .told import sentence
from .utterance import Utterance

_ACTS = (WRITES | {"track_order"}) - {"modify_user_address"}
"""What is done about one order."""
_RULES = 3
"""Lines of the instructions that are Vietnamese where the shop's rules are; an example may be, anywhere."""
_ENGLISH = re.compile(
    r"\b(?:the|is|are|my|me|i|you|it|and|of|for|please|want|order|where|what|when|how|can|do|this|that|have|was)\b",
    re.IGNORECASE,
)


class Talk:
    """Worked out from the conversation each time; it keeps nothing, so that one can go on anywhere."""

    def __init__(self, messages: Sequence[BaseMessage]) -> None:
        places = [place for place, each in enumerate(messages) if isinstance(each, HumanMessage)]
        parts = [messages[start:end] for start, end in zip(places, [*places[1:], len(messages)], strict=True)]
        instructions = messages[0].text if messages[0].type == "system" else ""
        self.texts = [str(part[0].text) for part in parts]
        self.said = Utterance.of(self.texts[-1])
        self.language: Language = _language(self.texts, instructions)
        self.known: Known = known(messages)
        self.heard: list[Heard] = known(parts[-1]).heard
        """What the shop has said since the customer's last message."""
        self.calls = sum(len(each.tool_calls) for each in parts[-1] if isinstance(each, AIMessage))
        done = [*map(_concluded, parts[:-1]), False]
        self.goal = goal(self.texts, done, list(map(_touched, parts)))

    def say(self, key: str, **facts: object) -> AIMessage:
        """A sentence of the counter's, by its key."""
        return AIMessage(sentence(key, self.language, **facts))

    def call(self, tool: str, **arguments: Any) -> AIMessage:
        """A call of a tool."""
        return self.all_of([(tool, arguments)])

    def all_of(self, calls: Sequence[tuple[str, dict[str, Any]]]) -> AIMessage:
        """Several calls at once, each a tool with its arguments."""
        first = self.calls + 1
        made = [
            {"name": tool, "args": arguments, "id": f"mini-{number}"}
            for number, (tool, arguments) in enumerate(calls, first)
        ]
        return AIMessage("", tool_calls=made)

    def done(self, tool: str) -> Heard | None:
        """A call of this turn that was made."""
        return next((each for each in reversed(self.heard) if each.tool == tool and each.ok), None)


def _concluded(part: Sequence[BaseMessage]) -> bool:
    """Whether a message of the customer's was answered, and not with a question of ours."""
    answers = [each for each in part if isinstance(each, AIMessage) and each.text]
    return bool(answers) and "?" not in answers[-1].text


def _touched(part: Sequence[BaseMessage]) -> str:
    """The order that calls of a turn were about, if it is one."""
    calls = [call for each in part if isinstance(each, AIMessage) for call in each.tool_calls]
    numbers = [str(call["args"]["order_id"]) for call in calls if "order_id" in call["args"]]
    acts = [str(call["args"]["order_id"]) for call in calls if call["name"] in _ACTS]
    return (acts or (numbers if len(set(numbers)) == 1 else [""]))[-1]


def _language(texts: Sequence[str], instructions: str) -> Language:
    """That of the last message that shows one: an address or a number shows none, and short words without diacritics
    none that could not be Vietnamese, where that is spoken here."""
    told = sum(language_of(line) == "vi" for line in instructions.splitlines())
    spoken = told > _RULES or "vi" in map(language_of, texts)
    for text in reversed(texts):
        bare = re.sub(r"[\w.+%-]+@\S+|#\w+|\d+", " ", text)
        if language_of(bare) == "vi":
            return "vi"
        if len(bare.split()) > 2 and (not spoken or len(_ENGLISH.findall(bare)) > 1):
            return "en"
    return "vi" if spoken else "en"
