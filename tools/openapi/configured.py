"""The APIs that the settings name, as tools."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from reckoner.core import Api, Settings, ToolError

from ..risk import Gate
from .guarded import Auth, Guarded
from .tools import openapi_tools


async def configured_tools(settings: Settings) -> list[Gate]:
    """The tools of every API in ``settings.apis``.

    Raises:
        ToolError: A document cannot be had or used.
    """
    return [gate for api in settings.apis for gate in await _tools(api)]


async def _tools(api: Api) -> list[Gate]:
    return openapi_tools(
        await _document(api),
        url=api.url,
        chosen=api.operations,
        risks=api.risks,
        auth=_auth(api),
        private=api.private,
        prefix=api.prefix,
    )


def _auth(api: Api) -> Auth | None:
    if not api.auth:
        return None
    key = os.environ.get(api.key_variable, "")
    if not key:
        raise ToolError("api.no_key", name=api.key_variable or "key_variable", document=api.document)
    return Auth(kind=api.auth, secret=SecretStr(key), name=api.auth_name)


async def _document(api: Api) -> dict[str, Any]:
    try:
        if "://" in api.document:
            host = urlsplit(api.document).netloc.rpartition("@")[2]
            reply = await Guarded({host}, private=api.private, size=20_000_000).send("GET", api.document)
            found = json.loads(reply.data)
        else:
            found = json.loads(await asyncio.to_thread(Path(api.document).read_text, "utf-8"))
    except (OSError, ValueError) as error:
        raise ToolError("api.document", why=f"{api.document}: {error}") from error
    if not isinstance(found, dict):
        raise ToolError("api.document", why=f"{api.document}: it is no object")
    return found
