"""THIRD-PARTY-LICENSES: every library of a bundle with its licence and its text, every model and font.

A wheel that carries no text gets that of the licence it declares, where that is a form with the maker's name in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.packaging.inventory import Library

RULE = "=" * 78
OWN = "baogao"


class UnknownLicenseError(Exception):
    """A library says nowhere under which licence it may be given away: it must not be in a bundle."""


def third_party(libraries: Sequence[Library], mit: str) -> str:
    """The file's text. `mit`: a text of the MIT licence, whose wording is used for wheels that carry none.

    Raises UnknownLicenseError.
    """
    others = [one for one in libraries if one.name.lower() != OWN]
    if unnamed := [one.name for one in others if not one.license]:
        raise UnknownLicenseError(", ".join(unnamed))
    parts = [
        "Baogao itself is under the MIT licence (see LICENSE). It comes with the libraries below, each under its own.",
        "报告库本身按 MIT 许可发布（见 LICENSE），随附下列组件，各按其自己的许可。",
        "",
        *(f"{one.name} {one.version}: {one.license}" for one in others),
        "",
        *_assets(libraries),
    ]
    for one in others:
        parts += ["", RULE, f"{one.name} {one.version}", f"{one.license}", RULE, *_text(one, mit)]
    return "\n".join(line.rstrip() for line in "\n".join(parts).splitlines()) + "\n"


def _assets(libraries: Sequence[Library]) -> Iterator[str]:
    yield "Models and fonts 模型与字体"
    found = [(one, asset) for one in libraries for asset in one.assets]
    for one, asset in found:
        yield f"{asset.kind} {asset.path} ({asset.size} bytes, sha256 {asset.sha256}): with {one.name}, {one.license}"
    if not any(asset.kind == "font" for _, asset in found):
        yield "No font is in this bundle: pages use the fonts of the reader's system. 不含字体，使用系统自带字体。"


def _text(one: Library, mit: str) -> Iterator[str]:
    for path, text in one.texts:
        yield f"--- {path}"
        yield text.rstrip()
    if not one.texts:
        yield f"The wheel carries no licence text; its metadata names {one.license}, author {one.author or 'unnamed'}."
        if "MIT" in one.license:
            yield re.sub(r"Copyright \(c\).*", f"Copyright (c) {one.author or one.name}", mit).rstrip()
