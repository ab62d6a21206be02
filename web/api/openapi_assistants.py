"""What assistants may ask for, described as data: /mcp and /llms.txt."""

from __future__ import annotations

from web.api import openapi_parts as parts
from web.api.schemas import Json

MESSAGE: Json = {
    "type": "object",
    "required": ["jsonrpc", "method"],
    "properties": {
        "jsonrpc": {"type": "string", "enum": ["2.0"]},
        "id": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "method": {"type": "string"},
        "params": {"type": "object"},
    },
    "example": {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "verify_quotations", "arguments": {"quotations": ["落实一岗双责要求"]}},
    },
}
_ASKED = parts.answers("A message of MCP (JSON-RPC 2.0) and its answer", parts.JSON, (), {"type": "object"})
PATHS: dict[str, Json] = {
    "/mcp": {
        "post": {
            **_ASKED,
            "requestBody": {"required": True, "content": {parts.JSON: {"schema": MESSAGE}}},
        }
    },
    "/llms.txt": {"get": parts.answers("What this place is, for a language model", "text/plain")},
}
