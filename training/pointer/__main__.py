"""Train the part of ``mini`` that chooses, fills and reads.

    pip install 'reckoner[train]'
    python -m reckoner.training.pointer DATA RUN [--epochs N] [--minutes N] [--dropout SHARE] [--on RUN]

``DATA`` holds ``slots`` and ``retrieval`` (``training/data/README.md`` says what).
``RUN`` keeps the run, which goes on where it was cut off. With ``--on`` it begins with what another run left,
or with the ``pointer`` that ships, rather than with the encoder.
"""

from collections.abc import Callable
from random import Random

from reckoner.models.mini.pointer.tokens import Tokens

from ..command import Asked, asked, begun
from ..loop import Schedule, grouped, train
from ..mixed import mixed
from .corpus import Corpus
from .examples import Example
from .export import shipped
from .measure import measure, sample
from .network import loss, network

_PIECES = 1250
"""Word pieces of one batch."""
_DIALOGUES = 0.5
"""The share of the dialogues that an epoch takes turns of."""
_QUESTIONS = 0.5
"""The share of the questions that an epoch asks."""


def main(asked: Asked) -> None:
    """Train it."""
    corpus = Corpus(asked.data, Tokens())
    apart = held_out(corpus)
    schedule = Schedule(epochs=asked.epochs, minutes=asked.minutes, rate=1e-4, head_rate=4e-4)
    train(
        begun(network(asked.dropout), asked.on, shipped),
        batches(corpus, asked.run.name),
        loss,
        schedule,
        asked.run,
        lambda model: measure(model, apart),
    )


def held_out(corpus: Corpus) -> list[Example]:
    """What is measured on: a part of what was kept apart, the same in every run."""
    random = Random(5)
    return [
        *sample(corpus.slots(random, 0.3, apart=True), 500),
        *sample(corpus.suites(random, apart=True), 400),
        *sample(corpus.questions(random, apart=True), 400),
    ]


def batches(corpus: Corpus, run: str) -> Callable[[int], list[list[Example]]]:
    """The batches of an epoch; a run that goes on from another draws others."""

    def of(epoch: int) -> list[list[Example]]:
        random = Random(f"{run} {epoch}")
        suites = [*corpus.suites(random)]
        examples = [*corpus.slots(random, _DIALOGUES), *suites, *corpus.questions(random, _QUESTIONS)]
        for each in examples:
            each.row.ids = mixed(each.row.ids, random)
        return grouped(examples, [len(each.row.ids) for each in examples], _PIECES, random.shuffle)

    return of


if __name__ == "__main__":
    main(asked(epochs=2))
