"""A real OpenSearch cluster on loopback, one JVM a node, from the jars that Maven resolves. `make cluster` starts it.

Needs a JDK of version 21 or newer and Maven; what is missing is named. Nodes can be killed, held still and started
again; their folders lie below one folder, which goes with the cluster.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "node"
BUILD = Path(__file__).resolve().parent.parent.parent / "build" / "cluster"
OLDEST_JAVA = 21
HEAP = "512m"
QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""A node of the tests starts soon and holds little; what is measured runs as Java does by itself (no options)."""
START_SECONDS = 180.0


class MissingError(Exception):
    """What the cluster needs and this machine lacks."""


def java_home() -> Path:
    """A JDK that is new enough: JAVA_HOME, else the newest one that is installed. Raises MissingError."""
    named = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    found = [home for home in (*named, *Path("/usr/lib/jvm").glob("*")) if (home / "bin" / "javac").exists()]
    versions = {home: _version(home) for home in found}
    fitting = [home for home in found if versions[home] >= OLDEST_JAVA]
    if not fitting:
        raise MissingError(f"a JDK of version {OLDEST_JAVA} or newer")
    return fitting[0] if fitting[0] in named else max(fitting, key=versions.__getitem__)


def _version(home: Path) -> int:
    with suppress(OSError, ValueError, StopIteration):
        lines = (home / "release").read_text(encoding="utf-8").splitlines()
        told = next(line for line in lines if line.startswith("JAVA_VERSION="))
        return int(told.partition("=")[2].strip('"').partition(".")[0])
    return 0


def available() -> None:
    """Raises MissingError where a cluster cannot be made on this machine."""
    java_home()
    if not _done().exists() and shutil.which("mvn") is None:
        raise MissingError("Maven (mvn)")


def _done() -> Path:
    """The stamp of the jars that the project file asks for as it is now."""
    return BUILD / f"done-{zlib.crc32((SOURCE / 'pom.xml').read_bytes()):08x}"


def resolve() -> None:
    """Jars and the node's class, once. Raises MissingError without Maven or JDK."""
    available()
    java = java_home()
    if not _done().exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        maven = ["mvn", "-B", "-q", "-Dstyle.color=never"]  # its reset of colours ends no line
        words = [*maven, "-f", str(SOURCE / "pom.xml"), "dependency:copy-dependencies"]
        subprocess.run([*words, "-DincludeScope=runtime", f"-DoutputDirectory={BUILD / 'lib'}"], check=True)
        _done().touch()
    made = BUILD / "node.jar"
    if not made.exists() or made.stat().st_mtime < (SOURCE / "TestNode.java").stat().st_mtime:
        classes = BUILD / "classes"
        compiler = [str(java / "bin" / "javac"), "-nowarn", "-d", str(classes), "-cp", str(BUILD / "lib" / "*")]
        subprocess.run([*compiler, str(SOURCE / "TestNode.java")], check=True)
        subprocess.run([str(java / "bin" / "jar"), "cf", str(made), "-C", str(classes), "."], check=True)


