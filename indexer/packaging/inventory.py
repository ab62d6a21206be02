"""What the wheels of a bundle hold: each library with its licence and licence texts, each model and each font.

Names and licences come from the core metadata of the wheels (PEP 566, PEP 639); texts from the files that they carry.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from pathlib import Path, PurePosixPath

from indexer.packaging.archive_file import sha256_of

LEGAL = re.compile(r"(?i)^(licen[cs]e|copying|notice|authors|thirdpartynotices)")
LEARNT = {
    **dict.fromkeys((".onnx", ".traineddata", ".pt"), "model"),
    **dict.fromkeys((".ttf", ".otf", ".ttc", ".woff", ".woff2"), "font"),
}
"""Endings of files that are no program text and have makers of their own."""
CLASSIFIED = re.compile(r"License :: (?:OSI Approved :: )?(.+)")
SHORT = 60
"""Characters of a licence's name: longer ones are its text, put into the wrong field."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A model or a font in a wheel. `kind` is "model" or "font", `size` in bytes."""

    path: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Library:
    """A wheel. `license` as its metadata names it, `texts`: (path in the wheel, what the file says)."""

    name: str
    version: str
    license: str
    author: str
    wheel: str
    sha256: str
    texts: tuple[tuple[str, str], ...]
    assets: tuple[Asset, ...]

    @property
    def purl(self) -> tuple[str, str, str]:
        """Type, name and version of its package URL (https://github.com/package-url/purl-spec)."""
        return "pypi", re.sub(r"[-_.]+", "-", self.name).lower(), self.version


def of_wheels(wheels: Sequence[Path]) -> list[Library]:
    """The libraries in `wheels`, sorted by name without regard to case."""
    return sorted((_of_wheel(wheel) for wheel in wheels), key=lambda one: one.name.lower())


def _of_wheel(wheel: Path) -> Library:
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(name for name in archive.namelist() if not name.endswith("/"))
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        told = message_from_string(archive.read(metadata).decode("utf-8", "replace"))
        return Library(
            name=str(told["Name"]),
            version=str(told["Version"]),
            license=license_of(told),
            author=str(told["Author"] or told["Author-email"] or told["Maintainer"] or ""),
            wheel=wheel.name,
            sha256=sha256_of(wheel),
            texts=tuple(_texts(archive, names)),
            assets=tuple(_assets(archive, names)),
        )


def license_of(told: Message) -> str:
    """The licence's name: the expression, else a short field, else the classifiers; "" where nothing is said."""
    if told["License-Expression"]:
        return str(told["License-Expression"])
    field = str(told["License"] or "")
    classified = [found[1] for each in told.get_all("Classifier", []) if (found := CLASSIFIED.fullmatch(each))]
    if field and len(field) <= SHORT and "\n" not in field and not field.startswith("Copyright"):
        return field
    return " AND ".join(dict.fromkeys(classified)) or field.partition("\n")[0]


def _texts(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        path = PurePosixPath(name)
        if LEGAL.match(path.name) and path.suffix.lower() in ("", ".txt", ".md", ".rst", ".bsd", ".apache", ".mit"):
            yield name, archive.read(name).decode("utf-8", "replace")


def _assets(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[Asset]:
    for name in names:
        if kind := LEARNT.get(PurePosixPath(name).suffix.lower()):
            data = archive.read(name)
            yield Asset(name, kind, len(data), hashlib.sha256(data).hexdigest())
