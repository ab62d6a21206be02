"""Archives that three earlier programs made, opened by this one, and the way back: `make test-upgrade`.

The earlier programs are commits of this repository, each in a tree of its own; they run with the libraries of today.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.shared_files import ROOT, SEEDS

pytestmark = pytest.mark.deployment

EARLIER = ("f4c76d6", "911a696", "8daf676")
"""With the catalog's fifth, eighth and eleventh schema."""
BUSY, TRIES = ("query.busy", "query.timeout"), 20
"""What a machine at work answers: asked again."""
WORDS = ("工作", "基层党建", "学习 教育")


@dataclass
class Program:
    """The command line of a tree over a home."""

    tree: Path
    home: Path

    def __call__(self, *words: str, fails: bool = False) -> str:
        """What it says on standard output."""
        plain = {**os.environ, "PYTHONPATH": str(self.tree), "BAOGAO_HOME": str(self.home), "BAOGAO_LANG": "zh"}
        start = f"import sys; sys.path.insert(0, {str(self.tree)!r}); from {self.command} import main; sys.exit(main())"
        words = (sys.executable, "-c", start, *words)
        for _ in range(TRIES):
            done = subprocess.run(words, capture_output=True, text=True, env=plain, cwd=self.tree)
            if not any(code in done.stdout + done.stderr for code in BUSY):
                break
        assert (done.returncode != 0) is fails, f"{words}: {done.stdout[-1000:]}{done.stderr[-2000:]}"
        return done.stderr if fails else done.stdout

    @property
    def command(self) -> str:
        """The package or module with `main`, which has moved once."""
        return "indexer.cli.main" if (self.tree / "indexer" / "cli" / "main.py").exists() else "indexer.commands"

    def reports(self) -> dict[str, str]:
        """Ids and titles of all reports."""
        lines = map(json.loads, self("list", "--json").splitlines())
        return {one["id"]: one["title"] for one in lines}

    def found(self) -> list[dict[str, int]]:
        """For each question how many places each report has, by its id."""
        answers = (json.loads(self("search", "--json", "--limit", "100", words)) for words in WORDS)
        return [{one["id"]: one["matches"] for one in answer["reports"]} for answer in answers]


@pytest.fixture(scope="module", params=EARLIER)
def earlier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """An earlier program, and an archive of its own with the seeds, a correction and a deleted report."""
    folder = tmp_path_factory.mktemp("earlier")
    subprocess.run(["git", "worktree", "add", "--detach", str(folder / "tree"), request.param], cwd=ROOT, check=True)
    try:
        program = Program(folder / "tree", folder / "home")
        program("add", str(SEEDS))
        yield program
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(folder / "tree")], cwd=ROOT, check=True)


def test_its_archive_is_upgraded_answers_the_same_and_goes_back(earlier: Program, tmp_path: Path) -> None:
    before, answers = earlier.reports(), earlier.found()
    assert before
    assert all(answers)
    home = tmp_path / "home"
    shutil.copytree(earlier.home, home)
    now = Program(ROOT, home)
    assert now.reports() == before
    assert now.found() == answers
    now("check")
    now("add", str(SEEDS))
    assert now.reports() == before, "the same files are the same reports"
    (kept,) = (home / "before-upgrade").glob("catalog-*.db")
    back = Program(earlier.tree, home)
    way = told_way_back().replace("catalog-NUMBER.db", kept.name)
    *copying, last = way.splitlines()
    assert last == "baogao reindex"
    subprocess.run(["sh", "-e", "-c", "\n".join(copying)], cwd=home, check=True)
    back("reindex")
    assert back.reports() == before
    assert back.found() == answers


def told_way_back() -> str:
    """The commands that docs/deploy.md tells."""
    text = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    found = re.search(r"```\n(rm -rf catalog.db .*?)\n```", text, re.DOTALL)
    assert found
    return found[1]


def test_what_is_newer_is_left_alone_by_the_earlier_one(earlier: Program, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(earlier.home, home)
    Program(ROOT, home)("reindex")
    assert "版本" in Program(earlier.tree, home)("list", fails=True)
