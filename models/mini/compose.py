"""Tool results → an answer in sentences. Everything in it was found or computed; nothing is made up here."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from reckoner.core import Language, say, words

from .manner import Manner
from .patterns import patterns
from .read import Found
from .steps import Step
from .units import split_units

_DENOMINATOR, _ROUNDED = 10_000, 12
"""A number of more signs than the latter was rounded, and is a fraction of no more than the former."""
_FAILURE_WORDS = {"True": "yes", "False": "no", "[]": "no_solution", "EmptySet": "no_solution"}


def sentence(key: str, language: Language, /, **facts: object) -> str:
    """A sentence of the model's by its key."""
    return say("reckoner.models.mini", "answers", key, language, **facts)


def quoted(found: Found, language: Language, day: date | None = None) -> str:
    """What was found, in quotation marks, with its source; ``day``: that which it tells without a year."""
    quote = " ".join(found.quote.split())
    told = sentence("quoted", language, name=found.name, page=found.page, quote=quote, key=found.key)
    return f"{told} ({written_day(day, language)})" if day else told


def told(step: Step, result: str, language: Language, *, currency: str = "", latex: str = "") -> str:
    """What the result of ``step`` says to a person."""
    if step.kind in ("number", "span"):
        return _calculated(step, result, language, currency)
    if step.kind == "units":
        number = _as_wanted(result.partition(" ")[0], step.manner)
        source, target = (_unit(step.arguments[name], language) for name in ("source", "target"))
        value = _grouped(number, language)
        if step.about:
            whole, rest = split_units(number, step.about)
            value = f"{whole} {_unit(step.about, language)} {_grouped(f'{rest:f}', language)}"
        # Of what was told in parts, "2 km 300 m", the parts are joined already.
        asked = "" if source == target else f"{_grouped(str(step.arguments['value']), language)} {source} = "
        return sentence("units", language, value=f"{asked}{value} {target}")
    if step.kind == "algebra" and step.arguments["operation"] == "plot":
        lower, upper = (step.arguments.get(name, default) for name, default in (("lower", "-10"), ("upper", "10")))
        return sentence("plot", language, value=f"`{step.arguments['expression']}` ({lower} … {upper})")
    if step.kind == "date":
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", result):
            return sentence("date_asked", language, value=result)
        return sentence("date", language, value=written_day(date.fromisoformat(result), language), iso=result)
    value = _FAILURE_WORDS.get(result, "") if step.kind in ("algebra", "leap") else ""
    if value or step.kind != "algebra":
        return _said(step, sentence(value, language) if value else result, language)
    if step.arguments["operation"] == "solve" and result.startswith("["):
        return sentence("algebra", language, value=_solutions(result, step))
    if re.fullmatch(r"-?[\d.]+", result) or not latex:
        return sentence("algebra", language, value=result)
    return sentence("formula", language, latex=latex, value=_plain(result))


def _calculated(step: Step, result: str, language: Language, currency: str) -> str:
    plain = _as_wanted(result, step.manner)
    unit = step.about if step.kind == "number" else ""
    value = _hours(result, language) if unit == " h" and step.manner.plain else ""
    value = value or (
        _money(plain, language, currency, cents=step.manner.plain)
        if currency and not unit and not step.manner.fraction
        else _grouped(plain, language) + unit
    )
    expression = _written(str(step.arguments["expression"]))
    if expression == result:
        return sentence("short", language, words=value)  # It stands in a line that is quoted.
    return sentence("number", language, value=value, expression=expression, plain=result + unit)


def _hours(result: str, language: Language) -> str:
    """Hours and minutes, where these are whole; or nothing."""
    try:
        hours, rest = divmod(Fraction(result.partition(" ≈ ")[0]), 1)
    except ValueError:
        return ""
    minutes = rest * 60
    if not minutes or minutes.denominator > 1:
        return ""
    hour = _unit("hour", language)
    told = f"{hours} {hour} {minutes} {_unit('minute', language)}"
    decimal = Decimal(minutes.numerator) / 60
    # What is paid by the hour is wanted as a decimal, too.
    return f"{told} ({_grouped(f'{hours + decimal:f}', language)} {hour})" if decimal == round(decimal, 2) else told


