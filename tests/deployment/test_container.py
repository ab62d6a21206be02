"""The image of the Containerfile, built and used without a network: `make test-container` (root, buildah)."""

from __future__ import annotations

import shutil
import subprocess
import time
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

LIMITS = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024")
"""What any machine allows: podman's own are more than some let it set."""
ASKING = """
import http.client, sys
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=600)
connection.request("GET", "/health", headers={"Host": "baogao.example.org"})
sys.exit(connection.getresponse().status != 200)
"""


class Buildah:
    """buildah with a store of its own, without a network."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def __call__(self, verb: str, *words: str) -> str:
        """What it says on standard output."""
        places = ["--root", str(self.store / "root"), "--runroot", str(self.store / "run"), "--storage-driver", "vfs"]
        done = subprocess.run([*APART, "buildah", *places, verb, *words], capture_output=True, text=True)
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


class Podman:
    """podman on the same store: what an office runs the image with."""

    def __init__(self, store: Path) -> None:
        runtime = next(filter(None, map(shutil.which, ("runc", "crun"))), "runc")
        places = ["--root", str(store / "root"), "--runroot", str(store / "run"), "--storage-driver", "vfs"]
        self.words = ["podman", *places, "--cgroup-manager", "cgroupfs", "--runtime", runtime]

    def __call__(self, *words: str, typed: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """What it did."""
        done = subprocess.run([*self.words, *words], input=typed, capture_output=True, text=True)
        assert not check or done.returncode == 0, f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done


@pytest.mark.skipif(shutil.which("podman") is None, reason="podman is not installed")
def test_podman_runs_the_two_commands_that_the_containerfile_tells(buildah: Buildah) -> None:
    """An administrator is made in the volume, and then it serves a proxy; the archive is there after another start."""
    podman = Podman(buildah.store)
    apart = ("--network", "none", "-v", "baogao:/var/lib/baogao", *LIMITS)
    made = podman("run", "--rm", "-i", *apart, IMAGE, "user", "add", "管理员", "--admin", typed="山高 水长 日月 同辉\n")
    assert "管理员" in made.stdout
    proxy = ("-e", "BAOGAO_TRUSTED_PROXY=10.88.0.1", "-e", "BAOGAO_TRUSTED_HOSTS=baogao.example.org")
    for name in ("one", "another"):
        podman("run", "-d", "--name", name, *apart, *proxy, IMAGE)
        until = time.monotonic() + 3600
        while podman("exec", name, "python3", "-c", ASKING, check=False).returncode:
            assert time.monotonic() < until, podman("logs", name).stderr
            time.sleep(0.3)  # another process's start
        assert "管理员" in podman("exec", name, "baogao", "user", "list").stdout
        podman("stop", "--time", "600", name)
        assert podman("inspect", "--format", "{{.State.ExitCode}}", name).stdout.strip() == "0"
        podman("rm", name)
