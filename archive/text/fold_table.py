"""Makes `fold_simplified.txt`, the fold's pairs of traditional and simplified characters; how they are used is fold's.

Run after a new OpenCC table came with the development packages: `python -m archive.text.fold_table`. A test compares
the file with what this gives. Nothing here runs, and OpenCC is not needed, where reports are read.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

HOME = Path(__file__).with_name("fold_simplified.txt")
_PACKAGE, _SOURCE = "opencc-python-reimplemented", "opencc/dictionary/TSCharacters.txt"
_HEADER = """\
# Traditional characters and the simplified ones that the fold puts in their place, a pair a line.
# Made by `python -m archive.text.fold_table`; do not edit.
# From OpenCC's table TSCharacters as {package} {version} ships it, the first candidate of each line,
# without those that stay what they are. Copyright the OpenCC authors, Apache License 2.0.
"""


def made() -> str:
    """The file's text, from the installed package. Raises PackageNotFoundError where that is missing."""
    package = distribution(_PACKAGE)
    lines = Path(str(package.locate_file(_SOURCE))).read_text(encoding="utf-8").splitlines()
    entries = (line.split() for line in lines if line.strip())
    pairs = sorted((traditional, first) for traditional, first, *_ in entries if traditional != first)
    header = _HEADER.format(package=_PACKAGE, version=package.version)
    return header + "".join(f"{traditional}{simplified}\n" for traditional, simplified in pairs)


if __name__ == "__main__":
    HOME.write_text(made(), encoding="utf-8", newline="\n")
