"""Files on their way in from the page: where they lie until they are imported. How they are imported: `background`.

    HOME/incoming/7/000012          the bytes of the twelfth file of import 7
    HOME/incoming/7/000012.json     {"name", "sha256"}: written last, so that half a file never counts
    HOME/incoming/7/closed          no more will come

What a client calls a file is data inside the JSON and never a name on this disk. All of it is state that any process
may take up; nothing here is the truth, and each file leaves when its outcome is in the catalog.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import CatalogError, ReadError
from archive.storage import disk
from archive.storage.disk import disk_errors, make_folder

FOLDER = "incoming"
NEW, CLOSED, LAST, TOLD = "new", "closed", "last", ".json"
LONGEST = 200
"""Characters of one part of a name; a file system takes 255 bytes, but here no file is named so."""
DAY = 24 * 3600.0
"""Seconds after which nobody receives a file any more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for its import, the `place`-th one given. `again`: the location of an unread file to retry."""

    place: int
    name: str
    path: Path
    sha256: str = ""
    again: str = ""

    @property
    def whole(self) -> bool:
        """Are its bytes those that came? A power cut may leave others."""
        try:
            return disk.digest(self.path) == self.sha256
        except OSError:
            return False


class UploadSpool:
    """The files that wait in `home`. Raises CatalogError: `disk.full`, `disk.failed`, `catalog.read_only`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / FOLDER

    def free(self) -> int:
        """Bytes that the disk still has."""
        make_folder(self.folder)
        return disk.free(self.folder)

    def sweep(self) -> None:
        """Delete what was being received when a process died, a day later."""
        for path in (self.folder / NEW).glob("*"):
            with suppress(OSError):  # another process sweeps too
                if time.time() - path.stat().st_mtime > DAY:
                    path.unlink()

    def draft(self) -> Upload:
        """A file to be written while its bytes come in; it goes away unless it is kept."""
        make_folder(self.folder / NEW)
        return Upload(self.folder / NEW / secrets.token_hex(12))

    def keep(self, number: int, draft: Upload, name: str) -> int:
        """The draft becomes the next file of import `number`, called `name`; its place.

        Raises ReadError("import.closed") where no more are taken.
        """
        draft.close()
        with disk_errors(draft.path):
            told = {"name": plain_name(name), "sha256": disk.digest(draft.path)}
            return self._place(number, told, draft.path)

    def again(self, number: int, location: str, source: str) -> int:
        """The unread file at `location` is to be retried in import `number`."""
        return self._place(number, {"name": source, "again": location}, None)

    def _place(self, number: int, told: dict[str, str], data: Path | None) -> int:
        folder = self.folder / str(number)
        make_folder(folder)
        if (folder / CLOSED).exists():
            raise ReadError("import.closed", number=number)
        with disk_errors(folder):
            place = _next(folder)
            path = folder / f"{place:06d}"
            if data is not None:
                data.replace(path)
            disk.write_whole(path.with_suffix(TOLD), json.dumps(told).encode(), lasting=False)
        return place

    def close(self, number: int) -> None:
        """No more will come."""
        folder = self.folder / str(number)
        make_folder(folder)
        with disk_errors(folder):
            (folder / CLOSED).touch()

    def is_closed(self, number: int) -> bool:
        """Has it been said that no more will come?"""
        return (self.folder / str(number) / CLOSED).exists()

    def waiting(self, number: int) -> Sequence[Waiting]:
        """The files of an import that have no outcome yet, in the order in which they were given."""
        folder = self.folder / str(number)
        return [_waiting(path) for path in sorted(folder.glob("*" + TOLD))]

    def forget(self, number: int, place: int, *, wiped: bool = False) -> None:
        """The file has its outcome. `wiped`: its bytes may not stay on the disk, as far as a program can see to it."""
        path = self.folder / str(number) / f"{place:06d}"
        if wiped:
            disk.wipe(path)
            disk.wipe(path.with_suffix(TOLD))
        path.with_suffix(TOLD).unlink(missing_ok=True)
        os.truncate(path, 0)  # the name stays taken until the import is over

    def drop(self, number: int) -> None:
        """The import is over."""
        shutil.rmtree(self.folder / str(number), ignore_errors=True)

    def holds(self, number: int) -> bool:
        """Does anything of the import lie here?"""
        return (self.folder / str(number)).exists()

    def bytes_of(self, number: int) -> int:
        """Bytes of the files of an import that wait."""
        total = 0
        for path in (self.folder / str(number)).glob("*"):
            with suppress(OSError):  # whoever brings it in has just let it go
                total += path.stat().st_size
        return total

    def abandon(self, number: int) -> None:
        """No outcome is wanted of what waits. Nobody has looked whether it is secret: its bytes are wiped."""
        for path in (self.folder / str(number)).glob("[0-9]*"):
            with suppress(CatalogError):  # no room even to overwrite (copy-on-write): deleting it is what frees some
                disk.wipe(path)
        self.drop(number)


class Upload:
    """A file that is being received, as much of a stream as a form's parser needs.

    It is closed as soon as all of it is written: one request may bring hundreds.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with disk_errors(path):
            self._file: BinaryIO = path.open("xb")

    def write(self, data: bytes) -> int:
        """The next piece. Raises CatalogError("disk.full")."""
        with disk_errors(self.path):
            return self._file.write(data)

    def seek(self, offset: int) -> int:
        """A parser goes back to the beginning when it has written everything; nobody reads from here."""
        self.close()
        return offset

    def close(self) -> None:
        """All of it is there. Raises CatalogError("disk.full"): what was held back is written now."""
        with disk_errors(self.path):
            self._file.close()

    def discard(self) -> None:
        """Not wanted; nothing where it was kept."""
        with suppress(OSError):  # a full disk: what could not be written is not wanted either
            self._file.close()
        self.path.unlink(missing_ok=True)


def plain_name(name: str) -> str:
    r"""What the person called the file, as text: folders by `/`, no drive, no way up, nothing that cannot be printed.

    `C:\甲\..\报告.pdf` is 甲/报告.pdf, and 报告.pdf stays 报告.pdf.
    """
    text = "".join(character for character in name.replace("\\", "/") if character.isprintable())
    parts = [part.strip().rstrip(".").strip() for part in re.sub("^[A-Za-z]:", "", text).split("/")]
    kept = [_shortened(part) for part in parts if part]
    return "/".join(kept[-20:]) or "-"


def _shortened(part: str) -> str:
    """At most `LONGEST` characters, the suffix among them."""
    if len(part) <= LONGEST:
        return part
    stem, dot, suffix = part.rpartition(".")
    if not dot or len(suffix) > 10:
        return part[:LONGEST]
    return stem[: LONGEST - len(suffix) - 1] + dot + suffix


def _next(folder: Path) -> int:
    """The next place, taken by making its file: two requests at once get two. `last` only tells where to begin."""
    counter = folder / LAST
    told = counter.read_text(encoding="ascii") if counter.exists() else ""
    place = int(told) + 1 if told.isdigit() else 1
    while True:
        try:
            (folder / f"{place:06d}").open("xb").close()
        except FileExistsError:  # how a name is taken
            place += 1
        else:
            counter.write_text(str(place), encoding="ascii")
            return place


def _waiting(path: Path) -> Waiting:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        name, sha256, again = told["name"], told.get("sha256", ""), told.get("again", "")
    except (OSError, ValueError, KeyError, TypeError):  # what a power cut left of it
        name, sha256, again = "-", "", ""
    return Waiting(int(path.stem), name, path.with_suffix(""), sha256, again)
