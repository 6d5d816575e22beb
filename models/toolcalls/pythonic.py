"""Calls written as Python, alone, in lists, in assignments, in ``print``, with strings that escape nothing."""

import ast
import re
from collections.abc import Iterator
from keyword import iskeyword, kwlist

from .declared import Tool, Tools
from .literal import CutOff, Unreadable, Written, closing, loosely_closing, tree, value_of
from .shapes import Call, calls_of

_OPENED = re.compile(r"(?<![\w.])((?:[A-Za-z_]\w*)(?:[.:/-]\w+)*)[ \t]*\(")
_BETWEEN = re.compile(r"""^[\s\[\],;.`'"]*(?:(?:and|then|print|await|return|[A-Za-z_]\w*\s*=)[\s(]*)*$""")
_WRAPPERS = {"print", "str", "repr", "await", "asyncio.run", "json.dumps"}
_KEYWORD_NAME = re.compile(rf"((?:^|[,(])\s*)({'|'.join(sorted(kwlist))})(?=\s*=[^=])")
_KEYWORD = re.compile(r"\s*([A-Za-z_]\w*)\s*[=:](?!=)\s*")


def python_calls(text: str, tools: Tools) -> list[Call] | None:
    """The calls that a text in Python is made of, or ``None`` if it is not made of calls.

    Where one needs what another returns, those up to it: the others are asked for once that is known.

    Raises:
        CutOff: The last one does not end.
        Unreadable: It calls a tool with what is no value.
    """
    text = nameable(text.strip(), tools)
    for whole in (text, text.strip("`'\" \n"), f"[{text}", f"[{text}]"):
        try:
            found = _Program(whole, tools).calls()
        except CutOff:
            raise
        except Unreadable:
            continue
        return found or None
    return _one_by_one(text, tools)


def call_at(text: str, start: int, tools: Tools) -> tuple[Call, int] | None:
    """The call whose name begins at ``start``, and where it ends; ``None`` if there is none.

    Args:
        text: As ``nameable`` makes it.
        start: A place in it.
        tools: Those that may be called.

    Raises:
        CutOff: It does not end.
        Unreadable: Its arguments are no values.
    """
    opened = _OPENED.match(text, start)
    if opened is None:
        return None
    ends = [end for closed in (closing, loosely_closing) if (end := closed(text, opened.end() - 1)) is not None]
    if not ends:
        raise CutOff(f"the call of {opened[1]} is cut off")
    why: Unreadable | None = None
    for end in ends:
        try:
            return _one(opened[1], text[opened.end() : end - 1], tools), end
        except Unreadable as error:
            why = error
    assert why is not None
    raise why


def nameable(text: str, tools: Tools) -> str:
    """``text`` with the names of tools that are no names in Python made such, in the same length."""
    mentions = tools.mentions
    return mentions.sub(lambda found: re.sub(r"[^\w.]", "_", found[0]), text) if mentions else text


class _Program:
    """Statements, of which calls and constants are taken."""

    def __init__(self, text: str, tools: Tools) -> None:
        self._text, self._tools = text, tools
        self._values: dict[str, object] = {}
        self._results: set[str] = set()
        self._own: set[str] = set()
        """Functions that the program defines itself, though they are called as tools are."""

    def calls(self) -> list[Call]:
        module = tree(self._text, "exec")
        assert isinstance(module, ast.Module)
        found: list[Call] = []
        for statement in module.body:
            if not self._statement(statement, found):
                break
        return found

    def _statement(self, statement: ast.stmt, found: list[Call]) -> bool:
        """Take the calls of one statement; ``False`` when what follows needs a result."""
        match statement:
            case ast.Expr(value=value):
                return self._expression(value, found)
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                before = len(found)
                if not self._expression(value, found):
                    return False
                if len(found) > before:
                    self._results.add(name)
                elif not isinstance(read := value_of(value, self._text, self._values), Written):
                    self._values[name] = read
                return True
            case ast.FunctionDef(name=name, args=ast.arguments(args=parameters)):
                tool = self._tools.find(name)
                if tool is not None and any(each.arg not in tool.parameters for each in parameters):
                    self._own.add(name)
                return True
            case ast.Import() | ast.ImportFrom() | ast.Pass():
                return True
        raise Unreadable("it is a program, not a call")

    def _expression(self, node: ast.expr, found: list[Call]) -> bool:
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return all(self._expression(each, found) for each in elements)
            case ast.Await(value=value) | ast.Starred(value=value):
                return self._expression(value, found)
            case ast.Call(func=function, args=given) if (name := _dotted(function)) is not None:
                if name in _WRAPPERS and self._tools.find(name) is None:
                    return all(self._expression(each, found) for each in given)
                return name in self._own or self._call(name, node, found)
            case ast.Constant(value=str(text)) if _OPENED.match(text.strip()):
                found.extend(python_calls(text, self._tools) or ())
            case ast.Dict():
                found.extend(calls_of(value_of(node, self._text, self._values), self._tools) or ())
        return True

    def _call(self, name: str, node: ast.Call, found: list[Call]) -> bool:
        inner = [
            each
            for part in (*node.args, *(keyword.value for keyword in node.keywords))
            for each in ast.walk(part)
            if (isinstance(each, ast.Name) and each.id in self._results)
            or (isinstance(each, ast.Call) and (known := _dotted(each.func)) and self._tools.find(known))
        ]
        if any(isinstance(each, ast.Name) for each in inner):
            return False
        if inner:  # What it is given comes from a tool, which is asked first.
            for each in inner:
                if isinstance(each, ast.Call):
                    self._call(str(_dotted(each.func)), each, found)
            return False
        found.append(_of(name, node, self._text, self._tools, self._values))
        return True


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)) is not None:
        return f"{before}.{node.attr}"
    return None


