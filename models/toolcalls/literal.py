"""Values written as text, JSON or Python: read as a syntax tree of which literals alone are taken, never evaluated."""

import ast
import json
import math
import operator
import re
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

_NOTHING = {"null", "none", "undefined"}
_HALVES = re.compile("[\ud800-\udfff]")
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_LARGEST = 1e18
"""Numbers beyond it are not computed with: ``9**9**9`` must cost nothing."""
_BUILDERS = {"dict", "list", "tuple", "set"}
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_QUOTE = re.compile(r"""["']""")
_WRONG_ESCAPE = re.compile(r"""\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})""")
_SIGN = re.compile(r"""[()\[\]{}"']""")
_COMMENT = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_DECODER = json.JSONDecoder(strict=False)  # Models leave ends of lines in strings as they are.


class Unreadable(ValueError):
    """What ought to be a call cannot be read; its words say why."""


class CutOff(Unreadable):
    """The text ends before the call does."""


class Written(str):
    """Text of which only a schema says whether it is a string: a value between tags, a bare word, an expression."""

    __slots__ = ()

    def read(self, kind: str) -> Any:
        """What it says by itself where no ``kind`` is declared; otherwise the plain text, to be read as one."""
        if kind not in ("", "any"):
            return str(self)
        stripped = self.strip()
        if stripped.lower() in ("true", "false"):
            return stripped.lower() == "true"
        for read in (value_in, number_in):
            with suppress(Unreadable):
                if not isinstance(value := read(stripped), Written):
                    return value
        return str(self)


def value_in(text: str) -> Any:
    """The one value that ``text`` is, JSON or Python; within it, what is no literal stays ``Written``.

    Raises:
        Unreadable: It is none.
    """
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return value_of(tree(text, "eval").body, text, {})  # type: ignore[attr-defined]
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error


def tree(text: str, mode: str) -> ast.AST:
    """The syntax tree of ``text``.

    Raises:
        Unreadable: It is no Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of backslashes that escape nothing.
            return ast.parse(text.strip(), mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unreadable("it is neither JSON nor Python") from error


def value_of(node: ast.AST, source: str, names: Mapping[str, Any]) -> Any:
    """The value of a node, if it is a literal, or arithmetic of some; otherwise its text, ``Written``."""
    match node:
        case ast.Constant(value=None):
            return None
        case ast.Constant(value=str(text)):
            return _paired(text)
        case ast.Name(id=name):
            return names[name] if name in names else None if name.lower() in _NOTHING else Written(name)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return [value_of(each, source, names) for each in elements]
        case ast.Dict(keys=keys, values=values) if all(keys):
            pairs = zip(keys, values, strict=True)
            return {_key(value_of(key, source, names)): value_of(each, source, names) for key, each in pairs if key}
    found = _expression(node, source, names)
    return Written(ast.get_source_segment(source.strip(), node) or ast.unparse(node)) if found is None else found


def number_in(text: str) -> int | float:
    """The number that ``text`` is, or the arithmetic of some.

    Raises:
        Unreadable: It is none.
    """
    try:
        found = _computed_of(tree(text, "eval").body)  # type: ignore[attr-defined]
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error
    if found is None:
        raise Unreadable("it is no number")
    return found


def _computed_of(node: ast.AST) -> int | float | None:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            inner = _computed_of(operand)
            return None if inner is None else -inner if isinstance(sign, ast.USub) else inner
        case ast.BinOp(left=left, op=way, right=right):
            return _computed(way, _computed_of(left), _computed_of(right))
    return None


def _expression(node: ast.AST, source: str, names: Mapping[str, Any]) -> Any:
    """The value of what is no literal but says one; ``None`` if it does not."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            parts = [value_of(each, source, names) for each in (left, right)]
            if all(isinstance(part, str) and not isinstance(part, Written) for part in parts):
                return "".join(parts)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=keywords) if name in _BUILDERS:
            return _built(name, given, keywords, source, names)
        case ast.JoinedStr(values=parts) if all(isinstance(part, ast.Constant) for part in parts):
            return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
    return None


