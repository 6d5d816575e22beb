"""What tools of elsewhere have in common: arguments held to a schema, answers that a model can read, plain names."""

import re
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from jsonschema.validators import extend
from langchain_core.tools import BaseTool
from referencing import Registry
from referencing.exceptions import Unresolvable

from reckoner.core import ToolError, blocking

_SHOWN = 20_000
"""Characters of an answer that a model reads."""
_NAME = re.compile(r"[^a-zA-Z0-9_-]+")
_LONGEST_NAME = 64
Ask = Callable[[dict[str, Any]], Awaitable[tuple[str, dict[str, Any]]]]


class RemoteTool(BaseTool):
    """A tool whose arguments may have any names: none of them is LangChain's own."""

    ask: Ask
    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"

    async def _arun(self, /, **arguments: Any) -> tuple[str, dict[str, Any]]:
        return await self.ask(arguments)

    def _run(self, /, **arguments: Any) -> tuple[str, dict[str, Any]]:
        async def asked() -> tuple[str, dict[str, Any]]:
            return await self.ask(arguments)

        return blocking(asked)()


def plain_name(told: str) -> str:
    """A name as every model's API takes it."""
    return _NAME.sub("_", told).strip("_")[:_LONGEST_NAME]


def own_name(told: str) -> str:
    """The same, different for names that differ only in what such a name cannot hold."""
    plain = plain_name(told)
    if plain == told:
        return told
    return f"{plain[: _LONGEST_NAME - 9]}_{zlib.crc32(told.encode()):08x}".lstrip("_")


def shown(text: str) -> str:
    """As much of a long answer as a model reads, and how much more there is."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text) - _SHOWN} more characters)"


class Schema:
    """What a tool's arguments must be.

    It refers to nothing beyond itself: a schema of elsewhere must not make us read files or ask servers. Patterns are
    left to who wrote them: a hostile one could take forever.

    Raises:
        ToolError: It is no schema of an object's.
    """

    def __init__(self, told: Mapping[str, Any], name: str) -> None:
        self.told, self._name = dict(told), name
        try:
            Draft202012Validator.check_schema(self.told)
        except (SchemaError, RecursionError) as error:
            raise ToolError("api.schema", name=name, why=str(error).splitlines()[0][:200]) from error
        if self.told.get("type", "object") != "object":
            raise ToolError("api.schema", name=name, why="it is not of an object")
        self._validator = _Validator(self.told, registry=Registry())

    def check(self, arguments: dict[str, Any]) -> None:
        """
        Raises:
            ToolError: They do not fit.
        """
        try:
            wrong = next(iter(self._validator.iter_errors(arguments)), None)
        except (Unresolvable, RecursionError) as error:
            raise ToolError("api.schema", name=self._name, why=type(error).__name__) from error
        if wrong is not None:
            where = ".".join(map(str, wrong.absolute_path)) or self._name
            raise ToolError("api.arguments", where=where, why=wrong.message[:300])


def _unchecked(*_: Any) -> Iterator[Any]:
    return iter(())


_Validator = extend(Draft202012Validator, {"pattern": _unchecked, "patternProperties": _unchecked})
