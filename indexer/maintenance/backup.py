"""A backup is one zip: the catalog (分库 and rights, too) as of one moment, the originals, the people and the record of
deeds, the settings, and a manifest. No terminal here.

    manifest.json   {"baogao": 1, "reports": n, "fonds": n, "files": {name: SHA-256},
                     "people": n, "audit": {"number": n, "hash": SHA-256}}    the last two where there are any
    catalog.db, people.db, baogao.toml, originals/ab/abcd…

The index is not in it: it is made again. A backup is written beside its name and renamed when it is on the disk; it is
restored beside the home, verified byte by byte and against itself, and only then given the home's name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from archive.catalog import Catalog
from archive.catalog.opening import open_catalog
from archive.errors import CatalogError, UsageError
from archive.people.opening import FILE as PEOPLE
from archive.people.opening import PRIVATE
from archive.storage import disk
from indexer.maintenance import backup_people
from indexer.settings import FILE as SETTINGS
from indexer.settings import Settings

MANIFEST, CATALOG, ORIGINALS = "manifest.json", "catalog.db", "originals"
FORM = 1
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError),
    *(ValueError, KeyError, TypeError, AttributeError),
)
"""What a zip that is broken, has a password, or holds other things than we write makes Python raise."""
SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds."""

    reports: int
    originals: int


def save(catalog: Catalog, home: Path, target: Path, settings: Settings | None = None) -> Saved:
    """Write a backup while others read and write. Raises UsageError("backup.exists"), CatalogError("backup.failed").

    The manifest vouches for the end of the record of deeds as the backup holds it.

    Originals are never altered while the archive is in use, and deleted only when their report is purged, or their file
    forgotten: then the backup is of a later moment, at which they were no longer the archive's.
    """
    if target.exists():
        raise UsageError("backup.exists", path=str(target))
    part = disk.beside(target)
    try:
        part.touch(mode=PRIVATE)  # it holds all reports, and hashes of passwords
        saved, dead = _write(part, catalog, home, settings or Settings())
        if dead:
            _write_without(part, dead)
        disk.to_disk(part)
        disk.put_in_place(part, target)
    except OSError as problem:
        raise CatalogError("backup.failed", path=str(target), problem=problem.strerror or str(problem)) from problem
    finally:
        part.unlink(missing_ok=True)
    return saved


