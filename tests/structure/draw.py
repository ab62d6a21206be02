"""Which 120 texts of the open corpus were labelled: forty of each kind, drawn once by chance, a third of them held out.

The draw is a function of the files' names alone, so that it can be made again; the labels beside keep its outcome.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from tests.outline_gold import GOLD
from tests.shared_files import SEEDS

SEED = 20261130
COPIES = ("另一版本", "句对齐", "gbk_", "utf16le", "utf8-bom", "gb18030")
"""A copy of a text that others have a part in: never held out."""

Draw = dict[str, tuple[list[str], list[str]]]


def drawn(corpus: Path) -> Draw:
    """Of each kind the known and the held-out files, named below the corpus (`seeds/…`: those of the project)."""
    chance = random.Random(SEED)
    seen = _golden()
    reports = _files(corpus, "gov-reports/*.txt")
    notices = _files(corpus, "policies/txt/*.txt")
    pages = _files(corpus, "policies/html/*.html")
    laws = _files(corpus, "laws/**/*.md", but="SOURCES.md")
    office = [name for name in _files(corpus, "formats/*") if not name.endswith("SOURCES.md")]
    seeds = [f"seeds/{path.name}" for path in sorted(SEEDS.glob("*.txt"))]
    of_notices = _known_and_held_out(chance, notices, 10, 4, seen)
    told = {Path(name).stem for part in of_notices for name in part}
    pages = [name for name in pages if Path(name).stem not in told]
    of_reports = _known_and_held_out(chance, reports, 25, 9, seen)
    of_pages = _known_and_held_out(chance, pages, 24, 8, seen)
    of_office = _known_and_held_out(chance, office, len(office), 5, seen)
    return {
        "papers": (seeds + of_reports[0] + of_notices[0], of_reports[1] + of_notices[1]),
        "laws": _known_and_held_out(chance, laws, 40, 14, seen),
        "files": (of_office[0] + of_pages[0], of_office[1] + of_pages[1]),
    }


def _golden() -> set[str]:
    """The files whose outline was written down by hand before: rules were made in view of them."""
    first = [path.read_text(encoding="utf-8").splitlines()[0] for path in GOLD.glob("*.txt")]
    return {line.removeprefix("# ").strip() for line in first}


def _files(corpus: Path, pattern: str, but: str = "") -> list[str]:
    return sorted(path.relative_to(corpus).as_posix() for path in corpus.glob(pattern) if path.name != but)


def _known_and_held_out(
    chance: random.Random, names: Sequence[str], count: int, held_out: int, seen: set[str]
) -> tuple[list[str], list[str]]:
    chosen = chance.sample(names, count)
    fresh = [name for name in chosen if name not in seen and not any(copy in name for copy in COPIES)]
    apart = set(fresh[:held_out])
    return sorted(set(chosen) - apart), sorted(apart)
