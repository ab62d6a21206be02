"""baogao completion: bash itself completes by the script; every verb and option of the help stands in all three."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.cli import main as front
from indexer.cli.arguments import Parser
from indexer.cli.shell_completion import SHELLS
from indexer.cli.terminal import Terminal

Complete = Callable[..., set[str]]


def script_of(shell: str) -> str:
    terminal = Terminal(language="zh", out=io.StringIO())
    parser = Parser("completion", terminal)
    chosen = front.command("completion", terminal)
    chosen.configure(parser)
    assert chosen.run(parser.parse_args([shell]), Path(), terminal) == 0
    out = terminal.out
    assert isinstance(out, io.StringIO)
    return out.getvalue()


@pytest.fixture(scope="module")
def scripts() -> dict[str, str]:
    return {shell: script_of(shell) for shell in SHELLS}


@pytest.fixture
def complete(scripts: dict[str, str], tmp_path: Path) -> Complete:
    (tmp_path / "c.bash").write_text(scripts["bash"], encoding="utf-8")

    def run(*words: str) -> set[str]:
        quoted = " ".join(f"'{word}'" for word in ("baogao", *words))
        program = (
            f"source c.bash; complete -p baogao >/dev/null || exit 9; COMP_WORDS=({quoted}); COMP_CWORD={len(words)};"
            " _baogao; printf '%s\\n' \"${COMPREPLY[@]}\""
        )
        done = subprocess.run(["bash", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=20)
        assert (done.returncode, done.stderr) == (0, "")
        return set(done.stdout.split("\n")) - {""}

    return run


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(["se"], {"search", "serve"}, id="a verb"),
        pytest.param(["verify-"], {"verify-record"}, id="a verb with a stroke"),
        pytest.param(["--ver"], {"--version"}, id="an option before the verb"),
        pytest.param(["--home", "x", "ro"], {"roster"}, id="a verb behind an option with a value"),
        pytest.param(["search", "--mo"], {"--mode"}, id="an option"),
        pytest.param(["search", "--mode", "l"], {"loose"}, id="a value out of a few"),
        pytest.param(["--color", "a"], {"auto", "always"}, id="a value before the verb"),
        pytest.param(["roster", "s"], {"show", "save"}, id="an action"),
        pytest.param(["completion", ""], set(SHELLS), id="all actions"),
        pytest.param(["add", "--unit", ""], set(), id="a value that nobody can know"),
        pytest.param(["add", "年度"], {"年度 报告.txt"}, id="a file with a blank in its name"),
        pytest.param(["search", "一岗双责", "--export", "年度"], {"年度 报告.txt"}, id="an option's file"),
        pytest.param(["search", "一岗"], set(), id="a query"),
        pytest.param(["nosuch", ""], set(), id="no verb of ours"),
    ],
)
def test_bash_completes(complete: Complete, tmp_path: Path, words: list[str], found: set[str]) -> None:
    (tmp_path / "年度 报告.txt").touch()
    assert complete(*words) == found


def test_after_a_verb_every_option_of_its_help_is_offered(complete: Complete) -> None:
    offered = complete("export", "-")
    assert {"--query", "--year", "--originals", "--form", "--json", "--help", "-h"} <= offered
    assert "--matrix" not in offered


@pytest.mark.parametrize("shell", SHELLS)
def test_every_verb_stands_in_every_script(scripts: dict[str, str], shell: str) -> None:
    assert [verb for verb in front.verbs() if verb not in scripts[shell]] == []
    program = shutil.which(shell)
    if program is not None:  # whether it can be parsed, where that shell is
        done = subprocess.run([program, "-n"], input=scripts[shell], capture_output=True, text=True, timeout=20)
        assert (done.returncode, done.stderr) == (0, "")


def test_quotes_in_help_do_not_end_a_string(scripts: dict[str, str]) -> None:
    for shell in ("zsh", "fish"):
        for line in scripts[shell].splitlines():
            assert line.startswith("#") or line.replace("'\\''", "").count("'") % 2 == 0, line
