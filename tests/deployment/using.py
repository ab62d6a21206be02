"""An installation used as an office does, by its command and its page: `python3 using.py HOME SEEDS COMMAND…`.

Standard library alone: it also runs inside a folder, a chroot or a container that has nothing of the tests. Prints a
line a step, exits 1 at the first that does not hold. It is run where there is no network but loopback. BAOGAO_PAPERS
may name a folder of further files that are brought in through the page, and `wordings.json` with what each must be
found by.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

WAIT = 3600.0
"""Seconds for a step: a machine may be busy with much else."""
NAME = "导入的报告.txt"
TEXT = "白鹭湾街道2024年度工作报告\n\n一、落实情况\n\n走访群众听取意见，建立台账销号管理，青铜闸门检修完毕。\n"
WORDING = "青铜闸门检修"
PAPERS = os.environ.get("BAOGAO_PAPERS", "")


class FailedError(Exception):
    """A step did not hold."""


def held(step: str, holds: object, told: object = "") -> None:
    """Print the step; raise FailedError where it does not hold."""
    if not holds:
        raise FailedError(f"{step}: {told}")
    print(f"ok  {step}", flush=True)


class Page:
    """The page of a server on loopback, asked as a browser does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes, str]:
        """Status, body, Location."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        told = {name: value for name, value in (("Cookie", self.cookie), ("Content-Type", kind)) if value}
        connection.request(method, path, body or None, {**told, "Origin": f"http://127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        data = answer.read()
        if given := answer.headers.get_all("Set-Cookie"):
            self.cookie = "; ".join(one.split(";")[0] for one in given)
        connection.close()
        return answer.status, data, answer.headers.get("Location", "")

    def patient(self, path: str) -> tuple[int, bytes]:
        """Status and body; of a service that is busy once more."""
        until = time.monotonic() + WAIT
        while True:
            status, body, _ = self.ask("GET", path)
            if status != 503 or time.monotonic() > until:
                return status, body
            time.sleep(1)


def command(words: list[str], home: Path, *rest: str) -> str:
    """Standard output of the command with `rest`; one that a machine at work is too busy for is asked again."""
    until = time.monotonic() + WAIT
    while True:
        done = subprocess.run([*words, *rest], env=environment(home), capture_output=True, text=True, timeout=2 * WAIT)
        if "query.busy" not in done.stdout + done.stderr or time.monotonic() > until:
            break
        time.sleep(1)
    held(" ".join(("baogao", *rest)), done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:])
    return done.stdout


def environment(home: Path) -> dict[str, str]:
    """That of this process with the home in it."""
    return {**os.environ, "BAOGAO_HOME": str(home), "BAOGAO_LANG": "zh", "PYTHONIOENCODING": "utf-8"}


def no_network() -> bool:
    """Is every address but loopback out of reach?"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        try:
            door.connect(("192.0.2.1", 9))
        except OSError:
            return True
    return False


def wordings() -> dict[str, str]:
    """Of each further file what it is found by."""
    return dict(json.loads((Path(PAPERS) / "wordings.json").read_text(encoding="utf-8"))) if PAPERS else {}


def part(name: str, data: bytes) -> bytes:
    """A file in a form."""
    head = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n"


def imported(page: Page) -> None:
    """Files through the form of the page, until their import has ended."""
    status, body, _ = page.ask("GET", "/import")
    token = re.search(r'name="csrf_token" value="([^"]+)', body.decode())
    held("GET /import", status == 200 and token, status)
    assert token
    form = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token[1]}\r\n'.encode()
    files = {NAME: TEXT.encode(), **{name: (Path(PAPERS) / name).read_bytes() for name in wordings()}}
    form += b"".join(part(name, data) for name, data in files.items()) + b"--x--\r\n"
    status, body, place = page.ask("POST", "/import", form, "multipart/form-data; boundary=x")
    held("POST /import", status == 303, (status, body[-400:]))
    until = time.monotonic() + WAIT
    while True:
        told = json.loads(page.ask("GET", f"{place}.json")[1])
        if told["ended_at"] or time.monotonic() > until:
            break
        time.sleep(0.3)  # another machine's process does the work
    added = [one["status"] for one in told["files"]] == ["added"] * len(files)
    held(f"the import of {len(files)} ended", told["ended_at"] and added, told)


def served(words: list[str], home: Path) -> None:
    """The page: search, reading, import, exports."""
    server = subprocess.Popen(
        [*words, "serve", "--port", "0"],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        held("serve", found, line)
        assert found
        page = Page(int(found[1]))
        for path in (
            "/",
            f"/search?q={quote('工作')}",
            "/reports",
            "/checklist",
            "/import",
            "/health",
            "/about",
            "/help",
        ):
            status, body = page.patient(path)
            held(f"GET {path}", status == 200, (status, body[-400:].decode("utf-8", "replace")))
        imported(page)
        hits = json.loads(page.patient(f"/search.json?q={quote(WORDING)}")[1])
        held("what came through the page is found", hits["total_reports"] == 1, hits)
        for name, wording in wordings().items():
            hits = json.loads(page.patient(f"/search.json?q={quote(wording)}")[1])
            held(f"{name} is found", name in str(hits) and hits["total_reports"] > 0, hits)
        status, body = page.patient(f"/export.docx?q={quote(WORDING)}")
        held("Word export", status == 200 and zipfile.is_zipfile(io.BytesIO(body)), (status, body[:300]))
        status, body = page.patient(f"/export.xlsx?q={quote(WORDING)}")
        held("Excel export", status == 200 and zipfile.is_zipfile(io.BytesIO(body)), (status, body[:300]))
    finally:
        server.terminate()
        _, told = server.communicate(timeout=WAIT)
        if server.returncode:
            sys.stderr.write(told)


def main(arguments: list[str]) -> int:
    """Every step; 1 where one does not hold."""
    home, seeds, words = Path(arguments[0]), arguments[1], arguments[2:]
    try:
        held("no network", no_network())
        command(words, home, "--version")
        command(words, home, "add", seeds)
        held("search --json", json.loads(command(words, home, "search", "--json", "工作"))["total_reports"] > 0)
        command(words, home, "check")
        served(words, home)
        kept = home.parent / "backup.tar"
        command(words, home, "backup", str(kept))
        restored = home.parent / "restored"
        command(words, restored, "restore", str(kept))
        again = json.loads(command(words, restored, "search", "--json", WORDING))
        held("the restored archive answers the same", again["total_reports"] == 1, again)
    except FailedError as failed:
        print(f"BAD {failed}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
