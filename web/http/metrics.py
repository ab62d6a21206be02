"""Counters at /metrics in the text format of Prometheus, summed over the serving processes. The only prometheus_client.

Off unless the setting `metrics` says otherwise, and then for programs on this machine or with a token. Labels are
routes, methods, status and codes of ours: never what is asked, who asks, or a name in the archive.

Each process writes files of its own, which any of them adds up when it is asked. They are named by the process's place,
not by its number: one that follows a dead process goes on with its counts, and a loop of restarts fills no disk.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive.errors import UsageError
from indexer.logs import slow_queries
from indexer.settings import Settings

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram
    from prometheus_client.metrics_core import Metric

OFF, HERE, TOKEN = "off", "here", "token"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds; a question has 1.6 s of the processor."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
"""Others are counted as one: a client can invent as many as it likes."""
PARENT = "parent"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class _Meters:
    """What is counted, while it is; `token` is what whoever asks has to bear, empty for programs on this machine."""

    folder: Path
    token: str
    requests: Counter
    request_seconds: Histogram
    questions: Counter
    question_seconds: Histogram
    restarts: Counter


@dataclass(frozen=True, slots=True)
class Gauge:
    """A value that is looked up when it is asked for."""

    name: str
    told: str
    value: float


_meters: list[_Meters] = []
_place: Final = [PARENT]


def begin(folder: Path, settings: Settings, home: Path) -> None:
    """Count from now on, in the empty `folder`; before any process is forked. Raises UsageError.

    prometheus_client decides by the environment at its first import whether it counts in files.
    """
    token = settings.secret("metrics", home)
    if settings.metrics == TOKEN and not token:
        raise UsageError("settings.no_metrics_token")
    if find_spec("prometheus_client") is None:
        raise UsageError("settings.no_metrics_library")
    os.environ[FOLDER] = str(folder)
    from prometheus_client import CollectorRegistry, Counter, Histogram, values

    values.ValueClass = values.MultiProcessValue(lambda: _place[0])  # type: ignore[no-untyped-call] # the library's
    apart = CollectorRegistry()  # what is shown is added up from the files of all
    _meters[:] = [
        _Meters(
            folder,
            token if settings.metrics == TOKEN else "",
            Counter("baogao_requests", "Answered requests", ("method", "route", "status"), registry=apart),
            Histogram("baogao_request_seconds", "Seconds an answer took", ("route",), buckets=BUCKETS, registry=apart),
            Counter("baogao_questions", "Questions, by how they ended", ("outcome",), registry=apart),
            Histogram("baogao_question_seconds", "Seconds a question took", buckets=BUCKETS, registry=apart),
            Counter("baogao_restarts", "Serving processes that died and were followed", registry=apart),
        )
    ]
    slow_queries.listeners.append(_asked)


def end() -> None:
    """Count nothing any more, and forget what was counted."""
    _meters.clear()
    slow_queries.listeners[:] = [one for one in slow_queries.listeners if one is not _asked]
    os.environ.pop(FOLDER, None)


def at_place(place: int) -> None:
    """In a serving process: from now on it counts as the one at `place`."""
    _place[0] = str(place)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """A request was answered."""
    for meters in _meters:
        meters.requests.labels(method if method in METHODS else "other", route, str(status)).inc()
        meters.request_seconds.labels(route).observe(seconds)


def restarted() -> None:
    """A serving process died."""
    for meters in _meters:
        meters.restarts.inc()


def _asked(outcome: str, seconds: float) -> None:
    for meters in _meters:
        meters.questions.labels(outcome).inc()
        meters.question_seconds.observe(seconds)


def on() -> bool:
    """Does this process count anything?"""
    return bool(_meters)


def permitted(authorization: str, *, local: bool) -> bool:
    """May whoever sent that Authorization header see the counters? `local`: a program on this machine asks."""
    token = _meters[0].token
    if not token:
        return local
    given = authorization[len(_SCHEME) :] if authorization.lower().startswith(_SCHEME) else ""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def shown(gauges: Sequence[Gauge]) -> tuple[bytes, str]:
    """The page, and its media type: what all processes have counted, and `gauges`."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(_meters[0].folder))  # type: ignore[no-untyped-call] # the library's
    registry.register(_Present(gauges))
    return generate_latest(registry), CONTENT_TYPE_LATEST


@dataclass(frozen=True, slots=True, eq=False)
class _Present:
    """Gauges as a collector of prometheus_client, which keeps collectors by identity."""

    gauges: Sequence[Gauge]

    def collect(self) -> Iterator[Metric]:
        """Each gauge as the library's own form."""
        from prometheus_client.core import GaugeMetricFamily

        for gauge in self.gauges:
            yield GaugeMetricFamily(gauge.name, gauge.told, value=gauge.value)