def measured(number: str, unit: str, sign: str, language: Language) -> str:
    """A number with its unit of measure or its sign of money, where it has one."""
    if unit:
        return f"{_grouped(number, language)} {_unit(unit, language)}"
    return _money(number, language, sign, cents=True) if sign else _grouped(number, language)


def _unit(name: str, language: Language) -> str:
    """How an answer writes a unit."""
    return str(words("reckoner.models.mini", "answers", language)["unit"].get(name) or patterns("units")[name][0])


def _as_wanted(result: str, manner: Manner) -> str:
    """A number as it was asked for; else its decimals where the calculator tells them."""
    exact, _, decimals = result.partition(" ≈ ")
    try:
        if manner.fraction:
            whole = Fraction(exact)
            return str(whole.limit_denominator(_DENOMINATOR) if len(exact) > _ROUNDED else whole)
        if manner.digits is not None:
            # No more of them than were computed.
            known = len(decimals.partition(".")[2]) if decimals else manner.digits
            step = Decimal(1).scaleb(-min(manner.digits, known))
            return str(Decimal(decimals or exact).quantize(step, ROUND_HALF_UP))
    except (ValueError, InvalidOperation):
        pass  # An exact value that is no ratio, "sqrt(2)", stays as it is.
    return decimals or result


def _plain(result: str) -> str:
    """A result of SymPy's as people type it: ``20*x**3`` is ``20x^3``."""
    return re.sub(r"(?<=[\d)])\*(?=[a-z(])", "", result.replace("**", "^")).replace("*", "·")


def written_day(day: date, language: Language) -> str:
    """A day as the language writes it."""
    return f"{day:%d/%m/%Y}" if language == "vi" else f"{day.day} {day:%B %Y}"


def _said(step: Step, result: str, language: Language) -> str:
    """A result as it stands; of a program, its last line, with what it printed before in brackets."""
    *before, last = result.splitlines() or [""]
    if step.tool != "python" or not before:
        return sentence(step.kind, language, value=result)
    return f"{sentence(step.kind, language, value=last)} ({' '.join(before)})"


def value_of(tool: str, result: str) -> str:
    """The value of what ``tool`` returned, for the steps that refer to it; or nothing."""
    if tool == "convert_units":
        return result.partition(" ")[0]
    if tool == "algebra":
        return result.strip("[]") if "," not in result else result
    *_, last = result.splitlines() or [""]
    return last.partition(" ≈ ")[0]


def _solutions(result: str, step: Step) -> str:
    text = re.sub(r"\bI\b", "i", result.strip("[]").replace("*", "·").replace("··", "^"))
    if "{" in text:
        return re.sub(r"[{}]", "", text.replace("}, {", "; ")).replace(": ", " = ")
    unknown = str(step.arguments.get("variable") or _unknown(str(step.arguments["expression"])))
    return ", ".join(f"{unknown} = {part}" for part in re.split(r", (?![^(]*\))", text))


def _unknown(expression: str) -> str:
    letters = re.findall(r"(?<![a-z])[a-z](?![a-z(])", expression)
    return "x" if not letters or "x" in letters else letters[0]


def _written(expression: str) -> str:
    """The formula as people write it."""
    text = expression
    while text.startswith("(") and text.endswith(")") and _one_bracket(text):
        text = text[1:-1]
    text = re.sub(r"\babs\(([^()]+)\)", r"|\1|", text)
    text = re.sub(r"(?<!\w)\((\d+(?:\.\d+)?)\)", r"\1", text)
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
    text = f"{amount:,f}" if abs(amount) >= 1_000 else f"{amount:f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _money(number: str, language: Language, sign: str, *, cents: bool) -> str:
    """An amount with its sign, to the cent unless it was asked for otherwise; a dong has no cents."""
    try:
        amount = Decimal(number)
        if cents and amount != amount.to_integral():
            amount = amount.quantize(Decimal(1) if sign == "₫" else Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        return number  # No number, or one of more digits than there is money.
    shown = _grouped(str(amount), language)
    return f"{shown} ₫" if sign == "₫" else f"{sign}{shown}"
