"""Tool results → an answer in sentences. Everything in it was found or computed; nothing is made up here."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

from reckoner.core import Language, say

from .plan import Step
from .read import Found

_FAILURE_WORDS = {"True": "yes", "False": "no", "[]": "no_solution", "EmptySet": "no_solution"}


def sentence(key: str, language: Language, /, **facts: object) -> str:
    """A sentence of the model's by its key."""
    return say("reckoner.models.mini", "answers", key, language, **facts)


def quoted(found: Found, language: Language) -> str:
    quote = " ".join(found.quote.split())
    return sentence("quoted", language, name=found.name, page=found.page, quote=quote, key=found.key)


def told(step: Step, result: str, language: Language, currency: str = "") -> str:
    """What the result of ``step`` says to a person."""
    if step.kind == "number":
        plain = result.partition(" ≈ ")[2] or result
        value = _grouped(plain, language) + step.about
        expression = _written(str(step.arguments["expression"]))
        approximate = result if " ≈ " in result else plain
        return sentence("number", language, value=_with_currency(value, currency, step), expression=expression, plain=approximate + step.about)
    if step.kind == "units":
        number, _, _unit = result.partition(" ")
        target = _symbols().get(str(step.arguments["target"]), _unit)
        source = _symbols().get(str(step.arguments["source"]), "")
        shown = f"{_grouped(str(step.arguments['value']), language)} {source} = {_grouped(number, language)} {target}"
        return sentence("units", language, value=shown)
    if step.kind == "algebra" and step.arguments["operation"] == "plot":
        return sentence("plot", language, value=result if language == "en" else result.removeprefix("plot of "))
    value = _FAILURE_WORDS.get(result, "")
    return sentence(step.kind, language, value=sentence(value, language) if value else _mathematics(result, step))


def value_of(step: Step, result: str, found: Found | None) -> str:
    """The value of a result for the steps that refer to it, or nothing."""
    if step.kind == "operand":
        return found.value if found else ""
    text = result.partition(" ≈ ")[0] if step.kind == "number" else result
    if step.kind == "units":
        return text.partition(" ")[0]
    return text.strip("[]") if step.kind == "algebra" and "," not in text else text


def _mathematics(result: str, step: Step) -> str:
    if step.kind != "algebra":
        return result
    text = re.sub(r"\*\*(\d+)", r"^\1", result).replace("**", "^")
    unknown = str(step.arguments.get("variable") or _unknown(str(step.arguments["expression"])))
    if step.arguments["operation"] == "solve" and text.startswith("[") and not text.startswith("[{"):
        return " · ".join(f"{unknown} = {part}" for part in re.split(r", (?![^(]*\))", text.strip("[]")))
    return re.sub(r"[{}]|^\[|\]$", "", text).replace(": ", " = ") if text.startswith("[{") else text


def _unknown(expression: str) -> str:
    letters = re.findall(r"(?<![a-z])[a-z](?![a-z(])", expression)
    return "x" if not letters or "x" in letters else letters[0]


def _written(expression: str) -> str:
    """The formula as people write it."""
    text = expression
    while text.startswith("(") and text.endswith(")") and _one_bracket(text):
        text = text[1:-1]
    text = re.sub(r"\s*\*\*\s*", "^", text)
    text = re.sub(r"(?<=[\w)])\s*([+/*-])\s*(?=[\w(])", lambda match: f" {'×' if match[1] == '*' else match[1]} ", text)
    return text.replace("*", "×")


def _one_bracket(text: str) -> bool:
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0 and place < len(text) - 1:
            return False
    return True


def _grouped(number: str, language: Language) -> str:
    """A number with its thousands parted as the language parts them."""
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return number
    text = f"{amount:,f}" if abs(amount) >= 10_000 else f"{amount:f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _with_currency(value: str, sign: str, step: Step) -> str:
    # A share of money is no money; neither is a count that money was divided by.
    if not sign or step.about or not re.match(r"^-?[\d.,]+$", value):
        return value
    return f"{value} ₫" if sign == "₫" else f"{sign}{value}"


@cache
def _symbols() -> Mapping[str, str]:
    table = tomllib.loads((files("reckoner.models.mini") / "patterns" / "units.toml").read_text("utf-8"))
    return {name: aliases[0] for name, aliases in table.items()}
