"""A cluster behind a certificate and a password: by settings, and the password is nowhere to be read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.settings import Settings, load
from tests.distributed.cluster import Cluster
from tests.distributed.gate import PASSWORD, USER, certificate, guarded
from tests.shared_files import SEEDS

pytestmark = pytest.mark.distributed


@pytest.fixture(scope="module")
def door(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    made, key = certificate(tmp_path_factory.mktemp("certificate"))
    with guarded(cluster.urls[0], made, key) as address:
        yield address, made


def baogao(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indexer.cli", "--home", str(home), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


def settings(home: Path, address: str, ca: Path | None, **more: str) -> None:
    home.mkdir(exist_ok=True)
    lines = [f'engine = "opensearch:{address}"', f'opensearch_user = "{USER}"', "replicas = 0"]
    lines += [f'opensearch_ca = "{ca}"'] if ca else []
    lines += [f'{name} = "{value}"' for name, value in more.items()]
    (home / "baogao.toml").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("way", ["environment", "file"])
def test_with_authority_and_password(tmp_path: Path, door: tuple[str, Path], way: str) -> None:
    address, ca = door
    home = tmp_path / "home"
    if way == "file":
        settings(home, address, ca, opensearch_password_file="secret.txt")
        (home / "secret.txt").write_text(PASSWORD + "\n", encoding="utf-8")
        environment = {}
    else:
        settings(home, address, ca)
        environment = {"BAOGAO_OPENSEARCH_PASSWORD": PASSWORD}
    assert baogao(home, "add", str(SEEDS), **environment).returncode == 0
    found = baogao(home, "search", "一岗双责", **environment)
    assert "3 篇 8 处" in found.stdout
    assert PASSWORD not in found.stdout + found.stderr + baogao(home, "status", **environment).stdout


def test_a_wrong_password_is_told_as_such(tmp_path: Path, door: tuple[str, Path]) -> None:
    address, ca = door
    settings(tmp_path / "home", address, ca)
    told = baogao(tmp_path / "home", "add", str(SEEDS), BAOGAO_OPENSEARCH_PASSWORD="wrong-one", LC_ALL="C.UTF-8")
    assert told.returncode == 2
    assert USER in told.stderr
    assert "wrong-one" not in told.stderr


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, door: tuple[str, Path]) -> None:
    address, _ = door
    settings(tmp_path / "home", address, None)
    told = baogao(tmp_path / "home", "add", str(SEEDS), BAOGAO_OPENSEARCH_PASSWORD=PASSWORD)
    assert told.returncode == 2
    assert "certificate" in told.stderr
    assert PASSWORD not in told.stderr


def test_the_password_is_in_no_description(tmp_path: Path) -> None:
    (tmp_path / "baogao.toml").write_text('opensearch_password = "s3cret"\ncatalog_password = "s4cret"\n')
    loaded = load(tmp_path, {})
    assert isinstance(loaded, Settings)
    assert "cret" not in repr(loaded)


@pytest.mark.parametrize("setting", ["BAOGAO_ENGINE", "BAOGAO_CATALOG"])
def test_no_password_in_an_address(tmp_path: Path, setting: str) -> None:
    address = {
        "BAOGAO_ENGINE": "opensearch:https://user:s3cret@127.0.0.1:9",
        "BAOGAO_CATALOG": "postgresql://user:s3cret@127.0.0.1:9/x",
    }
    told = baogao(tmp_path / "home", "add", str(SEEDS), **{setting: address[setting]})
    assert told.returncode == 2
    assert "s3cret" not in told.stderr
    assert "Traceback" not in told.stderr
