"""Which files of the index are in force, and how new ones take over at once; what is in them lives beside this file.

    index/CURRENT          {"grams": "positions-000007", "words": "000012", "layout": 5, "sum": "…"}, the sum a CRC-32;
                           replaced by an atomic rename
    index/positions-000007 the exact store, a folder; a rebuild makes a new one
    index/grams-000007.db  the exact store as the release before made it, with its checksums and SQLite's files
    index/000012/          one generation of the words, never changed, with manifest.json: what it holds, and the
                           size and SHA-256 of each file
    index/building-1f3c/   both while they are built, with a lock of its own that ends with its builder
    index/lock             one writer at a time

Whoosh calls no fsync and its files carry no checksums, so both are done here: a generation is in force only when all of
it is on the disk, and its files are compared with the manifest before anything in them is unpickled.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.errors import EngineError
from archive.storage import disk
from archive.storage.file_lock import held
from archive.storage.sqlite_codes import primary_code

CURRENT, MANIFEST, LOCK = "CURRENT", "manifest.json", "lock"
BUILDING, POSITIONS, WORDS = "building-", "positions", "words"
_STORE, _GENERATION = re.compile(r"grams-\d{6,}\.db|positions-\d{6,}"), re.compile(r"\d{6,}")
LOOKING_SECONDS = 2.0
KEPT = 3
"""Generations that stay, the one in force included: readers in other processes may still be inside an older one."""


@dataclass(frozen=True, slots=True)
class Current:
    """The names of the files in force. `layout`: a program that knows lower ones only leaves them as they are."""

    grams: str
    words: str
    layout: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation of words holds: the last catalog change, for whom, and name -> (size, SHA-256)."""

    last_change: int
    fingerprint: str
    files: dict[str, tuple[int, str]]


def signature(folder: Path) -> tuple[int, int, int] | None:
    """Changes whenever another CURRENT takes over; None where there is none."""
    try:
        status = os.stat(f"{folder}{os.sep}{CURRENT}")  # noqa: PTH116 # asked at every question: without making a path
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def current(folder: Path, known: int | None = None) -> Current | None:
    """What is in force; None where nothing is.

    Raises EngineError: "index.damaged", and "index.newer" where its layout comes after `known` (None: any may be).
    """
    path = folder / CURRENT
    try:
        named = json.loads(path.read_text(encoding="utf-8"))
        altered = "sum" in named and summed(named) != named  # of an older program it has none
        layout = int(named.get("layout", 0))
        if known is not None and layout > known and not altered:
            raise EngineError("index.newer", found=layout, known=known)
        names = Current(named["grams"], named["words"], layout)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise EngineError("index.damaged", path=str(path), problem=repr(problem)) from problem
    if altered or not (_STORE.fullmatch(str(names.grams)) and _GENERATION.fullmatch(str(names.words))):
        raise EngineError("index.damaged", path=str(path), problem="checksum" if altered else "names")
    return names


def spare_newer(folder: Path, known: int) -> None:
    """Raises EngineError("index.newer") where the layout in force comes after the `known` one; damage is none."""
    try:
        current(folder, known)
    except EngineError as problem:
        if problem.code != "index.damaged":
            raise


def take_over(folder: Path, names: Current) -> None:
    """Put `names` in force at once and for good; what they name must be on the disk already."""
    disk.write_whole(folder / CURRENT, json.dumps(summed(asdict(names))).encode(), lasting=True)


def summed(told: Mapping[str, object]) -> dict[str, object]:
    """What CURRENT tells, with its sum: without it a flipped bit would name another file, or a later layout."""
    bare = {name: value for name, value in told.items() if name != "sum"}
    return {**bare, "sum": f"{zlib.crc32(json.dumps(bare, sort_keys=True).encode()):08x}"}


def next_number(folder: Path) -> int:
    """One more than any generation or exact store there has."""
    numbers = (path.name.removeprefix("grams-").removeprefix("positions-")[:6] for path in folder.iterdir())
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)