def restore(source: Path, home: Path) -> int:
    """Make the archive that `source` holds; how many reports. `home` must not exist, or be empty.

    Raises UsageError: `home.not_empty`, `backup.unreadable`; nothing is touched then.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise UsageError("home.not_empty", home=str(home))
    fresh = disk.beside(home, ".restoring")
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        _unpack(source, fresh)
        reports = _verified(fresh, source)
        if home.exists():
            home.rmdir()
        disk.put_in_place(fresh, home)
    except OSError as problem:
        raise CatalogError("disk.failed", path=str(home), problem=problem.strerror or str(problem)) from problem
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return reports


def size_of(source: Path) -> int:
    """Bytes of what a backup holds, unpacked. Raises UsageError("backup.unreadable")."""
    try:
        with zipfile.ZipFile(source) as pack:
            return sum(info.file_size for info in pack.infolist())
    except (*UNREADABLE, OSError) as problem:
        raise UsageError("backup.unreadable", path=str(source), problem=str(problem)) from problem


@contextmanager
def _as_of(copy: Path) -> Iterator[Catalog]:
    then = open_catalog(copy.parent)
    try:
        yield then
    finally:
        then.close()


def _write(part: Path, catalog: Catalog, home: Path, settings: Settings) -> tuple[Saved, set[str]]:
    """What was saved, and the members of the zip that were purged after they had been written: not in the manifest."""
    digests: dict[str, str] = {}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        while True:
            with tempfile.TemporaryDirectory(prefix="baogao-backup-") as folder:
                copy = Path(folder) / CATALOG
                catalog.copy(copy)
                with _as_of(copy) as then:
                    if not _add_originals(pack, catalog, home, then.referenced(), digests):
                        continue  # a purge came between: as of now its report is gone, too
                    names = {_original(sha256) for sha256 in then.referenced()}
                    reports, fonds = len(then.ids()), len(then.fonds.all())
                kept = {name: digest for name, digest in digests.items() if name in names}
                files = {**kept, CATALOG: _add(pack, copy, CATALOG)}
                told: dict[str, object] = {"baogao": FORM, "reports": reports, "fonds": fonds}
                people = backup_people.copied(home, settings, Path(folder))
                if people is not None:
                    files[PEOPLE] = _add(pack, people.path, PEOPLE)
                    told |= {"people": people.accounts, "audit": asdict(people.last)}
            if (home / SETTINGS).exists():
                files[SETTINGS] = _add(pack, home / SETTINGS, SETTINGS)
            pack.writestr(MANIFEST, json.dumps({**told, "files": files}))
            return Saved(reports, len(kept)), digests.keys() - kept.keys()


def _add_originals(
    pack: zipfile.ZipFile, catalog: Catalog, home: Path, wanted: Collection[str], digests: dict[str, str]
) -> bool:
    """Add those of `wanted` that `digests` has not yet, by name; False where one has gone, and rightly so."""
    for sha256 in sorted(wanted):
        name = _original(sha256)
        if digests.get(name) == sha256:
            continue
        try:
            digests[name] = _add(pack, home / name, name)
        except FileNotFoundError as problem:
            if sha256 in catalog.referenced():
                raise CatalogError("catalog.original_missing", sha256=sha256, path=str(home / name)) from problem
            return False
        if digests[name] != sha256:
            if sha256 in catalog.referenced():
                raise CatalogError("catalog.original_damaged", sha256=sha256, path=str(home / name))
            return False
    return True


def _write_without(part: Path, dead: set[str]) -> None:
    """The zip anew without the bytes of these members: what was deleted for good is in no file that is given away."""
    fresh = disk.beside(part, ".thinned")
    try:
        with (
            zipfile.ZipFile(part) as old,
            zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack,
        ):
            for info in old.infolist():
                if info.filename not in dead:
                    with old.open(info) as file, pack.open(zipfile.ZipInfo(info.filename), "w", force_zip64=True) as to:
                        disk.copied(file, to)
        disk.put_in_place(fresh, part)
    finally:
        fresh.unlink(missing_ok=True)


def _original(sha256: str) -> str:
    return f"{ORIGINALS}/{sha256[:2]}/{sha256}"


def _add(pack: zipfile.ZipFile, path: Path, name: str) -> str:
    with path.open("rb") as file, pack.open(zipfile.ZipInfo(name), "w", force_zip64=True) as inside:
        return disk.copied(file, inside)


def _unpack(source: Path, fresh: Path) -> None:
    """Every file the manifest names, and no other, in its own bytes, on the disk."""
    try:
        with zipfile.ZipFile(source) as pack:
            members = {_plain(info): info for info in pack.infolist() if not info.is_dir()}
            manifest = json.loads(pack.read(members[MANIFEST]))
            if manifest["baogao"] != FORM:
                raise UsageError("backup.unreadable", path=str(source), problem=f"version {manifest['baogao']}")
            for name, sha256 in manifest["files"].items():
                if _take(pack, members[name], _place(fresh, name)) != sha256:
                    raise UsageError("backup.unreadable", path=str(source), problem=f"{name}: SHA-256")
    except UNREADABLE as problem:
        raise UsageError("backup.unreadable", path=str(source), problem=str(problem)) from problem
    except FileNotFoundError as problem:
        raise UsageError("backup.unreadable", path=str(source), problem=problem.strerror or "") from problem


def _plain(info: zipfile.ZipInfo) -> str:
    r"""A member's name as we wrote it, whatever packed it again: \ for /, a folder around all, GBK for UTF-8.

    Our own names are ASCII; so what other encodings do to them is nothing, and a folder's name above them is cut off.
    """
    parts = info.orig_filename.replace("\\", "/").strip("/").split("/")
    for first in (ORIGINALS, CATALOG, PEOPLE, SETTINGS, MANIFEST):
        if first in parts:
            return "/".join(parts[parts.index(first) :])
    return "/".join(parts)


def _place(fresh: Path, name: str) -> Path:
    """Where a file of the manifest goes: one of the kinds that we write, never outside."""
    path = PurePosixPath(name)
    folder, *rest = path.parts
    known = name in (CATALOG, PEOPLE, SETTINGS)
    original = folder == ORIGINALS and len(rest) == 2 and rest[0] == rest[1][:2]
    if not known and not (original and SHA256.fullmatch(rest[1])):
        raise ValueError(name)
    return fresh.joinpath(*path.parts)


def _take(pack: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pack.open(info) as inside, path.open("xb") as file:
        digest = disk.copied(inside, file)
        file.flush()
        disk.sync_file(file.fileno())
    return digest


def _verified(fresh: Path, source: Path) -> int:
    """The archive opens and is sound. Its folders are on the disk."""
    try:
        catalog = open_catalog(fresh)
        try:
            for finding in catalog.verify():
                raise UsageError("backup.unreadable", path=str(source), problem=finding.code)
            reports = len(catalog.ids())
        finally:
            catalog.close()
        broken = backup_people.fault(fresh / PEOPLE) if (fresh / PEOPLE).exists() else None
        if broken is not None:
            raise UsageError("backup.unreadable", path=str(source), problem=f"{PEOPLE}: {broken}")
    except CatalogError as problem:
        raise UsageError("backup.unreadable", path=str(source), problem=problem.message()) from problem
    for folder, _, _ in os.walk(fresh):
        disk.to_disk(Path(folder))
    return reports
