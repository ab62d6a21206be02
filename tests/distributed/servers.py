"""A PostgreSQL server of the tests' own, on loopback, from the programs that Debian installs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.distributed.cluster import MissingError


class Server:
    """One server; `address(name)` makes a database and gives its address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = _programs()
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])

    def make(self) -> None:
        """An empty server that trusts whoever reaches it: that is this machine alone."""
        if self._as:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "baogao", self._data)
        self.start()

    def start(self) -> None:
        """Until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        self._run("pg_ctl", "-w", "-D", self._data, "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """“immediate” is a crash: the next start recovers from the log."""
        self._run("pg_ctl", "-w", "-D", self._data, "-m", mode, "stop")

    def address(self, name: str) -> str:
        """A new database's address."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "baogao", name)
        return f"postgresql://baogao@127.0.0.1:{self.port}/{name}"

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*self._as, str(self.programs / program), *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    if named is None:
        raise MissingError("PostgreSQL (Debian's package postgresql)")
    return Path(named).parent


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="baogao-pg-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        server.make()
        try:
            yield server
        finally:
            server.stop("immediate")
