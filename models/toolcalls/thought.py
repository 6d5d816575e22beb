"""What a model thinks, apart from what it says: in tags, in channels (harmony), before a lone closing tag."""

import re
from typing import NamedTuple

_TAGS = r"think|thinking|thought|thoughts|reasoning|reason|reflection|seed:think|antThinking|scratchpad"
OPENING = re.compile(
    rf"(?:\A|(?<=[\n>]))[ \t]*<(?P<tag>{_TAGS})>|\[THINK\]|<\|START_THINKING\|>|<\|begin_of_thought\|>|◁think▷",
    re.IGNORECASE,
)
CLOSING = re.compile(rf"</(?P<tag>{_TAGS})>|\[/THINK\]|<\|END_THINKING\|>|<\|end_of_thought\|>|◁/think▷", re.IGNORECASE)
_CHANNEL = re.compile(
    r"(?P<head>(?:<\|start\|>[^<]*)?<\|channel\|>(?P<channel>\w+)[^<]*(?:<\|constrain\|>[^<]*)?)<\|message\|>"
    r"(?P<body>.*?)(?:<\|end\|>|<\|return\|>|<\|call\|>|(?=<\|start\|>|<\|channel\|>)|\Z)",
    re.DOTALL,
)
"""https://cookbook.openai.com/articles/openai-harmony"""
_HEAD = re.compile(r"<\|[a-z]*\|?\Z|<\|(?:start|channel)\|>(?:(?!<\|message\|>|<\|start\|>).)*\Z", re.DOTALL)
_RECIPIENT = re.compile(r"\bto=(?:functions\.)?([\w.\-/]+)")


_NOTHING = re.compile(r"(?!)")


class Split(NamedTuple):
    """A reply in two."""

    thought: str
    said: str
    open: bool = False
    """Whether it was still thinking when it ended."""


def split(text: str, marked: re.Pattern[str]) -> Split:
    """The thoughts and the rest of a reply.

    Args:
        text: The reply.
        marked: Finds the marks that begin a call: one ends a thought that nothing closes.
    """
    if "<|channel|>" in text and "<|message|>" in text:
        return _channels(text, marked)
    thoughts: list[str] = []
    said: list[str] = []
    place = 0
    while True:
        opening, closing = OPENING.search(text, place), CLOSING.search(text, place)
        if closing and (not opening or closing.start() < opening.start()):
            if f"<{closing['tag']}>" in text[place : closing.start()]:  # It only speaks of the signs.
                said.append(text[place : closing.end()])
                place = closing.end()
                continue
            # The prompt had opened it already.
            thoughts.append("".join(said) + text[place : closing.start()])
            said, place = [], closing.end()
            continue
        if not opening:
            said.append(text[place:])
            return Split(_joined(thoughts), "".join(said).strip("\n"))
        said.append(text[place : opening.start()])
        if not closing:
            call = marked.search(text, opening.end())
            thoughts.append(text[opening.end() : call.start() if call else len(text)])
            said.append(text[call.start() :] if call else "")
            return Split(_joined(thoughts), "".join(said).strip("\n"), open=call is None)
        thoughts.append(text[opening.end() : closing.start()])
        place = closing.end()


def split_open(text: str) -> Split:
    """As ``split``, of a reply in which no call can be."""
    return split(text, _NOTHING)


def _channels(text: str, marked: re.Pattern[str]) -> Split:
    plain = split(_CHANNEL.sub("", text).replace("<|channel|>", ""), marked)
    thoughts, said = [plain.thought], [re.sub(r"<\|[a-z_]+(?:\|>|\Z)", "", plain.said)]
    for found in _CHANNEL.finditer(text):
        if called := _RECIPIENT.search(found["head"]):
            said.append(f"[TOOL_CALLS]{called[1]}[ARGS]{found['body']}")
        elif found["channel"] == "analysis":
            thoughts.append(found["body"])
        else:
            said.append(found["body"])
    if _HEAD.search(text):
        said.append("[TOOL_CALLS]")  # The head of one more message, cut off.
    return Split(_joined(thoughts), _joined(said))


def _joined(parts: list[str]) -> str:
    return "\n".join(stripped for part in parts if (stripped := part.strip()))
