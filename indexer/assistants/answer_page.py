"""An answer that fits: what is said above its items, and as many of them as there is room for.

Clients cut what is longer than they like, without a word. So an answer has at most `MOST` characters, as text and as
data alike, and what did not fit is asked for with a cursor. An item that is too long alone has its longest texts cut;
it then says `shortened`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

MOST = 6_000
"""Characters of an answer, as JSON with the blanks that most programs write."""
RESERVED = 120
"""Of them for the cursor and the commas."""
HEAD = 3_000
"""Of them at most for what is said above the items."""
LEAST_CUT = 120
"""No text is cut to fewer characters: a link stays whole."""
ROW = 3
"""Places of a row, at most: [start, end], [passage, start, end]."""
PAUSED: Final[Json] = {"paused": True}
"""In place of an item: there is more, and this part ends here, as its time is over."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: its head, and under `key` the items from the first on that was asked for, made as needed."""

    head: Mapping[str, Any]
    key: str
    items: Iterator[Json]


def fitted(part: Part, cursor_at: Callable[[int], str]) -> Json:
    """The answer as data. `cursor_at`: the cursor that goes on after so many items of this part."""
    body: Json = {**shortened(dict(part.head), HEAD), part.key: []}
    room = MOST - RESERVED - size(body)
    more = False
    for item in part.items:
        if item is PAUSED:
            more = True
            break
        if size(item) + 2 > room and not body[part.key]:
            item = shortened(item, room - 2)
        if size(item) + 2 > room:
            more = True
            break
        body[part.key].append(item)
        room -= size(item) + 2
    if more:
        body["next_cursor"] = cursor_at(len(body[part.key]))
    return body


def written(body: object) -> str:
    """As text: JSON without blanks, Chinese as it is."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def size(body: object) -> int:
    """How many characters it has as data, however a client writes it: with a blank behind each comma and colon."""
    return len(json.dumps(body, ensure_ascii=False))


def shortened(item: Json, room: int) -> Json:
    """The item in at most `room` characters: its longest texts are cut, half by half, then its lists."""
    if size(item) <= room:
        return item
    most = max(_longest(item), LEAST_CUT)
    kept: Json = {**item, "shortened": True}
    while size(kept) > room and most > LEAST_CUT:
        most = max(LEAST_CUT, most // 2)
        kept = {**_cut(item, most), "shortened": True}
    items = max(_most_items(kept), 1)
    while size(kept) > room and items > 1:
        items //= 2
        kept = {**_fewer(kept, items), "shortened": True}
    return kept


def _longest(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    return max(map(_longest, _inside(value)), default=0)


def _most_items(value: object) -> int:
    own = len(value) if isinstance(value, list | tuple) else 0
    return max([own, *map(_most_items, _inside(value))])


def _inside(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [*value.values()]
    return [*value] if isinstance(value, list | tuple) else []


def _cut(value: Any, most: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= most else value[: most - 1] + "…"
    return _inner(value, lambda one: _cut(one, most))


def _fewer(value: Any, items: int) -> Any:
    """A short row such as [word, how often] is one thing and stays whole."""
    if isinstance(value, list | tuple) and not (len(value) <= ROW and not any(map(_inside, value))):
        value = value[:items]
    return _inner(value, lambda one: _fewer(one, items))


def _inner(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: change(one) for name, one in value.items()}
    return [change(one) for one in value] if isinstance(value, list | tuple) else value
