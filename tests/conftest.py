"""What holds for every test: under CI=true nothing may be skipped in silence."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

from tests.distributed.fixtures import cluster, on_a_cluster, postgresql  # noqa: F401 # fixtures, found by their names


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A part that is missing skips loudly; on continuous integration it is a failure."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI=true allows no skip: {report.longrepr}"
    return report
