"""What is handed over for a platform: a folder that starts by a double click, and one of wheels for an installation.

The launchers are those of `docs/deploy`, with the version of Python filled in. On Windows a script is read in the
system's code page, which is GBK where Chinese is spoken, and its lines end with CR LF.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from indexer.packaging import bill_of_materials, inventory, legal, wheelhouse
from indexer.packaging.archive_file import files, sha256_of
from indexer.packaging.platforms import Platform

LAUNCHERS = Path("docs/deploy/launchers")
STARTING = {"start.sh": "启动报告库.sh", "start.desktop": "启动报告库.desktop"}
STARTING_WINDOWS = {"start.bat": "启动报告库.bat"}
FIRST = {"readme.txt": "请先读我 README.txt"}
BESIDE_CODE = frozenset({"purelib", "platlib"})
"""Of what a wheel keeps in NAME.data (PEP 427): the rest are scripts and headers, which nothing here calls."""


def started(root: Path, platform: Platform, wheels: Sequence[Path], folder: Path, *, epoch: int) -> None:
    """The folder that starts by a double click: libraries in `lib`, launchers, lists. `folder` must not exist."""
    library = folder / "lib"
    for wheel in wheels:
        unpacked(wheel, library)
    named = STARTING_WINDOWS if platform.windows else STARTING
    _launchers(root, platform, {**named, **FIRST}, folder, wheels)
    lists(root, platform, wheels, folder, epoch=epoch)


def installed(root: Path, platform: Platform, wheels: Sequence[Path], folder: Path, *, epoch: int) -> None:
    """The wheelhouse: `wheels`, a requirements file with their hashes, a script that installs from them alone."""
    (folder / "wheels").mkdir(parents=True)
    for wheel in wheels:
        shutil.copyfile(wheel, folder / "wheels" / wheel.name)
    (folder / "requirements.txt").write_text(wheelhouse.requirements(wheels), encoding="utf-8")
    script = "install.bat" if platform.windows else "install.sh"
    _launchers(root, platform, {script: script}, folder, wheels)
    lists(root, platform, wheels, folder, epoch=epoch)


def unpacked(wheel: Path, library: Path) -> None:
    """The contents of a wheel below `library`, as an installer puts them. Raises ValueError for a path outside."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            place = _place(PurePosixPath(entry.filename))
            if entry.is_dir() or place is None:
                continue
            if place.is_absolute() or ".." in place.parts:
                raise ValueError(entry.filename)
            target = library / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(entry))


def checksums(folder: Path) -> str:
    """The file SHA256SUMS of all files below `folder`, paths relative to it, as `sha256sum -c` reads it."""
    return "".join(f"{sha256_of(path)}  {name.partition('/')[2]}\n" for name, path in files(folder))


def lists(root: Path, platform: Platform, wheels: Sequence[Path], folder: Path, *, epoch: int) -> None:
    """What is in `folder`, under which licences, with which sums. Raises UnknownLicenseError."""
    libraries = inventory.of_wheels(wheels)
    mit = (root / "LICENSE").read_text("utf-8")
    shutil.copyfile(root / "LICENSE", folder / "LICENSE")
    _written(folder / "THIRD-PARTY-LICENSES.txt", legal.third_party(libraries, mit))
    _written(folder / "sbom.cdx.json", bill_of_materials.told(libraries, platform.name, epoch=epoch))
    _written(folder / "SHA256SUMS", checksums(folder))


def version_of(wheels: Sequence[Path]) -> str:
    """The version of the program among `wheels`."""
    return next(wheel for wheel in wheels if wheel.name.startswith(f"{legal.OWN}-")).name.split("-")[1]


def _place(path: PurePosixPath) -> PurePosixPath | None:
    """Where a member of a wheel goes, relative to the libraries; None: nowhere."""
    if path.parts[0].endswith(".data"):
        return PurePosixPath(*path.parts[2:]) if path.parts[1] in BESIDE_CODE else None
    return path


def _launchers(root: Path, platform: Platform, named: dict[str, str], folder: Path, wheels: Sequence[Path]) -> None:
    filled = {
        "@PYTHON@": platform.python,
        "@DIGITS@": platform.python.replace(".", ""),
        "@PLATFORM@": platform.name,
        "@VERSION@": version_of(wheels),
    }
    for source, name in named.items():
        text = (root / LAUNCHERS / source).read_text("utf-8")
        for sign, value in filled.items():
            text = text.replace(sign, value)
        if source.endswith(".bat"):
            (folder / name).write_bytes(text.replace("\n", "\r\n").encode("gbk"))
        else:
            _written(folder / name, text.replace("\n", "\r\n") if platform.windows and source in FIRST else text)


def _written(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
