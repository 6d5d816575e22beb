"""Serving our tools to other agents."""

import sys

from reckoner.core import Settings, SettingsError

from .exits import Exit
from .keys import kept_key


async def serve(*, profile: str | None, port: int | None, address: str) -> Exit:
    """Serve over this program's input and output or, with a port, over HTTP."""
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise SettingsError("settings.no_package", what="reckoner mcp", package="mcp", extra="mcp")
    from reckoner.server.mcp import served
    from reckoner.server.transports import over_http, over_stdio

    settings = Settings.load(profile=profile)
    async with served(settings) as ours:
        if port is None:
            await over_stdio(ours)
            return Exit.DONE
        import uvicorn

        file = settings.home / "mcp" / "key"
        app = over_http(ours, kept_key(file))
        # Standard output is another program's to read.
        print(
            f"Tools are served on http://{address}:{port}/mcp; the key is in {file} — Ctrl-C stops it.", file=sys.stderr
        )
        await uvicorn.Server(uvicorn.Config(app, host=address, port=port, log_level="warning")).serve()
    return Exit.DONE
