"""Documents are executed: every command of the READMEs runs, every link leads somewhere, every make target exists."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import VERBS
from tests.shared_files import ROOT

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = sorted([*READMES, "CHANGELOG.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])


def commands(document: str) -> Iterator[str]:
    """The lines of the document's sh blocks, comments taken off."""
    text = (ROOT / document).read_text(encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            command = re.sub(r"\s+#.*", "", line).strip()
            if command:
                yield command


@pytest.fixture(scope="module")
def path_with_baogao(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("bin")
    launcher = folder / "baogao"
    launcher.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m indexer.cli \"$@\"\n")
    launcher.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_both_readmes_have_the_same_commands() -> None:
    assert list(commands("README.md")) == list(commands("README.zh-CN.md"))


def test_every_command_of_the_readme_runs(path_with_baogao: str, tmp_path: Path) -> None:
    env = {**os.environ, "PATH": path_with_baogao, "BAOGAO_HOME": str(tmp_path / "home")}
    run = [command for command in commands("README.md") if not command.startswith("make ")]
    assert len(run) >= 10
    for command in run:
        done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stdout[-500:], done.stderr[-500:])
        assert done.stdout, command


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_is_named_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", text, flags=re.MULTILINE))
    assert {first or second for first, second in named} <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_verb_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`baogao ([a-z]+)", text))
    known = {*VERBS, *(point.name for point in importlib.metadata.entry_points(group="baogao.commands"))}
    assert named - known == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) if not link.startswith("http")]
    missing = [link for link in links if not ((ROOT / document).parent / link).exists()]
    assert missing == []
