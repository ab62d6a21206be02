"""What the tools answer, as JSON Schema (2020-12): the pieces of which each tool's `outputSchema` is made.

An answer is an object with a head, a list of items and, where there is more, a cursor; or it is an error. Clients hold
structured answers against the schema, some of them errors too, so either of the two fits. Source: MCP 2025-11-25, Tool.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}
SHARE: Json = {"type": "number"}
YES: Json = {"type": "boolean"}
TEXT_OR_NULL: Json = {"type": ["string", "null"]}
NUMBER_OR_NULL: Json = {"type": ["integer", "null"]}


def several(item: Json) -> Json:
    """A list of such items."""
    return {"type": "array", "items": item}


def row(*kinds: Json) -> Json:
    """A list whose places have kinds of their own, such as [word, how often]."""
    return {"type": "array", "prefixItems": list(kinds), "minItems": len(kinds), "maxItems": len(kinds)}


def thing(always: Mapping[str, Json], sometimes: Mapping[str, Json] | None = None) -> Json:
    """An object with these keys. More keys may come with a later version."""
    return {"type": "object", "properties": {**always, **(sometimes or {})}, "required": list(always)}


def or_null(kind: Json) -> Json:
    """That kind, or null where nothing is known."""
    return {"anyOf": [kind, {"type": "null"}]}


def counted(names: str) -> Json:
    """An object from names to numbers."""
    return {"type": "object", "description": names, "additionalProperties": NUMBER}


FACE: Mapping[str, Json] = {
    "id": TEXT,
    "title": TEXT_OR_NULL,
    "unit": TEXT_OR_NULL,
    "year": NUMBER_OR_NULL,
    "type": TEXT_OR_NULL,
}
"""What tells a report from others."""
PLACE: Mapping[str, Json] = {
    "passage": NUMBER,
    "source": {"type": "string", "description": "出处: the place to cite."},
    "link": {"type": "string", "description": "Opens the passage."},
}
LOOKED_THROUGH = thing({"reports": NUMBER, "partly_read": NUMBER, "unread": NUMBER})
"""The base of what is said to be absent."""
WORDS = several(row(TEXT, NUMBER))
ERROR = thing({"code": TEXT, "message": TEXT}, {"position": NUMBER_OR_NULL})
SHORTENED: Json = {"type": "boolean", "description": "Texts or lists in it were cut to fit; the link opens the whole."}
NEXT: Json = {"type": "string", "description": "There is more: send it as `cursor` with the same other arguments."}


def answer(
    key: str,
    head: Mapping[str, Json],
    item: Mapping[str, Json],
    sometimes: Mapping[str, Json] | None = None,
    needed: Sequence[str] = (),
) -> Json:
    """The schema of a tool's answer: the head, under `key` the items (with `sometimes` keys that may lack).

    `needed`: keys of the head that are always there; by default all.
    """
    items = several(thing(item, {**(sometimes or {}), "shortened": SHORTENED}))
    whole = {**head, key: items, "next_cursor": NEXT, "shortened": SHORTENED, "error": ERROR}
    required = [*(needed or head), key]
    return {"type": "object", "properties": whole, "anyOf": [{"required": required}, {"required": ["error"]}]}
