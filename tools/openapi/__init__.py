"""Any HTTP API that is described by an OpenAPI 3 document, as tools: chosen operations, each with its risk."""

from .configured import configured_tools
from .document import Operation, operations
from .guarded import Auth, Guarded
from .tools import openapi_tools

__all__ = ["Auth", "Guarded", "Operation", "configured_tools", "openapi_tools", "operations"]
