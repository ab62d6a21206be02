"""A folder started by a double click as a desktop does it: `python3 double_click.py FOLDER HOME`, without a network.

GLib reads 启动报告库.desktop as file managers let it (`gio launch` does not tell it where the file lies); what stands
in for the terminal and for the browser notes what it was told. Standard library alone, as `using.py` beside it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from using import WAIT, FailedError, Page, held  # type: ignore[import-not-found] # beside it there

TERMINAL = '#!/bin/sh\nshift\necho $$ >>"$NOTED/started"\nexec "$@" >>"$NOTED/told" 2>&1 </dev/null\n'
BROWSER = '#!/bin/sh\necho "$1" >>"$NOTED/opened"\n'
TERMINALS = ("xdg-terminal-exec", "x-terminal-emulator", "gnome-terminal", "mate-terminal", "xfce4-terminal", "xterm")
"""Those that GLib looks for; each takes one word before the command."""


def clicked(file: Path) -> bool:
    """Launch a desktop entry, in a process of its own; False where GLib finds it none."""
    gio = ctypes.CDLL("libgio-2.0.so.0")
    gio.g_desktop_app_info_new_from_filename.restype = ctypes.c_void_p
    gio.g_app_info_launch.argtypes = [ctypes.c_void_p] * 4
    entry = gio.g_desktop_app_info_new_from_filename(os.fsencode(file))
    return bool(entry and gio.g_app_info_launch(entry, None, None, None))


def lines(path: Path) -> list[str]:
    """What was noted so far."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def until(step: str, true: Callable[[], object], told: Path) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + WAIT
    while not true():
        if time.monotonic() > end:
            held(step, None, lines(told))
        time.sleep(0.2)  # another program's start
    held(step, holds=True)


def prepared(noted: Path, home: Path) -> dict[str, str]:
    """The environment of a desktop whose terminal and browser are ours."""
    programs = noted / "bin"
    programs.mkdir(parents=True)
    for name, text in (*((one, TERMINAL) for one in TERMINALS), ("browser", BROWSER)):
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    desktop = {"NOTED": str(noted), "BROWSER": str(programs / "browser"), "BAOGAO_HOME": str(home), "BAOGAO_LANG": "zh"}
    return {**os.environ, **desktop, "PATH": f"{programs}:{os.environ['PATH']}"}


def gone(process: int) -> bool:
    """Has it ended, whoever has to bury it?"""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def steps(folder: Path, home: Path) -> None:
    """The first double click serves and opens the browser; the second only opens it."""
    noted = home.parent / "noted"
    environment = prepared(noted, home)
    click = [sys.executable, __file__, str(folder / "启动报告库.desktop")]
    told, opened, started = noted / "told", noted / "opened", noted / "started"
    subprocess.run(click, env=environment, check=True)
    try:
        until("a double click opens the browser", lambda: lines(opened), told)
        (address,) = lines(opened)
        held("at this machine", address.startswith("http://127.0.0.1:"), address)
        page = Page(int(address.rstrip("/").rpartition(":")[2]))
        held("and there is the page", page.patient("/")[0] == 200)
        subprocess.run(click, env=environment, check=True)
        until("another opens the browser once more", lambda: len(lines(opened)) == 2, told)
        held("at the same place", len(set(lines(opened))) == 1, lines(opened))
        until("and ends by itself", lambda: gone(int(lines(started)[1])), told)
        held("the first one goes on", page.patient("/")[0] == 200)
    finally:
        first = int(lines(started)[0]) if lines(started) else 0
        if first:
            os.kill(first, signal.SIGINT)
    until("Ctrl+C ends it", lambda: gone(first), told)


def main(arguments: list[str]) -> int:
    """Every step, or of one file the click alone; 1 where one does not hold."""
    if len(arguments) == 1:
        return 0 if clicked(Path(arguments[0])) else 1
    try:
        steps(Path(arguments[0]), Path(arguments[1]))
    except FailedError as failed:
        print(f"BAD {failed}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
