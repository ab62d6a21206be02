"""Schemathesis against /openapi.json of a real `baogao serve`: with a login, and as nobody. Its own process, its own
libraries; what it calls a failure is a failure.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.office import office
from tests.served_process import serving

WHO = ("with login", "as nobody")
FOR_PROGRAMS = r"(json|/mcp|/health)$"
PAGES = "not_a_server_error,status_code_conformance"
CHECKS = {
    "--include-path-regex": f"{PAGES},content_type_conformance,response_schema_conformance",
    "--exclude-path-regex": PAGES,
}
"""Pages and files lead to the login, and schemathesis follows: what comes then is another address's answer."""
EXAMPLES = 5
"""Inputs that are made up for each address beside those that the description gives rise to."""
ENVIRONMENT = {"BAOGAO_SEARCH_LIMIT": "0", "BAOGAO_EXPORT_LIMIT": "0", "BAOGAO_ASSISTANTS": "off"}


def main(schemathesis: str, words: Sequence[str]) -> int:
    """1 where anything fails."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with office(home) as here:
            people = here.workspace.people
            session = people.sessions.begin(people.accounts.named("管"), int(time.time()), "127.0.0.1")
        described = Path(folder) / "openapi.json"
        with serving(home, **ENVIRONMENT) as (_, address):
            cookie = f"Cookie: baogao_login={session}"
            fetched = ["curl", "-sf", "-H", cookie, "-o", str(described), f"{address}openapi.json"]
            subprocess.run(fetched, check=True)
            failed = []
            for who, (paths, checks) in itertools.product(WHO, CHECKS.items()):
                print(f"--- {who} {paths}", flush=True)
                header = ["--header", cookie] if who == "with login" else []
                asked = [schemathesis, "run", str(described), "--url", address, "--checks", checks, *header, *words]
                asked += [paths, FOR_PROGRAMS]
                asked += ["--max-examples", str(EXAMPLES), "--phases", "examples,coverage,fuzzing", "--no-color"]
                asked += ["--generation-deterministic", "--continue-on-failure", "--suppress-health-check", "all"]
                if subprocess.run(asked, cwd=folder, check=False).returncode:
                    failed.append(who)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
