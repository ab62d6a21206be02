"""The survey of a whole archive in its own process, killed in the middle: the next one goes on and misses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.cli.main import main
from indexer.overlap.survey import Survey
from indexer.workspace import Workspace
from tests.shared_files import ROOT

COPIED = "我镇坚持把基层治理摆在突出位置，先后召开党委会六次专题研究网格划分和人员配备，建立起三级联动的巡查走访制度。"
PAPERS, PATIENCE = 80, 60.0


@pytest.mark.slow
def test_a_killed_survey_goes_on(tmp_path: Path) -> None:
    for number in range(PAPERS):
        own = "".join(chr(0x4E00 + (number * 97 + at * 31) % 20_000) for at in range(3_000))
        text = f"第{number}号工作总结\n{own}。\n{COPIED}\n"
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    home = tmp_path / "home"
    assert main(["--home", str(home), "add", *map(str, sorted(tmp_path.glob("*.txt")))]) == 0
    words = [sys.executable, "-m", "indexer.overlap.survey", str(home), "all", "0"]
    survey = Survey(home / "index")
    with subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
        end = time.monotonic() + PATIENCE
        while len(survey.rows()) < 3 and time.monotonic() < end and process.poll() is None:
            time.sleep(0.005)
        process.kill()
    begun = {one.id: one for one in survey.rows()}
    assert 3 <= len(begun) < PAPERS, "it was killed in the middle"
    assert not survey.running
    assert subprocess.run(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode == 0
    rows = survey.rows()
    with Workspace(home) as workspace:
        assert sorted(one.id for one in rows) == sorted(workspace.catalog.ids())
    assert all(one == begun[one.id] for one in rows if one.id in begun), "what was done is not done again"
    assert all(one.shared >= len(COPIED) - 4 for one in rows)
