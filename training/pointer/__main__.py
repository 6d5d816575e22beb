"""Train the part of ``mini`` that chooses, fills and reads.

    pip install 'reckoner[train]'
    python -m reckoner.training.pointer DATA RUN [EPOCHS]

``DATA`` holds ``slots`` and ``retrieval`` (their READMEs say what); what was written for it is in ``training/data``.
``RUN`` keeps the run, which goes on where it was cut off.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from reckoner.models.mini.pointer.tokens import Tokens

from ..loop import Schedule, grouped, train
from ..mixed import mixed
from .corpus import Corpus
from .examples import Example
from .measure import measure, sample
from .network import loss, network

_PIECES = 5000
"""Word pieces of one batch."""
_DIALOGUES = 0.4
"""The share of the dialogues that an epoch takes turns of."""
_SUITES = 2
"""How often an epoch takes each request that was written for it, among other tools each time."""


def main(data: Path, run: Path, epochs: int = 3) -> None:
    """Train it."""
    corpus = Corpus(data, Tokens())
    apart = held_out(corpus)
    schedule = Schedule(epochs=epochs, rate=2.5e-4, head_rate=8e-4)
    train(network(), batches(corpus), loss, schedule, run, lambda model: measure(model, apart))


def held_out(corpus: Corpus) -> list[Example]:
    """What is measured on: a part of what was kept apart, the same in every run."""
    random = Random(5)
    return [
        *sample(corpus.slots(random, 0.3, apart=True), 500),
        *sample(corpus.suites(random, apart=True), 400),
        *sample(corpus.questions(random, apart=True), 400),
    ]


def batches(corpus: Corpus) -> Callable[[int], list[list[Example]]]:
    """The batches of an epoch."""

    def of(epoch: int) -> list[list[Example]]:
        random = Random(100 + epoch)
        suites = [each for _ in range(_SUITES) for each in corpus.suites(random)]
        examples = [*corpus.slots(random, _DIALOGUES), *suites, *corpus.questions(random)]
        for each in examples:
            each.row.ids = mixed(each.row.ids, random)
        return grouped(examples, [len(each.row.ids) for each in examples], _PIECES, random.shuffle)

    return of


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