def generations(folder: Path) -> list[Path]:
    """The folders of words, newest first."""
    return sorted((path for path in folder.glob("[0-9]*") if path.is_dir() and path.name.isdecimal()), reverse=True)


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A folder of its own below `folder` for what is built, gone afterwards; no sweep touches it meanwhile."""
    place = folder / f"{BUILDING}{secrets.token_hex(4)}"
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, place, ignore_errors=True)
        try:
            place.mkdir(parents=True)
            mine = ending.enter_context(held(place / LOCK))
        except OSError as problem:
            raise failure(folder, problem) from problem
        if not mine:  # a sweep was quicker than we
            raise EngineError("index.locked", path=str(place))
        yield place


def adopt(folder: Path, place: Path, layout: int) -> Current:
    """Bring what was built and sealed in `place` to its numbered names, which nothing names yet."""
    number = next_number(folder)
    names = Current(f"{POSITIONS}-{number:06}", f"{number:06}", layout)
    disk.put_in_place(place / POSITIONS, folder / names.grams)
    disk.put_in_place(place / WORDS, folder / names.words)
    return names


def sweep(folder: Path, names: Current) -> None:
    """Delete what is not in force but for the last few generations of the same exact store, with which they share most
    of their files: of a store that is gone they would only take room. What Windows still holds open goes next time.

    Only for whoever holds the lock: what is newer than `names` was left by a writer that died.
    """
    staying = [path for path in generations(folder) if _beside(names, path)][:KEPT]
    for path in generations(folder):
        if path not in staying:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob("grams-*"):
        if not path.name.startswith(names.grams):
            with suppress(OSError):
                path.unlink()
    for path in folder.glob(f"{POSITIONS}-*"):
        if path.name != names.grams:
            shutil.rmtree(path, ignore_errors=True)
    shutil.rmtree(folder / "shadow", ignore_errors=True)  # a second index, which the release before could keep
    for path in folder.glob(f".*{disk.PART}"):  # whoever writes one now does without: nothing depends on it
        with suppress(OSError):
            path.unlink()
    for place in folder.glob(f"{BUILDING}*"):
        with suppress(OSError), held(place / LOCK) as left:  # by a builder that died
            if left:
                shutil.rmtree(place, ignore_errors=True)


def _beside(names: Current, generation: Path) -> bool:
    """Is it the one in force, or one that came before it beside the same exact store?"""
    begun = re.sub(r"\D", "", names.grams)
    return generation.name == names.words or int(begun) <= int(generation.name) < int(names.words)


def seal(generation: Path, last_change: int, fingerprint: str, known: Manifest | None = None) -> None:
    """Write the manifest of a finished generation and put all of it on the disk.

    Files of the same name and size in `known` are hard links to an older generation: neither hashed nor synced again.
    """
    files: dict[str, tuple[int, str]] = {}
    for path in sorted(generation.iterdir()):
        size = path.stat().st_size
        before = known.files.get(path.name) if known else None
        if before and before[0] == size:
            files[path.name] = before
            continue
        disk.to_disk(path)
        files[path.name] = (size, disk.digest(path))
    manifest = generation / MANIFEST
    manifest.write_text(json.dumps(asdict(Manifest(last_change, fingerprint, files))), encoding="utf-8")
    disk.to_disk(manifest)
    disk.to_disk(generation)
    disk.to_disk(generation.parent)


def manifest(generation: Path, *, hashes: bool) -> Manifest | None:
    """The generation's manifest; None unless every file it names is there in its size, and, if `hashes`, unchanged."""
    try:
        kept = json.loads((generation / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in kept["files"].items()}
        found = Manifest(int(kept["last_change"]), str(kept["fingerprint"]), files)
        whole = all((generation / name).stat().st_size == size for name, (size, _) in files.items())
        if whole and hashes:
            whole = all(disk.digest(generation / name) == digest for name, (_, digest) in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if whole and files else None


@contextmanager
def writing(folder: Path, seconds: float) -> Iterator[None]:
    """Be the only writer among all processes and threads. Raises EngineError("index.locked") after `seconds`.

    What the system refuses inside is told as `failure` does. The lock is SQLite's own, on a file without content:
    portable, with a time limit, and gone with its process.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(_lock(folder, seconds)):
            yield
    except OSError as problem:
        raise failure(folder, problem) from problem


@contextmanager
def looking(folder: Path) -> Iterator[None]:
    """Nobody writes meanwhile; makes no file. Raises EngineError("index.locked") where somebody does."""
    if not (folder / LOCK).exists():
        yield
        return
    with closing(_lock(folder, LOOKING_SECONDS)):
        yield


def _lock(folder: Path, seconds: float) -> sqlite3.Connection:
    lock = None
    try:
        lock = sqlite3.connect(folder / LOCK, timeout=seconds, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as problem:
        if lock is not None:
            lock.close()
        raise failure(folder, problem, otherwise="index.unwritable") from problem
    return lock


def failure(
    path: Path, problem: OSError | sqlite3.OperationalError, *, otherwise: str = "index.damaged"
) -> EngineError:
    """What the system or SQLite refused at `path`: `disk.full`, `index.locked`, `index.unwritable`, or `otherwise`."""
    if isinstance(problem, OSError):
        words = problem.strerror or str(problem)
        return EngineError("disk.full" if disk.is_full(problem) else "index.unwritable", path=str(path), problem=words)
    reported = primary_code(problem)
    code = _CODES.get(reported, otherwise)
    if reported in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and disk.nearly_full(path):
        code = "disk.full"
    return EngineError(code, path=str(path), problem=str(problem))


_CODES: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "index.locked",
    sqlite3.SQLITE_LOCKED: "index.locked",
    sqlite3.SQLITE_PROTOCOL: "index.locked",
    sqlite3.SQLITE_FULL: "disk.full",
    sqlite3.SQLITE_CANTOPEN: "index.unwritable",
    sqlite3.SQLITE_READONLY: "index.unwritable",
}
"""SQLite's primary result code to ours; what is not here means damage, or what the caller says."""
