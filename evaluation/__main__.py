"""``python -m reckoner.evaluation [SET …]``: the everyday questions by kind, with those that went wrong."""

import asyncio
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from reckoner.core import Settings

from .everyday import Judged, cases, run, sets


async def _main() -> None:
    names = sys.argv[1:] or sets()
    if unknown := {*names} - {*sets()}:
        sys.exit(f"There is no set {', '.join(sorted(unknown))}; there are {', '.join(sets())}.")
    judged: list[Judged] = []
    for name in names:
        with tempfile.TemporaryDirectory() as home:
            settings = Settings.load(home=Path(home))
            judged += [each async for each in run(settings, name, cases(name))]
    print(f"{settings.model_name}: {', '.join(names)}\n")
    tables: dict[str, Counter[str]] = defaultdict(Counter)
    for each in judged:
        for row in (each.case.kind, each.case.language, "all"):
            tables[row][each.outcome] += 1
    print(f"{'':10} {'cases':>5} {'right':>6} {'declined':>8} {'wrong':>5}")
    for row, counted in tables.items():
        right, declined, wrong = (counted[name] for name in ("right", "declined", "wrong"))
        print(f"{row:10} {counted.total():5} {right / counted.total():6.0%} {declined:8} {wrong:5}")
    for each in judged:
        if each.outcome != "right":
            _tell(each)


def _tell(judged: Judged) -> None:
    said = " ".join(judged.answer.split())[:100]
    print(f"{judged.outcome}: {judged.case.questions[-1]} → {said!r}, expected {judged.case.expect!r}")


asyncio.run(_main())
