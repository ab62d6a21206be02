"""File systems of our own for a test: ext4 in a file (whose copies are a machine without power), and small tmpfs.

Needs root and Linux; where that is not given a test says so and is skipped, under CI=true it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest


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
        # Where a dying process still holds a file, the mount goes as soon as it lets go.
        if subprocess.run(["umount", str(at)], capture_output=True).returncode:
            subprocess.run(["umount", "--lazy", str(at)], check=True)


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
