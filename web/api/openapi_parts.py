"""How OpenAPI 3.0 describes parameters, answers and shapes, as data. What is described lives in `openapi`."""

from __future__ import annotations

from collections.abc import Sequence

Json = dict[str, object]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
MAYBE: Json = {"type": "string", "nullable": True}
YEAR: Json = {"type": "integer", "nullable": True}


def text(name: str, *, several: bool = False) -> Json:
    """A parameter in words; `several`: it may stand more than once."""
    return {"name": name, "in": "query", "schema": {"type": "array", "items": TEXT} if several else TEXT}


def choice(name: str, values: Sequence[str]) -> Json:
    """A parameter that is one of a few; the first is the default."""
    return {"name": name, "in": "query", "schema": {"type": "string", "enum": list(values), "default": values[0]}}


def whole(name: str, most: int = 1_000_000) -> Json:
    """A parameter that is a whole number."""
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": most}}


def in_path(name: str, schema: Json = TEXT) -> Json:
    """A piece of the address."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def answers(summary: str, kind: str, parameters: Sequence[Json] = (), schema: Json = TEXT) -> Json:
    """What an address answers, and that errors are the contract's."""
    wrong = {"description": "Error", "content": {"application/json": {"schema": ref("Error")}}}
    good = {"description": summary, "content": {kind: {"schema": schema}}}
    return {"summary": summary, "parameters": list(parameters), "responses": {"200": good, "4XX": wrong, "5XX": wrong}}


def page(summary: str, parameters: Sequence[Json] = ()) -> Json:
    """A page for people."""
    return answers(summary, "text/html", parameters)


def json(summary: str, parameters: Sequence[Json], name: str) -> Json:
    """The schema `name` for programs."""
    return answers(summary, "application/json", parameters, ref(name))


def form(summary: str, parameters: Sequence[Json] = ()) -> Json:
    """A form that changes something: it needs the token of its page."""
    fields = {"type": "object", "required": ["csrf_token"]}
    body = {"content": {"application/x-www-form-urlencoded": {"schema": fields}}}
    return {**page(summary, parameters), "requestBody": body}


def ref(name: str) -> Json:
    """A schema by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def shape(**properties: Json) -> Json:
    """An object with these properties, none of which may be missing."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def several(items: Json) -> Json:
    """A list."""
    return {"type": "array", "items": items}
