"""The ways in which models write tool calls as text, each as a function from calls to what a model would write."""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

Calls = Sequence[tuple[str, dict[str, Any]]]

AWKWARD = (
    "Paris", "it's", "Don't stop", 'say "hi"', "a, b", "x=1, y=2", "f(x)", "[a]", "{b}", "line1\nline2",
    "C:\\new\\dir", "Hà Nội", "日本", "5", "true", "null", "None", "3x**2 + 2*x", "SELECT * FROM t WHERE a = 'b';",
    "<b>x</b>", "a & b", "", "trailing ", "https://x.y/z?a=1&b=2", "(paren", "paren)", "]", "}", '"', "'",
    "```code```", "lambda x: x + 1", 'a\\"b', "Action: x",
)  # fmt: skip
NAMES = ("get_weather", "math.sum", "book-flight", "Search", "a.b.c_d", "send_email")
KINDS = ("string", "integer", "number", "boolean", "array", "object")


def drawn(draw: random.Random, kind: str) -> Any:
    """A value of a JSON type."""
    if kind == "array":
        return [drawn(draw, draw.choice(KINDS[:3])) for _ in range(draw.randint(0, 3))]
    if kind == "object":
        return {
            key: drawn(draw, draw.choice(KINDS[:5])) for key in draw.sample(["a", "b c", "d-e"], draw.randint(0, 3))
        }
    plain = {
        "string": AWKWARD,
        "integer": (0, 5, -3, 10**12),
        "number": (0.5, -2.25, 1e-7, 1e21),
        "boolean": (True, False),
    }
    return draw.choice(plain[kind])


def conversation(draw: random.Random) -> tuple[dict[str, dict[str, str]], list[tuple[str, dict[str, Any]]]]:
    """Tools, their parameters' types, and one to three different calls of them."""
    types = {
        name: {
            each: draw.choice(KINDS)
            for each in draw.sample(["city", "unit", "n", "values", "body"], draw.randint(1, 4))
        }
        for name in draw.sample(NAMES, 3)
    }
    calls: list[tuple[str, dict[str, Any]]] = []
    while len(calls) < draw.choice((1, 1, 2, 3)):
        name = draw.choice([*types])
        call = (name, {key: drawn(draw, kind) for key, kind in types[name].items()})
        if call not in calls:
            calls.append(call)
    return types, calls


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _python(name: str, arguments: dict[str, Any]) -> str:
    return f"{name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else _json(value)


def _listed(calls: Calls, name: str = "name", arguments: str = "arguments") -> str:
    return _json([{name: each, arguments: given} for each, given in calls])


def _list(calls: Calls) -> str:
    return f"[{', '.join(_python(*call) for call in calls)}]"


def _each(calls: Calls, write: Callable[[str, dict[str, Any]], str], between: str = "\n") -> str:
    return between.join(write(name, arguments) for name, arguments in calls)


def _anthropic(calls: Calls) -> str:
    def invoke(name: str, arguments: dict[str, Any]) -> str:
        inside = "".join(f'<parameter name="{key}">{_text(value)}</parameter>\n' for key, value in arguments.items())
        return f'<invoke name="{name}">\n{inside}</invoke>'

    return f"<function_calls>\n{_each(calls, invoke)}\n</function_calls>"


def _qwen(name: str, arguments: dict[str, Any]) -> str:
    inside = "".join(f"<parameter={key}>\n{_text(value)}\n</parameter>\n" for key, value in arguments.items())
    return f"<tool_call>\n<function={name}>\n{inside}</function>\n</tool_call>"


def _glm(name: str, arguments: dict[str, Any]) -> str:
    pairs = (f"<arg_key>{key}</arg_key>\n<arg_value>{_text(value)}</arg_value>\n" for key, value in arguments.items())
    return f"<tool_call>{name}\n{''.join(pairs)}</tool_call>"


