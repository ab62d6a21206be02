"""A clean Debian of its own below a folder: made once by debootstrap from the mirror of apt, copied for each use.

Needs root, debootstrap, unshare. Commands in it run in namespaces of their own for mounts, processes and the network,
of which loopback alone is up.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.shared_files import ROOT

SUITE = "bookworm"
PACKAGES = "python3,adduser,dbus,systemd,systemd-sysv"
BASE = ROOT / "build" / f"debian-{SUITE}"
INSIDE = """
mount --bind "$1" "$1" && cd "$1" || exit 120
mount -t proc proc proc && mount -t tmpfs tmpfs dev/shm && ip link set lo up || exit 121
root=$1
shift
exec chroot "$root" "$@"
"""


def base() -> Path:
    """The folder with the system that is copied; downloaded where it is not there yet."""
    if not (BASE / "usr" / "bin" / "python3").exists():
        shutil.rmtree(BASE, ignore_errors=True)
        part = BASE.with_name(f"{BASE.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        BASE.parent.mkdir(exist_ok=True)
        words = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(part), mirror()]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        part.rename(BASE)
    return BASE


def mirror() -> str:
    """Where apt of this machine takes packages of Debian from."""
    words = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages", f"Codename: {SUITE}"]
    found = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return found[0]


def copied(target: Path) -> Path:
    """A system of its own at `target`."""
    subprocess.run(["cp", "-a", "--reflink=auto", str(base()), str(target)], check=True)
    return target


def run(system: Path, *words: str, timeout: float = 7200, check: bool = True, typed: str = "") -> str:
    """What a command in it says, standard output and errors together; `typed` is its input. Raises AssertionError."""
    apart = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", INSIDE, "sh", str(system)]
    plain = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
    done = subprocess.run(
        [*apart, *words],
        input=typed,
        env=plain,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
    )
    assert not check or done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout[-3000:]}"
    return done.stdout
