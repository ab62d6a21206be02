"""The log of a real `baogao serve`: a line a request, faults under the number that readers are shown, and no words."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from tests.broken_program import IN_THE_PIPELINE, IN_THE_SEARCHER, IN_THE_TEMPLATES, broken
from tests.served import imported
from tests.served_process import PATIENCE, get, serving, until
from tests.shared_files import SEEDS

# Real services with all their processes: half a minute that `make slow` has.
pytestmark = pytest.mark.slow

WORDING = "主动性不够坏"
SECRET_NAME = "绝密坏方案"
SECRET_TEXT = "绝密★启动前\n\n东街道2024年度工作报告\n\n认真履行一岗双责，密谋暗语丙丁。\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    imported(tmp_path / "home", SEEDS)
    return tmp_path / "home"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def refused(address: str) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(address)
    with caught.value:
        return caught.value.code, caught.value.read().decode()


def brought_in(address: str, name: str, text: str) -> int:
    """A file through the page; the number of its import."""
    reader = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = reader.open(address + "import", timeout=PATIENCE).read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token
    parts = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token[1]}\r\n'
    parts += f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n{text}\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = reader.open(urllib.request.Request(address + "import", parts.encode(), headers), timeout=PATIENCE)
    return int(answer.url.rpartition("/")[2])


def state(address: str, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(get(f"{address}imports/{number}.json"))
    return found


def test_each_request_has_a_line_and_no_line_has_words(home: Path, tmp_path: Path) -> None:
    """Whatever is asked, fails, is not there or is secret: no form of its words is in the log."""
    bugs = broken(tmp_path / "bugs", IN_THE_SEARCHER)
    log = tmp_path / "baogao.log"
    more = {"BAOGAO_LOG_FILE": str(log), "BAOGAO_LOG_FORMAT": "json", "BAOGAO_LOG_LEVEL": "debug"}
    with serving(home, "--processes", "1", **bugs, **more, BAOGAO_SLOW_QUERY_MS="0") as (process, address):
        get(f"{address}search?q={quote('一岗双责')}&unit={quote('密谋单位')}")
        refused(f"{address}nowhere/{quote(WORDING)}")
        refused(f"{address}search.json?q={quote(WORDING)}")
        _, page = refused(f"{address}search?q={quote(WORDING)}")
        number = brought_in(address, f"{SECRET_NAME}.txt", SECRET_TEXT)
        until(lambda: state(address, number)["state"] == "done")
        assert state(address, number)["files"][0]["error"]["code"] == "import.marked_secret"
        process.terminate()
        process.communicate(timeout=PATIENCE)
    told = log.read_text(encoding="utf-8")
    for word in ("一岗双责", "密谋单位", WORDING, "暗语", SECRET_NAME, "主动性"):
        for form in (word, quote(word), quote_plus(word), json.dumps(word)[1:-1]):
            assert form.lower() not in told.lower()
    requests = [line for line in lines(log) if line["message"] == "request"]
    first = next(line for line in requests if line["route"] == "/search")
    assert (first["method"], first["status"], first["role"]) == ("GET", 200, "serve")
    assert first["bytes"] > 1000
    assert first["ms"] > 0
    assert {line["request"] for line in requests} == set(range(1, len(requests) + 1)), "numbered, each once"
    slow, *_ = (line for line in lines(log) if line["message"] == "slow query" and line.get("filters"))
    assert (slow["length"], slow["shape"], slow["filters"], slow["request"]) == (4, "Phrase:1", "unit", 1)
    assert any(line["message"] == "import ended" and line["import"] == number for line in lines(log))
    faults = [line for line in lines(log) if line["message"] == "unexpected error"]
    assert len(faults) == 2
    assert faults[1]["number"] in page
    assert "sitecustomize.py" in faults[0]["trace"]
    assert "ValueError: cannot answer [6] at all" in faults[0]["trace"]


def test_a_bug_shows_its_number_to_programs_and_people(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "baogao.log"
    bugs = broken(tmp_path / "bugs", IN_THE_SEARCHER, IN_THE_TEMPLATES)
    with serving(home, "--processes", "1", **bugs, BAOGAO_LOG_FILE=str(log)) as (_, address):
        status, body = refused(f"{address}search.json?q={quote(WORDING)}")
        error = json.loads(body)["error"]
        assert (status, error["code"]) == (500, "server.error")
        assert re.fullmatch("[0-9a-f]{8}", error["number"])
        assert error["number"] in error["message"]
        status, plain = refused(f"{address}search?q={quote(WORDING)}")  # the error page itself is broken as well
        number = re.search("[0-9a-f]{8}", plain)
        assert status == 500
        assert number
    told = log.read_text(encoding="utf-8")
    assert f"number={error['number']}" in told
    assert f"number={number[0]}" in told
    assert "Traceback" not in plain


def test_words_are_logged_where_that_is_set(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "baogao.log"
    (home / "baogao.toml").write_text(
        f'log_file = "{log.as_posix()}"\nlog_queries = true\nslow_query_ms = 0\n', encoding="utf-8"
    )
    with serving(home, "--processes", "1") as (_, address):
        get(f"{address}search.json?q={quote('一岗双责 党建')}&year=2024&year=2023")
    told = [line for line in log.read_text(encoding="utf-8").splitlines() if 'words="一岗双责 党建"' in line]
    assert len(told) == 1
    assert "length=7 shape=All:1,Phrase:2 mode=standard" in told[0]
    assert "filters=year" in told[0]
    assert "outcome=answered" in told[0]


def test_a_file_that_was_rotated_away_is_made_anew(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "baogao.log"
    with serving(home, "--processes", "2", BAOGAO_LOG_FILE=str(log)) as (_, address):
        get(address + "health")
        until(lambda: "route=/health" in log.read_text(encoding="utf-8"))
        log.rename(tmp_path / "baogao.log.1")
        get(address + "reports.json")
        until(log.exists)
        until(lambda: "route=/reports.json" in log.read_text(encoding="utf-8"))
    assert "/reports.json" not in (tmp_path / "baogao.log.1").read_text(encoding="utf-8")


def test_a_terminal_stays_as_it_was(home: Path) -> None:
    with serving(home, "--processes", "1", BAOGAO_SLOW_QUERY_MS="0") as (process, address):
        get(f"{address}search?q={quote('一岗双责')}")
        process.terminate()
        _, errors = process.communicate(timeout=PATIENCE)
    assert errors == ""


def test_a_bug_inside_an_import_ends_it_with_a_reason_and_the_number(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "baogao.log"
    bugs = broken(tmp_path / "bugs", IN_THE_PIPELINE)
    with serving(home, "--processes", "1", **bugs, BAOGAO_LOG_FILE=str(log)) as (_, address):
        number = brought_in(address, f"{SECRET_NAME}.txt", "东街道2024年度工作报告\n\n认真履行一岗双责。\n")
        until(lambda: state(address, number)["state"] != "running")
        found = state(address, number)
        assert (found["state"], found["error"]["code"]) == ("stopped", "import.internal")
        assert found["waiting"] == 1, "the file is still here, and the import can go on"
        fault = re.search("[0-9a-f]{8}", found["error"]["message"])
        assert fault
        assert fault[0] in get(f"{address}imports/{number}").decode()
    told = log.read_text(encoding="utf-8")
    assert re.search(
        rf"ERROR import\[\d+\] import={number} indexer.logs.faults: unexpected error number={fault[0]}", told
    )
    assert "RuntimeError: no way to keep" in told
    assert "方案" not in told


def test_an_index_that_is_no_folder_does_not_leave_an_import_running(home: Path, tmp_path: Path) -> None:
    with serving(home, "--processes", "1", BAOGAO_LOG_FILE=str(tmp_path / "log")) as (_, address):
        (home / "index").rename(tmp_path / "index")
        (home / "index").write_text("no folder")
        number = brought_in(address, "报告.txt", "西街道2024年度工作报告\n\n认真履行一岗双责。\n")
        until(lambda: state(address, number)["state"] != "running")
        assert state(address, number)["counts"] == {"added": 1}, "the reports are the truth, the index is derived"
