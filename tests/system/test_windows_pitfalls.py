"""What Windows does otherwise and can be tried without it: names, long paths, files held open, no fork, one process.

Rules of names: Microsoft, "Naming Files, Paths, and Namespaces". What a bundle does on Windows itself nobody has seen.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import main
from tests.shared_files import ROOT, SEEDS

ROOMS = ("archive", "indexer", "web", "docs/deploy")
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789")}
FORBIDDEN = set('<>:"|?*\\')
ROOM_FOR_PATHS = 260 - 120
"""Of Windows' 260 characters, where a folder of 120 holds the program or the archive."""
LACKING = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix"}
"""Modules of Python that Windows has not."""
LACKED = {
    *("fork", "nice", "setpriority", "getuid", "geteuid", "killpg", "setsid", "getpgid", "sched_getaffinity", "mkfifo"),
    *("SIGKILL", "SIGHUP", "SIGCHLD", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGXCPU", "setitimer", "pthread_sigmask"),
    *("sigtimedwait", "AF_UNIX", "SO_REUSEPORT", "statvfs", "O_DIRECTORY", "O_NOFOLLOW", "poll"),
}
GUARDS = ("sys.platform", "os.name", "hasattr(", "possible()")
SPAWNING = """
import multiprocessing, os, select, signal, sys
for name in ("fork", "forkpty", "nice", "setpriority", "sched_getaffinity", "register_at_fork"):
    delattr(os, name)
for name in ("pthread_sigmask", "sigtimedwait", "SIGHUP", "SIGCHLD", "SIGUSR1"):
    delattr(signal, name)
del select.poll
multiprocessing.get_all_start_methods = lambda: ["spawn"]
from indexer.cli.main import main
if __name__ == "__main__":
    sys.exit(main())
"""


def shipped() -> Iterator[Path]:
    """The files of the program, as paths below the root."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT)


def wrong(path: Path) -> bool:
    """Would Windows refuse the path, or take it for a device?"""
    return any(
        part.split(".")[0].rstrip().upper() in DEVICES or FORBIDDEN & {*part} or part[-1] in " ." for part in path.parts
    )


@pytest.mark.parametrize(
    ("path", "is_wrong"),
    [("a/aux.py", True), ("con", True), ("a/b.", True), ("a/b:c", True), ("a/console.py", False), ("报告.txt", False)],
)
def test_what_windows_refuses_is_known_here(path: str, is_wrong: bool) -> None:
    assert wrong(Path(path)) is is_wrong


def test_every_file_of_the_program_has_a_name_and_a_place_on_windows() -> None:
    paths = [*shipped()]
    assert [str(path) for path in paths if wrong(path)] == []
    assert [str(path) for path in paths if len(str(path)) > ROOM_FOR_PATHS] == []
    folded: dict[str, list[str]] = {}
    for path in paths:
        folded.setdefault(str(path).casefold(), []).append(str(path))
    assert [names for names in folded.values() if len(names) > 1] == [], "one file there"


def test_what_windows_lacks_is_asked_for_only_where_the_system_was_asked_first() -> None:
    unguarded = []
    for path in shipped():
        if path.suffix != ".py":
            continue
        text = (ROOT / path).read_text("utf-8")
        tree = ast.parse(text)
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and of_system(node)}
        bare = {
            alias.name
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
            if isinstance(node, ast.Import)
        }
        if bare & LACKING or (named & LACKED and not any(guard in text for guard in GUARDS)):
            unguarded.append(f"{path}: {sorted(bare & LACKING | named & LACKED)}")
    assert unguarded == []


def of_system(node: ast.Attribute) -> bool:
    """Is it an attribute of os, signal, socket or select?"""
    return isinstance(node.value, ast.Name) and node.value.id in ("os", "signal", "socket", "select")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the seeds, a long path and names that only some systems take."""
    folder = tmp_path_factory.mktemp("windows")
    deep = folder / "来件"
    for number in range(12):
        deep /= f"{number:02}年度各单位报送的总结和报告材料"
    deep.mkdir(parents=True)
    assert len(str(deep)) > 200
    (deep / f"{'关于青铜闸门检修情况的报告' * 3}.txt").write_text("青铜闸门检修完毕。\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "来件" / "包.zip", "w") as pack:
        entry = zipfile.ZipInfo("x" * len("督查室".encode("gbk")) + ".txt")
        pack.writestr(entry, "督查事项白鹭湾办结。\n")
    raw = (folder / "来件" / "包.zip").read_bytes().replace(b"xxxxxx.txt", "督查室".encode("gbk") + b".txt")
    (folder / "来件" / "包.zip").write_bytes(raw)
    assert main(["add", "--home", str(folder / "home"), str(folder / "来件"), str(SEEDS)]) == 0
    return folder / "home"


def found(home: Path, words: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    main(["search", "--home", str(home), "--json", words])
    return [one["source"] for one in json.loads(capsys.readouterr().out)["reports"]]


def test_a_file_at_the_end_of_a_long_path_is_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(found(home, "青铜闸门检修完毕", capsys)) == 1


def test_a_name_that_was_packed_in_gbk_is_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = found(home, "白鹭湾办结", capsys)
    assert "督查室" in source


def test_what_lies_in_a_home_has_short_plain_names(home: Path) -> None:
    """Whatever its reports are called: it may lie deep, on a disk that another system wrote."""
    paths = [path.relative_to(home) for path in home.rglob("*")]
    assert len(paths) > 10
    assert [str(path) for path in paths if wrong(path) or not str(path).isascii()] == []
    assert max(len(str(path)) for path in paths) <= ROOM_FOR_PATHS
    assert len({str(path).casefold() for path in paths}) == len(paths)


class HeldOpenError(PermissionError):
    """As Windows refuses to read what another program has opened for itself alone."""

    winerror = 32


def test_a_file_that_another_program_holds_is_named_and_the_others_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("开着", "合上"):
        (tmp_path / f"{name}.txt").write_text(f"{name}的报告，白鹭湾。\n", encoding="utf-8")
    opened = Path.open

    def refusing(self: Path, *arguments: object, **named: object) -> object:
        if self.name == "开着.txt":
            raise HeldOpenError(13, "The process cannot access the file", str(self))
        return opened(self, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    status = main(["add", "--home", str(tmp_path / "home"), str(tmp_path / "开着.txt"), str(tmp_path / "合上.txt")])
    told = capsys.readouterr()
    assert status != 0
    assert "开着.txt" in told.out + told.err
    monkeypatch.undo()
    assert found(tmp_path / "home", "白鹭湾", capsys) == ["合上.txt"]


@pytest.mark.slow
def test_without_forks_all_is_read_and_served_by_one_process(tmp_path: Path) -> None:
    """Parsers by `spawn` alone; no call of ours that only Unix has; the page by one process, which says so."""
    program = tmp_path / "program.py"
    program.write_text(SPAWNING, encoding="utf-8")
    plain = {**os.environ, "PYTHONPATH": str(ROOT), "BAOGAO_HOME": str(tmp_path / "home"), "BAOGAO_LANG": "en"}
    words = [sys.executable, str(program)]
    done = subprocess.run([*words, "add", str(SEEDS)], env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    asked = subprocess.run([*words, "list", "--json"], env=plain, capture_output=True, text=True, check=False)
    assert len(asked.stdout.splitlines()) == 5, asked.stderr
    serving = [*words, "serve", "--port", "0", "--processes", "3"]
    with subprocess.Popen(serving, env=plain, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "http://127.0.0.1:" in server.stdout.readline()
        server.terminate()
        assert "One serving process" in server.communicate(timeout=60)[1]
