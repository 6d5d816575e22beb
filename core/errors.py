"""Every error that Reckoner raises on purpose, drawn as one tree.

ReckonerError                    a message for a person, and the next step
├─ SettingsError                 names the variable, where it was looked for, and an example
├─ ModelError                    ModelUnavailable · ModelRefused · ContextTooLong
├─ ToolError                     shown to the model as a failed result; the turn goes on
├─ DocumentError                 UnreadableDocument · UnsupportedDocument · DocumentsBusy
├─ IndexMismatch                 built with another embedding: says how to rebuild
├─ StorageError                  the disk or the history cannot be used
├─ ApprovalError                 a decision that names no waiting call, or comes too late
└─ LimitReached                  steps · time · money; carries what was done so far

The sentences are in ``words/errors.*.toml``, by key, in every language of the application;
a text that is no key there is shown as it stands.
"""

from functools import partial

from .wording import Language, say


class ReckonerError(Exception):
    """An error whose text tells a person what happened and what to do next."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key = key
        self.facts = facts
        super().__init__(key, facts)

    def __reduce__(self) -> tuple[object, ...]:
        """So that it crosses from one process to another."""
        return partial(type(self), self.key, **self.facts), ()

    def text(self, language: Language = "en") -> str:
        """The sentence for a person, in ``language``."""
        return say("reckoner.core", "errors", self.key, language, **self.facts)

    def __str__(self) -> str:
        return self.text()


class SettingsError(ReckonerError):
    """A setting is missing or wrong, or a package that it needs is not installed."""


class ModelError(ReckonerError):
    """The chat model did not answer."""


class ModelUnavailable(ModelError):
    """The model's server cannot be reached, is overloaded, or sends what is no answer.

    Asking again may help, after ``wait`` seconds where the server says so.
    """

    @property
    def again(self) -> bool:
        """Whether asking again may help: not where weights are damaged, or part of an answer has been told."""
        return self.key not in ("model.weights", "model.cut_short")

    @property
    def wait(self) -> float:
        return float(str(self.facts.get("wait", 0)))


class ModelRefused(ModelError):
    """The model's server refuses: the key, the model's name or the request is not accepted."""


class ContextTooLong(ModelError):
    """The conversation is longer than the model reads."""


class ToolError(ReckonerError):
    """A tool could not do what was asked; the model reads why and the turn goes on."""


class DocumentError(ReckonerError):
    """A document, or the collection of them, cannot be used."""


class UnreadableDocument(DocumentError):
    """The document is of a known kind, but damaged, locked, empty or too large."""


class UnsupportedDocument(DocumentError):
    """The document is of a kind that nothing here reads."""


class DocumentsBusy(DocumentError):
    """Another process owns the documents' folder."""


class IndexMismatch(ReckonerError):
    """The index was built with another embedding than the one in use."""


class StorageError(ReckonerError):
    """The disk is full, or a file of ours cannot be read or written."""


class ApprovalError(ReckonerError):
    """A decision that names no waiting call, or comes after it expired."""


class LimitReached(ReckonerError):
    """The turn was ended by a limit; ``done`` tells what it had found by then."""

    def __init__(self, key: str, *, done: str = "", **facts: object) -> None:
        super().__init__(key, **facts)
        self.done = done

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), self.key, done=self.done, **self.facts), ()
