"""Wheels of one platform, from the index by the lock file's hashes; what has no wheel there is built once.

jieba is published as source alone: without a wheel of it pip would need a compiler's tools on a machine that has none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from indexer.packaging.archive_file import sha256_of
from indexer.packaging.platforms import Pinned, Platform, pinned

BUILT = frozenset({"jieba"})
"""Libraries of pure Python without a wheel on the index."""
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "archive", "indexer", "web")
LOCK = Path("docs/deploy/requirements.txt")


def gathered(root: Path, platform: Platform, folder: Path, *, epoch: int) -> list[Path]:
    """The wheels of `platform` and of the tree at `root` in `folder`, sorted by name. Raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pinned((root / LOCK).read_text("utf-8"), platform)
    _downloaded([one for one in wanted if one.name not in BUILT], platform, folder)
    for one in wanted:
        if one.name in BUILT and not list(folder.glob(f"{one.name}-*.whl")):
            _built([one.line], folder, epoch=epoch)
    for old in folder.glob("baogao-*.whl"):
        old.unlink()
    _own(root, folder, epoch=epoch)
    return sorted(folder.glob("*.whl"))


def requirements(wheels: Sequence[Path]) -> str:
    """A requirements file for exactly those wheels, in pip's hash-checking mode."""
    lines = []
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        lines.append(f"{name.replace('_', '-').lower()}=={version} --hash=sha256:{sha256_of(wheel)}")
    return "\n".join(sorted(lines)) + "\n"


def _downloaded(wanted: Sequence[Pinned], platform: Platform, folder: Path) -> None:
    listed = folder / "download.txt"
    listed.write_text("".join(f"{one.line}\n" for one in wanted), encoding="utf-8")
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    version = ("--python-version", platform.python, "--implementation", "cp")
    try:
        _pip(
            ("download", "--no-deps", "--only-binary=:all:", "--require-hashes"),
            (*version, *tags, "--dest", str(folder), "--requirement", str(listed)),
        )
    finally:
        listed.unlink()


def _built(lines: Sequence[str], folder: Path, *, epoch: int) -> None:
    listed = folder / "build.txt"
    listed.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    try:
        _wheel(("--require-hashes", "--requirement", str(listed)), folder, epoch=epoch)
    finally:
        listed.unlink()


def _own(root: Path, folder: Path, *, epoch: int) -> None:
    """The program itself, from a copy: what setuptools leaves in a tree would get into the next wheel."""
    with tempfile.TemporaryDirectory() as copy:
        for name in SOURCES:
            if (root / name).is_dir():
                shutil.copytree(root / name, Path(copy) / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(root / name, Path(copy) / name)
        _wheel((copy,), folder, epoch=epoch)


def _wheel(what: Sequence[str], folder: Path, *, epoch: int) -> None:
    """Built by the setuptools of this environment, which is locked, not by the newest that there is."""
    _pip(("wheel", "--no-deps", "--no-build-isolation"), ("--wheel-dir", str(folder), *what), epoch=epoch)


def _pip(verb: Sequence[str], rest: Sequence[str], *, epoch: int | None = None) -> None:
    timed = {} if epoch is None else {"SOURCE_DATE_EPOCH": str(epoch)}
    subprocess.run(  # our own interpreter and arguments
        [sys.executable, "-m", "pip", *verb, "--quiet", "--disable-pip-version-check", *rest],
        check=True,
        env={**os.environ, **timed},
    )
