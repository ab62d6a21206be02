"""A disk that is really full: a file system of three megabytes in a namespace of our own, filled to the last byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared_files import ROOT

MEGABYTES = 3

FILL = """
import shutil, sys
from pathlib import Path
from archive.catalog.opening import open_catalog
from archive.errors import CatalogError
from tests.catalog_contract import arrival

disk = Path(sys.argv[1])
home = disk / "home"

def batch(number):
    texts = [f"第{number}批第{n}篇" + chr(0x4E00 + number * 16 + n) * 2000 for n in range(16)]
    return [arrival(f"/{number}/{n}", text) for n, text in enumerate(texts)]

def until_full(catalog, start):
    told = []
    for number in range(start, start + 400):
        try:
            told += [outcome.id for outcome in catalog.add(batch(number))]
        except CatalogError as problem:
            assert problem.code == "disk.full", problem.code
            return told
    raise AssertionError("the disk never filled")

def fill_up(path):
    with path.open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass

catalog = open_catalog(home)
ballast = disk / "ballast"
ballast.write_bytes(bytes(1 << 20))
told = until_full(catalog, 0)
assert told, "some batches fit"
assert list(catalog.ids()) == told, "what was told is there, and nothing else"
assert list(catalog.verify()) == [], "the batch that did not fit has given its room back"
fill_up(disk / "filler")
assert shutil.disk_usage(disk).free == 0
assert list(catalog.ids()) == told
reader = open_catalog(home, read_only=True)
assert sum(1 for _ in reader.records(told)) == len(told), "reading goes on"
reader.close()
catalog.close()
reader = open_catalog(home, read_only=True)
assert list(reader.ids()) == told, "and after everything was closed"
reader.close()
ballast.unlink()
catalog = open_catalog(home)
more = until_full(catalog, 1000)
assert more, "with room, importing goes on"
assert list(catalog.ids()) == told + more
assert list(catalog.verify()) == []
catalog.close()
print("held")
"""


def namespace(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["unshare", "-rm", *command], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def small_disk(tmp_path: Path) -> list[str]:
    """The command that mounts a small disk on `tmp_path` and runs what follows."""
    mount = ["sh", "-c", f'mount -t tmpfs -o size={MEGABYTES}m tmpfs "$1" && shift && exec "$@"', "sh", str(tmp_path)]
    try:
        tried = namespace(*mount, "true")
    except FileNotFoundError:
        pytest.skip("no `unshare` here (Linux only): a full disk cannot be made")
    if tried.returncode:
        pytest.skip(f"no file system can be mounted here, so no full disk can be made: {tried.stderr.strip()}")
    return mount


def test_a_full_disk_harms_nothing(small_disk: list[str], tmp_path: Path) -> None:
    done = namespace(*small_disk, "env", f"PYTHONPATH={ROOT}{os.pathsep}", sys.executable, "-c", FILL, str(tmp_path))
    assert done.stderr == ""
    assert done.stdout == "held\n"
