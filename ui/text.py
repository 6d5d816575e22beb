"""Texts as Markdown shows them."""

import re


def readable(text: str) -> str:
    """An answer as Markdown: a dollar sign before an amount is money, a pair around a formula is mathematics."""
    parts = re.split(r"(\$\$.*?\$\$|`[^`]*`)", text, flags=re.DOTALL)
    # A picture's address could carry away what an injected text made the model put into it.
    return "".join(part if place % 2 else _money(part.replace("![", "!\\[")) for place, part in enumerate(parts))


def _money(text: str) -> str:
    def escaped(match: re.Match[str]) -> str:
        following = text[match.end() :].partition("\n")[0]
        inner, closing, _ = following.partition("$")
        formula = closing and re.search(r"[=^_\\{}+]", inner)
        return match[0] if formula else "\\$"

    return re.sub(r"(?<!\\)\$(?=\d)", escaped, text)


def plain(text: str) -> str:
    """Text that is to be shown as it is, its signs meaning nothing to Markdown."""
    # An address without a scheme would become a link by itself.
    return re.sub(r"([\\`*_{}\[\]()#+\-!|$<>~:&]|(?<=\bwww)\.)", r"\\\1", text)
