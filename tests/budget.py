"""How long each folder of tests may take: `tests/budget.toml` holds the seconds on two quiet cores.

With `--budget` the seconds used are printed beside them, and a folder that takes far more than its share fails the run:
a suite gets slow one test at a time, and nobody notices the one. Seconds depend on what else the machine does, so the
shares grow with the pace of the whole run, a few seconds more are nothing, and on CI (`CI` is set) it is told and no
verdict: there nobody can run it again on a quiet machine.
"""

from __future__ import annotations

import os
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

FILE = Path(__file__).with_name("budget.toml")
PATIENCE = 2.0
"""So many times its share a folder may take before the run fails: machines are not always quiet."""
NOTHING = 5.0
"""Seconds more than its share that never fail a run: what a process loads once counts for the first folder it meets."""
CORES = 2


class Budget:
    """Adds up the seconds of every test with its fixtures, by the folder that has a share."""

    def __init__(self, shares: dict[str, float]) -> None:
        self.shares = shares
        self.used: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.used[self.folder_of(report.nodeid)] += report.duration / CORES

    def folder_of(self, nodeid: str) -> str:
        """The innermost folder with a share that the test lies in; "tests" where it has none of its own."""
        parts = nodeid.partition("::")[0].split("/")[1:-1]
        ways = ("/".join(parts[:size]) for size in range(len(parts), 0, -1))
        return next((way for way in ways if way in self.shares), "tests")

    def over(self) -> list[str]:
        """The folders that took more than twice their share, at the pace of the whole run, and some seconds more."""
        pace = max(1.0, sum(self.used.values()) / max(1.0, sum(self.shares.values())))
        allowed = {name: pace * self.shares.get(name, 0) for name in self.used}
        return [name for name, share in allowed.items() if self.used[name] > max(PATIENCE * share, share + NOTHING)]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("seconds of two cores, by folder: used / budget")
        for name, share in self.shares.items():
            terminalreporter.write_line(f"{self.used[name]:7.1f} / {share:5.0f}  {name}")
        terminalreporter.write_line(f"{sum(self.used.values()):7.1f} / {sum(self.shares.values()):5.0f}  all")
        for name in self.over():
            terminalreporter.write_line(f"over twice its budget: {name}", red=True)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.over() and session.exitstatus == pytest.ExitCode.OK and not os.environ.get("CI"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--budget", action="store_true", help="print the seconds of each folder, fail at twice its share")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--budget") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Budget(tomllib.loads(FILE.read_text(encoding="utf-8"))["seconds"]), "budget")
