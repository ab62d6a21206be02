"""Folders of children: each has its own, whoever else begins at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.shared_files import ROOT

TOGETHER = """
import sys, threading
from indexer.processes import workplaces
threads, made = int(sys.argv[1]), []
gate = threading.Barrier(threads)
def begin():
    gate.wait()
    made.append(workplaces.new())
running = [threading.Thread(target=begin) for _ in range(threads)]
[thread.start() for thread in running]
[thread.join() for thread in running]
print(sum(folder.is_dir() for folder in made), len({folder.parent for folder in made}))
"""


def test_threads_that_begin_together_have_folders_below_one(tmp_path: Path) -> None:
    """The lock of one's own process looks free (POSIX): a thread must not clear away another thread's folder."""
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", TOGETHER, "8"],
            cwd=ROOT,
            env={"TMPDIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert (done.stdout.split(), done.stderr) == (["8", "1"], "")


def test_what_is_left_of_a_process_is_cleared_away_and_what_lives_is_not(tmp_path: Path) -> None:
    env = {"TMPDIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(ROOT)}
    code = "import sys; from indexer.processes import workplaces; print(workplaces.new(), flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as lives:
        assert lives.stdout is not None
        assert lives.stdin is not None
        mine = Path(lives.stdout.readline().strip())
        killed = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert killed.stdout is not None
        left = Path(killed.stdout.readline().strip())
        killed.kill()
        killed.communicate()
        assert left.is_dir()
        subprocess.run([*command], cwd=ROOT, env=env, input="", capture_output=True, text=True, check=True)
        assert not left.exists()
        assert mine.is_dir()
        lives.stdin.close()
    assert not mine.exists(), "it takes its own along"
