"""What holds for every test: signals end what they are sent to, and under CI=true nothing may be skipped in silence."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.distributed.fixtures import cluster, on_a_cluster, postgresql  # noqa: F401 # fixtures, found by their names

settings.register_profile("patient", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
"""A law holds or not, however long a busy machine takes for an example or for making one."""


def pytest_configure() -> None:
    """As at a terminal: under nohup or in the background of a script, commands are born deaf to these, as they should
    be there, and the tests that send them would wait for ever.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


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
