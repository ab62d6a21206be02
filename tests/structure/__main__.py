"""Prints how right mastheads, headings and parts are on the labelled texts, known and held out: `python -m
tests.structure [known|held_out|later] [-v]`. With all it writes the table of docs/structure.md anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.shared_files import ROOT, SHARED
from tests.structure.labels import KINDS, labels_of
from tests.structure.scoring import Counts, Scores, add, add_parts, interval, read

PAGE = ROOT / "docs" / "structure.md"
BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->\n"
NAMES = {"known": "Known texts", "held_out": "Held-out texts, after the mending told below"}
LATER = "later"


def main(words: Sequence[str]) -> int:
    """Prints the tables; returns 2 where the corpus is not there."""
    if SHARED is None:
        sys.stderr.write("../shared/corpus is not there\n")
        return 2
    chosen = [name for name in (*NAMES, LATER) if name in words] or [*NAMES, LATER]
    tables = []
    for name in chosen:
        scores = measured(SHARED / "corpus", name) if name in NAMES else parts_measured(SHARED / "corpus")
        tables.append("".join(table(NAMES[name], scores) if name in NAMES else table_of_parts(scores)))
        sys.stdout.write(tables[-1])
        if "-v" in words:
            sys.stdout.write("\n".join(scores.differing) + "\n")
    if len(chosen) > len(NAMES):
        _write("\n".join(tables))
    return 0


def measured(corpus: Path, group: str) -> Scores:
    """The counts over all kinds."""
    scores = Scores()
    for kind in KINDS:
        for labels in labels_of(kind, group):
            add(scores, labels, read(corpus, labels.file))
    return scores


def parts_measured(corpus: Path) -> Scores:
    """The counts of the parts that were read later."""
    scores = Scores()
    for labels in labels_of("parts", LATER):
        scores.texts += 1
        add_parts(scores, labels, read(corpus, labels.file))
    return scores


HEAD = "| | asked | right | silent | wrong | right, with the 95 % interval |\n| --- | --- | --- | --- | --- | --- |\n"


def table_of_parts(scores: Scores) -> Iterator[str]:
    """The lines of the table for what was read later."""
    yield f"### Parts in further reports, read after the rules were mended ({scores.texts})\n\n"
    yield HEAD
    yield _row("parts of places", scores.parts)


def table(name: str, scores: Scores) -> Iterator[str]:
    """The lines of one table."""
    yield f"### {name} ({scores.texts})\n\n"
    yield HEAD
    for label, counts in scores.fields.items():
        yield _row(label, counts)
    yield _row("headings, recall", scores.recall)
    yield _row("headings, precision", scores.precision)
    yield _row("levels", scores.levels)
    yield _row("parts of places", scores.parts)


def _row(label: str, counts: Counts) -> str:
    low, high = interval(counts.right, counts.total)
    share = f"{counts.right / counts.total:.1%} ({low:.1%} – {high:.1%})" if counts.total else "–"
    return f"| {label} | {counts.total:,} | {counts.right:,} | {counts.silent} | {counts.wrong} | {share} |\n"


def _write(tables: str) -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
