"""The image of the Containerfile, built and used without a network: `make test-container` (root, buildah)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment import clean_system
from tests.shared_files import ROOT, SEEDS

pytestmark = pytest.mark.deployment

PACKAGES = ROOT / "build" / "deb"
CONTAINERFILE = ROOT / "docs" / "deploy" / "server" / "Containerfile"
APART = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""In a network namespace where only loopback is up."""
BASE, IMAGE = "localhost/baogao-test-base", "localhost/baogao-test"


class Buildah:
    """buildah with a store of its own, without a network."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def __call__(self, verb: str, *words: str) -> str:
        """What it says on standard output."""
        places = ["--root", str(self.store / "root"), "--runroot", str(self.store / "run"), "--storage-driver", "vfs"]
        done = subprocess.run([*APART, "buildah", *places, verb, *words], capture_output=True, text=True, timeout=800)
        assert done.returncode == 0, f"{verb}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout.strip()


@pytest.fixture(scope="module")
def buildah(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Buildah]:
    """With a base image of a clean Debian."""
    store = tmp_path_factory.mktemp("store")
    made = Buildah(store)
    empty = made("from", "scratch")
    made("add", "--quiet", empty, str(clean_system.base()), "/")
    made("commit", "--quiet", "--rm", empty, BASE)
    yield made
    shutil.rmtree(store, ignore_errors=True)


def test_the_image_is_built_and_used_without_a_network(buildah: Buildah, tmp_path: Path) -> None:
    assert list(PACKAGES.glob("baogao_*.deb")), "make deb makes it"
    said = ("--file", str(CONTAINERFILE), "--build-arg", f"BASE={BASE}", "--tag", IMAGE)
    buildah("bud", "--isolation", "chroot", *said, str(PACKAGES))
    container = buildah("from", IMAGE)
    shutil.copytree(SEEDS, tmp_path / "try" / "seeds")
    shutil.copyfile(ROOT / "tests" / "deployment" / "using.py", tmp_path / "try" / "using.py")
    buildah("add", "--quiet", "--chown", "baogao:baogao", container, str(tmp_path / "try"), "/srv/try")
    steps = ["python3", "/srv/try/using.py", "/srv/try/home", "/srv/try/seeds", "baogao"]
    plain = ["env", "-u", "BAOGAO_HOST", *steps]
    print(buildah("run", "--isolation", "chroot", container, "--", *plain))


def test_without_an_administrator_it_does_not_listen(buildah: Buildah) -> None:
    """Within a container everybody comes from another machine."""
    container = buildah("from", IMAGE)
    words = ["run", "--isolation", "chroot", container, "--", "sh", "-c", "baogao serve 2>&1; test $? -ne 0"]
    assert "管理员" in buildah(*words) or "administrator" in buildah(*words)
