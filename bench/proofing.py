"""python -m bench.proofing: how much of what is wrong in a draft is found, and how often something sound is shown.

Errors of each kind are planted into real reports and policies of the open corpus (seeded, one a text): found is one
of that kind that touches the planted place and was not there before. Alarms are the findings in the texts as they are,
a 10,000 characters; what was read among them is told in docs/proofing.md. Quotations are slices of the archive, as they
are and altered, judged as a scan judges them. Prints the tables; --write puts them into docs/proofing.md.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from archive.ingest import ingest
from archive.text.fold import fold_text
from indexer.cli.main import main as baogao
from indexer.proofing.characters import look_alikes
from indexer.proofing.draft_check import ALONE
from indexer.proofing.finding import Finding
from indexer.proofing.quotations import Verifier
from indexer.workspace import Workspace
from tests.shared_files import ROOT, SEEDS, shared

PLANTED = 100
QUOTED = 60
TABLE = ROOT / "docs" / "proofing.md"
MARKER = "<!-- written by `make proofing` -->"

Texts = list[str]
Plant = Callable[[Texts, random.Random], tuple[int, int] | None]
"""Spoils one passage; the passage and the code point, or None where the text has no room for such an error."""


def _pattern(texts: Texts, dice: random.Random, pattern: str) -> tuple[int, re.Match[str]] | None:
    """One of the places where the pattern stands, and its passage (from 0)."""
    found = [(at, match) for at, text in enumerate(texts) for match in re.finditer(pattern, text)]
    return dice.choice(found) if found else None


def _replaced(pattern: str, better: Callable[[re.Match[str]], str]) -> Plant:
    def plant(texts: Texts, dice: random.Random) -> tuple[int, int] | None:
        place = _pattern(texts, dice, pattern)
        if place is None:
            return None
        at, match = place
        texts[at] = texts[at][: match.start()] + better(match) + texts[at][match.end() :]
        return at + 1, match.start()

    return plant


def _numbered(change: int) -> Plant:
    """（三） becomes （二） or （四）."""
    figures = "一二三四五六七八九"

    def plant(texts: Texts, dice: random.Random) -> tuple[int, int] | None:
        found = [at for at, text in enumerate(texts) if re.match("（[二三四五六七八]）", text)]
        if not found:
            return None
        at = dice.choice(found)
        texts[at] = f"（{figures[figures.index(texts[at][1]) + change]}）" + texts[at][3:]
        return at + 1, 0

    return plant


def _inserted(sentence: Callable[[random.Random], str]) -> Plant:
    def plant(texts: Texts, dice: random.Random) -> tuple[int, int] | None:
        place = _pattern(texts, dice, "。")
        if place is None:
            return None
        at, match = place
        texts[at] = texts[at][: match.end()] + sentence(dice) + texts[at][match.end() :]
        return at + 1, match.end()

    return plant


def _date(dice: random.Random) -> str:
    month, day = dice.choice([(2, 30), (4, 31), (6, 31), (9, 31), (11, 31), (13, 1)])
    return f"{dice.randrange(2015, 2024)}年{month}月{day}日召开会议。"


def _sum(dice: random.Random) -> str:
    one, other = dice.randrange(10, 90), dice.randrange(10, 90)
    return f"共有党员{one + other + dice.choice([-2, -1, 1, 2])}名，其中男{one}名，女{other}名。"


PLANTS: dict[str, tuple[str, Plant]] = {
    "number doubled": ("numbering", _numbered(-1)),
    "number skipped": ("numbering", _numbered(1)),
    "一是…三是": ("ordinal", _inserted(lambda _: "一是学习，三是落实。")),
    "a mark of a pair removed": ("unpaired", _replaced("[“”《》（）]", lambda _: "")),
    "ー for 一": ("look_alike", _replaced("(?<=[一-龥])一(?=[一-龥])", lambda _: "ー")),
    "half-width mark": (
        "half_width",
        _replaced("(?<=[一-龥])[，；](?=[一-龥])", lambda match: ",;"["，；".index(match[0])]),
    ),
    "impossible date": ("date", _inserted(_date)),
    "wrong total": ("sum", _inserted(_sum)),
    "blank": ("placeholder", _replaced("(?<=[一-龥])[0-9]+(?=[一-龥])", lambda _: "XX")),
}


def findings(texts: Sequence[str]) -> list[Finding]:
    """All that the text says by itself."""
    return [*(one for check in ALONE for one in check(texts)), *look_alikes(texts)]


def texts_of(kinds: Sequence[str]) -> list[list[str]]:
    """The passages of every text of these folders of the corpus, in an order that lasts."""
    files = sorted(
        path for kind in kinds for path in shared("corpus", kind).rglob("*") if path.suffix in (".txt", ".md")
    )
    return [list(ingest(path.read_bytes(), path.name).texts) for path in files]


def planted(reports: Sequence[list[str]]) -> Iterator[tuple[str, int, int]]:
    """Kind of error, found, planted."""
    for name, (kind, plant) in PLANTS.items():
        dice = random.Random(name)
        found = done = 0
        while done < PLANTED:
            texts = list(dice.choice(reports))
            before = {(one.kind, one.places, one.text) for one in findings(texts) if one.kind == kind}
            place = plant(texts, dice)
            if place is None:
                continue
            done += 1
            new = [
                one for one in findings(texts) if one.kind == kind and (one.kind, one.places, one.text) not in before
            ]
            touched = any(where.passage == place[0] for one in new for where in one.places)
            found += touched or (kind == "unpaired" and bool(new))  # its other half is what has none now
        yield name, found, done


def alarms(texts: Sequence[list[str]]) -> tuple[Counter[str], int]:
    """Findings a kind, and characters."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(one.kind for one in findings(text))
    return counted, sum(len(passage) for text in texts for passage in text)


