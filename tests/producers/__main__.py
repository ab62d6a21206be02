"""Runs every program, reads what it wrote, prints a row for each: `python -m tests.producers [WORDS OF A NAME]`.

The libraries are put into a temporary folder, or into PRODUCERS_HOME where that is set: it is kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from archive.errors import ReadError
from archive.ingest import ingest
from tests.producers.measures import HEADER, HEADINGS, Measures, measured
from tests.producers.programs import NPM, PRODUCERS, PYPI, MissingError, Producer, Tools


def main(words: Sequence[str]) -> None:
    """Prints the table."""
    kept = os.environ.get("PRODUCERS_HOME")
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(kept or temporary)
        tools = _tools(home)
        _say(HEADER)
        files = cuts = 0
        for producer in PRODUCERS:
            if not all(word in producer.name for word in words):
                continue
            found = _row(producer, tools, home)
            if found is not None:
                files, cuts = files + 1, cuts + found.cuts
    _say(f"\n{files} files, {cuts} false cuts, {HEADINGS} headings a file")


def _tools(home: Path) -> Tools:
    python, modules = home / "venv" / "bin" / "python", home / "npm" / "node_modules"
    if not python.exists():
        _quietly([sys.executable, "-m", "venv", str(home / "venv")])
        _quietly([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PYPI])
    if not modules.exists() and shutil.which("npm"):
        (home / "npm").mkdir(parents=True, exist_ok=True)
        _quietly(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home / "npm"), *NPM])
    return Tools(python, modules)


def _quietly(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        _say(f"# {' '.join(command[:3])} …: {(done.stderr.strip().splitlines() or ['?'])[-1][:120]}")


def _row(producer: Producer, tools: Tools, home: Path) -> Measures | None:
    folder = Path(tempfile.mkdtemp(dir=home))
    found = None
    try:
        made = producer.make(tools, folder)
        if keep := os.environ.get("PRODUCERS_KEEP"):
            shutil.copy(made, Path(keep) / f"{producer.name.replace(' ', '_')}{made.suffix}")
        found = measured(ingest(made.read_bytes(), made.name))
        row = found.row()
    except (MissingError, subprocess.TimeoutExpired) as problem:
        row = f"missing: {problem} |  |  |  | "
    except ReadError as problem:
        row = f"refused: {problem.code} |  |  |  | "
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _say(f"| {producer.name} | {row} |")
    return found


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
