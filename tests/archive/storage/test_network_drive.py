"""An archive on a network drive is refused with the reason; a local one never is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from archive.errors import CatalogError
from archive.storage import network_drive
from indexer.workspace import Workspace

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mountinfo is Linux's")


def mountinfo(folder: Path, *mounts: tuple[str, str]) -> Path:
    """A file as the kernel writes it: proc(5)."""
    path = folder / "mountinfo"
    lines = [f"36 35 98:0 / {at} rw,noatime shared:1 - {kind} source rw\n" for at, kind in mounts]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@LINUX
@pytest.mark.parametrize(
    ("kind", "network"),
    [
        *[
            pytest.param(kind, True, id=kind)
            for kind in ("nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "davfs", "fuse.rclone", "ceph")
        ],
        *[
            pytest.param(kind, False, id=kind)
            for kind in ("ext4", "xfs", "btrfs", "tmpfs", "overlay", "fuseblk", "zfs", "fuse.ecryptfs")
        ],
    ],
)
def test_kinds(tmp_path: Path, kind: str, network: bool) -> None:
    mounts = mountinfo(tmp_path, ("/", "ext4"), (str(tmp_path), kind))
    assert network_drive.network_kind(tmp_path / "not" / "there" / "yet", mounts) == (kind if network else None)


@LINUX
@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        pytest.param([("/", "nfs")], "nfs", id="all of the machine is on the network"),
        pytest.param([("/", "9p")], None, id="the root of a container"),
        pytest.param([("/", "ext4"), ("{}/a\\040b", "cifs")], "cifs", id="a blank in the name is written in octal"),
        pytest.param([("/", "ext4"), ("{}", "nfs"), ("{}/a\\040b", "ext4")], None, id="a local disk inside a share"),
        pytest.param([("/", "ext4"), ("{}/a", "nfs")], None, id="a neighbour whose name begins the same"),
        pytest.param([], None, id="nothing is known"),
    ],
)
def test_the_nearest_mount_decides(tmp_path: Path, mounts: list[tuple[str, str]], kind: str | None) -> None:
    told = mountinfo(tmp_path, *[(at.format(tmp_path), kind) for at, kind in mounts])
    assert network_drive.network_kind(tmp_path / "a b" / "home", told) == kind


@LINUX
def test_a_home_on_a_share_is_refused_and_can_be_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workspaces ask the machine itself; here the machine's own file is another one."""
    mounts = mountinfo(tmp_path, ("/", "ext4"), (str(tmp_path), "cifs"))
    monkeypatch.setattr(network_drive.network_kind, "__defaults__", (mounts,))
    with pytest.raises(CatalogError) as told, Workspace(tmp_path / "home", writing=True) as workspace:
        assert workspace.catalog
    assert told.value.code == "home.network_drive"
    assert "cifs" in told.value.message("zh")
    assert not (tmp_path / "home").exists()
    monkeypatch.setenv("BAOGAO_NETWORK_DRIVE", "allow")
    with Workspace(tmp_path / "home", writing=True) as workspace:
        assert workspace.catalog.ids() == ()
