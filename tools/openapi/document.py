"""Reading an OpenAPI 3 document: its operations, and the arguments of each as one JSON schema.

https://spec.openapis.org/oas/v3.1.1.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reckoner.core import ToolError

from ..remote import plain_name

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_PLACES = ("path", "query", "header")
"""Where parameters are sent that a tool can have; cookies belong to browsers."""
_DEEPEST = 40
"""References within references, at most."""
BODY = "body"
"""The argument that a request's body is, where it is no object whose fields can stand by themselves."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that an API does."""

    name: str
    """As a tool is called."""
    method: str
    path: str
    description: str
    schema: dict[str, Any]
    """Of all arguments together."""
    places: Mapping[str, str]
    """For each argument where it is sent: ``path``, ``query``, ``header``, or ``body``."""
    named: Mapping[str, str]
    """What arguments are called in the request, where that is another name."""
    whole_body: bool
    """Whether the argument ``body`` is the body itself."""


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Every operation of a document.

    Raises:
        ToolError: It is no OpenAPI 3 document, or refers to what is not in it.
    """
    if not str(document.get("openapi", "")).startswith("3."):
        raise ToolError("api.document", why="it is no OpenAPI 3 document")
    reader = _Reader(document)
    found = list(reader.operations())
    names = [each.name for each in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ToolError("api.document", why=f"two operations are called {', '.join(twice)}")
    return found


class _Reader:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def operations(self) -> Iterator[Operation]:
        paths = self._document.get("paths")
        if not isinstance(paths, Mapping):
            raise ToolError("api.document", why="it has no paths")
        for path, item in paths.items():
            shared = self._resolved(item)
            for method in _METHODS:
                if isinstance(operation := shared.get(method), Mapping):
                    yield self._operation(str(path), method, shared, operation)

    def _operation(self, path: str, method: str, shared: Mapping[str, Any], told: Mapping[str, Any]) -> Operation:
        name = plain_name(str(told.get("operationId") or f"{method}_{path}"))
        properties: dict[str, Any] = {}
        places: dict[str, str] = {}
        named: dict[str, str] = {}
        required: list[str] = []
        # Those of the operation take the place of those of its path.
        parameters = [self._resolved(each) for each in (*shared.get("parameters", ()), *told.get("parameters", ()))]
        for parameter in {(each.get("in"), each.get("name")): each for each in parameters}.values():
            if parameter.get("in") not in _PLACES:
                continue
            argument = _free(plain_name(str(parameter["name"])), properties)
            places[argument], named[argument] = parameter["in"], str(parameter["name"])
            properties[argument] = _described(
                self._expanded(parameter.get("schema") or {}), parameter.get("description")
            )
            if parameter.get("required") or parameter["in"] == "path":
                required.append(argument)
        whole = self._body(told, properties, places, required)
        text = "\n".join(filter(None, (told.get("summary"), told.get("description"))))
        schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
        return Operation(
            name=name,
            method=method.upper(),
            path=path,
            description=text or f"{method.upper()} {path}",
            schema=schema,
            places=places,
            named=named,
            whole_body=whole,
        )

    def _body(
        self, told: Mapping[str, Any], properties: dict[str, Any], places: dict[str, str], required: list[str]
    ) -> bool:
        """Add what the body needs; whether it is one argument."""
        body = self._resolved(told.get("requestBody") or {})
        content = body.get("content") or {}
        kind = next((each for each in content if each.partition(";")[0].strip() == "application/json"), None)
        if kind is None:
            if content and body.get("required"):
                raise ToolError("api.document", why=f"a body of {', '.join(content)} cannot be sent")
            return False
        schema = self._expanded(content[kind].get("schema") or {})
        fields = schema.get("properties")
        if schema.get("type") != "object" or not fields or fields.keys() & properties.keys():
            argument = _free(BODY, properties)
            properties[argument], places[argument] = schema, "body"
            if body.get("required"):
                required.append(argument)
            return True
        properties.update(fields)
        places.update(dict.fromkeys(fields, "body"))
        if body.get("required", False):
            required.extend(schema.get("required", ()))
        return False

    def _resolved(self, part: Any) -> Mapping[str, Any]:
        """A part of the document, or what it refers to."""
        for _ in range(_DEEPEST):
            if not isinstance(part, Mapping):
                raise ToolError("api.document", why="a part of it is no object")
            if "$ref" not in part:
                return part
            part = self._at(str(part["$ref"]))
        raise ToolError("api.document", why="references go round in a circle")

    def _at(self, reference: str) -> Any:
        if not reference.startswith("#/"):
            raise ToolError("api.document", why=f"{reference} is elsewhere")
        found: Any = self._document
        for step in reference[2:].split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, Mapping) or step not in found:
                raise ToolError("api.document", why=f"{reference} is not in it")
            found = found[step]
        return found

    def _expanded(self, schema: Any, depth: int = 0) -> Any:
        """A schema without references; one that holds itself may be anything at that place."""
        if isinstance(schema, list):
            return [self._expanded(each, depth + 1) for each in schema]
        if not isinstance(schema, Mapping):
            return schema
        if depth > _DEEPEST:
            return {}
        if "$ref" in schema:
            return self._expanded(self._at(str(schema["$ref"])), depth + 1)
        made = {key: self._expanded(value, depth + 1) for key, value in schema.items() if key not in _DROPPED}
        if schema.get("nullable") is True and isinstance(made.get("type"), str):
            made["type"] = [made["type"], "null"]  # As OpenAPI 3.0 says it.
        return made


_DROPPED = {"nullable", "discriminator", "xml", "externalDocs", "example", "deprecated", "readOnly", "writeOnly"}
"""What OpenAPI adds to schemas and JSON schema does not know."""


def _described(schema: Any, description: Any) -> Any:
    return {**schema, "description": description} if description and isinstance(schema, dict) else schema


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """``name``, or a name like it that nothing else has."""
    while name in taken:
        name += "_"
    return name
