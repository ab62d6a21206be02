"""The pictures of the READMEs show the page as it is: navigation, buttons, fields and headings have the same words."""

from __future__ import annotations

import importlib.util
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
    """Where this fails: `make pictures`, and look at what changed."""
    pictures = script()
    assert pictures.labels() == pictures.LABELS.read_text(encoding="utf-8")


def test_every_picture_that_a_readme_shows_is_one_of_them() -> None:
    taken = {f"docs/pictures/{one.name}.png" for one in script().TAKEN}
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        shown = {piece.split(")")[0] for piece in text.split("](")[1:] if piece.split(")")[0].endswith(".png")}
        assert "docs/pictures/search.png" in shown
        assert shown <= taken
        assert all((ROOT / picture).exists() for picture in shown)
