"""The folders that start by a double click, built and then used where there is no network: `make test-bundle`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from indexer.packaging.archive_file import sha256_of
from tests.shared_files import ROOT, SEEDS

pytestmark = pytest.mark.deployment

EPOCH = "1700000000"
EARLIER = "/usr/bin:/bin:/usr/sbin:/sbin"
"""Without the environment of the tests: a fresh machine's programs alone."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is committed and changed: somebody may be at work on the tree itself."""
    copy = tmp_path_factory.mktemp("tree")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    return copy


def built(tree: Path, target: Path) -> Path:
    """The bundle of Linux on x86-64 in `target`, wheels and all anew; its folder's archive."""
    words = ["-m", "indexer.packaging", "bundle", "linux-x86_64", "--to", str(target), "--wheels", f"{target}-wheels"]
    plain = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(tree)}
    subprocess.run([sys.executable, *words], cwd=tree, check=True, env=plain)
    return next(target.glob("baogao-[0-9]*-linux-x86_64.tar.gz"))


def used(home: Path, *command: str) -> None:
    """`using` in a network namespace of its own, where only loopback is up."""
    script = str(ROOT / "tests" / "deployment" / "using.py")
    words = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", "/usr/bin/python3", script, str(home), str(SEEDS)]
    plain = {"PATH": EARLIER, "HOME": str(home.parent), "LANG": "C.UTF-8"}
    done = subprocess.run(["unshare", "-n", *words, *command], env=plain, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    print(done.stdout)


def test_the_bundle_built_twice_is_the_same_and_works_without_a_network(tree: Path, tmp_path: Path) -> None:
    first = built(tree, tmp_path / "一")
    sums = (tmp_path / "一" / "SHA256SUMS").read_text("utf-8")
    with tarfile.open(first) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    first.unlink()
    built(tree, tmp_path / "二")
    assert (tmp_path / "二" / "SHA256SUMS").read_text("utf-8") == sums
    (folder,) = (tmp_path / "unpacked").iterdir()
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()[:200]:
        digest, _, name = line.partition("  ")
        assert sha256_of(folder / name) == digest, name
    used(tmp_path / "home" / "资料", str(folder / "启动报告库.sh"))


def test_the_wheelhouse_installs_and_works_without_a_network(tree: Path, tmp_path: Path) -> None:
    built(tree, tmp_path / "made")
    with tarfile.open(next((tmp_path / "made").glob("*wheelhouse-linux-x86_64.tar.gz"))) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()
    where = tmp_path / "installed"
    plain = {"PATH": f"{Path(sys.executable).resolve().parent}:{EARLIER}", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    subprocess.run(["unshare", "-n", str(folder / "install.sh"), str(where)], env=plain, check=True)
    used(tmp_path / "home" / "资料", str(where / "bin" / "baogao"))


def test_the_frozen_folder_works_without_a_network() -> None:
    program = ROOT / "build" / "frozen" / "program" / "baogao"
    if not program.exists():
        pytest.fail("make frozen builds it")
    home = ROOT / "build" / "frozen-used"
    subprocess.run(["rm", "-rf", str(home)], check=True)
    used(home / "资料", str(program))
