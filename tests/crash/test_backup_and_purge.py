"""A backup while reports are purged: of one moment, without what was deleted for good, never with a gap."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from archive.catalog.opening import open_catalog
from archive.errors import CatalogError
from indexer.cli.main import main
from indexer.maintenance import backup


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("purged")
    files = folder / "files"
    files.mkdir()
    for number in range(5):
        (files / f"{number}.txt").write_text(
            f"关于第{number}件事的报告\n\n第{number}件事已经办完。\n", encoding="utf-8"
        )
    (files / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    main(["add", "--home", str(folder / "home"), str(files)])
    return folder / "home"


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


@pytest.mark.parametrize(
    ("gone", "others"),
    [("trash", 0), ("living", 0), ("merged", 0), ("unread", 0), ("living", 2), ("merged", 3), ("trash", 5)],
)
def test_what_is_purged_meanwhile_is_not_in_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str, others: int
) -> None:
    catalog, other = open_catalog(home, read_only=True), open_catalog(home)
    ids = catalog.ids()
    victim, twin = ids[1], ids[2]
    broken = next(iter(catalog.unread())).location
    if gone == "trash":
        other.remove(victim)
    if gone == "merged":  # its text stands among the versions of the one that is purged
        other.near.merge(victim, twin)
    added = backup._add
    calls = iter(range(100))

    def purge_between(pack: zipfile.ZipFile, path: Path, name: str) -> str:
        if name.startswith(backup.ORIGINALS) and next(calls) == others:
            if gone == "unread":
                assert other.forget(broken)
            else:
                if gone != "trash":
                    other.remove(victim)
                assert other.purge(victim)
        return added(pack, path, name)

    monkeypatch.setattr(backup, "_add", purge_between)
    saved = backup.save(catalog, home, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as pack:
        manifest = json.loads(pack.read("manifest.json"))
        names = [name for name in pack.namelist() if name.startswith("originals/")]
        assert sorted(names) == sorted(name for name in manifest["files"] if name.startswith("originals/"))
        assert saved.originals == len(names)
        assert backup.restore(tmp_path / "b.zip", tmp_path / "back") == saved.reports == manifest["reports"]
    restored = open_catalog(tmp_path / "back", read_only=True)
    assert list(restored.verify()) == []
    assert set(restored.ids()) <= set(ids)
    assert set(ids) - set(restored.ids()) <= {victim, twin}
    for one in (catalog, other, restored):
        one.close()


@pytest.mark.parametrize("damage", ["gone", "altered"])
def test_an_original_that_is_really_lost_is_an_error(home: Path, tmp_path: Path, damage: str) -> None:
    original = next(path for path in (home / "originals").glob("*/*") if path.is_file())
    original.chmod(0o644)
    original.unlink() if damage == "gone" else original.write_bytes(b"x")
    catalog = open_catalog(home, read_only=True)
    with pytest.raises(CatalogError) as problem:
        backup.save(catalog, home, tmp_path / "b.zip")
    assert problem.value.code == {"gone": "catalog.original_missing", "altered": "catalog.original_damaged"}[damage]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]
    catalog.close()
