"""The arguments of a tool held against its schema: the part of JSON Schema that our tools describe theirs with."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archive.errors import UsageError

Json = dict[str, Any]


def text(description: str, most: int = 600, *, least: int = 1) -> Json:
    """A text of at most `most` characters."""
    return {"type": "string", "description": description, "minLength": least, "maxLength": most}


def choice(description: str, values: Sequence[str]) -> Json:
    """One of a few words; the first goes without saying."""
    return {"type": "string", "description": description, "enum": [*values], "default": values[0]}


def whole(description: str, least: int, most: int, default: int | None = None) -> Json:
    """A whole number in [least, most]."""
    schema: Json = {"type": "integer", "description": description, "minimum": least, "maximum": most}
    return schema if default is None else {**schema, "default": default}


def switch(description: str) -> Json:
    """Yes or no; no goes without saying."""
    return {"type": "boolean", "description": description, "default": False}


def texts(description: str, most: int, longest: int) -> Json:
    """One to `most` texts of at most `longest` characters each."""
    items = {"type": "string", "minLength": 1, "maxLength": longest}
    return {"type": "array", "description": description, "items": items, "minItems": 1, "maxItems": most}


def checked(given: object, parameters: Mapping[str, Json], required: Sequence[str]) -> Json:
    """The arguments with what goes without saying; null is no argument, as many clients send it for what is not given.

    Raises UsageError: `assistant.missing_argument`, `assistant.unknown_argument`, `assistant.bad_argument`.
    """
    if not isinstance(given, dict):
        raise UsageError("assistant.bad_argument", name="arguments", wanted='{"type":"object"}')
    kept = {name: value for name, value in given.items() if value is not None}
    for name in kept:
        if name not in parameters:
            raise UsageError("assistant.unknown_argument", name=name[:80], known=", ".join(parameters))
    for name in required:
        if name not in kept:
            raise UsageError("assistant.missing_argument", name=name)
    for name, value in kept.items():
        if not fits(value, parameters[name]):
            wanted = {key: one for key, one in parameters[name].items() if key not in ("description", "default")}
            raise UsageError("assistant.bad_argument", name=name, wanted=json.dumps(wanted, ensure_ascii=False))
    left_out = {name: schema["default"] for name, schema in parameters.items() if "default" in schema}
    return {**left_out, **kept}


def fits(value: object, schema: Json) -> bool:
    """Is the value what the schema says?"""
    return _KINDS[schema["type"]](value, schema)


def _is_text(value: object, schema: Json) -> bool:
    if not isinstance(value, str) or not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1 << 30):
        return False
    return value in schema.get("enum", [value])


def _is_whole(value: object, schema: Json) -> bool:
    return type(value) is int and bool(schema["minimum"] <= value <= schema["maximum"])


def _is_array(value: object, schema: Json) -> bool:
    if not isinstance(value, list) or not schema["minItems"] <= len(value) <= schema["maxItems"]:
        return False
    return all(fits(item, schema["items"]) for item in value)


def _is_switch(value: object, _: Json) -> bool:
    return isinstance(value, bool)


_KINDS: Mapping[str, Callable[[object, Json], bool]] = {
    "string": _is_text,
    "integer": _is_whole,
    "array": _is_array,
    "boolean": _is_switch,
}
