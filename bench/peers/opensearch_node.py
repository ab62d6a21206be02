"""Ours on its distributed engine: one OpenSearch node beside it, started for the build and again for the questions."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from pathlib import Path

from bench.peers.baogao import Baogao
from tests.distributed.cluster import Cluster, MissingError, available


class OnOpenSearch(Baogao):
    """The same program with `engine = "opensearch:…"`: what a cluster costs where one machine would do."""

    name = "Baogao on OpenSearch"
    about = "the same, its index on one OpenSearch node with 512 MB of heap; the time includes the node's start"

    def missing(self) -> str:
        """A JDK and Maven."""
        try:
            available()
        except MissingError as missing:
            return str(missing)
        return ""

    def build(self, files: Sequence[Path], folder: Path) -> None:
        """With a node that lives as long."""
        node = self._node(folder)
        try:
            super().build(files, folder)
        finally:
            node.end()

    def open(self, files: Sequence[Path], folder: Path) -> None:
        """With a node until the process ends."""
        atexit.register(self._node(folder).end)
        super().open(files, folder)

    def index_of(self, folder: Path) -> Path:
        """The node's data."""
        return folder / "nodes"

    def _node(self, folder: Path) -> Cluster:
        node = Cluster(folder / "nodes", 1)
        node.start()
        settings = f'engine = "opensearch:{node.urls[0]}"\nshards = 1\nreplicas = 0\n'
        (folder / "baogao.toml").write_text(settings, encoding="utf-8")
        return node
