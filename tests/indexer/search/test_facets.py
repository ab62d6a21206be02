"""The order of a facet's values: most reports first, years newest first, what is not known last however often."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.ingest import ingest
from archive.model import Record
from indexer.document import Card, card_of
from indexer.index.card_filter import facets_of

CARD = card_of(Record("a", 1, "a.txt", "/a.txt", "0" * 64, 1, "2026-01-01", ingest("报告\n好。\n".encode(), "a.txt")))


def cards(name: str, values: list[str | int | None]) -> list[Card]:
    return [replace(CARD, **{name: value}) for value in values]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "values", "order"),
    [
        pytest.param("unit", [None, None, None, "甲局", "乙局", "乙局"], ["乙局", "甲局", None], id="unknown last"),
        pytest.param("unit", ["乙局", "甲局"], ["乙局", "甲局"], id="equal counts by their characters"),
        pytest.param("type", ["通知", "报告", "报告"], ["报告", "通知"], id="most first"),
    ],
)
def test_values_of_a_facet_in_order(name: str, values: list[str | int | None], order: list[str | int | None]) -> None:
    assert [value for value, _ in facets_of(cards(name, values))[name]] == order
