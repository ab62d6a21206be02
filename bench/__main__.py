"""python -m bench: measures everything, prints the page, and writes docs/bench.md, its picture and its figures.

--quick   every tenth file, fewer questions, nothing written
--ten     ten times the corpus, paragraphs recombined; peers that were too slow in the round before are left out
--slow N  with --ten: those whose build took longer than N seconds (60)
--page    only write page and picture anew, from docs/bench.json
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench import kinds_page
from bench.corpus import laid, recombined, texts
from bench.figures import Round
from bench.machine import ROOT
from bench.measure import TOO_SLOW, one_round
from bench.page import page
from bench.picture import picture

FIGURES, PAGE, PICTURE = (ROOT / "docs" / name for name in ("bench.json", "bench.md", "pictures/bench.svg"))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    for name in ("--quick", "--ten", "--page"):
        parser.add_argument(name, action="store_true")
    parser.add_argument("--slow", type=float, default=TOO_SLOW)
    parser.add_argument("--out", type=Path, help="a folder for what --quick would not write")
    options = parser.parse_args()
    rounds = _known()
    if not options.page:
        made = _round(rounds.get("one"), quick=options.quick, ten=options.ten, slow=options.slow)
        rounds = {**rounds, "ten" if options.ten else "one": made} if not options.quick else {"one": made}
    text, drawing = (
        page(rounds["one"], rounds.get("ten"), kinds_page.known()),
        picture(rounds["one"], rounds.get("ten")),
    )
    print(text)
    if options.quick:
        if options.out:
            _write(options.out / PAGE.name, text)
            _write(options.out / "pictures" / PICTURE.name, drawing)
        return
    _write(FIGURES, json.dumps({name: one.as_json() for name, one in rounds.items()}, indent=1, ensure_ascii=False))
    _write(PAGE, text)
    _write(PICTURE, drawing)


def _round(before: Round | None, *, quick: bool, ten: bool, slow: float) -> Round:
    if ten and before is None and not quick:
        raise SystemExit("--ten leaves out the peers that were slow in a round without it: run that first")
    chosen = texts()[:: 10 if quick else 1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if ten:
            many = laid(list(recombined(chosen, 10)), folder / "files")
            return one_round(many, folder, asked=1000, scanned=50, plain=None, before=before, slow=slow)
        once, plain = laid(chosen, folder / "files"), laid(chosen, folder / "plain", plain=True)
        asked = 100 if quick else 1000
        return one_round(once, folder, asked=asked, scanned=asked, plain=plain, before=None)


def _known() -> dict[str, Round]:
    if not FIGURES.exists():
        return {}
    return {name: Round.from_json(body) for name, body in json.loads(FIGURES.read_text(encoding="utf-8")).items()}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
