"""`make plain` hides the binary accelerator: this proves that it is hidden, and that words are cut all the same."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import pytest

from indexer.analysis.analyzer import analyzer
from tests.shared_files import ROOT

HIDDEN = os.environ.get("BAOGAO_HIDDEN") == "1"


def test_rjieba_is_hidden_where_it_should_be_and_only_there() -> None:
    if HIDDEN:
        with pytest.raises(ImportError):
            __import__("rjieba")
    else:
        assert "hidden" not in str(importlib.util.find_spec("rjieba"))


def test_words_are_the_same_where_rjieba_cannot_be_imported() -> None:
    text = "认真落实一岗双责制度，推动全面从严治党向基层延伸"
    program = f"from indexer.analysis.analyzer import analyzer; print(' '.join(analyzer().words({text!r})))"
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'tests' / 'hidden'}{os.pathsep}{ROOT}"}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [word for word in analyzer().words(text) if word.strip()]
