"""What assistants may ask for, described as data: /mcp and /llms.txt."""

from __future__ import annotations

from indexer.forms.problem import ErrorForm
from web.api import openapi_parts as parts
from web.api.schemas import Json, ref

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
REFUSED: Json = {
    "description": "Refused before the message was looked at: an error of JSON-RPC, or of who asks.",
    "content": {
        parts.JSON: {
            "schema": {
                "anyOf": [
                    {
                        "type": "object",
                        "required": ["jsonrpc", "id", "error"],
                        "properties": {"jsonrpc": {"type": "string", "enum": ["2.0"]}, "error": {"type": "object"}},
                    },
                    ref(ErrorForm),
                ]
            }
        }
    },
}
_RESPONSES: Json = {
    "200": {"description": "The answer.", "content": {parts.JSON: {"schema": {"type": "object"}}}},
    "202": {"description": "The message wants no answer."},
    "4XX": REFUSED,
    "5XX": REFUSED,
}
PATHS: dict[str, Json] = {
    "/mcp": {
        "post": {
            "summary": "A message of MCP (JSON-RPC 2.0) and its answer",
            "parameters": [],
            "responses": _RESPONSES,
            "requestBody": {"required": True, "content": {parts.JSON: {"schema": MESSAGE}}},
        }
    },
    "/llms.txt": {"get": parts.answers("What this place is, for a language model", "text/plain")},
}
