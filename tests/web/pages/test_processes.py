"""Several serving processes: what they share, what one's death means for the others, and how all of them end."""

from __future__ import annotations

import gc
import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from indexer.search.answer import Request
from indexer.workspace import Workspace
from tests.served import imported
from tests.served_process import PATIENCE, alive, children, environment, get, serving, until
from tests.shared_files import ROOT, SEEDS
from web.serving import supervisor
from web.serving.listener import ABSENT, Counts, opened
from web.state.page_cache import PageCache
from web.state.shared_memory import SharedMemory

# Real services with all their processes: half a minute that `make slow` has.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not supervisor.possible(), reason="one process alone serves on this system"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    imported(tmp_path / "home", SEEDS)
    return tmp_path / "home"


@contextmanager
def only(process: int, among: set[int]) -> Iterator[None]:
    """The others stand still meanwhile: whoever is answered is answered by `process`."""
    others = among - {process}
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def both(parent: int) -> set[int]:
    until(lambda: len(children(parent)) == 2)
    return children(parent)


def found(address: str, query: str) -> list[str]:
    return [report["id"] for report in json.loads(get(f"{address}search.json?q={quote(query)}"))["reports"]]


def totals(address: str) -> str:
    page = get(f"{address}search?q={quote('一岗双责 年:2019')}").decode()
    told = re.search(r'<h1 class="totals">(.*?)</h1>', page)
    return told[1] if told else "none"


def test_a_form_from_one_process_is_taken_by_another_and_all_see_what_it_corrects(home: Path) -> None:
    reader = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with serving(home, "--processes", "2") as (process, address):
        crew = both(process.pid)
        first, second = sorted(crew)
        for each in crew:  # each has an answer at hand that is going to be wrong
            with only(each, crew):
                assert found(address, "一岗双责 年:2019") == []
                assert "1" not in totals(address)
        with only(first, crew):
            report_id = found(address, "一岗双责")[0]
            form = reader.open(f"{address}reports/{report_id}/edit", timeout=PATIENCE).read().decode()
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        assert token
        with only(second, crew):
            sent = urlencode({"csrf_token": token[1], "year": "2019"}).encode()
            assert reader.open(f"{address}reports/{report_id}/edit", sent, timeout=PATIENCE).status == 200
            assert found(address, "一岗双责 年:2019") == [report_id]
        with only(first, crew):
            assert found(address, "一岗双责 年:2019") == [report_id]
            assert "1" in totals(address)
            assert json.loads(get(f"{address}reports.json?year=2019"))["total"] == 1


def test_a_killed_process_is_followed_by_another_while_the_service_goes_on(home: Path) -> None:
    with serving(home, "--processes", "2") as (process, address):
        before = both(process.pid)
        get(address + "health")
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        assert json.loads(get(address + "health"))["status"] == "ok"
        assert process.stderr
        assert "一个服务进程停了（SIGKILL）" in process.stderr.readline()
        after = both(process.pid)
        assert victim not in after
        assert after & before
        newcomer = (after - before).pop()
        with only(newcomer, after):
            assert len(found(address, "一岗双责")) == 3


def test_readers_wait_while_no_process_is_left(home: Path) -> None:
    with serving(home, "--processes", "2") as (process, address):
        before = both(process.pid)
        for each in before:
            os.kill(each, signal.SIGKILL)
        assert len(found(address, "一岗双责")) == 3, "the door stays open, and a new process answers"
        assert not before & children(process.pid)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda each: each.name)
def test_told_to_end_all_processes_are_gone_in_time(home: Path, ending: signal.Signals) -> None:
    with serving(home, "--processes", "2") as (process, address):
        crew = both(process.pid)
        get(address + "health")
        process.send_signal(ending)
        _, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, errors) == (0, "")
        assert not any(map(alive, crew))


def test_a_process_that_does_not_end_is_ended(home: Path) -> None:
    with serving(home, "--processes", "2") as (process, address):
        crew = both(process.pid)
        get(address + "health")
        stuck = min(crew)
        os.kill(stuck, signal.SIGSTOP)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=supervisor.END_SECONDS + PATIENCE)
        assert (process.returncode, errors) == (0, "")
        assert not any(map(alive, crew))


def test_no_process_outlives_its_parent(home: Path) -> None:
    with serving(home, "--processes", "2") as (process, address):
        crew = both(process.pid)
        get(address + "health")
        process.kill()
        process.wait(PATIENCE)
        until(lambda: not any(map(alive, crew)))


def test_one_process_serves_by_itself(home: Path) -> None:
    with serving(home, "--processes", "1") as (process, address):
        assert len(found(address, "一岗双责")) == 3
        assert children(process.pid) == set()


def test_an_import_beside_the_service_is_found_by_every_process(home: Path, tmp_path: Path) -> None:
    late = tmp_path / "迟到.txt"
    late.write_text("某局2023年工作报告\n\n严格落实首问负责制。\n", encoding="utf-8")
    with serving(home, "--processes", "2") as (process, address):
        crew = both(process.pid)
        for each in crew:
            with only(each, crew):
                assert found(address, "首问负责制") == []
        imported(home, late)
        for each in crew:
            with only(each, crew):
                assert len(found(address, "首问负责制")) == 1


