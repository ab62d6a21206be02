"""A bug in a real process: a folder for PYTHONPATH whose sitecustomize breaks one place of the program at its start."""

from __future__ import annotations

from pathlib import Path

from tests.shared_files import ROOT

IN_THE_PIPELINE = """
from indexer.ingest.pipeline import Pipeline

def broken(self, batch):
    raise RuntimeError("no way to keep " + repr([candidate.source for candidate, _ in batch]))

Pipeline._keep = broken
"""
IN_THE_SEARCHER = """
from indexer.search.searcher import Searcher

made = Searcher._made

def broken(self, reading, *more):
    if "坏" in reading.request.query:
        raise ValueError("cannot answer " + reading.request.query + " at all")
    return made(self, reading, *more)

Searcher._made = broken
"""
IN_THE_TEMPLATES = """
from web.http import error_pages

def broken(*_, **__):
    raise ValueError("no page about 坏话")

error_pages.render_template = broken
"""


def broken(folder: Path, *bugs: str) -> dict[str, str]:
    """The environment in which a process of ours has these bugs."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text("\n".join(bugs), encoding="utf-8")
    return {"PYTHONPATH": f"{folder}:{ROOT}"}
