"""Care for the disk: whole or not at all, in which order things reach it, and what the system's refusals are called."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import CatalogError
from archive.storage import disk


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("before", [None, b"old", b""])
def test_a_file_is_replaced_as_a_whole(tmp_path: Path, lasting: bool, before: bytes | None) -> None:
    path = tmp_path / "报告.json"
    if before is not None:
        path.write_bytes(before)
    with disk.replacing(path, lasting=lasting) as file:
        file.write(b"new " * 100_000)
        assert (path.read_bytes() if path.exists() else None) == before, "nobody sees half of it"
    assert path.read_bytes() == b"new " * 100_000
    assert names(tmp_path) == ["报告.json"]


@pytest.mark.parametrize("before", [None, b"old"])
def test_an_error_changes_nothing_and_leaves_nothing(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "one"
    if before is not None:
        path.write_bytes(before)
    for error in (ValueError("ours"), KeyboardInterrupt()):
        with pytest.raises(type(error)), disk.replacing(path, lasting=True) as file:  # noqa: PT012 # its body
            file.write(b"half")
            raise error
    assert (path.read_bytes() if path.exists() else None) == before
    assert names(tmp_path) == (["one"] if before else [])


def test_two_writers_of_one_name_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "one"
    with disk.replacing(path, lasting=False) as first, disk.replacing(path, lasting=False) as second:
        first.write(b"first")
        second.write(b"second")
    assert path.read_bytes() == b"first", "the later one to end"
    assert names(tmp_path) == ["one"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no sync of a folder")
@pytest.mark.parametrize(
    ("act", "order"),
    [
        pytest.param(lambda one: disk.write_whole(one, b"x", lasting=True), ["file", "name", "folder"], id="lasting"),
        pytest.param(lambda one: disk.write_whole(one, b"x", lasting=False), ["name"], id="made again when lost"),
        pytest.param(lambda one: disk.put_in_place(one.with_name("made"), one), ["name", "folder"], id="made before"),
        pytest.param(lambda one: disk.to_disk(one.with_name("made")), ["file"], id="a file of others"),
        pytest.param(lambda one: disk.to_disk(one.parent), ["folder"], id="the names in a folder"),
        pytest.param(lambda one: disk.wipe(one.with_name("made")), ["file"], id="wiped"),
        pytest.param(lambda one: disk.make_folder(one / "a" / "b"), ["folder"] * 3, id="each folder's name is in one"),
    ],
)
def test_what_reaches_the_disk_in_which_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], None], order: list[str]
) -> None:
    """The bytes before the name and the name before it is said: only so does a power cut find old or new."""
    (tmp_path / "made").write_bytes(b"made")
    seen: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        seen.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file")  # noqa: PTH112 # a number
        fsync(descriptor)

    def named(path: Path, target: Path) -> Path:
        seen.append("name")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", named)
    act(tmp_path / "one")
    assert seen == order


@pytest.mark.parametrize("size", [0, 1, disk.BLOCK - 1, disk.BLOCK, disk.BLOCK + 1, 3 * disk.BLOCK])
def test_the_digest_of_a_file_is_that_of_its_bytes(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    (tmp_path / "one").write_bytes(data)
    expected = hashlib.sha256(data).hexdigest()
    assert disk.digest(tmp_path / "one") == expected
    target = io.BytesIO()
    assert disk.copied(io.BytesIO(data), target) == expected
    assert target.getvalue() == data


@pytest.mark.parametrize("size", [0, 1, disk.BLOCK + 7])
def test_a_wiped_file_has_its_size_and_none_of_its_bytes(tmp_path: Path, size: int) -> None:
    (tmp_path / "one").write_bytes(b"x" * size)
    disk.wipe(tmp_path / "one")
    assert (tmp_path / "one").read_bytes() == bytes(size)
    disk.wipe(tmp_path / "none")


@pytest.mark.parametrize(
    ("number", "code", "full"),
    [
        (errno.ENOSPC, "disk.full", True),
        (errno.EDQUOT, "disk.full", True),
        (errno.EACCES, "catalog.read_only", False),
        (errno.EPERM, "catalog.read_only", False),
        (errno.EROFS, "catalog.read_only", False),
        (errno.EIO, "disk.failed", False),
        (errno.ENOENT, "disk.failed", False),
    ],
)
def test_what_the_system_refuses_has_a_name(number: int, code: str, full: bool) -> None:
    problem = OSError(number, os.strerror(number))
    assert disk.is_full(problem) == full
    with pytest.raises(CatalogError) as told, disk.disk_errors(Path("甲")):
        raise problem
    assert (told.value.code, told.value.evidence["path"]) == (code, "甲")


def test_how_full_is_asked_of_the_folder_that_is_there(tmp_path: Path) -> None:
    assert disk.free(tmp_path / "not yet") > 0
    assert not disk.nearly_full(tmp_path)
    assert not disk.nearly_full(tmp_path / "no" / "such"), "what cannot be told is not full"


class HeldOpenError(PermissionError):
    """As Windows refuses a rename while another program has the file open."""

    winerror = 32


def test_a_rename_that_windows_refuses_for_a_moment_is_tried_again() -> None:
    refusals = [HeldOpenError(), HeldOpenError()]

    def call() -> None:
        if refusals:
            raise refusals.pop()

    disk.persistently(call)
    assert refusals == []


@pytest.mark.parametrize(("problem", "calls"), [(HeldOpenError(), 2), (PermissionError(), 1), (OSError(), 1)])
def test_what_is_refused_for_good_is_told(problem: OSError, calls: int) -> None:
    """Only what Windows says of open files is worth waiting for, and not for ever."""
    made = 0

    def call() -> None:
        nonlocal made
        made += 1
        raise problem

    with pytest.raises(type(problem)):
        disk.persistently(call, seconds=0.01)
    assert made >= calls
    assert calls > 1 or made == 1
