"""Which segments are in force, which of their reports are gone, and up to which change of the catalog: `CURRENT`.

    CURRENT   a line of JSON, a line with its CRC-32; replaced by an atomic rename when all that it names is on the disk

A report's new version is put into a new segment and its old one is gone: a tombstone, until a merge leaves it out.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import EngineError
from archive.storage import disk

CURRENT = "CURRENT"
_NAME = re.compile(r"[0-9]{6}\.segment")


@dataclass(frozen=True, slots=True)
class Part:
    """A segment by the name of its file, its size in bytes, how many reports it has, and which of them are gone."""

    name: str
    size: int
    reports: int
    gone: frozenset[int] = frozenset()

    @property
    def living(self) -> int:
        """How many reports of it count."""
        return self.reports - len(self.gone)

    def without(self, reports: Iterable[int]) -> Part:
        """The same with more tombstones."""
        return replace(self, gone=self.gone.union(reports))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in force. `serial` rises with every manifest of a folder."""

    fingerprint: str
    last_change: int = 0
    serial: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def reports(self) -> int:
        """How many reports count in all."""
        return sum(part.living for part in self.parts)


def read(folder: Path) -> Manifest:
    """What is in force in `folder`. Raises EngineError("index.damaged") where nothing is, or it cannot be read."""
    path = folder / CURRENT
    try:
        kept = json.loads(_summed(path.read_bytes()))
        parts = tuple(_part(*one) for one in kept["parts"])
        return Manifest(str(kept["fingerprint"]), int(kept["last_change"]), int(kept["serial"]), parts)
    except FileNotFoundError as problem:
        raise EngineError("index.damaged", path=str(path), problem="missing") from problem
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise EngineError("index.damaged", path=str(path), problem=str(problem)) from problem


def write(folder: Path, manifest: Manifest) -> None:
    """Put it in force at once and for good. Raises OSError."""
    parts = [(part.name, part.size, part.reports, _packed(part.gone)) for part in manifest.parts]
    told = {"fingerprint": manifest.fingerprint, "last_change": manifest.last_change, "serial": manifest.serial}
    line = json.dumps({**told, "parts": parts}).encode()
    disk.write_whole(folder / CURRENT, line + b"\n%08x\n" % zlib.crc32(line), lasting=True)


def signature(folder: Path) -> tuple[int, int, int] | None:
    """Changes whenever another manifest is in force; None where there is none."""
    try:
        status = os.stat(f"{folder}{os.sep}{CURRENT}")  # noqa: PTH116 # asked at every question: without making a path
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def next_name(folder: Path, serial: int) -> str:
    """The name of a segment that no file has, and none that a manifest up to `serial` has named.

    Readers know a segment by its name: one that all are gone of may be away, and its name is never given again.
    """
    numbers = (int(path.name[:6]) for path in folder.iterdir() if _NAME.fullmatch(path.name))
    return f"{max(serial, *numbers, 0) + 1:06}.segment"


def sweep(folder: Path, manifest: Manifest) -> None:
    """Delete the files that are not in force; what another program holds open goes next time.

    Only for whoever holds the writers' lock.
    """
    named = {part.name for part in manifest.parts}
    for path in folder.iterdir():
        if (_NAME.fullmatch(path.name) and path.name not in named) or path.name.endswith(disk.PART):
            disk.delete_if_possible(path)


def _summed(data: bytes) -> bytes:
    """The line that agrees with its sum. Raises ValueError."""
    line, _, own = data.partition(b"\n")
    if own != b"%08x\n" % zlib.crc32(line):
        raise ValueError("checksum")
    return line


def _packed(gone: frozenset[int]) -> str:
    """A bit a report, hexadecimal."""
    bits = 0
    for report in gone:
        bits |= 1 << report
    return f"{bits:x}"


def _part(name: str, size: int, reports: int, gone: str) -> Part:
    if not _NAME.fullmatch(name):
        raise ValueError("names")
    bits = bin(int(gone, 16))[:1:-1]
    found, at = set(), bits.find("1")
    while at >= 0:
        found.add(at)
        at = bits.find("1", at + 1)
    if found and max(found) >= reports:
        raise ValueError("tombstones")
    return Part(name, int(size), int(reports), frozenset(found))
