"""Calls whose arguments stand between tags: the XML of several families of models, none of it quite XML."""

import html
import re
from typing import Any

from .literal import CutOff, Unreadable, Written
from .shapes import Call

_OPENING = re.compile(
    r"""<(?:(?P<tag>function|invoke|tool|call|tool_call|action)\s+(?:name|tool)\s*=\s*"""
    r"""(?P<quote>["'])(?P<quoted>[^"'<>]+)(?P=quote)[^<>]*?(?P<empty>/?)>"""
    r"""|(?P<short>function|invoke|tool)\s*=\s*["']?(?P<bare>[^>"'\s]+)["']?\s*>)"""
)
_PARAMETER = re.compile(r"<(?:parameter|param|argument|arg)[\s=]")
_ELEMENT = re.compile(
    r"""<(?P<tag>parameter|param|argument|arg)"""
    r"""(?:\s+(?:name|key)\s*=\s*(?P<quote>["'])(?P<quoted>[^"'<>]+)(?P=quote)[^<>]*?"""
    r"""|\s*=\s*["']?(?P<bare>[^>"'\s]+)["']?\s*)(?P<empty>/?)>"""
)
_ATTRIBUTE = re.compile(
    r"""<(?:parameter|param|argument|arg)\s+name\s*=\s*(["'])(?P<name>[^"'<>]+)\1(?:\s+type\s*=\s*["'][^"']*["'])?"""
    r"""\s+value\s*=\s*(["'])(?P<value>(?:(?!<(?:param|arg)).)*?)\3(?:\s+type\s*=\s*["'][^"']*["'])?\s*/?>"""
    r"""(?:\s*</(?:parameter|param|argument|arg)>)?""",
    re.DOTALL,
)
"""A value as an attribute; its own quotes need not be escaped."""
_NAMED = re.compile(r"<(?P<name>[A-Za-z_][\w.-]*)>(?P<body>.*?)</(?P=name)>", re.DOTALL)
_NAME_ELEMENT = re.compile(r"<(name|tool_name)>(.*?)</\1>")
_WRAPPER = re.compile(r"<(?P<name>arguments|parameters|args|params|input)>(?P<body>.*)</(?P=name)>\Z", re.DOTALL)
_PAIR = re.compile(r"\s*<arg_key>(.*?)</arg_key>\s*<arg_value>(.*?)</arg_value>", re.DOTALL)


def opens(text: str, place: int) -> bool:
    """Whether the opening of a function stands at ``place``."""
    return _OPENING.match(text, place) is not None


def opened(text: str, place: int) -> tuple[str, int]:
    """The name of the function that opens at ``place``, and where its opening ends."""
    opening = _OPENING.match(text, place)
    assert opening is not None
    return html.unescape(opening["quoted"] or opening["bare"]), opening.end()


def markup_at(text: str, place: int) -> tuple[Call, int]:
    """The function that opens at ``place``, and where it ends.

    Raises:
        CutOff: It does not end.
        Unreadable: A value in it does not.
    """
    opening = _OPENING.match(text, place)
    assert opening is not None
    name, at = opened(text, place)
    if opening["empty"]:
        return Call(name, {}), at
    closing = f"</{opening['tag'] or opening['short']}>"
    arguments: dict[str, Any] = {}
    while (parameter := _PARAMETER.search(text, at)) and text.find(closing, at, parameter.start()) < 0:
        key, value, at = _value(text, parameter.start(), name)
        # A parameter that stands twice is a list.
        arguments[key] = [*_listed(arguments[key]), value] if key in arguments else value
    end = text.find(closing, at)
    if end < 0:
        raise CutOff(f"the call of {name} is cut off")
    return Call(name, arguments), end + len(closing)


def named_at(text: str, place: int) -> tuple[str, str, int] | None:
    """An element that bears a tool's name: the name, what stands in it, and where it ends."""
    element = _NAMED.match(text, place)
    if element is None:
        return None
    if element["name"].lower() != "tool_use":
        return element["name"], element["body"], element.end()
    inner = _NAME_ELEMENT.search(element["body"])
    return None if inner is None else (inner[2].strip(), element["body"][inner.end() :], element.end())


def children(body: str) -> dict[str, Any]:
    """The elements that stand in another, each as a value."""
    outer = _WRAPPER.match(body.strip())
    return {found["name"]: _written(found["body"]) for found in _NAMED.finditer(outer["body"] if outer else body)}


def pairs_at(text: str, place: int) -> tuple[dict[str, Any], int]:
    """Arguments as keys and values, each in tags of their own, as GLM writes them.

    Raises:
        CutOff: They do not end.
    """
    arguments: dict[str, Any] = {}
    while pair := _PAIR.match(text, place):
        arguments[pair[1].strip()] = _written(pair[2])
        place = pair.end()
    rest = text[place:].lstrip()
    if not rest.startswith(("</tool_call>", "<tool_call>")):
        raise CutOff("the call is cut off")
    return arguments, place


def _value(text: str, start: int, name: str) -> tuple[str, Any, int]:
    if attribute := _ATTRIBUTE.match(text, start):
        return html.unescape(attribute["name"]), Written(html.unescape(attribute["value"])), attribute.end()
    element = _ELEMENT.match(text, start)
    if element is None:
        raise CutOff(f"the call of {name} is cut off")
    key = html.unescape(element["quoted"] or element["bare"])
    if element["empty"]:
        return key, None, element.end()
    closing = re.compile(rf"</{element['tag']}>(?=\s*(?:</|<(?:parameter|param|argument|arg)\b))").search(
        text, element.end()
    )
    if closing is None:
        raise CutOff(f"the value of {key} is cut off")
    value = text[element.end() : closing.start()]
    if _PARAMETER.search(value):
        raise Unreadable(f"the value of {key} is not closed")
    # Of all that write values between tags, those alone escape them that say their types in attributes.
    escaped = "type=" in element[0]
    return key, _written(html.unescape(value) if escaped else value), closing.end()


def _written(text: str) -> Written:
    """A value without the ends of lines around it, which belong to the tags."""
    return Written(re.sub(r"\A[ \t]*\n|\n[ \t]*\Z", "", text))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
