"""File systems of our own for a test: ext4 in a file (whose copies are a machine without power), and small tmpfs.

Needs root and Linux; where that is not given a test says so and is skipped, under CI=true it fails.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import pytest

PATIENCE = 30.0
"""Seconds that a process may take to let go of a mount after it was killed."""


def needs_mounts(*programs: str) -> None:
    """Root, Linux and the `programs`, or a loud skip."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        _missing("mounting file systems needs Linux and root")
    for program in programs:
        if shutil.which(program) is None:
            _missing(f"{program} is not installed")


@contextmanager
def mounted(what: str, at: Path, *options: str) -> Iterator[Path]:
    """`what` mounted at `at`. Skips where the machine forbids it."""
    at.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", *options, what, str(at)], capture_output=True, text=True)
    if done.returncode:
        _missing(f"mount: {done.stderr.strip()}")
    try:
        yield at
    finally:
        _unmount(at)


def _unmount(at: Path) -> None:
    """When the last process that was killed there has let go; what this one holds open is a leak of the program."""
    until = time.monotonic() + PATIENCE
    while (done := subprocess.run(["umount", str(at)], capture_output=True, text=True)).returncode:
        held = _held(at)
        leak = held.get(os.getpid())
        if leak or time.monotonic() > until:
            subprocess.run(["umount", "--lazy", str(at)], check=True)
            pytest.fail(f"{done.stderr.strip()} {leak or held}")
        for pid in held:
            _await_end(pid, until)


def _held(at: Path) -> dict[int, list[str]]:
    """Which processes have which files open or mapped there."""
    found: dict[int, list[str]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        links = [process / "cwd", *_listed(process / "fd"), *_listed(process / "map_files")]
        files = {name for link in links if (name := _target(link)).startswith(f"{at}/")}
        if files:
            found[int(process.name)] = sorted(files)
    return found


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # it has ended meanwhile
        return []


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _await_end(pid: int, until: float) -> None:
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        select.select([handle], [], [], max(0.0, until - time.monotonic()))
        os.close(handle)


def grow(mount: Path, kilobytes: int) -> None:
    """More room on a tmpfs."""
    size = shutil.disk_usage(mount).total // 1024 + kilobytes
    subprocess.run(["mount", "-o", f"remount,size={size}k", str(mount)], check=True)


def ext4(image: Path, megabytes: int) -> None:
    """A new file system in a file."""
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-O", "^metadata_csum_seed", str(image)], check=True)


def device_of(folder: Path) -> Path:
    """The counters of the loop device under a mount point."""
    number = folder.stat().st_dev
    return Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}/stat")


def without_power(image: Path, mount: Path, copy: Path) -> None:
    """What a machine finds that lost its power now: the device as it stands, nothing of the memory.

    Every process that writes there must stand still. The kernel may write by itself; then the copy is made again.
    """
    while True:
        before = device_of(mount).read_text()
        subprocess.run(["cp", "--sparse=always", str(image), str(copy)], check=True)
        if device_of(mount).read_text() == before:
            return


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
