"""Lines that a page's width broke, put together again."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_KEYED: Final = re.compile(r"[^:]{1,40}: ")
_ITEM: Final = re.compile(r"\s*(?:[-*•–+>#]|\(?\w{1,2}[.)]) ")
_NO_PROSE: Final = re.compile(r"\S {2,}\S|\t|\.{4}|\||^[^;:]{1,80}: [^;]*; [^;:]{1,80}: ")
"""What stands in columns, is led to them by dots, or names them."""
_NARROWEST, _WIDEST = 50, 110
"""Letters of the longest line of a text whose lines were broken by hand or by a program for mail."""
_SLACK, _MOST_SLACK = 6, 16
"""So many letters earlier than it had to be a line may have been broken, and one beside such lines."""
_SURELY: Final = 2
"""So many lines that go on in small letters, where there was no room before, show that all such were broken."""
_ENDS: Final = re.compile(r"[.:!?]\s*$")


def joined(text: str, *, width: int = _NARROWEST) -> str:
    """``text`` with its lines put together: a long one that goes on in small letters was broken by the page, and so was
    those of a paragraph that had no room for the next word.

    Rows of tables, code between fences, items of lists and ``name: value`` lines stay lines.

    Args:
        text: A page of it.
        width: Letters from which on a line is a long one.
    """
    done: list[list[str]] = []
    former, fenced = "", False
    lines = text.splitlines()
    broken = _broken(lines)
    for place, line in enumerate(lines):
        fenced ^= line.lstrip().startswith("```")
        small = len(former) >= width and not _ENDS.search(former) and line[:1].islower() and not _KEYED.match(line)
        if (small or place in broken) and not fenced and "|" not in former + line:
            if former.endswith("-") and small:
                done[-1][-1] = done[-1][-1].rstrip()[:-1]
                done[-1].append(line)
            else:
                done[-1].append(f" {line.lstrip()}")
        else:
            done.append([line])
        former = line.rstrip()
    return "\n".join(map("".join, done))


def _broken(lines: Sequence[str]) -> set[int]:
    """The places of the lines that go on with the line before, in a text whose lines were broken at a width."""
    longest = max((len(line.rstrip()) for line in lines), default=0)
    if not _NARROWEST <= longest <= _WIDEST:
        return set()
    room = {
        place: longest - _needed(lines[place - 1], line)
        for start, end in _paragraphs(lines)
        for place, line in enumerate(lines[start + 1 : end], start + 1)
    }
    full = {place for place, left in room.items() if left < _SLACK}
    if sum(lines[place].lstrip()[:1].islower() and not _ENDS.search(lines[place - 1]) for place in full) < _SURELY:
        return set()
    # A line that stands between two full ones may have been broken earlier, by hand.
    return full | {place for place, left in room.items() if left < _MOST_SLACK and {place - 1, place + 1} & full}


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines of prose, an item of a list beginning a new one."""
    start = 0
    for place, line in enumerate([*lines, ""]):
        prose = line.strip() and not _NO_PROSE.search(line.strip())
        if not prose or _ITEM.match(line):
            if place - start > 1:
                yield start, place
            start = place if prose else place + 1


def _needed(line: str, following: str) -> int:
    """The letters that ``line`` would have with the first word of the ``following`` one."""
    return len(line.rstrip()) + 1 + len(following.split()[0])
