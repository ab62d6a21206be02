"""The Debian package, installed and used in a clean Debian without a network: `make test-deb`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment import clean_system
from tests.deployment.papers import papers
from tests.shared_files import ROOT, SEEDS

pytestmark = pytest.mark.deployment

USING = ROOT / "tests" / "deployment" / "using.py"


def made(target: Path) -> Path:
    """The package of this tree, its own wheel built anew."""
    words = [sys.executable, "-m", "indexer.packaging", "deb", "--to", str(target)]
    subprocess.run(words, cwd=ROOT, check=True)
    return next(target.glob("*.deb"))


@pytest.fixture(scope="module")
def package() -> Path:
    """What `make deb` has made just now."""
    (found,) = (ROOT / "build" / "deb").glob("baogao_*.deb")
    return found


@pytest.fixture(scope="module")
def system(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A clean system in which it was installed."""
    place = clean_system.copied(tmp_path_factory.mktemp("systems") / "system")
    shutil.copyfile(package, place / "baogao.deb")
    shutil.copytree(SEEDS, place / "srv" / "seeds")
    shutil.copyfile(USING, place / "srv" / "using.py")
    papers(place / "srv" / "papers")
    print(clean_system.run(place, "dpkg", "-i", "/baogao.deb"))
    yield place
    shutil.rmtree(place, ignore_errors=True)


def test_it_is_built_twice_to_the_same_bytes(package: Path, tmp_path: Path) -> None:
    assert made(tmp_path).read_bytes() == package.read_bytes()


def test_it_is_used_without_a_network(system: Path) -> None:
    print(clean_system.run(system, "install", "-d", "-o", "baogao", "/srv/try"))
    using = ["python3", "/srv/using.py", "/srv/try/资料", "/srv/seeds", "baogao"]
    told = clean_system.run(system, "runuser", "-u", "baogao", "--", "env", "BAOGAO_PAPERS=/srv/papers", *using)
    print(told)


def test_the_archive_of_the_service_belongs_to_its_user_alone(system: Path) -> None:
    clean_system.run(system, "baogao-service", "add", "/srv/seeds")
    found = clean_system.run(system, "stat", "-c", "%U %a", "/var/lib/baogao", "/var/lib/baogao/catalog.db")
    assert found.split("\n")[0] == "baogao 700"
    assert found.split("\n")[1].startswith("baogao ")
    assert "工作" in clean_system.run(system, "baogao-service", "search", "工作")
    assert "not allowed" not in clean_system.run(system, "baogao", "--version")


def test_the_commands_that_are_told_make_an_administrator(system: Path) -> None:
    """Those of docs/deploy.md that come before the service is started; it is started by the test below."""
    text = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    found = re.search(r"```\n(make deb\n.*?)\n```", text, re.DOTALL)
    assert found
    made, installed, added, started = found[1].splitlines()
    assert (made, installed) == ("make deb", f"dpkg -i build/deb/{package_name()}")
    clean_system.run(system, *added.split(), typed="山高 水长 日月 同辉\n")
    assert "管理员" in clean_system.run(system, "baogao-service", "user", "list")
    assert started == "systemctl enable --now baogao"


def package_name() -> str:
    """Of the package that was built."""
    (found,) = (ROOT / "build" / "deb").glob("baogao_*.deb")
    return found.name


def test_its_files_are_whole_and_its_settings_a_person_may_change(system: Path) -> None:
    assert clean_system.run(system, "dpkg", "--verify", "baogao") == ""
    assert "/etc/default/baogao" in clean_system.run(system, "dpkg-query", "-W", "-f=${Conffiles}", "baogao")


def test_installed_again_it_keeps_the_archive_and_removed_too(system: Path) -> None:
    clean_system.run(system, "baogao-service", "add", "/srv/seeds")
    clean_system.run(system, "dpkg", "-i", "/baogao.deb")
    before = clean_system.run(system, "baogao-service", "search", "--json", "工作")
    assert before.startswith("{")
    clean_system.run(system, "dpkg", "-r", "baogao")
    told = clean_system.run(system, "dpkg", "--purge", "baogao")
    assert "/var/lib/baogao" in told
    assert (system / "var/lib/baogao/catalog.db").exists()
    assert not (system / "usr/lib/baogao").exists()
    clean_system.run(system, "dpkg", "-i", "/baogao.deb")
    assert clean_system.run(system, "baogao-service", "search", "--json", "工作")[:100] == before[:100]


TRYING = """[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/usr/bin/python3 /srv/under_systemd.py
ExecStopPost=/usr/bin/systemctl poweroff --no-block
StandardOutput=file:/srv/told.txt
StandardError=inherit
[Install]
WantedBy=multi-user.target
"""


def test_it_serves_under_systemd_with_all_that_the_unit_forbids(package: Path, tmp_path: Path) -> None:
    """A systemd of its own, booted in a container without a network: the filter of system calls is in force there."""
    if shutil.which("systemd-nspawn") is None:
        pytest.fail("systemd-container is not installed")
    place = clean_system.copied(tmp_path / "system")
    shutil.copyfile(package, place / "baogao.deb")
    for name in ("using.py", "under_systemd.py"):
        shutil.copyfile(USING.with_name(name), place / "srv" / name)
    clean_system.run(place, "dpkg", "-i", "/baogao.deb")
    wanted = place / "etc/systemd/system/multi-user.target.wants/trying.service"
    (place / "etc/systemd/system/trying.service").write_text(TRYING, encoding="utf-8")
    wanted.symlink_to("/etc/systemd/system/trying.service")
    words = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--console=pipe"]
    booted = subprocess.run(
        [*words, "--boot", "-D", str(place)], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    told = (place / "srv/told.txt").read_text("utf-8") if (place / "srv/told.txt").exists() else ""
    shutil.rmtree(place, ignore_errors=True)
    print(told)
    assert "ALL HELD" in told, told + booted.stdout.decode("utf-8", "replace")[-2000:]
