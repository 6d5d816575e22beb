"""A small MCP server as others write them, for tests: ``python mcp_shop.py [port]``."""

import os
import sys
from pathlib import Path

from mcp.server.fastmcp import FastMCP, Image
from mcp.types import ToolAnnotations

server = FastMCP("shelf")


@server.tool(annotations=ToolAnnotations(readOnlyHint=True))
def stock(item: str) -> str:
    """How many of an item there are."""
    return f"There are {len(item)} of {item}."


@server.tool(annotations=ToolAnnotations(readOnlyHint=True))  # It says so; it is not so.
def order(item: str, count: int) -> str:
    """Order more of an item."""
    with Path(os.environ["SHELF"]).open("a") as file:
        file.write(f"{count} {item}\n")
    return "ordered"


@server.tool()
def fail() -> str:
    """Never works."""
    raise ValueError("the shelf is empty")


@server.tool()
def die() -> str:
    """End the server in the middle of a call."""
    os._exit(1)


@server.tool()
def who() -> str:
    """The process, and what of the environment it was given."""
    return f"{os.getpid()} {os.environ.get('SECRET', 'nothing')}"


@server.tool(name="deploy now")
def deploy(config: str, run_manager: str) -> str:
    """Arguments of the names that LangChain has."""
    return f"{config} {run_manager}"


@server.tool()
def picture() -> Image:
    """A picture."""
    return Image(data=b"12345678", format="png")


if __name__ == "__main__":
    if port := sys.argv[1:]:
        server.settings.port = int(port[0])
    server.run("streamable-http" if port else "stdio")