class Cluster:
    """`size` nodes, numbered from 0. `urls` are their HTTP addresses."""

    def __init__(
        self, folder: Path, size: int, settings: Sequence[str] = (), heap: str = HEAP, java: Sequence[str] = QUICK
    ) -> None:
        self.folder = folder
        self.size = size
        self.settings = settings
        self.java = (f"-Xms{heap}", f"-Xmx{heap}", *java)
        self.processes: list[subprocess.Popen[bytes] | None] = [None] * size
        self.ports = _free_ports(2 * size)
        self.urls = [f"http://127.0.0.1:{port}" for port in self.ports[:size]]

    def start(self) -> None:
        """All nodes, until the cluster has all of them. Raises TimeoutError with what they wrote."""
        resolve()
        for number in range(self.size):
            self.start_node(number)
        self.wait()

    def start_node(self, number: int) -> None:
        """One node, with the data that its folder holds."""
        home = self.folder / f"node{number}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE / "log4j2.properties", home / "config")
        http, transport = self.ports[: self.size], self.ports[self.size :]
        words = [
            f"{java_home()}/bin/java",
            *self.java,
            # The second start of a node takes half the time.
            *("-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile={BUILD / f'node{number}.jsa'}", "-Xlog:disable"),
            *("--enable-native-access=ALL-UNNAMED", f"-Djava.io.tmpdir={home}"),
            *("-cp", ":".join(map(str, [BUILD / "node.jar", *sorted((BUILD / "lib").glob("*.jar"))]))),
            *("TestNode", str(home), f"node{number}", "cluster.name=baogao-tests", "network.host=127.0.0.1"),
            *(f"http.port={http[number]}", f"transport.port={transport[number]}"),
            *("cluster.routing.allocation.disk.threshold_enabled=false", *self.settings),
        ]
        if self.size == 1:
            words.append("discovery.type=single-node")
        else:
            words.append("discovery.seed_hosts=" + ",".join(f"127.0.0.1:{port}" for port in transport))
            words.append("cluster.initial_cluster_manager_nodes=" + ",".join(f"node{n}" for n in range(self.size)))
        with (home / "out.log").open("ab") as log:
            self.processes[number] = subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True)

    def wait(self, *, nodes: int | None = None, status: str = "green") -> None:
        """Until so many nodes have found each other and every shard is as `status` says."""
        deadline = time.monotonic() + START_SECONDS
        asked = f"/_cluster/health?wait_for_nodes={nodes or self.size}&wait_for_status={status}&timeout=2s"
        while time.monotonic() < deadline:
            for url in self.urls:
                with suppress(OSError), urllib.request.urlopen(url + asked, timeout=5) as answer:
                    if answer.status == 200:
                        return
            dead = [n for n, process in enumerate(self.processes) if process and process.poll() is not None]
            if len(dead) > self.size - (nodes or self.size):
                break
            time.sleep(0.1)
        raise TimeoutError("\n".join(self.log(number) for number in range(self.size)))

    def log(self, number: int) -> str:
        """The end of what a node wrote."""
        return (self.folder / f"node{number}" / "out.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def manager(self) -> int:
        """The number of the node that manages the cluster now."""
        for url in self.urls:
            with suppress(OSError), urllib.request.urlopen(url + "/_cat/cluster_manager?h=node", timeout=5) as answer:
                return int(answer.read().decode().strip().removeprefix("node"))
        raise TimeoutError("no manager")

    def signal(self, number: int, sent: int) -> None:
        """Kill a node (SIGKILL), hold it still (SIGSTOP), let it go on (SIGCONT)."""
        process = self.processes[number]
        assert process is not None
        os.killpg(process.pid, sent)
        if sent == signal.SIGKILL:
            process.wait()

    def end(self) -> None:
        """Let all nodes write what they have and go."""
        for process in self.processes:
            if process is not None and process.poll() is None:
                process.terminate()
        for process in self.processes:
            if process is not None:
                process.wait(60)

    def stop(self) -> None:
        """End all nodes at once: nothing of theirs is needed any more."""
        for process in self.processes:
            if process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _free_ports(count: int) -> list[int]:
    taken = [socket.socket() for _ in range(count)]
    try:
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in taken]
    finally:
        for one in taken:
            one.close()


@contextmanager
def running(
    size: int = 3, settings: Sequence[str] = (), heap: str = HEAP, java: Sequence[str] = QUICK
) -> Iterator[Cluster]:
    """A cluster for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="baogao-cluster-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(Path(folder), size, settings, heap, java)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def main() -> int:
    """Start three nodes, say where they are, end them at Ctrl+C."""
    try:
        with running() as cluster:
            print(*cluster.urls, flush=True)  # noqa: T201 # a command
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except MissingError as missing:
        print(f"make cluster needs {missing}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
