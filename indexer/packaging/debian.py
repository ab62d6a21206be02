"""A Debian package of one platform: its wheels unpacked, the service, the settings, the lists. Needs dpkg-deb.

Layout by the Debian policy manual (https://www.debian.org/doc/debian-policy/), which leaves /usr/lib/PACKAGE to the
package. dpkg-deb gives everything the time SOURCE_DATE_EPOCH; one thread: the packed form depends on their number.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from indexer.packaging import folders
from indexer.packaging.archive_file import PLAIN, RUNNABLE, files, runnable
from indexer.packaging.platforms import Platform

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
SCRIPTS = ("postinst", "prerm", "postrm")
FORMS, SERVER = Path("docs/deploy/debian"), Path("docs/deploy/server")
LIBRARY = "usr/lib/baogao/lib"
DOCUMENTS = "usr/share/doc/baogao"
SETTINGS = "etc/default/baogao"


def built(root: Path, platform: Platform, wheels: Sequence[Path], target: Path, *, epoch: int) -> Path:
    """The package in the folder `target`. Raises CalledProcessError, KeyError for a platform without Debian."""
    version = folders.version_of(wheels)
    architecture = ARCHITECTURES[platform.machine]
    stem = f"baogao_{version}_{architecture}"
    tree = target / "work" / stem
    shutil.rmtree(tree, ignore_errors=True)
    for wheel in wheels:
        folders.unpacked(wheel, tree / LIBRARY)
    _placed(root, tree)
    folders.lists(root, platform, wheels, tree / DOCUMENTS, epoch=epoch)
    (tree / DOCUMENTS / "LICENSE").rename(tree / DOCUMENTS / "copyright")
    (tree / DOCUMENTS / "SHA256SUMS").unlink()  # dpkg has its own
    size = sum(path.stat().st_size for _, path in files(tree)) // 1024
    signs = {"VERSION": version, "ARCHITECTURE": architecture, "PYTHON": platform.python, "SIZE": str(size)}
    _controlled(root, tree, signs)
    _moded(tree)
    package = target / f"{stem}.deb"
    words = ["dpkg-deb", "--build", "--root-owner-group", "--threads-max=1", "-Zxz", "-z1", str(tree), str(package)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)})
    shutil.rmtree(tree.parent)
    return package


def _placed(root: Path, tree: Path) -> None:
    """Commands, service, settings, examples."""
    places = {
        FORMS / "baogao": "usr/bin/baogao",
        FORMS / "baogao-service": "usr/sbin/baogao-service",
        SERVER / "baogao.service": "usr/lib/systemd/system/baogao.service",
        SERVER / "default": SETTINGS,
        SERVER / "nginx.conf": f"{DOCUMENTS}/examples/nginx.conf",
        SERVER / "Caddyfile": f"{DOCUMENTS}/examples/Caddyfile",
    }
    for source, place in places.items():
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / source, tree / place)


def _controlled(root: Path, tree: Path, signs: dict[str, str]) -> None:
    """The folder DEBIAN, and the signs @NAME@ filled in wherever they stand in what is ours."""
    control = tree / "DEBIAN"
    sums = "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {name.partition('/')[2]}\n"
        for name, path in files(tree)
        if not name.endswith((SETTINGS, "usr/bin/baogao"))
    )
    control.mkdir()
    for name in ("control", *SCRIPTS):
        shutil.copyfile(root / FORMS / name, control / name)
    for path in (*(control / name for name in ("control", *SCRIPTS)), tree / "usr/bin/baogao"):
        text = path.read_text("utf-8")
        for sign, value in signs.items():
            text = text.replace(f"@{sign}@", value)
        path.write_text(text, encoding="utf-8")
    command = hashlib.md5((tree / "usr/bin/baogao").read_bytes(), usedforsecurity=False).hexdigest()
    (control / "md5sums").write_text(f"{sums}{command}  usr/bin/baogao\n", encoding="utf-8")
    (control / "conffiles").write_text(f"/{SETTINGS}\n", encoding="utf-8")


def _moded(tree: Path) -> None:
    """What may be run, whatever umask this was built under."""
    for path in tree.rglob("*"):
        path.chmod(RUNNABLE if path.is_dir() or runnable(path) else PLAIN)
    tree.chmod(RUNNABLE)
