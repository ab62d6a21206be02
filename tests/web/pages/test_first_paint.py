"""Results are sent before the words apart are looked for; what comes in two parts is the page that comes at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from jinja2.runtime import Context

from indexer import deadline
from tests.served import Served, served

TYPED = "落实要求"
FILES = {
    "甲.txt": "关于安全工作的报告\n各单位要落实要求，按时报告。",
    "乙.txt": "关于防火工作的报告\n对照落实要求，查找不足。再次落实要求。",
    "丙.txt": "关于防汛工作的报告\n要落实上级的各项要求。",
}
ALSO = 'id="also"'
FILTERS = 'id="filters"'


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    """Two reports with the wording, one with its words apart; nothing is kept yet."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with served(tmp_path / "home", folder) as archive:
        yield archive


def pieces(archive: Served, address: str) -> Iterator[bytes]:
    sent = archive.client.get(address, buffered=False).response
    return (piece for piece in sent if isinstance(piece, bytes) and piece)


def test_the_results_are_there_before_the_words_apart_are_made(fresh: Served) -> None:
    sent = pieces(fresh, f"/search?q={TYPED}")
    first = next(sent).decode()
    assert first.count("落实要求</mark>") == 3
    assert "2 篇" in first
    assert ALSO not in first
    assert FILTERS not in first[first.index('id="hits"') :]
    rest = b"".join(sent).decode()
    assert ALSO in rest
    assert FILTERS in rest
    assert (first + rest).rstrip().endswith("</html>")
    assert "pause" not in first + rest


@pytest.mark.parametrize("more", ["", "&sort=newest", "&page=2", "&across=1", "&mode=verbatim", "&unit="])
def test_in_two_parts_it_is_the_page_that_comes_at_once_when_it_is_asked_for_again(fresh: Served, more: str) -> None:
    address = f"/search?q={TYPED}{more}"
    first = fresh.client.get(address, buffered=True)
    again = fresh.client.get(address)
    assert len(list(pieces(fresh, address))) == 1, "it is kept by now"
    assert first.text == again.text
    assert first.headers["Content-Security-Policy"] == again.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("asked", ["天书奇谭里没有", "“一岗双责", f"{TYPED}&mode=loose"])
def test_where_the_rest_tells_what_the_page_is_it_comes_at_once(fresh: Served, asked: str) -> None:
    assert len(list(pieces(fresh, f"/search?q={asked}"))) == 1


def test_words_apart_that_take_too_long_cost_no_result(fresh: Served) -> None:
    sent = pieces(fresh, f"/search?q={TYPED}")
    first = next(sent).decode()
    with deadline.limited(-1.0):
        rest = b"".join(sent).decode()
    assert "2 篇" in first
    assert "没能在时限内数完" in rest
    assert ALSO not in rest
    assert "mode=loose" in rest
    assert rest.rstrip().endswith("</html>")
    whole = fresh.client.get(f"/search?q={TYPED}").text
    assert ALSO in whole, "what was not finished is not kept"
    assert "没能在时限内数完" not in whole


def test_a_reader_who_leaves_after_the_first_part_leaves_nothing_open(fresh: Served) -> None:
    with closing(fresh.client.get(f"/search?q={TYPED}", buffered=False)) as response:
        assert b"</mark>" in next(iter(response.response))
    assert fresh.client.get(f"/search?q={TYPED}").status_code == 200


def test_what_a_page_was_made_of_does_not_wait_for_the_collector(fresh: Served) -> None:
    """All that was found hangs on the context of a template: in a circle it would pile up from page to page."""
    fresh.client.get(f"/search?q={TYPED}", buffered=True)
    gc.collect()
    gc.disable()
    try:
        left = gc.get_objects()
        fresh.client.get("/search?q=落实", buffered=True)
        known = {id(one) for one in left}
        assert not [one for one in gc.get_objects() if isinstance(one, Context) and id(one) not in known]
    finally:
        gc.enable()
