"""The schemas of OpenAPI 3.0, derived from the JSON forms: types, keys, choices and descriptions stand there alone.

A form called AnswerForm is the schema Answer. Every key is required but those that may be absent.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from indexer import accounts, audit, forms, maintenance, numbers
from indexer.forms.form import UNIONS, Absent, bare, hints_of, is_spread, key_of, may_be_absent

Json = dict[str, object]

_PLAIN: Mapping[object, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_REF = "#/components/schemas/"


def ref(form: type) -> Json:
    """A form by its schema's name."""
    return {"$ref": _REF + name_of(form)}


def name_of(form: type) -> str:
    """The schema's name of a form."""
    return form.__name__.removesuffix("Form")


@cache
def forms_by_name() -> Mapping[str, type]:
    """Every form there is, by its schema's name."""
    found: dict[str, type] = {}
    modules = [
        module
        for package in (forms, accounts, audit, maintenance, numbers)
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
        if package is forms or module.name.endswith("_form")
    ]
    for module in modules:
        for name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if name.endswith("Form") and one.__module__ == module.name:
                found[name_of(one)] = one
    return found


def components(paths: object) -> dict[str, Json]:
    """The schemas that are named in a description, and those that they name, by name."""
    made: dict[str, Json] = {}
    waiting = list(_named(paths))
    while waiting:
        name = waiting.pop()
        if name not in made:
            made[name] = schema(forms_by_name()[name])
            waiting += _named(made[name])
    return dict(sorted(made.items()))


def schema(form: type) -> Json:
    """A form as an object of OpenAPI; what is spread among its keys leaves it open for others."""
    hints = hints_of(form)
    plain = {name: hint for name, hint in hints.items() if not is_spread(hint)}
    return {
        "type": "object",
        "description": " ".join((inspect.getdoc(form) or "").split()),
        "properties": {key_of(name): _described(hint) for name, hint in plain.items()},
        "required": [key_of(name) for name, hint in plain.items() if not may_be_absent(hint)],
        "additionalProperties": len(plain) < len(hints),
    }


def _described(hint: Any) -> Json:
    told = [one for one in getattr(hint, "__metadata__", ()) if isinstance(one, str)]
    made = _type(bare(hint))
    if not told:
        return made
    if "$ref" in made:  # beside a reference OpenAPI 3.0 reads nothing
        made = {"allOf": [made]}
    return {**made, "description": told[0]}


def _type(hint: Any) -> Json:
    hint = bare(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in UNIONS:
        return _union([one for one in inner if one is not Absent])
    if origin is Literal:
        return {"type": "string", "enum": list(inner)}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if hint is object:
        return {}
    if is_dataclass(hint):
        return ref(hint)  # type: ignore[arg-type] # a class, not an instance
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _type(inner[1])}
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return {"type": "array", "items": _type(inner[0])}
    raise TypeError(f"no schema for {hint}")


def _union(inner: Sequence[Any]) -> Json:
    kinds = [_type(one) for one in inner if one is not type(None)]
    made: Json = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if len(kinds) == len(inner):
        return made
    if "$ref" in made:
        made = {"allOf": [made]}
    if "enum" in made:
        made = {**made, "enum": [*_listed(made["enum"]), None]}
    return {**made, "nullable": True}


def _listed(values: object) -> Sequence[object]:
    return values if isinstance(values, list) else []


def _named(value: object) -> Iterator[str]:
    """The names of the schemas that a description refers to."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key == "$ref":
                yield str(one).removeprefix(_REF)
            else:
                yield from _named(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _named(one)
