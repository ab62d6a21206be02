"""The indices of one archive in a cluster: made, spread, named by the alias, cleared away when nobody reads them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from archive.errors import EngineError
from indexer.index.opensearch.address import Address
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.layout import mapping

SPREAD_SECONDS = 60
LEFT_BEHIND = 24 * 3600.0
"""Seconds after which an index that nobody took over is what a dead process left."""
_AGE = "*.settings.index.creation_date"


class Indices:
    """Those whose names begin with `alias`, which names the live one."""

    def __init__(self, connection: Connection, alias: str, address: Address) -> None:
        self._connection, self._alias, self._address = connection, alias, address

    def live(self) -> str | None:
        """The concrete index behind the alias now."""
        found = self._connection.found(f"/_alias/{self._alias}")
        return max(found) if found else None

    def create(self, *, replicas: int) -> str:
        """A new one, empty; its name."""
        name = f"{self._alias}-{time.time_ns():020d}-{secrets.token_hex(3)}"
        self._connection.patient("PUT", f"/{name}", mapping.index_body(self._address.shards, replicas))
        return name

    def spread(self, name: str) -> None:
        """The copies that were left out while building; the cluster makes them, a small one at once."""
        settings = {"index": {"number_of_replicas": self._address.replicas}}
        self._connection.patient("PUT", f"/{name}/_settings", settings)
        status = "green" if self._address.replicas else "yellow"
        with suppress(EngineError):  # a cluster of too few nodes never gets there; it answers all the same
            parameters = {"wait_for_status": status, "timeout": f"{SPREAD_SECONDS}s"}
            self._connection.request("GET", f"/_cluster/health/{name}", seconds=SPREAD_SECONDS + 5, **parameters)

    def take_over(self, name: str) -> str | None:
        """The alias names it from now on; the one that it named before."""
        before = self.live()
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self._alias}}]
        if before:
            actions.insert(0, {"remove": {"index": f"{self._alias}-*", "alias": self._alias}})
        self._connection.patient("POST", "/_aliases", {"actions": actions})
        return before

    def clear(self, kept: Collection[str | None]) -> None:
        """Drop those that no reader can be inside any more."""
        found = self._connection.found(f"/{self._alias}-*/_settings", filter_path=_AGE) or {}
        now = time.time()
        live = self.live()
        for name, told in found.items():
            age = now - int(told["settings"]["index"]["creation_date"]) / 1000
            older = name < min(filter(None, kept))
            if name not in kept and name != live and (older or age > LEFT_BEHIND):
                self.drop(name)

    def drop(self, name: str) -> None:
        """As far as the cluster lets it go."""
        with suppress(EngineError):
            self._connection.request("DELETE", f"/{name}")
