"""How a form becomes JSON and how it is described: one rule a kind of field, and a law between the two."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.forms.form import ABSENT, Absent, Spread, to_json
from web.api.schemas import schema


@dataclass(frozen=True, slots=True)
class LeafForm:
    """A leaf."""

    word: str
    from_: Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class BranchForm:
    """A form of
    every kind of field.
    """

    leaf: LeafForm
    maybe: Annotated[LeafForm | None, "Sometimes."]
    leaves: Sequence[LeafForm]
    by_name: Mapping[str, LeafForm]
    lists: Mapping[str, Sequence[LeafForm]]
    words: Sequence[str]
    value: str | int | None
    number: Annotated[float, "From 0 to 1."]
    kind: Literal["a", "b"] | None
    late: int | Absent = ABSENT
    later: Sequence[LeafForm] | Absent = ABSENT


@dataclass(frozen=True, slots=True)
class OpenForm:
    """With what else there is."""

    code: str
    evidence: Spread


LEAF = LeafForm("词", "text")
LEAF_JSON = {"word": "词", "from": "text"}


def test_every_kind_of_field_is_written() -> None:
    by_name = MappingProxyType({"x": LEAF})
    form = BranchForm(LEAF, None, (LEAF, LEAF), by_name, {"y": (LEAF,)}, ("甲", "乙"), 3, 0.5, None)
    assert json.loads(json.dumps(to_json(form))) == {
        "leaf": LEAF_JSON,
        "maybe": None,
        "leaves": [LEAF_JSON, LEAF_JSON],
        "by_name": {"x": LEAF_JSON},
        "lists": {"y": [LEAF_JSON]},
        "words": ["甲", "乙"],
        "value": 3,
        "number": 0.5,
        "kind": None,
    }


def test_a_key_that_may_be_missing_is_there_when_it_has_a_value() -> None:
    form = BranchForm(LEAF, LEAF, (), {}, {}, (), None, 1.0, "a", 0, [LEAF])
    written = to_json(form)
    assert (written["late"], written["later"], written["maybe"]) == (0, [LEAF_JSON], LEAF_JSON)


@given(st.text(), st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none())))
def test_what_is_spread_stands_among_the_others_and_hides_none(code: str, evidence: dict[str, object]) -> None:
    assert to_json(OpenForm(code, evidence)) == {**evidence, "code": code}


def test_every_kind_of_field_is_described() -> None:
    leaf = {"$ref": "#/components/schemas/Leaf"}
    assert schema(BranchForm) == {
        "type": "object",
        "description": "A form of every kind of field.",
        "properties": {
            "leaf": leaf,
            "maybe": {"allOf": [leaf], "nullable": True, "description": "Sometimes."},
            "leaves": {"type": "array", "items": leaf},
            "by_name": {"type": "object", "additionalProperties": leaf},
            "lists": {"type": "object", "additionalProperties": {"type": "array", "items": leaf}},
            "words": {"type": "array", "items": {"type": "string"}},
            "value": {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
            "number": {"type": "number", "description": "From 0 to 1."},
            "kind": {"type": "string", "enum": ["a", "b", None], "nullable": True},
            "late": {"type": "integer"},
            "later": {"type": "array", "items": leaf},
        },
        "required": ["leaf", "maybe", "leaves", "by_name", "lists", "words", "value", "number", "kind"],
        "additionalProperties": False,
    }
    assert schema(LeafForm)["required"] == ["word", "from"]
    assert schema(OpenForm)["additionalProperties"] is True


@dataclass(frozen=True, slots=True)
class StrangeForm:
    """Holds what JSON does not know."""

    value: set[str]


def test_what_json_does_not_know_is_no_form() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        to_json(StrangeForm({"甲"}))
    with pytest.raises(TypeError, match="no schema"):
        schema(StrangeForm)
