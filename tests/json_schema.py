"""JSON held against a schema, strictly: what the schema does not know is a misfit too. The part that our tools use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def misfits(value: Any, schema: Mapping[str, Any], place: str = "$") -> list[str]:
    """What is wrong, in words; [] where it fits."""
    return list(_misfits(value, schema, place))


def _misfits(value: Any, schema: Mapping[str, Any], place: str) -> Iterator[str]:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{place}: {value!r} is none of {kinds}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is none of {schema['enum']}"
    if "anyOf" in schema and not any(not misfits_of_one(value, one, place) for one in schema["anyOf"]):
        yield f"{place}: fits none of {schema['anyOf']}"
    if isinstance(value, dict):
        yield from _misfits_of_object(value, schema, place)
    elif isinstance(value, list):
        yield from _misfits_of_list(value, schema, place)


def _misfits_of_object(value: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    yield from (f"{place}: no {name}" for name in schema.get("required", ()) if name not in value)
    for name, inner in value.items():
        if name in known:
            yield from _misfits(inner, known[name], f"{place}.{name}")
        elif others is not None:
            yield from _misfits(inner, others, f"{place}.{name}")
        elif known:
            yield f"{place}: {name} is not described"


def _misfits_of_list(value: list[Any], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{place}: {len(value)} items"
    row = schema.get("prefixItems", ())
    for at, inner in enumerate(value):
        yield from _misfits(inner, row[at] if at < len(row) else schema.get("items", {}), f"{place}[{at}]")


def misfits_of_one(value: Any, schema: Mapping[str, Any], place: str) -> list[str]:
    """Of one of several: it may say nothing but which keys are needed."""
    missing = [name for name in schema.get("required", ()) if isinstance(value, dict) and name not in value]
    return missing or misfits(value, {key: one for key, one in schema.items() if key != "required"}, place)


def _is(value: Any, kind: str) -> bool:
    if kind in ("integer", "number"):
        return isinstance(value, int if kind == "integer" else int | float) and not isinstance(value, bool)
    return isinstance(value, KINDS[kind])
