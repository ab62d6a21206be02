"""Sign-on by dex, which asks a real LDAP directory: `make test-sign-on`, where Go is.

dex is built once from the Go module proxy. Its newer versions are no modules that the proxy has: this is the last that
could be had there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.deployment.slapd import BASE, Slapd, slapd_in
from tests.deployment.test_openid_connect import CHROMIUM, COMMAND, PASSWORD, running
from tests.loopback_ports import free
from tests.shared_files import ROOT

pytestmark = pytest.mark.deployment

MODULE = "github.com/dexidp/dex"
VERSION = "v0.0.0-20210917061239-f0186ff2651e"
BUILT = ROOT / "build" / "dex"
CONFIGURED = """
issuer: http://127.0.0.1:{port}/dex
storage: {{type: memory}}
web: {{http: "127.0.0.1:{port}"}}
oauth2: {{skipApprovalScreen: true}}
staticClients:
- {{id: baogao, name: Baogao, secret: a-secret-of-the-office, redirectURIs: ["{back}"]}}
connectors:
- type: ldap
  id: ldap
  name: LDAP
  config:
    host: localhost:{slapd.safe}
    rootCA: {slapd.folder}/cert.pem
    bindDN: cn=search,{base}
    bindPW: search-pw
    userSearch: {{baseDN: "ou=people,{base}", username: uid, idAttr: entryUUID, emailSuffix: office.test, nameAttr: cn, preferredUsernameAttr: uid}}
    groupSearch: {{baseDN: "ou=groups,{base}", userMatchers: [{{userAttr: DN, groupAttr: member}}], nameAttr: cn}}
"""  # noqa: E501 # a line of dex's own


@pytest.fixture(scope="module")
def dex() -> str:
    """The program; built where it has not been yet."""
    program = BUILT / "dex"
    if program.exists():
        return str(program)
    go = shutil.which("go", path=f"{os.environ['PATH']}:/usr/local/go/bin")
    if go is None:
        pytest.skip("Go is not installed")
    BUILT.mkdir(parents=True, exist_ok=True)
    (BUILT / "go.mod").write_text(f"module sign-on\n\ngo 1.17\n\nrequire {MODULE} {VERSION}\n", "utf-8")
    subprocess.run([go, "build", "-mod=mod", f"{MODULE}/cmd/dex"], cwd=BUILT, check=True)
    return str(program)


@pytest.fixture(scope="module")
def slapd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    with slapd_in(tmp_path_factory.mktemp("slapd")) as made:
        yield made


def test_somebody_of_the_directory_signs_on_through_dex(dex: str, slapd: Slapd, tmp_path: Path) -> None:
    """By the name that the directory has, in the group of Chinese name that dex has found there."""
    port, issuer_port = free(), free()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "BAOGAO_HOME": str(tmp_path / "home"),
        "BAOGAO_LANG": "zh",
        "BAOGAO_OIDC": f"http://127.0.0.1:{issuer_port}/dex",
        "BAOGAO_OIDC_PASSWORD": "a-secret-of-the-office",
        "BAOGAO_OIDC_SCOPE": "profile groups",
    }
    baogao = [*COMMAND, "user", "add", "管理员", "--admin"]
    subprocess.run(baogao, input=PASSWORD, text=True, check=True, env=environment)
    subprocess.run([*COMMAND, "group", "add", "办公室"], check=True, env=environment)
    told = CONFIGURED.format(port=issuer_port, back=f"{address}/login/office/back", slapd=slapd, base=BASE)
    (tmp_path / "dex.yaml").write_text(told, "utf-8")
    with (
        running([dex, "serve", str(tmp_path / "dex.yaml")], "listening (http)", {**os.environ}),
        running([sys.executable, "-m", "indexer.cli", "serve", "--port", str(port)], str(port), environment),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="zh-CN")
        page.set_default_timeout(300_000)
        page.goto(address + "/login")
        page.get_by_role("link", name="用单位账号登录").click()
        page.fill("input[name=login]", "zhang")
        page.fill("input[name=password]", "同行-2026")
        page.get_by_role("button").click()
        page.wait_for_url(address + "/")
        page.goto(address + "/account")
        shown = page.inner_text("main")
        assert "zhang" in shown
        assert "办公室" in shown
        browser.close()