def _of(name: str, node: ast.Call, source: str, tools: Tools, values: dict[str, object]) -> Call:
    arguments: dict[str, object] = {}
    for keyword in node.keywords:
        value = value_of(keyword.value, source, values)
        if keyword.arg is not None:
            arguments[keyword.arg] = value
        elif isinstance(value, dict):
            arguments |= value
        else:
            raise Unreadable(f"the arguments of {name} cannot be read")
    given = [value_of(each, source, values) for each in node.args]
    return Call(name, _placed(name, given, arguments, tools.find(name)))


def _placed(name: str, given: list[object], arguments: dict[str, object], tool: Tool | None) -> dict[str, object]:
    """Arguments that are given by their place, by their names."""
    if not given:
        return arguments
    if len(given) == 1 and isinstance(given[0], dict) and not arguments:
        first = next(iter(tool.parameters.values()), {}) if tool else {}
        if tool is None or given[0].keys() <= tool.parameters.keys() or first.get("type") not in ("object", "dict"):
            return {str(key): value for key, value in given[0].items()}
    if tool is None or len(given) > len(tool.parameters):
        raise Unreadable(f"the arguments of {name} have no names")
    return dict(zip(tool.parameters, given, strict=False)) | arguments


def _one(name: str, inside: str, tools: Tools) -> Call:
    # A tool's name may be none in Python, and a parameter's may be one of its keywords.
    source = f"called({_KEYWORD_NAME.sub(lambda found: found[1] + found[2].upper(), inside)})"
    try:
        node = tree(source, "eval").body  # type: ignore[attr-defined]
    except Unreadable:
        return Call(name, _by_names(name, inside, tools))
    assert isinstance(node, ast.Call)
    call = _of(name, node, source, tools, {})
    return Call(name, {key.lower() if iskeyword(key.lower()) else key: each for key, each in call.arguments.items()})


def _by_names(name: str, inside: str, tools: Tools) -> dict[str, object]:
    """Arguments told apart by the names of parameters alone, where quotes or numbers are not Python's."""
    tool = tools.find(name)
    starts = [found for found in _keywords(inside) if tool is None or found[1] in tool.parameters]
    if not starts or inside[: starts[0].start()].strip():
        raise Unreadable(f"the arguments of {name} cannot be read")
    ends = [each.start() for each in starts[1:]] + [len(inside)]
    return {
        found[1]: _unquoted(inside[found.end() : end].strip().rstrip(",").strip())
        for found, end in zip(starts, ends, strict=True)
    }


def _keywords(inside: str) -> Iterator[re.Match[str]]:
    """Where a parameter's name may stand: at the beginning and after commas."""
    for place in (0, *(found.end() for found in re.finditer(",", inside))):
        if found := _KEYWORD.match(inside, place):
            yield found


def _unquoted(text: str) -> object:
    for mark, end in (('"""', '"""'), ("'''", "'''"), ('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("`", "`")):
        if len(text) >= 2 * len(mark) and text.startswith(mark) and text.endswith(end):
            return text[len(mark) : -len(mark)].replace(f"\\{mark[0]}", mark[0]).replace("\\n", "\n")
    if text[:1] in "\"'":
        raise Unreadable(f"a string is not closed: {text[:40]}")
    return Written(text)


def _one_by_one(text: str, tools: Tools) -> list[Call] | None:
    """Calls one after another, each read by itself, where the whole is no Python."""
    found: list[Call] = []
    place = 0
    while opened := _OPENED.search(text, place):
        if not _BETWEEN.match(text[place : opened.start()]):
            break
        if opened[1] in _WRAPPERS and tools.find(opened[1]) is None:
            place = opened.end()
            continue
        if (known := call_at(text, opened.start(), tools)) is None:
            break
        found.append(known[0])
        place = known[1]
    return found or None
