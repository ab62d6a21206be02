"""What processes share comes back as it was put there, whatever kind of object it is made of."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from web.state.shared_memory import SharedMemory


@dataclass(frozen=True, slots=True)
class Two:
    one: int
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Open:
    name: str
    inner: Two | None = None


@dataclass
class Alone:
    it: object


class OfItsOwn(Alone):
    def __init__(self) -> None:
        super().__init__("own")


@dataclass
class Made:
    one: int
    twice: int = field(init=False)

    def __post_init__(self) -> None:
        self.twice = 2 * self.one


@dataclass
class Later:
    one: int
    other: int = field(default=3, init=False)


@dataclass(kw_only=True)
class Named:
    one: int
    other: int


class Row(NamedTuple):
    one: int
    other: str


@pytest.mark.parametrize(
    "value",
    [
        *(
            Two(1),
            Two(1, ("甲", "乙")),
            Open("丙", Two(2)),
            Alone({"a": [Two(3)]}),
            Made(4),
            Later(5),
            Named(one=6, other=7),
        ),
        *(Row(8, "丁"), {"kinds": (Two, Row, len)}, None, "文", 1.5, frozenset({1, 2})),
    ],
)
def test_a_value_comes_back(value: object) -> None:
    memory = SharedMemory(sets=1, slot=4096)
    memory.put("key", value)
    assert memory.get("key") == value
    assert memory.get("another") is None


def test_what_stands_in_a_value_twice_stands_in_it_once() -> None:
    memory, shared = SharedMemory(sets=1, slot=4096), Two(1, ("甲",))
    memory.put("key", (shared, Alone(shared)))
    found = memory.get("key")
    assert isinstance(found, tuple)
    assert found[0] is found[1].it


class Marked(NamedTuple):
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Shown:
    text: str
    path: str | None
    marked: Marked


def test_no_text_keeps_its_utf8_because_it_was_put_there() -> None:
    """A text that is pickled keeps it for as long as it lives: fifty kilobytes a page of results."""
    text = "".join(("各级人民政府应当", "加强组织领导，") * 20)
    value = Shown(text, text, Marked(text, 3))
    before = sys.getsizeof(text)
    memory = SharedMemory(1)
    memory.put("page", value)
    assert sys.getsizeof(text) == before
    found = memory.get("page")
    assert found == value
    assert isinstance(found, Shown)
    assert found.text is found.path, "what is the same is put there once"
    assert found.text is found.marked.text
