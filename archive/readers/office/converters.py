"""Old formats by way of programs of the machine: LibreOffice, antiword, catdoc, where one is found. Else a clear error.

They run inside the sandbox of the file that they convert, in a folder and a process group of their own that end with
it, and never hear of the network.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from archive.errors import ReadError
from archive.readers import text
from archive.readers.base import Reading
from archive.readers.office.process_group import output_of

SECONDS = 25
"""For one file; the sandbox ends a little later."""


def converted(data: bytes, name: str) -> Reading:
    """The text of an old file by the first converter that gives some. Raises `import.old_format`."""
    with tempfile.TemporaryDirectory(prefix="baogao-") as folder:
        path = Path(folder, "file.doc")  # never the name that a stranger gave it
        path.write_bytes(data)
        for program, convert in _CONVERTERS.items():
            found = shutil.which(program)
            if found is None:
                continue
            raw = convert(found, path)
            if raw.strip():
                return text.read(raw, name, "utf-8")
    raise ReadError("import.old_format", name=name)


def _office(program: str, path: Path) -> bytes:
    profile = f"-env:UserInstallation={path.parent.joinpath('profile').as_uri()}"
    words = ["--headless", "--norestore", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(path.parent)]
    _run([program, profile, *words, str(path)], path.parent)
    result = path.with_suffix(".txt")
    return result.read_bytes() if result.exists() else b""


def _antiword(program: str, path: Path) -> bytes:
    return _run([program, "-m", "UTF-8.txt", "-w", "0", str(path)], path.parent)


def _catdoc(program: str, path: Path) -> bytes:
    return _run([program, "-d", "utf-8", "-w", str(path)], path.parent)


def _run(command: list[str], folder: Path) -> bytes:
    """What a program prints; nothing where it fails or takes too long: then the next one is tried."""
    try:
        return output_of(command, folder, SECONDS)
    except OSError:
        return b""


_CONVERTERS: dict[str, Callable[[str, Path], bytes]] = {
    "soffice": _office,
    "antiword": _antiword,
    "catdoc": _catdoc,
}
