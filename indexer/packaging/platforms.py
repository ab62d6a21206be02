"""The platforms that bundles are built for, and which pinned libraries each of them takes. The only `packaging`.

pip evaluates environment markers (PEP 508) for the machine it runs on, also where `--platform` names another: so the
lock file is narrowed down here, by the markers of the platform that the bundle is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packaging.markers import Marker

PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*\\?$")
DIGEST = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
GLIBC = (28, 27, 24, 17)
"""Minor versions of glibc 2 whose wheels are taken. 2.28 is that of Debian 10, openEuler 20.03 and Kylin V10 SP."""


@dataclass(frozen=True, slots=True)
class Platform:
    """What a bundle is built for: a system, a processor and one minor version of CPython, as in "3.11"."""

    name: str
    system: str
    machine: str
    python: str

    @property
    def windows(self) -> bool:
        """Is it for Windows, with its own form of launchers and archives?"""
        return self.system == "win32"

    @property
    def tags(self) -> tuple[str, ...]:
        """The platform tags of wheels that run there (PEP 425, PEP 600), the best first."""
        if self.windows:
            return ("win_amd64",)
        return (*(f"manylinux_2_{minor}_{self.machine}" for minor in GLIBC), f"manylinux2014_{self.machine}")

    @property
    def markers(self) -> Mapping[str, str]:
        """The environment of PEP 508 that a Python of that platform would report."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if self.windows else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if self.windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": self.system,
        }


PLATFORMS = {
    one.name: one
    for one in (
        Platform("windows-x64", "win32", "AMD64", "3.12"),
        Platform("linux-x86_64", "linux", "x86_64", "3.11"),
        Platform("linux-arm64", "linux", "aarch64", "3.11"),
    )
}


@dataclass(frozen=True, slots=True)
class Pinned:
    """A library at one version. `digests`: of its files on the index, each as sha256:HEX."""

    name: str
    version: str
    digests: tuple[str, ...]

    @property
    def line(self) -> str:
        """As a line of a requirements file in pip's hash-checking mode."""
        return " ".join((f"{self.name}=={self.version}", *(f"--hash={digest}" for digest in self.digests)))


def pinned(lock: str, platform: Platform) -> list[Pinned]:
    """The libraries of a compiled requirements file that `platform` takes, in its order."""
    return [found for found, marker in _entries(lock) if _holds(marker, platform)]


def _holds(marker: str | None, platform: Platform) -> bool:
    return marker is None or Marker(marker).evaluate({**platform.markers})


def _entries(lock: str) -> Iterator[tuple[Pinned, str | None]]:
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        first, _, rest = entry.partition("\n")
        found = PINNED.match(first)
        if found is None:
            raise ValueError(first)
        yield Pinned(found["name"], found["version"], tuple(DIGEST.findall(rest))), found["marker"]
