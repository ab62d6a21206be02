"""Documents are executed: every command of the READMEs runs, every link leads somewhere, every make target exists."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli.main import VERBS
from tests.shared_files import ROOT
from tests.system.test_walls import MAY_IMPORT

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = sorted(
    [*READMES, "CHANGELOG.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
)


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


@pytest.mark.slow
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
    named = set(re.findall(r"`baogao ([a-z-]+)", text))
    known = {*VERBS, *(point.name for point in importlib.metadata.entry_points(group="baogao.commands"))}
    assert named - known == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) if not link.startswith("http")]
    missing = [link for link in links if not ((ROOT / document).parent / link).exists()]
    assert missing == []


def test_the_map_has_each_folder_once() -> None:
    headings = re.findall(
        r"^## ([a-z0-9_/]+): ", (ROOT / "docs" / "architecture.md").read_text("utf-8"), flags=re.MULTILINE
    )
    assert sorted(headings) == sorted(MAY_IMPORT)


@pytest.mark.parametrize("document", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_files_that_a_map_names_exist(document: str) -> None:
    names = re.findall(r"`([\w/]+\.(?:py|md|toml))`", (ROOT / document).read_text(encoding="utf-8"))
    known = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("[!.]*/**/*.*")} | {"baogao.toml", "NAME.py"}
    assert [name for name in names if not any(path == name or path.endswith(f"/{name}") for path in known)] == []


def test_the_diagrams_are_those_of_the_script_and_their_folders_exist() -> None:
    spec = importlib.util.spec_from_file_location("make_diagrams", ROOT / "docs" / "make_diagrams.py")
    assert spec is not None
    assert spec.loader is not None
    diagrams = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(diagrams)
    for name, drawn in diagrams.PICTURED.items():
        assert (ROOT / "docs" / "pictures" / name).read_text(encoding="utf-8") == drawn
    assert {stop.folder for stop in (*diagrams.FILE, *diagrams.QUERY)} <= MAY_IMPORT.keys()