def test_a_process_that_dies_at_once_is_followed_later_and_later(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom web.serving.supervisor import Supervisor\n"
        "Supervisor(1, lambda place: sys.exit(3), lambda how, seconds: print(how, seconds, flush=True)).run()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment(tmp_path), cwd=ROOT
    ) as crew:
        assert crew.stdout
        assert [crew.stdout.readline().strip() for _ in range(3)] == ["exit 3 0.5", "exit 3 1.0", "exit 3 2.0"]
        crew.terminate()
        assert crew.wait(PATIENCE) == 0


def test_as_many_processes_as_processors_but_never_many() -> None:
    assert 1 <= supervisor.by_default() <= min(supervisor.MOST, os.cpu_count() or 1)


def test_a_busier_process_lets_the_others_take_the_next_reader() -> None:
    with closing(opened("127.0.0.1", 0)[0]) as door, closing(door.dup()) as other, ThreadPoolExecutor(1) as thread:
        counts = Counts(3)
        door.share(counts, 0)
        counts.set(0, 1)
        counts.set(1, 0)
        taking = thread.submit(other.accept)
        with socket.create_connection(door.getsockname(), PATIENCE):
            taken, _ = taking.result(PATIENCE)
            with closing(taken), pytest.raises(BlockingIOError):
                door.accept()


def test_a_busier_process_takes_the_reader_whom_no_other_takes() -> None:
    with closing(opened("127.0.0.1", 0)[0]) as door:
        counts = Counts(2)
        door.share(counts, 0)
        counts.set(0, 1)
        counts.set(1, 0)
        with socket.create_connection(door.getsockname(), PATIENCE):
            taken, _ = door.accept()
            assert counts.of(0) == 2
            taken.close()
            assert counts.of(0) == 1


def test_a_connection_counts_until_it_is_closed_or_forgotten() -> None:
    with closing(opened("127.0.0.1", 0)[0]) as door:
        counts = Counts(2)
        assert counts.of(1) == ABSENT
        counts.set(0, 0)
        door.share(counts, 0)
        with (
            socket.create_connection(door.getsockname(), PATIENCE),
            socket.create_connection(door.getsockname(), PATIENCE),
        ):
            closed, _ = door.accept()
            forgotten, _ = door.accept()
            assert counts.of(0) == 2
            closed.close()
            closed.close()
            assert counts.of(0) == 1
            forgotten.detach()
            del forgotten
            gc.collect()
            assert counts.of(0) == 0


def test_what_one_process_has_made_is_given_by_another_until_the_catalog_changes(home: Path) -> None:
    shared, wanted = SharedMemory(), Request("一岗双责", facets=True)
    with Workspace(home, writing=True) as one, Workspace(home, writing=True) as two:
        first = PageCache(one.searcher, lambda *_: "made by the first", shared)
        second = PageCache(two.searcher, lambda *_: "made by the second", shared)
        assert first.page(wanted)[1] == "made by the first"
        answer, made = second.page(wanted)
        assert made == "made by the first"
        assert (answer.total_reports, answer.total_matches) == (3, 8)
        assert second.page(Request("党建", facets=True))[1] == "made by the second"
        assert second.page(Request("一岗双责", facets=True, filters={"year": ("",)}))[1] == "made by the second"
        one.catalog.edit(answer.reports[0].card.id, {"year": 2019})
        answer, made = second.page(wanted)
        assert made == "made by the second"
        assert 2019 in [value for value, _ in answer.facets["year"]]


def test_what_was_written_over_in_between_is_not_given() -> None:
    shared = SharedMemory(sets=1, slot=512)
    shared.put("党建", {"found": [1, 2, 3]})
    assert shared.get("党建") == {"found": [1, 2, 3]}
    assert shared.get("责任") is None
    for at in range(4 * 512):
        shared._memory[at] ^= 0x10
        assert shared.get("党建") in (None, {"found": [1, 2, 3]})
        shared._memory[at] ^= 0x10
    assert shared.get("党建") == {"found": [1, 2, 3]}


def test_the_latest_stay_and_what_is_too_large_is_left_out() -> None:
    shared = SharedMemory(sets=1, slot=512)
    shared.put("large", "党" * 512)
    assert shared.get("large") is None
    for number in range(6):
        shared.put(f"key {number}", number)
    assert [shared.get(f"key {number}") for number in range(6)] == [None, None, 2, 3, 4, 5]
    shared.put("key 3", "again")
    assert [shared.get(f"key {number}") for number in range(2, 6)] == [2, "again", 4, 5]


def test_threads_share_one_heap_where_the_c_library_can() -> None:
    code = "from indexer.processes.allocator import one_heap; print(one_heap())"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.strip() == str(sys.platform == "linux" and platform.libc_ver()[0] == "glibc")
