"""/metrics: off unless wanted, for whom it is meant, summed over processes, and nothing in it that was asked."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import UsageError
from indexer.settings import Settings
from indexer.workspace import Workspace
from tests.served import Served
from web.app import create_app
from web.http import metrics

WORDS = "一岗双责"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An empty archive whose counters programs on this machine may read."""
    yield from counting(tmp_path, Settings(metrics="here"))


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Served]:
    """An empty archive whose counters want a token."""
    yield from counting(tmp_path, Settings(metrics="token", metrics_password="s3cret"))


def counting(folder: Path, settings: Settings) -> Iterator[Served]:
    (folder / "counts").mkdir()
    home = folder / "home"
    metrics.begin(folder / "counts", settings, home)
    metrics.at_place(0)
    try:
        with Workspace(home, writing=True, settings=settings) as workspace:
            yield Served(home, workspace, create_app(workspace))
    finally:
        metrics.end()


def value(page: str, sample: str) -> float:
    found = re.search(rf"^{re.escape(sample)} (\S+)$", page, re.MULTILINE)
    assert found, (sample, page)
    return float(found[1])


def test_without_the_setting_there_is_no_such_page(tmp_path: Path) -> None:
    with Workspace(tmp_path, writing=True) as workspace:
        assert create_app(workspace).test_client().get("/metrics").status_code == 404


def test_requests_and_questions_are_counted_and_never_their_words(served: Served) -> None:
    client = served.app.test_client()
    for _ in range(3):
        client.get("/search.json", query_string={"q": WORDS}).close()
    client.get("/search.json", query_string={"q": "（"}).close()
    client.get(f"/没有/{WORDS}").close()
    page = client.get("/metrics").text
    assert value(page, 'baogao_requests_total{method="GET",route="/search.json",status="200"}') == 3
    assert value(page, 'baogao_requests_total{method="GET",route="-",status="404"}') == 1
    assert value(page, 'baogao_questions_total{outcome="answered"}') >= 3
    assert value(page, "baogao_question_seconds_count") >= 3
    assert value(page, "baogao_reports") == 0
    assert value(page, "baogao_sound") == 1
    assert value(page, "baogao_disk_free_bytes") > 0
    assert page.isascii()


def test_a_client_that_invents_methods_makes_one_label(served: Served) -> None:
    client = served.app.test_client()
    for number in range(5):
        client.open("/", method=f"BREW{number}").close()
    page = client.get("/metrics").text
    assert "BREW" not in page
    assert value(page, 'baogao_requests_total{method="other",route="-",status="405"}') == 5


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        pytest.param("127.0.0.1", {}, 200, id="this machine"),
        pytest.param("10.0.0.9", {}, 401, id="another machine"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": "10.0.0.9"}, 401, id="a proxy for another machine"),
    ],
)
def test_here_means_programs_on_this_machine(
    served: Served, address: str, headers: dict[str, str], status: int
) -> None:
    answer = served.app.test_client().get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers)
    assert answer.status_code == status
    assert ("baogao_" in answer.text) is (status == 200)


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        pytest.param("Bearer s3cret", 200, id="the token"),
        pytest.param("bearer s3cret", 200, id="schemes know no case"),
        pytest.param("Bearer s3cre", 401, id="a part of it"),
        pytest.param("Bearer ", 401, id="nothing"),
        pytest.param("Basic s3cret", 401, id="another scheme"),
        pytest.param("Bearer 口令", 401, id="no ASCII"),
    ],
)
def test_with_a_token_whoever_bears_it_and_nobody_else(guarded: Served, authorization: str, status: int) -> None:
    client = guarded.app.test_client()
    headers = {"Authorization": authorization.encode().decode("latin-1")}
    assert client.get("/metrics", headers=headers).status_code == status
    assert client.get("/metrics").status_code == 401, "this machine is no exception"


def test_a_token_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        metrics.begin(tmp_path, Settings(metrics="token"), tmp_path)
    assert caught.value.code == "settings.no_metrics_token"


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="one process there")
def test_processes_are_summed_and_restarts_leave_no_files(served: Served, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for place in (0, 1, 2, 1, 1):  # the process at place 1 died twice
        process = context.Process(target=_answers, args=(place, 10))
        process.start()
        process.join()
        assert process.exitcode == 0
    page = served.app.test_client().get("/metrics").text
    assert value(page, 'baogao_requests_total{method="GET",route="/",status="200"}') == 50
    assert {path.name for path in (tmp_path / "counts").iterdir()} <= {
        f"{kind}_{place}.db" for kind in ("counter", "histogram") for place in ("0", "1", "2", metrics.PARENT)
    }


def _answers(place: int, count: int) -> None:
    metrics.at_place(place)
    for _ in range(count):
        metrics.answered("GET", "/", 200, 0.01)
