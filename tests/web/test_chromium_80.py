"""Styles and scripts keep to what Chromium 80 has: a table of what came later, each with the version that brought it.

Offices run 360, 奇安信 and 统信 browsers on Chromium 80 to 90. What is missing there may only adorn (`ADORNS`).
"""

from __future__ import annotations

import re

import pytest

from tests.shared_files import ROOT

STATIC = ROOT / "web" / "static"
STYLES = {path.name: re.sub(r"(?s)/\*.*?\*/", "", path.read_text("utf-8")) for path in sorted(STATIC.rglob("*.css"))}
SCRIPTS = {path.name: path.read_text("utf-8") for path in sorted(STATIC.rglob("*.js"))}
TEMPLATES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "web" / "templates").rglob("*.html"))}

LATER_STYLES = {
    r":has\(": 105,
    r":is\(|:where\(": 88,
    r":not\([^)]*,": 88,
    r"\binset(-\w+)*\s*:": 87,
    r"(?<![\w-])(margin|padding|border)-(inline|block)(-(start|end))?\s*:": 87,
    r"aspect-ratio\s*:": 88,
    r"text-wrap|word-break\s*:\s*auto-phrase": 114,
    r"color-mix\(|oklch\(|oklab\(|(?<![\w-])(lab|lch|hwb)\(": 111,
    r"@layer|@container|@property|@scope|@starting-style": 99,
    r"(?<![-\w])gap\s*:": 84,
    r"\d(dvh|svh|lvh|dvw|cqw|lh|rlh)\b": 108,
    r"(?<![-\w])(translate|rotate|scale)\s*:": 104,
    r"(?<!-)overflow(-[xy])?\s*:\s*clip": 90,
    r"nth-child\([^)]*\bof\b": 111,
    r"(?m)^\s*&": 112,
    r"(?<!-)mask(-image)?\s*:": 120,
    r"place-(self|items)\s*:.*flex": 84,
    r"field-sizing|interpolate-size|anchor-name|view-transition": 123,
}
LATER_SCRIPTS = {
    r"\.at\(": 92,
    r"structuredClone": 98,
    r"replaceAll": 85,
    r"\?\?=|\|\|=|&&=": 85,
    r"Promise\.any|AggregateError|WeakRef": 85,
    r"Object\.hasOwn|findLast|\.toSorted|\.toReversed|\.with\(": 93,
    r"randomUUID": 92,
    r"AbortSignal\.(timeout|any)": 103,
    r"replaceChildren": 86,
    r"checkVisibility|\.inert\b|showPopover": 102,
    r"String\.raw`.*\\u\{": 99,
    r"querySelector(All)?\([^)]*:(has|is|where)\(": 88,
    r"^\s*#\w+\s*[=(;]": 84,
    r"\bstatic\s*\{": 94,
    r"Intl\.(Segmenter|ListFormat|DisplayNames)": 87,
    r"\d_\d": 75,
}
LATER_MARKUP = {r"\spopover\b": 114, r"\sinert\b": 102, r"<search[\s>]": 118, r"<details[^>]*\sname=": 120}
ADORNS = {
    "accent-color": 93,
    "content-visibility": 85,
    "forced-colors": 89,
    "text-decoration-thickness": 89,
    "text-underline-offset": 87,
    ":focus-visible": 86,
    "text-spacing-trim": 123,
}
"""Allowed: where it is missing nobody notices, or the browser's own form stands."""


def rows(later: dict[str, int], files: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (name, found[0])
        for name, code in files.items()
        for what in later
        if (found := re.search(what, code)) is not None
    ]


def test_styles() -> None:
    assert rows(LATER_STYLES, STYLES) == []


def test_scripts() -> None:
    assert rows(LATER_SCRIPTS, SCRIPTS) == []


def test_markup() -> None:
    assert rows(LATER_MARKUP, TEMPLATES) == []


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (LATER_STYLES, ".a { gap: 4px; }"),
        (LATER_STYLES, ".a:not(.b, .c) { color: red; }"),
        (LATER_STYLES, ".a { margin-inline: 4px; }"),
        (LATER_STYLES, ".a { rotate: 4deg; }"),
        (LATER_STYLES, ".a { height: 100dvh; }"),
        (LATER_SCRIPTS, "values.at(-1)"),
        (LATER_SCRIPTS, "a ??= 1"),
        (LATER_MARKUP, '<details class="x" name="one">'),
    ],
)
def test_the_table_finds_what_it_names(later: dict[str, int], code: str) -> None:
    assert rows(later, {"tried": code})


@pytest.mark.parametrize("code", [".a { grid-gap: 4px; column-gap: 4px; transform: rotate(4deg); }", ".a:not(.b) { }"])
def test_the_table_takes_what_is_old_enough(code: str) -> None:
    assert rows(LATER_STYLES, {"tried": code}) == []


def test_what_adorns_is_used_for_nothing_else() -> None:
    """Each of them is really there: a row that is no longer needed goes."""
    assert [name for name in ADORNS if not any(name in code for code in STYLES.values())] == []
