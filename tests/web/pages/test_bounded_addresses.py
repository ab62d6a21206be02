"""What an address may ask for and what links repeat of it; and that a busy machine says that it is busy."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from archive.errors import QueryError
from indexer import deadline
from indexer.search.answer import Request
from tests.served import Served, served
from tests.shared_files import SEEDS
from web.api.openapi import document
from web.http import urls

FILTERS = ("year", "unit", "period", "type", "person", "format", "part")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("addresses") / "home", SEEDS) as found:
        yield found


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("path", ["/search", "/search.json", "/kwic", "/reports/export"])
def test_fifty_values_of_a_filter_are_taken_and_no_more(seeds: Served, name: str, path: str) -> None:
    def asked(count: int) -> tuple[int, str]:
        address = {"/kwic": "/concordance", "/reports/export": "/export.csv"}.get(path, path)
        values = [(name, f"{number}") for number in range(count)]
        answer = seeds.client.get(f"{address}?{urlencode([('q', '一岗双责'), *values])}")
        return answer.status_code, answer.get_data(as_text=True)

    assert asked(50)[0] == 200
    status, told = asked(51)
    assert status == 400
    assert "query.too_many_values" in told or "最多选 50 个值" in told
    if path == "/search.json":
        assert "position" not in told


@pytest.mark.parametrize("path", ["/reports", "/reports.json"])
def test_the_list_takes_no_more_either(seeds: Served, path: str) -> None:
    begun = time.monotonic()
    answer = seeds.client.get(f"{path}?{urlencode([('unit', str(number)) for number in range(1000)])}")
    told = answer.get_data(as_text=True)
    assert (answer.status_code, "too_many_values" in told or "一次最多选" in told) == (400, True)
    assert time.monotonic() - begun < 2


def test_the_searcher_itself_takes_no_more(seeds: Served) -> None:
    with pytest.raises(QueryError) as caught:
        seeds.workspace.searcher.search(Request("党建", filters={"unit": tuple(map(str, range(51)))}))
    assert caught.value.code == "query.too_many_values"
    assert caught.value.position is None


@pytest.mark.parametrize("path", ["/search", "/reports", "/concordance", "/", "/import", "/nowhere"])
def test_no_link_repeats_what_no_page_knows(seeds: Served, path: str) -> None:
    usual = seeds.client.get(f"{path}?q=一岗双责&unit=a")
    junk = "&".join(f"junk{number}={'x' * 100}" for number in range(100))
    answer = seeds.client.get(f"{path}?q=一岗双责&{junk}&unit=a")
    assert answer.status_code == usual.status_code
    assert "junk" not in answer.get_data(as_text=True)
    assert len(answer.data) < len(usual.data) + 2000


def test_what_pages_know_is_repeated(seeds: Served) -> None:
    page = seeds.client.get("/search?q=一岗双责&scope=section&sort=newest").get_data(as_text=True)
    theme = re.search(r'href="(/search[^"]*theme=dark)"', page)
    assert theme
    assert "scope=section" in theme[1]
    assert "sort=newest" in theme[1]


def test_every_parameter_of_the_description_is_one_that_links_may_carry() -> None:
    described = {
        parameter["name"]
        for path in document()["paths"].values()  # type: ignore[attr-defined] # a document, not a value
        for method in path.values()
        for parameter in method.get("parameters", ())
        if parameter.get("in") == "query"
    }
    assert described
    assert described <= urls.CARRIED


@pytest.mark.parametrize("path", ["/search", "/reports"])
def test_an_address_longer_than_any_question_is_refused_in_a_small_page(seeds: Served, path: str) -> None:
    answer = seeds.client.get(f"{path}?q=x&" + urlencode([("unit", "单" * 290) for _ in range(20)]))
    assert answer.status_code == 414
    assert len(answer.data) < 100_000


def test_the_longest_question_makes_a_page_of_modest_size(seeds: Served) -> None:
    answer = seeds.client.get("/search?" + urlencode({"q": "一岗双责 OR " + "党" * 1980}))
    assert answer.status_code == 200
    assert len(answer.data) < 6_000_000


@pytest.mark.parametrize(
    ("path", "typed"), [("/search", "认真履行"), ("/search.json", "履行 职责"), ("/concordance", "责任落实")]
)
def test_a_busy_machine_is_called_busy(seeds: Served, path: str, typed: str) -> None:
    """The clock has run out while others had the processor; then the same, where the question itself was too broad."""
    with deadline.limited(60.0, by_clock=-1.0):
        busy = seeds.client.get(f"{path}?q={typed}")
    told = busy.get_data(as_text=True)
    assert (busy.status_code, busy.headers.get("Retry-After")) == (503, "5")
    assert ("query.busy" in told) == path.endswith(".json")
    assert "服务器正忙" in told
    assert "范围过大" not in told
    with deadline.limited(-1.0):
        broad = seeds.client.get(f"{path}?q={typed}")
    assert (broad.status_code, broad.headers.get("Retry-After")) == (400, None)
    assert "范围过大" in broad.get_data(as_text=True)
    assert seeds.client.get(f"{path}?q={typed}").status_code == 200, "and nothing of it is kept"
