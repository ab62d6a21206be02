"""What a JSON form is: a frozen dataclass whose fields are the keys, and how it becomes JSON. No I/O.

The writer of a form is made once for its class; a request only calls it. A field whose name ends with _ is the key
without it. A field that may be `ABSENT` is a key that may be missing, and the one marked `SPREAD` is no key: what it
holds stands among the others.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

Json = dict[str, object]


class Absent(Enum):
    """Has one value, `ABSENT`: no such key."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
SPREAD: Final = object()
"""In `Annotated`: the keys of this mapping are keys of the form itself."""

Spread = Annotated[Mapping[str, object], SPREAD]
Write = Callable[[Any], Any]
UNIONS = (Union, types.UnionType)


def to_json(form: object) -> Json:
    """A form as JSON's own values; sequences may stay tuples."""
    kind: type = type(form)
    made: Json = _writer(kind)(form)
    return made


def key_of(name: str) -> str:
    """The key of a field: Python's own words have a _ behind them."""
    return name.removesuffix("_")


@cache
def hints_of(form: type) -> Mapping[str, Any]:
    """The types of a form's fields, in order, with what is annotated to them."""
    hints = get_type_hints(form, include_extras=True)
    return {one.name: hints[one.name] for one in fields(form)}


def is_spread(hint: Any) -> bool:
    """Is it the mapping whose keys stand among the others?"""
    return get_origin(hint) is Annotated and SPREAD in hint.__metadata__


def bare(hint: Any) -> Any:
    """A type without what is annotated to it."""
    return bare(get_args(hint)[0]) if get_origin(hint) is Annotated else hint


def may_be_absent(hint: Any) -> bool:
    """May the key be missing?"""
    return Absent in get_args(bare(hint))


@cache
def _writer(form: type) -> Write:
    hints = hints_of(form)
    spread = [name for name, hint in hints.items() if is_spread(hint)]
    plain = [name for name in hints if name not in spread]
    keys, values = tuple(map(key_of, plain)), _values(plain)
    changed = [(key_of(name), write) for name in plain if (write := _write_of(hints[name])) is not None]
    absent = [key_of(name) for name in plain if may_be_absent(hints[name])]

    def simple(one: object) -> Json:
        return dict(zip(keys, values(one)))  # noqa: B905 # as many values as keys; `strict` takes a third longer

    def nested(one: object) -> Json:
        body = dict(zip(keys, values(one)))  # noqa: B905
        for key, write in changed:
            body[key] = write(body[key])
        return body

    def whole(one: object) -> Json:
        body = dict(zip(keys, values(one)))  # noqa: B905
        for key in absent:
            if body[key] is ABSENT:
                del body[key]
        for key, write in changed:
            if key in body:
                body[key] = write(body[key])
        for name in spread:
            body = {**getattr(one, name), **body}
        return body

    return whole if absent or spread else nested if changed else simple


def _values(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """The values of so many fields at once."""
    found = attrgetter(*names)
    return found if len(names) > 1 else lambda one: (found(one),)


def _write_of(hint: Any) -> Write | None:
    """How a field's value becomes JSON; None where it is JSON already."""
    hint = bare(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in UNIONS:
        writes = [write for one in inner if (write := _write_of(one)) is not None]
        if not writes:
            return None
        (write,) = writes  # None, ABSENT and one kind of value
        return lambda value: None if value is None else write(value)
    if origin is Literal or hint in (str, int, float, bool, object, type(None), Absent):
        return None
    if is_dataclass(hint):
        return _writer(hint)  # type: ignore[arg-type] # a class, not an instance
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _write_mapping(_write_of(inner[1]))
    if isinstance(origin, type) and issubclass(origin, Sequence):
        write_item = _write_of(inner[0])
        return None if write_item is None else lambda value: [write_item(item) for item in value]
    raise TypeError(f"no JSON form has a {hint}")


def _write_mapping(write: Write | None) -> Write:
    if write is None:
        return dict
    return lambda value: {key: write(item) for key, item in value.items()}
