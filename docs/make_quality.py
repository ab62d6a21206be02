"""python docs/make_quality.py: branch coverage a folder, from the .coverage file that `make coverage` leaves, to
docs/quality.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "quality.md"
HEAD = """# What the tests reach

Branch coverage of `make test`, a row a folder, written by `make coverage`. A branch that no test takes is a place to
look, and one that is taken proves little by itself: what is asserted there, only breaking the code tells. What runs in
processes that tests start (commands, `serve`) and on servers (PostgreSQL, OpenSearch, a directory) is not counted.

| folder | lines | branches | lines reached | branches taken |
| --- | ---: | ---: | ---: | ---: |
"""


def main() -> None:
    """Ask coverage for its figures and write the table."""
    asked = [sys.executable, "-m", "coverage", "json", "-q", "-o", "-"]
    found = json.loads(subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    folders: dict[str, Counter[str]] = defaultdict(Counter)
    for name, file in found["files"].items():
        for folder in (str(Path(name).parent), "all"):
            folders[folder].update({key: int(value) for key, value in file["summary"].items() if key in KEPT})
    rows = [row(name, folders[name]) for name in sorted(folders, key=lambda name: (name == "all", name))]
    TARGET.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")


KEPT = {"num_statements", "covered_lines", "num_branches", "covered_branches"}


def row(folder: str, counts: Counter[str]) -> str:
    """A folder's line of the table."""
    lines, branches = counts["num_statements"], counts["num_branches"]
    reached = f"{counts['covered_lines'] / lines:.1%}" if lines else "–"
    taken = f"{counts['covered_branches'] / branches:.1%}" if branches else "–"
    return f"| {folder} | {lines} | {branches} | {reached} | {taken} |"


if __name__ == "__main__":
    main()
