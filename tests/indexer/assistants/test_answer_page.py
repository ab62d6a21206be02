"""Laws of an answer in parts and of its cursor, and of the addresses that tools take back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from indexer.assistants.answer_page import MOST, PAUSED, Part, fitted
from indexer.assistants.cursor import LONGEST, cursor_of, first_of
from indexer.assistants.json_rpc import LONGEST as LONGEST_CALL
from indexer.assistants.json_rpc import TOOLS
from indexer.assistants.links import link, named

TEXTS = st.one_of(st.text(max_size=40), st.sampled_from(["甲" * 3_000, "\n" * 5_000, '"' * 9_000, "𠮷" * 7_000]))
ITEMS = st.lists(st.dictionaries(st.sampled_from(["text", "source", "words"]), TEXTS, max_size=3), max_size=40)


def parts(items: list[Any], head: dict[str, Any]) -> list[Any]:
    """All items, asked for part by part."""
    told: list[Any] = []
    while True:
        body = fitted(Part(head, "items", iter(items[len(told) :])), lambda more: f"{more:044}")
        assert len(json.dumps(body, ensure_ascii=False)) <= MOST
        told += body["items"]
        if "next_cursor" not in body:
            return told
        assert body["items"]


@given(ITEMS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_the_parts_are_the_whole_and_none_is_too_long(items: list[Any], words: str) -> None:
    told = parts(items, {"query": words})
    assert len(told) == len(items)
    for one, other in zip(told, items, strict=True):
        assert one == other or one["shortened"] is True


def test_a_long_list_in_an_item_is_cut_and_said_to_be() -> None:
    (told,) = parts([{"marks": [[number, number] for number in range(5_000)]}], {})
    assert told["shortened"] is True
    assert told["marks"][:2] == [[0, 0], [1, 1]]


def test_a_row_of_a_cut_list_is_whole() -> None:
    """[word, how often] with its second half cut off would say something else."""
    (told,) = parts([{f"words {at}": [["词" * 110, number] for number in range(9)] for at in range(30)}], {})
    assert told.pop("shortened") is True
    assert all([len(row) for row in rows] == [2] * len(rows) for rows in told.values())


def test_a_part_whose_time_is_over_has_more() -> None:
    body = fitted(Part({}, "items", iter([{"a": 1}, PAUSED])), str)
    assert body == {"items": [{"a": 1}], "next_cursor": "1"}


@given(st.integers(0, 2**32 - 1), st.integers(0, 10**9), st.dictionaries(st.text(), st.text()))
@settings(max_examples=60, deadline=None)
def test_a_cursor_says_where_and_of_what(first: int, change: int, arguments: dict[str, str]) -> None:
    arguments.pop("cursor", None)
    cursor = cursor_of("search", arguments, change, first)
    assert len(cursor) <= LONGEST
    assert first_of(cursor, "search", {**arguments, "cursor": cursor}, change) == first
    for tool, asked, state, code in (
        ("read", arguments, change, "assistant.cursor_unknown"),
        ("search", {**arguments, "more": 1}, change, "assistant.cursor_unknown"),
        ("search", arguments, change + 1, "assistant.cursor_expired"),
    ):
        with pytest.raises(UsageError) as caught:
            first_of(cursor, tool, asked, state)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "report_id", "passage"),
    [
        ("con34budyc", "con34budyc", None),
        ("  con34budyc\n", "con34budyc", None),
        ("http://127.0.0.1:8000/reports/con34budyc", "con34budyc", None),
        ("http://127.0.0.1:8000/reports/con34budyc#p3", "con34budyc", 3),
        ("/reports/con34budyc?q=x&passage=12&start=2400#place", "con34budyc", 12),
        ("https://host.example/a/reports/con34budyc.json?q=1", "con34budyc", None),
        ("/reports/con34budyc/edit", "con34budyc", None),
    ],
)
def test_an_address_names_its_report(text: str, report_id: str, passage: int | None) -> None:
    found = named(text)
    assert (found.report_id, found.passage) == (report_id, passage)


@given(st.integers(1, 10_000), st.integers(0, 9_000))
@settings(max_examples=40, deadline=None)
def test_a_link_names_what_it_was_made_of(passage: int, start: int) -> None:
    found = named(link("http://127.0.0.1:8000", "con34budyc", passage, start))
    assert (found.report_id, found.passage) == ("con34budyc", passage)


def test_no_tool_takes_more_than_twenty_seconds_by_the_clock() -> None:
    assert LONGEST_CALL <= 20
    assert all(tool.seconds <= LONGEST_CALL for tool in TOOLS.values())
