"""The sum of paging against a list that is cut piece by piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.page import Page


def cut(things: list[int], size: int) -> list[list[int]]:
    """The pages, the slow way."""
    pages: list[list[int]] = [[]]
    for thing in things:
        if size and len(pages[-1]) == size:
            pages.append([])
        pages[-1].append(thing)
    return pages


@given(total=st.integers(0, 60), size=st.integers(0, 25), number=st.integers(1, 70))
def test_a_page_is_what_cutting_gives(total: int, size: int, number: int) -> None:
    things = list(range(1, total + 1))
    pages = cut(things, size)
    page = Page(number, size, total)
    here = pages[number - 1] if number <= len(pages) else []
    assert page.pages == len(pages)
    assert list(page.of(things)) == here
    assert (page.first, page.last) == ((here[0], here[-1]) if here else (0, 0))
    assert page.beyond == (number > len(pages))
    assert list(page.clamped().of(things)) == pages[min(number, len(pages)) - 1]
    assert page.clamped().clamped() == page.clamped()


@given(total=st.integers(0, 60), size=st.integers(1, 25))
def test_all_pages_together_are_the_list(total: int, size: int) -> None:
    things = list(range(total))
    pages = [Page(number, size, total) for number in range(1, Page(1, size, total).pages + 1)]
    assert [thing for page in pages for thing in page.of(things)] == things
    assert [page.offset for page in pages] == list(range(0, max(1, total), size))


@pytest.mark.parametrize(("number", "size", "total"), [(0, 20, 5), (-1, 20, 5), (1, -1, 5), (1, 20, -1)])
def test_what_cannot_be_a_page_is_none(number: int, size: int, total: int) -> None:
    with pytest.raises(ValueError, match="no page"):
        Page(number, size, total)
