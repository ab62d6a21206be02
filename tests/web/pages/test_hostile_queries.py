"""Cases 54 to 60 of the hostile inputs: what is typed to do harm is answered or refused with its code, on the page, to
programs and in the terminal alike, in two seconds of the processor, and the next question is answered.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from indexer.cli.main import main
from tests.served import Served, served
from tests.shared_files import SEEDS

SECONDS = 2.0

CASES = [
    pytest.param("党" * 200_000, "query.too_long", id="54 two hundred thousand characters"),
    pytest.param("“" + "责任" * 20_000 + "”", "query.too_long", id="54 a phrase of forty thousand"),
    pytest.param("(" * 20_000 + "党建" + ")" * 20_000, "query.too_long", id="55 twenty thousand brackets"),
    pytest.param("(" * 200 + "党建" + ")" * 200, "query.too_deep", id="55 as deep as the length allows"),
    pytest.param("(" * 1_900, "query.too_deep", id="55 brackets that nobody closes"),
    pytest.param("NOT " * 2_000 + "党建", "query.too_long", id="55 two thousand NOT"),
    pytest.param("NOT " * 400 + "党建", "query.double_not", id="55 as many NOT as the length allows"),
    pytest.param("*", "query.only_punctuation", id="56 a star"),
    pytest.param("?*?", 0, id="56 a star between question marks is text"),
    pytest.param("*" * 30, 0, id="56 thirty stars are text"),
    pytest.param("工*作*责*任*党*建*的*人", 0, id="56 a star between all characters is text"),
    pytest.param("nofield:党建", "query.unknown_field", id="57 a field that does not exist"),
    pytest.param("颜色:红", "query.unknown_field", id="57 a Chinese field that does not exist"),
    pytest.param("党建^1e308", 0, id="57 a weight is text"),
    pytest.param("党建^nan", 0, id="57 a weight that is no number is text"),
    pytest.param("党建~999999", 0, id="57 a distance is text"),
    pytest.param("[TO]", 0, id="57 a range without ends is text"),
    pytest.param("年:[TO]", "query.bad_value", id="57 a year that is a range without ends"),
    pytest.param("年:99999999999", "query.bad_value", id="57 a year beyond all years"),
    pytest.param("“党建", "query.unbalanced_quote", id="57 a quotation mark that nobody closes"),
    pytest.param("党\0建", 5, id="58 NUL is invisible"),
    pytest.param("党\u200b建\u200d", 5, id="58 zero width is invisible"),
    pytest.param("\u200b\u200d", "query.nothing_left", id="58 only what is invisible"),
    pytest.param("党\ud800建", "query.bad_character", id="58 half a character"),
    pytest.param("👨\u200d👩\u200d👧", 0, id="58 a family"),
    pytest.param("(.+)+$", 0, id="59 an expression that never ends is text"),
    pytest.param("^(a|a)*$", 0, id="59 another one is text"),
]
FROM_A_BROWSER = {"query.bad_character": 0}
"""Half a character cannot be sent: it comes as U+FFFD, which stands nowhere."""

ADDRESSES = [
    pytest.param("page", "1000000000", 400, id="60 page a thousand million"),
    pytest.param("page", "-1", 400, id="60 page minus one"),
    pytest.param("limit", "1000000", 400, id="60 a million on a page"),
    pytest.param("limit", "-5", 400, id="60 less than none on a page"),
    pytest.param("sort", ";drop", 400, id="60 an order that is a command"),
    pytest.param("mode", "';--", 400, id="60 a mode that is a command"),
    pytest.param("size", "1000000", 200, id="60 a parameter that does not exist"),
    pytest.param("date", "9999-99-99", 400, id="60 a date that does not exist"),
    pytest.param("year", "9999-99-99", 200, id="60 a year that is a date"),
]
OPTIONS = [
    pytest.param(["--page", "1000000000"], 2, id="60 page a thousand million"),
    pytest.param(["--page", "-1"], 2, id="60 page minus one"),
    pytest.param(["--limit", "-5"], 2, id="60 less than none"),
    pytest.param(["--limit", "1000000"], 0, id="60 a million: so many reports there are not"),
    pytest.param(["--sort", ";drop"], 2, id="60 an order that is a command"),
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("hostile") / "home", SEEDS) as open_home:
        yield open_home


@pytest.fixture(autouse=True)
def in_time(here: Served) -> Iterator[None]:
    """Two seconds of the processor, and afterwards the service answers as before."""
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < SECONDS
    assert here.client.get("/search.json?q=一岗双责").get_json()["total_matches"] == 8


def sent(query: str) -> bytes:
    return query.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_to_programs(here: Served, typed: str, expected: int | str) -> None:
    expected = FROM_A_BROWSER.get(str(expected), expected)
    answer = here.client.get("/search.json", query_string={"q": sent(typed)})
    body = answer.get_json()
    if isinstance(expected, int):
        assert (answer.status_code, body["total_reports"]) == (200, expected)
    else:
        assert (answer.status_code, body["error"]["code"]) == (400, expected)
        assert body["error"]["message"]


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_on_the_page(here: Served, typed: str, expected: int | str) -> None:
    """What is no query is looked for as it was typed where that can be; the page says what was wrong."""
    answer = here.client.get("/search", query_string={"q": sent(typed)})
    hopeless = expected in ("query.too_long", "query.nothing_left")
    assert answer.status_code == (400 if hopeless else 200)
    assert 'name="q"' in answer.get_data(as_text=True), "a page with its box, to ask again"


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_in_the_terminal(here: Served, typed: str, expected: int | str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["search", "--home", str(here.home), "--json", "--", typed])
    said = capsys.readouterr()
    if isinstance(expected, int):
        assert code == (0 if expected else 1)
        assert json.loads(said.out)["total_reports"] == expected
    else:
        assert (code, json.loads(said.err)["error"]["code"]) == (2, expected)


@pytest.mark.parametrize("path", ["/search", "/search.json"])
@pytest.mark.parametrize(("name", "value", "status"), ADDRESSES)
def test_an_address_that_nobody_wrote(here: Served, path: str, name: str, value: str, status: int) -> None:
    answer = here.client.get(path, query_string={"q": "党建", name: value})
    assert answer.status_code == status
    if path.endswith(".json") and status == 400:
        assert answer.get_json()["error"]["code"] == ("query.bad_value" if name == "date" else "usage.bad_parameter")


@pytest.mark.parametrize(("words", "code"), OPTIONS)
def test_options_that_nobody_means(
    here: Served, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "--home", str(here.home), "--json", *words, "党建"]) == code
    said = capsys.readouterr()
    if code:
        assert json.loads(said.err)["error"]["code"] == "usage.bad_arguments"
