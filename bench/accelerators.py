"""python -m bench.accelerators FILES: an import without numpy, rjieba, lxml and pdfium, as on a machine without wheels.

With and without them; the processor's seconds of the command and of all processes it started, by Linux. The figures go
to docs/bench-kinds.json.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.kinds_page import FIGURES
from bench.machine import ROOT

HIDDEN = ROOT / "tests" / "hidden"
SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): children of children that have ended are ours to wait for."""


def main() -> None:
    """Both imports, one after the other."""
    if sys.argv[1:2] == ["--one"]:
        _import(sys.argv[2:])
        return
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", type=Path, help="a folder of papers")
    files: Path = options.parse_args().files
    found: dict[str, float] = {"files": sum(path.is_file() for path in files.rglob("*"))}
    for way in ("with", "without"):
        found[f"positions, {way}"] = _seconds(files, hidden=way == "without")
    print(found)
    known = json.loads(FIGURES.read_text("utf-8"))
    FIGURES.write_text(json.dumps({**known, "accelerators": found}, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _seconds(files: Path, *, hidden: bool) -> float:
    path = os.pathsep.join(map(str, [HIDDEN, ROOT] if hidden else [ROOT]))
    env = {**os.environ, "PYTHONPATH": path}
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "bench.accelerators", "--one", f"{home}/home", str(files)]
        return float(subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout)


def _import(words: list[str]) -> None:
    """One import; its seconds, once all that it started has ended."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    home, files = words
    subprocess.run(
        [sys.executable, "-m", "indexer.cli", "--home", home, "add", files],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    main()
