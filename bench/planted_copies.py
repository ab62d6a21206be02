"""python -m bench.planted_copies: how much of what was copied into a report 雷同 finds, how often it points elsewhere,
and how long it takes.

Sixty reports and policies of the open corpus are taken out of the archive and get ten paragraphs of 60 to 300
characters from laws that stay in it: two word for word, two with one character in ten changed at random, two with
every tenth changed, two with numbers and names replaced, two with their sentences in another order (seeded). A plant is
found where half of its characters lie in stretches. An alarm is another paragraph, formula and quotations aside, with a
run of 80 characters, or of at least 50 characters of which seven tenths stand in one passage of another report. Prints
a table; --write puts it into docs/overlap.md.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.cli.main import main as baogao
from indexer.overlap.shared_passages import Overlap, Text, overlap
from indexer.proofing.draft import draft_of_text
from indexer.workspace import Workspace
from tests.shared_files import ROOT, SEEDS, shared

TABLE = ROOT / "docs" / "overlap.md"
MARKER = "<!-- written by `make overlap` -->"
ONCE_MORE = ("_另一版本", "gb18030", "专利代理条例")
"""Files whose text lies in the corpus once more: what is found of them are true copies."""
REPORTS, PLANTS_EACH = 60, 2
LONG_RUN, PARAGRAPH, MOSTLY = 80, 50, 0.7
OTHERS = "鑫淼焱垚犇骉羴猋"
"""Characters that stand for a changed one."""

Edit = Callable[[str, random.Random], str]


def _at_random(text: str, dice: random.Random) -> str:
    return "".join(dice.choice(OTHERS) if dice.random() < 0.1 else one for one in text)


def _every_tenth(text: str, dice: random.Random) -> str:
    return "".join(dice.choice(OTHERS) if at % 10 == 9 else one for at, one in enumerate(text))


def _renamed(text: str, dice: random.Random) -> str:
    numbered = re.sub("[一二三四五六七八九十0-9]+", lambda _: str(dice.randrange(2, 99)), text)
    return re.sub("(?:国务院|[一-龥]{2}[省市县])", lambda _: dice.choice(("青石县", "白水市", "清河省")), numbered)


def _reordered(text: str, dice: random.Random) -> str:
    sentences = re.findall("[^。；]+[。；]?", text)
    dice.shuffle(sentences)
    return "".join(sentences)


EDITS: dict[str, Edit] = {
    "word for word": lambda text, _: text,
    "one character in ten at random": _at_random,
    "every tenth character": _every_tenth,
    "numbers and names replaced": _renamed,
    "sentences in another order": _reordered,
}


@dataclass
class Outcome:
    """What was found of the plants, and what else was pointed at."""

    found: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    alarms: int = 0
    paragraphs: int = 0
    seconds: list[float] = field(default_factory=list)


def run(home: Path, taken_out: list[Path], laws: list[list[str]]) -> Outcome:
    """All reports, one after the other."""
    outcome, dice = Outcome(), random.Random("overlap")
    with Workspace(home) as workspace:
        for path in taken_out:
            lines = path.read_text(encoding="utf-8").splitlines()
            plants: dict[str, str] = {}
            for name, edit in EDITS.items():
                for _ in range(PLANTS_EACH):
                    source = _paragraph(laws, dice, sentences=name == "sentences in another order")
                    plants[edit(source, dice)] = name
            for plant in plants:
                lines.insert(dice.randrange(2, max(3, len(lines))), plant)
            draft = draft_of_text("\n".join(lines))
            begun = time.process_time()
            found = overlap(workspace.searcher, Text(draft.report, draft.name))
            outcome.seconds.append(time.process_time() - begun)
            _judge(outcome, found, plants)
    return outcome


def _paragraph(laws: list[list[str]], dice: random.Random, *, sentences: bool) -> str:
    while True:
        text = dice.choice(dice.choice(laws))
        if 60 <= len(text) <= 300 and (not sentences or len(re.findall("[。；]", text)) >= 2):
            return text


def _judge(outcome: Outcome, found: Overlap, plants: dict[str, str]) -> None:
    covered: defaultdict[int, set[int]] = defaultdict(set)
    pointed: set[int] = set()
    texts = found.text.report.texts
    for one in found.stretches:
        covered[one.passage].update(range(one.start, one.end))
        length = len(texts[one.passage - 1])
        mostly = length >= PARAGRAPH and one.same >= MOSTLY * length
        if one.nature in ("plain", "law") and (one.longest >= LONG_RUN or mostly):
            pointed.add(one.passage)
    for number, text in enumerate(texts, 1):
        kind = plants.get(text)
        if kind is not None:
            outcome.planted[kind] += 1
            outcome.found[kind] += len(covered[number]) * 2 >= len(text)
        else:
            outcome.paragraphs += 1
            outcome.alarms += number in pointed


def table(outcome: Outcome) -> str:
    """The figures as Markdown."""
    lines = ["| planted | found | |", "| --- | ---: | ---: |"]
    for name in EDITS:
        many, all_ = outcome.found[name], outcome.planted[name]
        lines.append(f"| {name} | {many * 100 / all_:.1f} % | {many} of {all_} |")
    rate = outcome.alarms * 100 / outcome.paragraphs
    lines.append(f"| other paragraphs pointed at | {rate:.2f} % | {outcome.alarms} of {outcome.paragraphs} |")
    cuts = statistics.quantiles(outcome.seconds, n=20)
    lines += [
        "",
        f"A report: {statistics.median(outcome.seconds):.2f} s of the processor in the median, p95 {cuts[18]:.2f} s.",
    ]
    return "\n".join(lines)


def main() -> int:
    """Plant, look, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/overlap.md")
    options = parser.parse_args()
    reports = sorted(
        path
        for kind in ("gov-reports", "policies")
        for path in shared("corpus", kind).rglob("*.txt")
        if not any(word in path.name for word in ONCE_MORE)
    )
    taken_out = random.Random("taken out").sample(reports, min(REPORTS, len(reports)))
    law_files = sorted(shared("corpus", "laws").rglob("*.md"))
    laws = [path.read_text(encoding="utf-8").splitlines() for path in law_files]
    stay = [path for path in [*reports, *law_files] if path not in taken_out]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        baogao(["--home", str(home), "add", str(SEEDS), *map(str, stay)])
        told = table(run(home, taken_out, laws))
    print(told)
    if options.write:
        head = TABLE.read_text(encoding="utf-8").partition(MARKER)[0]
        TABLE.write_text(f"{head}{MARKER}\n\n{told}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
