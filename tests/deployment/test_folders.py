"""The folders that start by a double click, built and then used where there is no network: `make test-bundle`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from ctypes.util import find_library
from pathlib import Path

import pytest

from indexer.packaging.archive_file import sha256_of
from tests.deployment.papers import papers
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


@pytest.fixture(scope="module")
def bundles(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what is handed over for Linux on x86-64, built once; beside it its wheels."""
    return built(tree, tmp_path_factory.mktemp("bundles") / "一")


def built(tree: Path, target: Path) -> Path:
    """What is handed over for Linux on x86-64, in `target`. What is built here is built anew."""
    words = ["-m", "indexer.packaging", "bundle", "linux-x86_64", "--to", str(target), "--wheels", f"{target}-wheels"]
    plain = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(tree)}
    subprocess.run([sys.executable, *words], cwd=tree, check=True, env=plain)
    return target


def unpacked(bundles: Path, kind: str, target: Path) -> Path:
    """The folder of one of the two archives: "" or "wheelhouse-"."""
    (archived,) = bundles.glob(f"baogao-*.*.[0-9]-{kind}linux-x86_64.tar.gz")
    with tarfile.open(archived) as archive:
        archive.extractall(target, filter="data")
    (folder,) = target.iterdir()
    return folder


def apart(home: Path, script: str, *words: str) -> None:
    """A script of this folder in a network namespace of its own, where only loopback is up."""
    told = papers(home.parent / "papers")
    plain = {"PATH": EARLIER, "HOME": str(home.parent), "LANG": "C.UTF-8", "BAOGAO_PAPERS": str(told)}
    program = ["/usr/bin/python3", str(ROOT / "tests" / "deployment" / script)]
    inside = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", *program, *words]
    done = subprocess.run(["unshare", "-n", *inside], env=plain, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    print(done.stdout)


def used(home: Path, *command: str) -> None:
    """`using.py` there."""
    apart(home, "using.py", str(home), str(SEEDS), *command)


def test_the_bundle_built_twice_is_the_same_to_the_byte(tree: Path, bundles: Path, tmp_path: Path) -> None:
    """Wheels from the index are what their hashes say; those that are built here are built once more."""
    shutil.copytree(f"{bundles}-wheels", tmp_path / "二-wheels")
    for wheel in (tmp_path / "二-wheels").rglob("*.whl"):
        if wheel.name.startswith(("baogao-", "jieba-")):
            wheel.unlink()
    again = built(tree, tmp_path / "二")
    assert (again / "SHA256SUMS").read_text("utf-8") == (bundles / "SHA256SUMS").read_text("utf-8")


def test_what_is_handed_over_lists_itself(bundles: Path, tmp_path: Path) -> None:
    for line in (bundles / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert sha256_of(bundles / name) == digest, name
    folder = unpacked(bundles, "", tmp_path / "unpacked")
    listed = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    for line in listed:
        digest, _, name = line.partition("  ")
        assert sha256_of(folder / name) == digest, name
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - {line.partition("  ")[2] for line in listed} == {"SHA256SUMS"}
    components = json.loads((folder / "sbom.cdx.json").read_text("utf-8"))["components"]
    assert {"Flask", "jieba", "rapidocr", "ldap3", "Authlib"} <= {one["name"] for one in components}
    licences = (folder / "THIRD-PARTY-LICENSES.txt").read_text("utf-8")
    assert [one["name"] for one in components if f"{one['name']} {one['version']}" not in licences] == []
    assert ".onnx" in licences


def test_the_folder_works_without_a_network(bundles: Path, tmp_path: Path) -> None:
    folder = unpacked(bundles, "", tmp_path / "unpacked")
    used(tmp_path / "home" / "资料", str(folder / "启动报告库.sh"))


def test_a_double_click_opens_the_browser(bundles: Path, tmp_path: Path) -> None:
    """By the desktop's own reader of such files, from a folder whose name a shell could stumble over."""
    assert find_library("gio-2.0"), "GLib is not installed"
    there = unpacked(bundles, "", tmp_path / "unpacked").rename(tmp_path / '报告 库\'s (1) $HOME & "新"')
    apart(tmp_path / "home" / "资料", "double_click.py", str(there), str(tmp_path / "home" / "资料"))


def test_the_wheelhouse_installs_and_works_without_a_network(bundles: Path, tmp_path: Path) -> None:
    folder = unpacked(bundles, "wheelhouse-", tmp_path / "unpacked")
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