def json_at(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at ``start``, and where it ends; written as JSON, or nearly.

    Raises:
        CutOff: It does not end.
        Unreadable: It is none.
    """
    try:
        return _DECODER.raw_decode(text, start)
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error
    except ValueError:
        pass
    ends = [end for closed in (closing, loosely_closing) if (end := closed(text, start)) is not None]
    if not ends:
        raise CutOff("it is cut off")
    for end in ends:
        for mended in (_uncommented, _requoted):
            with suppress(Unreadable):
                return value_in(mended(text[start:end])), end
    raise Unreadable("it is no valid JSON")


def _requoted(text: str) -> str:
    """With strings as JSON has them, though their ends of lines, quotes and backslashes were left as they are."""
    parts: list[str] = []
    place = 0
    while (found := _QUOTE.search(text, place)) is not None:
        end = _loose_end(text, found.start()) if _opens_string(text, found.start()) else None
        if end is None:
            parts.append(text[place : found.end()])
            place = found.end()
            continue
        parts.append(text[place : found.start()])
        inner = _WRONG_ESCAPE.sub(r"\\\\", text[found.end() : end - 1].replace("\\'", "'"))
        inner = re.sub(r'(?<!\\)"', r"\"", inner).replace("\n", "\\n").replace("\t", "\\t")
        parts.append(f'"{inner}"')
        place = end
    return "".join([*parts, text[place:]])


def closing(text: str, start: int) -> int | None:
    """Where the bracket that opens at ``start`` has been closed; ``None`` if it is not."""
    return _closing(text, start, _string_end)


def loosely_closing(text: str, start: int) -> int | None:
    """As ``closing``, where strings hold quotes that nothing escapes: one ends only before a comma or a bracket."""
    return _closing(text, start, _loose_end)


def _closing(text: str, start: int, string_end: Callable[[str, int], int | None]) -> int | None:
    expected: list[str] = []
    place = start
    while found := _SIGN.search(text, place):
        sign, place = found[0], found.end()
        if sign in _CLOSERS:
            expected.append(_CLOSERS[sign])
        elif sign in "\"'":
            if _opens_string(text, found.start()):
                end = string_end(text, found.start())
                if end is None:
                    return None
                place = end
        elif not expected or expected.pop() != sign:
            return None
        elif not expected:
            return place
    return None


def _opens_string(text: str, place: int) -> bool:
    """Whether a quote is none within a word, as in ``don't``; Python's prefixes of strings are one letter long."""
    before = text[max(0, place - 2) : place]
    return not before[-1:].isalnum() or (before[-1:] in "rfbuRFBU" and not before[:1].isalnum())


def _string_end(text: str, start: int) -> int | None:
    mark = text[start] * 3 if text.startswith(text[start] * 3, start) else text[start]
    if mark != text[start] and text.find(mark, start + 3) < 0:
        mark = text[start]  # An empty string and another.
    place = start + len(mark)
    while (place := text.find(mark, place)) >= 0:
        slashes = place - len(text[:place].rstrip("\\")) if text[place - 1] == "\\" else 0
        if slashes % 2 == 0:
            return place + len(mark)
        place += 1
    return None


_LOOSE_END = re.compile(r"""\s*(?:[,)\]}:]|$)""")


def _loose_end(text: str, start: int) -> int | None:
    place = start
    while (place := text.find(text[start], place + 1)) >= 0:
        if text[place - 1] != "\\" and _LOOSE_END.match(text, place + 1):
            return place + 1
    return None


def _uncommented(text: str) -> str:
    """Without JavaScript's comments."""
    return _COMMENT.sub(lambda found: found[1] or " ", text)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _paired(text: str) -> str:
    """Halves of letters beyond the first 65,536, as JSON escapes them, put together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALVES.search(text) else text


def _computed(way: ast.operator, left: int | float | None, right: int | float | None) -> int | float | None:
    if left is None or right is None:
        return None
    if type(way) not in _OPERATORS or not _number(left) or not _number(right):
        return None
    if isinstance(way, ast.Pow) and (abs(right) > 64 or abs(left) > 1_000):
        return None
    try:
        value = _OPERATORS[type(way)](left, right)
        return value if _number(value) and math.isfinite(value) and abs(value) <= _LARGEST else None
    except (ArithmeticError, TypeError, ValueError):
        return None


def _built(name: str, given: list[ast.expr], keywords: list[ast.keyword], source: str, names: Mapping[str, Any]) -> Any:
    if name == "dict" and not given and all(each.arg for each in keywords):
        return {str(each.arg): value_of(each.value, source, names) for each in keywords}
    if name != "dict" and len(given) <= 1 and not keywords:
        inner = value_of(given[0], source, names) if given else []
        return inner if isinstance(inner, list) else None
    return None


def _key(value: Any) -> str:
    return str(value) if isinstance(value, str) else json.dumps(value)
