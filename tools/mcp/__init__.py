"""The tools of MCP servers, https://modelcontextprotocol.io."""

from .tools import mcp_tools

__all__ = ["mcp_tools"]
