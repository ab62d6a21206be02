"""Whether a service may be begun where others reach it: with an administrator, and passwords safe on their way."""

from __future__ import annotations

from ipaddress import ip_address

from archive.errors import UsageError
from indexer.workspace import Workspace


def is_loopback(host: str) -> bool:
    """Does only this machine reach an address of that name?"""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def check(workspace: Workspace) -> None:
    """Raises UsageError: "web.serve.no_administrator", "web.serve.no_tls", "settings.bad_value" (a proxy without an
    address).

    A proxy is trusted only by its address; whoever sits on the same machine as Baogao can speak in its name.
    """
    settings = workspace.settings
    if settings.trusted_proxy and not _is_address(settings.trusted_proxy):
        raise UsageError("settings.bad_value", name="trusted_proxy", value=settings.trusted_proxy, where="settings")
    alone = is_loopback(settings.host)
    if alone and not settings.trusted_proxy:
        return
    people = workspace.known_people()
    if people is None or not any(account.administers for account in people.accounts.list()):
        raise UsageError("web.serve.no_administrator", host=settings.trusted_proxy if alone else settings.host)
    if not alone and not settings.trusted_proxy and not settings.plain_http:
        raise UsageError("web.serve.no_tls", host=settings.host)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
