"""The service used under a systemd that was booted: run as root inside it, after the package was installed.

Standard library alone. Prints a line a step; exits 1 at the first that does not hold.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

from using import FailedError, Page, held, imported  # type: ignore[import-not-found] # beside it there

PORT = 8000
WAIT = 3600.0
HOME = Path("/var/lib/baogao")


def told(*words: str) -> str:
    """What a program says."""
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()


def until(step: str, true: object) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + WAIT
    assert callable(true)
    while not true():
        if time.monotonic() > end:
            held(step, None, told("journalctl", "-u", "baogao", "-n", "30", "--no-pager"))
        time.sleep(0.3)  # another process's work
    held(step, holds=True)


def answers() -> bool:
    """Is the page there?"""
    try:
        return bool(Page(PORT).ask("GET", "/health")[0] == 200)
    except OSError:
        return False


def confined(process: int) -> None:
    """What the kernel says of a process of the service."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    for name, wanted in (("NoNewPrivs", "1"), ("Seccomp", "2"), ("CapEff", "0000000000000000")):
        found = re.search(rf"^{name}:\s*(\S+)", status, re.MULTILINE)
        held(f"{name} is {wanted}", found and found[1] == wanted, status)
    held("it is not root", re.search(r"^Uid:\s*[1-9]", status, re.MULTILINE), status)


def scheduled() -> bool:
    """Was a backup made by the schedule, and restored on trial?"""
    try:
        return bool(json.loads((HOME / "scheduled-backup.json").read_text(encoding="utf-8"))["trial"] == "restored")
    except (OSError, ValueError, KeyError):
        return False


def recognised() -> bool:
    """Was the sample that is a scan read? By the models, in memory that may not be written and run."""
    found = json.loads(Page(PORT).ask("GET", "/reports.json?kind=scan&limit=100")[1])
    return any(str(one.get("source", "")).endswith((".png", ".pdf")) for one in found.get("reports", ()))


def steps() -> None:
    """From the start of the service to its end."""
    held(
        "systemctl enable --now",
        subprocess.run(["systemctl", "enable", "--now", "baogao"], check=False).returncode == 0,
    )
    until("the page answers", answers)
    process = int(told("systemctl", "show", "-P", "MainPID", "baogao"))
    confined(process)
    page = Page(PORT)
    imported(page)
    status, body, _ = page.ask("GET", "/import")
    token = re.search(r'name="csrf_token" value="([^"]+)', body.decode())
    held("the samples", status == 200 and token)
    assert token
    form = f"csrf_token={token[1]}".encode()
    held("POST /demo", page.ask("POST", "/demo", form, "application/x-www-form-urlencoded")[0] == 303)
    until("a scan was recognised", recognised)
    until("a backup by the schedule was made and restored on trial", scheduled)
    held("it lies in the folder for backups", list(Path("/var/lib/baogao-backup").glob("baogao-*.zip")))
    held("nobody else reads it", told("stat", "-c", "%a", "/var/lib/baogao-backup") == "700")
    subprocess.run(["systemctl", "kill", "--signal=KILL", "baogao"], check=False)
    until(
        "killed, it is there again",
        lambda: told("systemctl", "show", "-P", "MainPID", "baogao") not in ("0", str(process)),
    )
    until("and answers", answers)
    told("systemctl", "stop", "baogao")
    held("stopped in peace", told("systemctl", "show", "-P", "Result", "baogao") == "success")


def main() -> int:
    """Every step; 1 where one does not hold."""
    try:
        steps()
    except FailedError as failed:
        print(f"BAD {failed}", flush=True)
        return 1
    print("ALL HELD", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
