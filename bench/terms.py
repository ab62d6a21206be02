"""python -m bench.terms: how long one waits for 提法 in an archive of the open corpus, and what counting them costs.

Counted are seconds of the processor, in one process: the counting that an import does, then questions of a process that
has just begun: the list of quoted terms, wordings drawn from the texts (seeded) and the commonest ones there are, what
rises and falls between groups. Each question is asked once, so nothing is kept from before. Prints a table; --write
puts it into docs/terms.md. `--home` asks an archive that is there already.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from archive.errors import UsageError
from indexer.cli.main import main as baogao
from indexer.wordings import comparison_groups, holdings, phrase_segments
from indexer.wordings.comparison_groups import group_of
from indexer.wordings.quoted_terms import Kind
from indexer.wordings.wordings import Wordings
from indexer.workspace import Workspace
from tests.shared_files import ROOT, SEEDS, shared

TABLE = ROOT / "docs" / "terms.md"
MARKER = "<!-- written by `python -m bench.terms --write` -->"
COMMON = (
    "应当",
    "工作",
    "管理",
    "规定",
    "发展",
    "人民代表大会",
    "国务院",
    "高质量发展",
    "中国特色社会主义",
    "一岗双责",
)
GROUPS: tuple[tuple[Kind, str, str], ...] = (
    ("reports", "2013-2026", "1998-2012"),
    ("reports", "2023", "2018"),
    ("reports", "2020-2024", "2019"),
    ("all", "2024", "2015-2023"),
    ("all", "2010-2026", "1980-2009"),
    ("all", "2021", "2020"),
)
DRAWN = 100


def measured(home: Path) -> Iterator[str]:
    """The lines of the table."""
    index = home / "index"
    for left in (holdings.FILE, comparison_groups.FILE):
        (index / left).unlink(missing_ok=True)
    shutil.rmtree(index / phrase_segments.FOLDER, ignore_errors=True)
    yield from ("| what | seconds of the processor | |", "| --- | ---: | --- |")
    with Workspace(home) as workspace:
        size = sum(len(text.encode()) for _, texts in workspace.catalog.texts() for text in texts)
        workspace.analyzer.words("工作")
        begun = Wordings(workspace.searcher, index)
        took = _seconds(begun.holdings)
        yield f"| counting characters and quoted terms of all reports | {took:.1f} | at an import |"
        yield f"| counting their phrases | {_seconds(begun.follow):.1f} | at an import, or beside the service |"
    kept = [index / holdings.FILE, *(index / phrase_segments.FOLDER).glob("*.segment")]
    share = sum(path.stat().st_size for path in kept) / size
    with Workspace(home) as workspace:
        workspace.engine.cards()
        wordings = Wordings(workspace.searcher, index)
        took = _seconds(wordings.terms)
        yield f"| the list of quoted terms, first question | {took:.2f} | {len(wordings.terms())} terms |"
        yield _row(
            "a wording drawn from the texts", [_seconds(partial(wordings.usage, one)) for one in _drawn(workspace)]
        )
        yield _row("one of the commonest", [_seconds(partial(wordings.usage, one)) for one in COMMON])
        times = []
        for kind, here, there in GROUPS:
            with suppress(UsageError):  # the corpus grows: a year may be empty
                times.append(_seconds(partial(wordings.comparison, group_of(here), group_of(there), kind)))
        yield _row("what rises and falls between two groups", times)
    yield from ("", f"On the disk: {share:.3f} of the text's UTF-8.")


def _drawn(workspace: Workspace) -> list[str]:
    dice = random.Random(21)
    ids = dice.sample(sorted(workspace.catalog.ids()), DRAWN)
    found = []
    for _, texts in workspace.catalog.texts(ids):
        text = max(texts, key=len)
        start = dice.randrange(max(1, len(text) - 8))
        found.append(text[start : start + dice.randint(4, 8)].strip() or "工作")
    return found


def _seconds(call: Callable[[], object]) -> float:
    before = time.process_time()
    call()
    return time.process_time() - before


def _row(name: str, times: list[float]) -> str:
    return f"| {name} | {statistics.median(times):.2f} | the slowest of {len(times)}: {max(times):.2f} |"


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.terms", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/terms.md")
    parser.add_argument("--home", type=Path, help="an archive of the open corpus that is there already")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baogao-terms-") as folder:
        home = arguments.home or Path(folder) / "home"
        if arguments.home is None and baogao(["add", "--home", str(home), str(shared("corpus")), str(SEEDS)]) == 2:
            return 2
        table = "\n".join(measured(home))
    print(table)
    if arguments.write:
        head = TABLE.read_text(encoding="utf-8").partition(MARKER)[0]
        TABLE.write_text(f"{head}{MARKER}\n\n{table}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