def _literal(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def _concise(name: str, arguments: dict[str, Any]) -> str:
    inside = "".join(f'<param name="{key}" type="any">{_literal(value)}</param>' for key, value in arguments.items())
    return f'<function name="{name}">{inside}</function>'


def _verbose(name: str, arguments: dict[str, Any]) -> str:
    inside = "".join(f'<param name="{key}" value="{_literal(value)}" type="any"/>' for key, value in arguments.items())
    return f'<function name="{name}"><params>{inside}</params></function>'


def _kimi(calls: Calls) -> str:
    begun = "".join(
        f"<|tool_call_begin|>functions.{name}:{place}<|tool_call_argument_begin|>{_json(arguments)}<|tool_call_end|>"
        for place, (name, arguments) in enumerate(calls)
    )
    return f"<|tool_calls_section_begin|>{begun}<|tool_calls_section_end|>"


def _deepseek(calls: Calls) -> str:
    def one(name: str, arguments: dict[str, Any]) -> str:
        return f"<｜tool▁call▁begin｜>function<｜tool▁sep｜>{name}\n```json\n{_json(arguments)}\n```<｜tool▁call▁end｜>"

    return f"<｜tool▁calls▁begin｜>{_each(calls, one)}<｜tool▁calls▁end｜>"


def _openai(calls: Calls) -> str:
    made = [
        {"id": "call_0", "type": "function", "function": {"name": name, "arguments": _json(arguments)}}
        for name, arguments in calls
    ]
    return _json({"tool_calls": made})


def _harmony(name: str, arguments: dict[str, Any]) -> str:
    head = f"<|start|>assistant<|channel|>commentary to=functions.{name} <|constrain|>json<|message|>"
    return f"{head}{_json(arguments)}<|call|>"


FORMATS: dict[str, Callable[[Calls], str]] = {
    "json list": _listed,
    "json lines": lambda calls: _each(calls, lambda name, given: _json({"name": name, "arguments": given})),
    "json fence": lambda calls: f"```json\n{_listed(calls, 'function', 'parameters')}\n```",
    "by name": lambda calls: _json([{name: arguments} for name, arguments in calls]),
    "python dictionaries": lambda calls: repr([{"name": name, "arguments": arguments} for name, arguments in calls]),
    "openai": _openai,
    "xlam": lambda calls: f'{{"tool_calls": {_listed(calls)}}}',
    "hermes": lambda calls: _each(
        calls, lambda name, given: f"<tool_call>\n{_json({'name': name, 'arguments': given})}\n</tool_call>"
    ),
    "llama 3.1": lambda calls: (
        "<|python_tag|>" + _each(calls, lambda name, given: _json({"name": name, "parameters": given}), "; ")
    ),
    "llama functions": lambda calls: _each(
        calls, lambda name, given: f"<function={name}>{_json(given)}</function>", ""
    ),
    "mistral": lambda calls: f"[TOOL_CALLS] {_listed(calls)}",
    "mistral 11": lambda calls: _each(calls, lambda name, given: f"[TOOL_CALLS]{name}[ARGS]{_json(given)}", ""),
    "phi 4": lambda calls: f"functools{_listed(calls)}",
    "granite 3": lambda calls: f"<|tool_call|>{_listed(calls)}",
    "command": lambda calls: f"<|START_ACTION|>{_listed(calls, 'tool_name', 'parameters')}<|END_ACTION|>",
    "kimi": _kimi,
    "deepseek": _deepseek,
    "harmony": lambda calls: "<|channel|>analysis<|message|>Hm.<|end|>" + _each(calls, _harmony, ""),
    "anthropic": _anthropic,
    "qwen 3 coder": lambda calls: _each(calls, _qwen),
    "glm": lambda calls: _each(calls, _glm),
    "concise xml": lambda calls: f"<functions>{_each(calls, _concise, '')}</functions>",
    "verbose xml": lambda calls: f"<functions>{_each(calls, _verbose, '')}</functions>",
    "react": lambda calls: (
        "Thought: A tool knows.\n" + _each(calls, lambda name, given: f"Action: {name}\nAction Input: {_json(given)}")
    ),
    "react block": lambda calls: (
        f"Thought: A tool knows.\nAction:\n```json\n{_listed(calls, 'action', 'action_input')}\n```"
    ),
    "python list": _list,
    "python fence": lambda calls: f"```python\n{_list(calls)}\n```",
    "python tag": lambda calls: f"<TOOLCALL>{_list(calls)}</TOOLCALL>",
    "python lines": lambda calls: _each(calls, _python),
    "python code": lambda calls: (
        "```tool_code\n" + _each(calls, lambda name, given: f"print({_python(name, given)})") + "\n```"
    ),
    "python strings": lambda calls: repr([_python(*call) for call in calls]),
    "name and json": lambda calls: _each(calls, lambda name, given: f"{name}\n{_json(given)}"),
}
NOISE: dict[str, Callable[[str], str]] = {
    "alone": lambda text: text,
    "after prose": lambda text: f"Sure, I can help with that. Let me check first.\n\n{text}",
    "before prose": lambda text: f"{text}\n\nI will let you know once it is done.",
    "windows": lambda text: text.replace("\n", "\r\n"),
    "after a thought": lambda text: f"<think>\nmath.sum(values=[1]) might do.\n</think>\n\n{text}",
}
