"""What machine a figure was measured on, and at which commit."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def description() -> str:
    """Processor, cores, memory, Python and commit in a line."""
    cpu = platform.processor() or platform.machine()
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    gib = int(memory) / 1024**2
    return f"{cpu}, {os.cpu_count()} cores, {gib:.0f} GiB, Python {platform.python_version()}, commit {commit()}"


def commit() -> str:
    """The short hash of HEAD."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def _lines(name: str) -> list[str]:
    path = Path(name)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
