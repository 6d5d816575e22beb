"""The parts of a prompt, by the names that the literature gives them.

An *instruction* says what to do, the *primary content* is what to do it with, *examples* show it done, a *cue* begins
the answer so that the model goes on in its manner, and the *template* says how these stand together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from langchain_core.embeddings import Embeddings
from langchain_core.messages import HumanMessage
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.vectorstores import InMemoryVectorStore, VectorStore

from reckoner.core import language_of

TEMPLATE = "{instruction}\n\n{examples}\n\n{content}\n\n{cue}"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A question that was answered well."""

    question: str
    answer: str
    thought: str = ""
    """The steps that led there."""
    program: str = ""
    """The program that computed it."""


class Chooser(Protocol):
    """Chooses the examples to show with a question."""

    def __call__(self, question: str) -> Sequence[Example]: ...


def shown_with_thought(example: Example) -> str:
    """A question, its steps and its answer, as chain-of-thought prompts show them."""
    steps = f"{example.thought.strip()}\n" if example.thought else ""
    return f"Question: {example.question}\n{steps}Answer: {example.answer}"


def shown_with_program(example: Example) -> str:
    """A question and its program, as program-aided prompts show them."""
    return f"Question: {example.question}\n```python\n{example.program.strip()}\n```"


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A prompt in its parts; parts that are empty leave no gap."""

    instruction: str = ""
    content: str = "Question: {question}"
    """With ``{question}`` where the question goes."""
    examples: Sequence[Example] | Chooser = ()
    """Shown with every question, or chosen for each."""
    cue: str = ""
    template: str = TEMPLATE
    show: Callable[[Example], str] = field(default=shown_with_thought)
    """How one example is written."""

    def text(self, question: str) -> str:
        """The whole prompt for ``question``."""
        chosen = self.examples(question) if callable(self.examples) else self.examples
        # Parts are put in place one by one: braces within a question are the question's own.
        parts = {
            "instruction": self.instruction,
            "examples": "\n\n".join(map(self.show, chosen)),
            "content": self.content.replace("{question}", question),
            "cue": self.cue,
        }
        pieces = [parts.get(piece.strip("{}"), piece) for piece in self.template.split("\n\n")]
        return "\n\n".join(piece for piece in pieces if piece.strip())

    def runnable(self) -> Runnable[str, list[HumanMessage]]:
        """A question → messages, to be composed with a model by ``|``."""
        return RunnableLambda(lambda question: [HumanMessage(self.text(question))], name="prompt")


def most_similar(examples: Iterable[Example], embeddings: Embeddings, *, count: int = 3) -> Chooser:
    """Choose the ``count`` examples nearest in meaning to the question, among those in its language; the nearest last.

    Liu et al. 2022, https://arxiv.org/abs/2101.06804
    """
    pool = list(examples)

    def choose(question: str) -> Sequence[Example]:
        language = language_of(question)
        mine = [each for each in pool if language_of(each.question) == language] or pool
        if len(mine) <= count:
            return mine
        if language not in stores:
            stores[language] = InMemoryVectorStore(embeddings)
            stores[language].add_texts([each.question for each in mine], ids=[str(place) for place in range(len(mine))])
        found = stores[language].similarity_search(question, k=count)
        return [mine[int(document.id or 0)] for document in reversed(found)]

    stores: dict[str, VectorStore] = {}
    return choose
