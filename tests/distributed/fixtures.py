"""One cluster for all tests that ask for it, started when the first of them does."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.distributed.cluster import Cluster, MissingError, running
from tests.distributed.servers import Server, serving

if TYPE_CHECKING:  # every test run reads this file; what it needs is loaded when it is
    from indexer.index.base import Engine

_numbers = itertools.count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Three nodes; NODES=1 for a quick look."""
    try:
        with running(int(os.environ.get("NODES", "3"))) as made:
            yield made
    except MissingError as missing:
        pytest.skip(f"a test cluster needs {missing}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server for all tests that ask for it."""
    try:
        with serving() as made:
            yield made
    except MissingError as missing:
        pytest.skip(f"needs {missing}")


@pytest.fixture
def on_a_cluster(cluster: Cluster) -> Engine:
    """An engine of an archive of its own: three shards, each with a copy."""
    from indexer.analysis.analyzer import analyzer
    from indexer.index.opensearch import Address, OpenSearchEngine

    address = Address(tuple(cluster.urls), shards=cluster.size, replicas=min(1, cluster.size - 1))
    return OpenSearchEngine(address, analyzer(), f"t{os.getpid()}x{next(_numbers)}")
