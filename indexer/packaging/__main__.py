"""Builds what is handed over: `python -m indexer.packaging bundle [PLATFORM…]`, `… deb`; from a source tree.

SOURCE_DATE_EPOCH is the time of everything in it; without it that of the last commit is taken.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from indexer.packaging import debian, folders, wheelhouse
from indexer.packaging.archive_file import packed, sha256_of
from indexer.packaging.platforms import PLATFORMS, Platform

ROOT = Path(__file__).parents[2]
KEPT = ("THIRD-PARTY-LICENSES.txt", "sbom.cdx.json")
"""Lists that also lie beside the archives, for whoever wants them before unpacking."""


def main(arguments: Sequence[str]) -> int:
    """The command line of `make bundle`."""
    parser = argparse.ArgumentParser(prog="indexer.packaging", description=__doc__)
    parser.add_argument("what", choices=("bundle", "deb"))
    parser.add_argument("platforms", nargs="*", choices=[*PLATFORMS, []], metavar="PLATFORM")
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "bundle")
    parser.add_argument("--wheels", type=Path, default=ROOT / "build" / "wheels")
    chosen = parser.parse_args(arguments)
    os.umask(0o022)
    make, names = (bundle, PLATFORMS) if chosen.what == "bundle" else (package, ("linux-x86_64",))
    for name in chosen.platforms or names:
        for made in make(PLATFORMS[name], chosen.to, chosen.wheels, epoch=epoch_of(ROOT)):
            sys.stdout.write(f"{sha256_of(made)}  {made.name}\n")
    _summed(chosen.to)
    return 0


def epoch_of(root: Path) -> int:
    """SOURCE_DATE_EPOCH, else the time of the last commit of the tree at `root`, in seconds since 1970."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=True)  # noqa: S607 # git of the one who builds
    return int(told.stdout)


def bundle(platform: Platform, target: Path, wheels_in: Path, *, epoch: int) -> list[Path]:
    """The two archives of `platform` in the folder `target`, and their lists beside them."""
    wheels = wheelhouse.gathered(ROOT, platform, wheels_in / platform.name, epoch=epoch)
    version = folders.version_of(wheels)
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for kind, fill in (("", folders.started), ("wheelhouse-", folders.installed)):
        stem = f"baogao-{version}-{kind}{platform.name}"
        folder = target / "work" / stem
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        fill(ROOT, platform, wheels, folder, epoch=epoch)
        made.append(packed(folder, target / f"{stem}{'.zip' if platform.windows else '.tar.gz'}", epoch=epoch))
        if not kind:
            for name in KEPT:
                shutil.copyfile(folder / name, target / f"{stem}.{name}")
        shutil.rmtree(folder.parent)
    return made


def package(platform: Platform, target: Path, wheels_in: Path, *, epoch: int) -> list[Path]:
    """The Debian package of `platform` in the folder `target`."""
    wheels = wheelhouse.gathered(ROOT, platform, wheels_in / platform.name, epoch=epoch)
    target.mkdir(parents=True, exist_ok=True)
    return [debian.built(ROOT, platform, wheels, target, epoch=epoch)]


def _summed(target: Path) -> None:
    listed = sorted(path for path in target.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    (target / "SHA256SUMS").write_text("".join(f"{sha256_of(path)}  {path.name}\n" for path in listed), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
