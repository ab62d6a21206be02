"""A page file is read as it was written, or it says that it is damaged: byte by byte, call by call."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import EngineError
from indexer.index.embedded.positions import page_file as page_file_module
from indexer.index.embedded.positions.page_file import PAGE, PageFile, page_file, seeking


def written(path: Path, size: int = 100) -> bytes:
    data = bytes(number * 7 % 251 for number in range(size))
    with page_file(path) as file:
        with file.section("one", "B") as put:
            put(memoryview(data[: size // 2]))
            put(memoryview(data[size // 2 :]))
        file.loose(memoryview(b"loose"))
        with file.section("two", "I") as put:
            put(memoryview((5).to_bytes(4, "little") + (6).to_bytes(4, "little")))
        file.finish({"reports": 3, "said": "报告"})
    return data


@pytest.mark.parametrize("size", [0, 1, 100, PAGE - 16, PAGE, 3 * PAGE + 5])
@pytest.mark.parametrize("read", [None, seeking()], ids=["pread", "seek and read"])
def test_what_was_written_is_read(tmp_path: Path, size: int, read: Callable[[int, int, int], bytes] | None) -> None:
    data = written(tmp_path / "a", size)
    file = PageFile(tmp_path / "a", read)
    assert file.part("one") == data
    assert file.part("one", size // 3, size // 2) == data[size // 3 : size // 2]
    assert file.part("two", 1, 2) == (6).to_bytes(4, "little")
    assert dict(file.about) == {"reports": 3, "said": "报告"}
    assert not file.altered(0, file.pages)


@pytest.mark.parametrize("size", [0, 100, PAGE - 16, PAGE, 9 * PAGE + 5])
@pytest.mark.parametrize("page", [PAGE >> 2, PAGE << 2], ids=["shorter", "longer"])
def test_a_file_tells_how_long_its_pages_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, page: int
) -> None:
    """So that an index which was written with other ones is read on."""
    with monkeypatch.context() as then:
        then.setattr(page_file_module, "PAGE", page)
        data = written(tmp_path / "a", size)
    file = PageFile(tmp_path / "a")
    assert file.pages == -(-file.size // page)
    assert file.part("one", size // 3, size // 2) == data[size // 3 : size // 2]
    assert file.part("one") == data
    assert not any(file.altered(number, 1) for number in range(file.pages))


def test_slices_that_lie_near_are_read_at_once_and_each_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near, touching, empty, far, and so many that lie near that they are read in several portions."""
    data = written(tmp_path / "a", 3 * PAGE + 5)
    calls: list[tuple[int, int]] = []

    def read(descriptor: int, size: int, offset: int) -> bytes:
        calls.append((offset, size))
        return os.pread(descriptor, size, offset) if hasattr(os, "pread") else seeking()(descriptor, size, offset)

    file = PageFile(tmp_path / "a", read)
    file.part("one")  # pages are proved before their first use
    monkeypatch.setattr(page_file_module, "NEAR", 10)
    monkeypatch.setattr(page_file_module, "MOST", 100)
    begin = file.sections["one"].offset
    spans = [(0, 5), (5, 3), (12, 0), (20, 4), (35, 1), (PAGE - 2, 7), *((PAGE + at, 2) for at in range(5, 305, 3))]
    calls.clear()
    found = file.read_each([(begin + offset, size) for offset, size in spans])
    assert found == b"".join(data[offset : offset + size] for offset, size in spans)
    assert len(calls) == 5, calls
    assert file.read_each([]) == b""


def test_every_flipped_bit_of_a_byte_is_noticed_before_it_is_used(tmp_path: Path) -> None:
    """Only the zeros that fill a page up to the next section may differ from what they say: they are summed as well."""
    written(tmp_path / "a")
    sound = (tmp_path / "a").read_bytes()
    for at in range(len(sound)):
        (tmp_path / "b").write_bytes(sound[:at] + bytes([sound[at] ^ 1 << at % 8]) + sound[at + 1 :])
        with pytest.raises(EngineError) as told:
            PageFile(tmp_path / "b").part("one")
        assert told.value.code == "index.damaged"


@pytest.mark.parametrize("left", [0, 1, 31, 32, 100, -1])
def test_a_file_that_was_cut_off_is_damaged(tmp_path: Path, left: int) -> None:
    written(tmp_path / "a", 2 * PAGE)
    data = (tmp_path / "a").read_bytes()
    (tmp_path / "b").write_bytes(data[:left])
    with pytest.raises(EngineError, match="damaged"):
        PageFile(tmp_path / "b")


def test_a_page_is_proven_once_and_a_walk_proves_it_again(tmp_path: Path) -> None:
    data = written(tmp_path / "a", 3 * PAGE)
    file = PageFile(tmp_path / "a")
    assert file.part("one", 0, 10) == data[:10]
    with (tmp_path / "a").open("r+b") as other:  # the disk alters two pages, one of which has been read
        for at in (100, 2 * PAGE):
            other.seek(at)
            other.write(b"\xff")
    assert file.part("one", 0, 10) == data[:10], "what was proven is not read through again for each question"
    with pytest.raises(EngineError):
        file.part("one", 2 * PAGE, 2 * PAGE + 9)
    assert [file.altered(page, 1) for page in range(3)] == [True, False, True]


def test_a_system_that_gives_fewer_bytes_is_asked_again(tmp_path: Path) -> None:
    data = written(tmp_path / "a", PAGE)
    file = PageFile(tmp_path / "a", lambda descriptor, size, at: os.pread(descriptor, max(1, size // 3), at))
    assert file.part("one") == data


def test_an_error_of_the_disk_is_damage_and_not_an_answer(tmp_path: Path) -> None:
    written(tmp_path / "a")
    calls = 0

    def failing(descriptor: int, size: int, at: int) -> bytes:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return os.pread(descriptor, size, at)

    file = PageFile(tmp_path / "a", failing)
    with pytest.raises(EngineError) as told:
        file.part("one")
    assert told.value.code == "index.damaged"


def test_what_is_given_up_leaves_no_file(tmp_path: Path) -> None:
    def given_up() -> None:
        with page_file(tmp_path / "a") as file, file.section("one", "B") as put:
            put(memoryview(b"half"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        given_up()
    assert list(tmp_path.iterdir()) == []
