"""Where a cluster is and how one gets in, as the settings say it. Opens nothing.

    engine = "opensearch:https://one.example:9200,https://two.example:9200"

A password comes from the environment or a file, never from the address: that stands in lists of processes and logs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.errors import UsageError

SCHEME = "opensearch:"


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes' addresses, who asks, by which authority their certificates are checked; how an index is spread.

    `ca` is a file with certificates, "" for those that Python's certifi knows. `replicas` are copies beside the first.
    """

    hosts: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    shards: int = 1
    replicas: int = 1


def is_address(engine: str) -> bool:
    """Does the setting `engine` name a cluster?"""
    return engine.startswith(SCHEME)


def hosts_of(engine: str) -> tuple[str, ...]:
    """The addresses of the setting. Raises UsageError for what is no http(s) address, or holds a password."""
    hosts = tuple(host.strip() for host in engine.removeprefix(SCHEME).split(",") if host.strip())
    for host in hosts:
        parts = urlsplit(host)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError("settings.bad_value", name="engine", value=host, where="settings")
        if parts.username or parts.password:
            shown = host.replace(parts.netloc, f"…@{parts.hostname}")
            raise UsageError("settings.secret_in_address", name="engine", value=shown)
    if not hosts:
        raise UsageError("settings.bad_value", name="engine", value=engine, where="settings")
    return hosts