def quotations(verifier: Verifier, texts: Sequence[list[str]]) -> Iterator[tuple[str, int, int, float]]:
    """What was done to the quotation, judged rightly, all, and milliseconds of the processor a quotation."""
    passages = [passage for text in texts for passage in text if len(passage) > 80 and "\x1f" not in passage]
    folded = "\n".join(fold_text(passage) for passage in passages)

    def altered(text: str) -> str:
        middle = len(text) // 2
        return text[:middle] + ("鑫" if text[middle] != "鑫" else "淼") + text[middle + 1 :]

    ways: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
        "untouched": (lambda text: text, ("exact",)),
        "half-width comma": (lambda text: text.replace("，", ","), ("folded",)),
        "a wrong character": (altered, ("near",)),
        "a missing character": (lambda text: text[: len(text) // 2] + text[len(text) // 2 + 1 :], ("near",)),
        "shuffled": (lambda text: "".join(random.Random(text).sample(text, len(text))), ("absent",)),
    }
    for name, (way, states) in ways.items():
        dice = random.Random(name)
        right = done = 0
        begun = time.process_time()
        while done < QUOTED:
            passage = dice.choice(passages)
            start = dice.randrange(len(passage) - 60)
            text = passage[start : start + dice.randrange(20, 60)].strip("，。；：、“”‘’（）《》 \u3000\n")
            if (name == "half-width comma" and "，" not in text) or len(fold_text(text)) < 16:
                continue
            done += 1
            asked = way(text)
            stands = fold_text(asked) in folded
            said = verifier.verify(asked)
            right += (
                said.state in states
                if not stands or name in ("untouched", "half-width comma")
                else said.state in ("exact", "folded")
            )
        yield name, right, done, (time.process_time() - begun) * 1000 / done


def tables(home: Path) -> str:
    """All of it as Markdown."""
    reports, laws = texts_of(["gov-reports", "policies"]), texts_of(["laws"])
    lines = ["| planted | found of 100 |", "| --- | ---: |"]
    lines += [f"| {name} | {found * 100 // done} |" for name, found, done in planted(reports)]
    (told, characters), (in_laws, law_characters) = alarms(reports), alarms(laws)
    read = f"{characters / 1e6:.1f} million characters of reports, {law_characters / 1e6:.1f} of laws"
    lines += ["", f"| findings in {read} | a 10,000 of reports | of laws |", "| --- | ---: | ---: |"]
    for kind in sorted({*told, *in_laws}):
        both = ((told[kind], characters), (in_laws[kind], law_characters))
        lines.append(f"| {kind} | {' | '.join(f'{many * 1e4 / size:.3f} ({many})' for many, size in both)} |")
    with Workspace(home) as workspace:
        judged = list(quotations(Verifier(workspace.searcher), reports))
    lines += ["", "| quotation | judged rightly | ms of the processor |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {right} of {done} | {cost:.0f} |" for name, right, done, cost in judged]
    return "\n".join(lines)


def main() -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/proofing.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        baogao(
            [
                "--home",
                str(home),
                "--json",
                "add",
                str(SEEDS),
                str(shared("corpus", "gov-reports")),
                str(shared("corpus", "policies")),
            ]
        )
        told = tables(home)
    print(told)
    if options.write:
        head = TABLE.read_text(encoding="utf-8").partition(MARKER)[0]
        TABLE.write_text(f"{head}{MARKER}\n\n{told}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
