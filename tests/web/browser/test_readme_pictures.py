"""The pictures of the READMEs show the page as it is: navigation, buttons, fields and headings have the same words."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from types import ModuleType

import pytest

from tests.shared_files import ROOT


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pictures", ROOT / "docs" / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    made = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.looks
def test_the_words_of_the_pictures_are_those_of_the_page() -> None:
    """Where this fails: `make pictures`, and look at what changed. (Playwright starts once in a process.)"""
    code = "import runpy, sys; sys.stdout.write(runpy.run_path(sys.argv[1])['labels']())"
    path = str(ROOT / "docs" / "make_pictures.py")
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, env=env, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr[-2000:]
    assert told.stdout == script().LABELS.read_text(encoding="utf-8")


def test_every_picture_that_a_readme_shows_is_one_of_them() -> None:
    taken = {f"docs/pictures/{one.name}.png" for one in script().TAKEN}
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        shown = {piece.split(")")[0] for piece in text.split("](")[1:] if piece.split(")")[0].endswith(".png")}
        assert "docs/pictures/search.png" in shown
        assert shown <= taken
        assert all((ROOT / picture).exists() for picture in shown)
