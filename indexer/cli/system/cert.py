"""baogao cert: a certificate for this server's names, for the proxy that ends TLS; and how readers come to trust it."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Sequence
from pathlib import Path

from archive.errors import UsageError
from indexer import settings as settings_room
from indexer.cli.arguments import Parser
from indexer.cli.terminal import Terminal
from indexer.settings import Settings

FOLDER = "tls"
STEPS = ("proxy", "settings", "windows", "linux", "macos", "firefox", "compare", "again")


def configure(parser: Parser) -> None:
    """The names and addresses of the server, and the folder for the files."""
    parser.word("names", "say.word.cert", nargs="*", metavar="NAME")
    parser.options.add_argument("--to", metavar="DIR", type=Path, help=parser.terminal.say("say.option.cert.to"))


def run(arguments: argparse.Namespace, home: Path, terminal: Terminal) -> int:
    """Make it. Raises UsageError: "cert.…", "settings.extra_missing"."""
    try:
        from indexer.maintenance import certificate  # an extra: whoever reads by the loopback needs none
    except ModuleNotFoundError as missing:
        raise UsageError("settings.extra_missing", extra="cert", name=str(missing.name)) from missing
    names = list(dict.fromkeys(arguments.names or known_names(settings_room.load(home))))
    folder = (arguments.to or home / FOLDER).absolute()
    try:
        made = certificate.make(folder, names)
    except OSError as problem:
        raise UsageError("usage.unwritable_file", path=str(folder), problem=problem.strerror or "") from problem
    day = f"{made.expires:%Y-%m-%d}"
    if terminal.json:
        told = {"folder": str(folder), "names": list(made.names), "expires": day, "fingerprint": made.fingerprint}
        terminal.print_json(told)
        return 0
    terminal.print(terminal.say("cert.made", names="  ".join(made.names), day=day, folder=terminal.plain(str(folder))))
    for step in STEPS:
        words = {"folder": str(folder), "fingerprint": made.fingerprint, "hosts": ", ".join(made.names)}
        terminal.print(terminal.plain(terminal.say(f"cert.{step}", **words)))
    return 0


def known_names(settings: Settings) -> Sequence[str]:
    """By what readers may call this machine: the setting `trusted_hosts`, its name and its addresses."""
    name = socket.gethostname()
    found = [*settings.trusted_hosts.replace(",", " ").split(), name, socket.getfqdn()]
    try:
        addresses = sorted({str(info[4][0]) for info in socket.getaddrinfo(name, None)})
    except OSError:
        addresses = []
    found += [address for address in addresses if not address.startswith(("127.", "::1", "fe80"))]
    return [each.lower() for each in found if each and each != "localhost"] or ["localhost"]
