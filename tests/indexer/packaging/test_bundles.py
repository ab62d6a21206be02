"""Bundles: the same bytes from the same files, what a platform takes, what may be given away and what is told of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from indexer.packaging import bill_of_materials, debian, folders, frozen, inventory, legal, wheelhouse
from indexer.packaging.archive_file import packed
from indexer.packaging.platforms import PLATFORMS, pinned
from tests.shared_files import ROOT

EPOCH = 1_700_000_000
LOCK = """\
colorama==0.4.6 ; platform_machine == 'AMD64' and sys_platform == 'win32' \\
    --hash=sha256:@ \\
    --hash=sha256:@
numpy==2.4.6 ; python_full_version < '3.12' and sys_platform == 'linux' \\
    --hash=sha256:@
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:@
flask==3.1.3 \\
    --hash=sha256:@
"""
for _digit in "abcde":
    LOCK = LOCK.replace("@", _digit * 64, 1)


def wheel(folder: Path, name: str, metadata: str = "License: MIT", files: dict[str, str] | None = None) -> Path:
    """A small wheel of `name` 1.0."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\nVersion: 1.0\n{metadata}\n\nwords\n")
        for member, text in (files or {}).items():
            archive.writestr(member, text)
    return path


@pytest.mark.parametrize("ending", ["zip", "tar.gz"])
def test_an_archive_made_twice_is_the_same_to_the_byte(tmp_path: Path, ending: str) -> None:
    made = []
    for order, umask in ((1, 0o022), (-1, 0o077)):  # written in another order, at another time, under another mask
        folder = tmp_path / str(order) / "baogao"
        (folder / "lib").mkdir(parents=True)
        before = os.umask(umask)
        for name in [("start.sh", "#!/bin/sh\n"), ("lib/一.py", "x = 1\n"), ("lib/b.txt", "b")][::order]:
            (folder / name[0]).write_text(name[1], encoding="utf-8")
            os.utime(folder / name[0], (EPOCH + order, EPOCH + order))
        os.umask(before)
        made.append(packed(folder, tmp_path / f"{order}.{ending}", epoch=EPOCH).read_bytes())
    assert made[0] == made[1]


def test_scripts_may_be_run_and_texts_may_not(tmp_path: Path) -> None:
    folder = tmp_path / "baogao"
    folder.mkdir()
    (folder / "启动报告库.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / "a.txt").write_text("words", encoding="utf-8")
    (folder / "lib.so").write_bytes(b"\x7fELF....")
    with tarfile.open(packed(folder, tmp_path / "a.tar.gz", epoch=EPOCH)) as archive:
        tarred = {entry.name: entry.mode for entry in archive}
    with zipfile.ZipFile(packed(folder, tmp_path / "a.zip", epoch=EPOCH)) as archive:
        zipped = {entry.filename: stat.S_IMODE(entry.external_attr >> 16) for entry in archive.infolist()}
    assert tarred == zipped == {"baogao/启动报告库.sh": 0o755, "baogao/a.txt": 0o644, "baogao/lib.so": 0o644}


@pytest.mark.parametrize(
    ("platform", "taken"),
    [
        pytest.param("windows-x64", ["colorama 0.4.6", "numpy 2.5.5", "flask 3.1.3"], id="Windows, Python 3.12"),
        pytest.param("linux-x86_64", ["numpy 2.4.6", "flask 3.1.3"], id="Linux, Python 3.11"),
        pytest.param("linux-arm64", ["numpy 2.4.6", "flask 3.1.3"], id="another processor"),
    ],
)
def test_each_platform_takes_what_its_own_markers_say(platform: str, taken: list[str]) -> None:
    """Not those of the machine that builds."""
    assert [f"{one.name} {one.version}" for one in pinned(LOCK, PLATFORMS[platform])] == taken


def test_a_pinned_library_keeps_all_its_hashes() -> None:
    first = pinned(LOCK, PLATFORMS["windows-x64"])[0]
    assert first.line == f"colorama==0.4.6 --hash=sha256:{'a' * 64} --hash=sha256:{'b' * 64}"


def test_the_lock_file_of_an_installation_can_be_read_for_every_platform() -> None:
    lock = (ROOT / wheelhouse.LOCK).read_text("utf-8")
    for platform in PLATFORMS.values():
        names = {one.name for one in pinned(lock, platform)}
        assert {"flask", "jieba", "rjieba", "numpy", "rapidocr", "python-docx"} <= names
        assert all(one.digests for one in pinned(lock, platform))


def test_what_is_pinned_for_an_installation_is_what_is_tested() -> None:
    """One version of a library in all lock files."""
    versions: dict[str, set[str]] = {}
    for name in ("requirements.txt", "requirements-dev.txt", str(wheelhouse.LOCK)):
        for found in re.finditer(r"^([\w.-]+)==([^\s;]+)(.*)", (ROOT / name).read_text("utf-8"), re.MULTILINE):
            versions.setdefault(f"{found[1]} {'3.12' if '>= ' in found[3] else ''}", set()).add(found[2])
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_a_library_without_a_licence_is_in_no_bundle(tmp_path: Path) -> None:
    found = inventory.of_wheels([wheel(tmp_path, "nameless", metadata="Author: Somebody")])
    with pytest.raises(legal.UnknownLicenseError, match="nameless"):
        legal.third_party(found, "MIT text")


@pytest.mark.parametrize(
    ("metadata", "named"),
    [
        ("License-Expression: MIT-0", "MIT-0"),
        ("License: BSD", "BSD"),
        ("License: Copyright 2010 by somebody\nClassifier: License :: OSI Approved :: BSD License", "BSD License"),
        ("Classifier: License :: OSI Approved :: A\nClassifier: License :: OSI Approved :: B", "A AND B"),
        ("Author: Somebody", ""),
    ],
)
def test_a_licence_is_found_wherever_metadata_name_it(tmp_path: Path, metadata: str, named: str) -> None:
    assert inventory.of_wheels([wheel(tmp_path, "one", metadata)])[0].license == named


def test_the_licence_file_has_texts_models_and_fonts(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, "withtext", files={"withtext-1.0.dist-info/licenses/LICENSE": "the words of its licence"}),
        wheel(tmp_path, "without", metadata="License: MIT\nAuthor: 王工"),
        wheel(tmp_path, "learnt", files={"learnt/models/a.onnx": "weights", "learnt/b.ttf": "glyphs"}),
    ]
    text = legal.third_party(inventory.of_wheels(wheels), "MIT License\n\nCopyright (c) 2000 us\n\nPermission\n")
    assert "the words of its licence" in text
    assert "Copyright (c) 王工\n\nPermission" in text
    assert "model learnt/models/a.onnx (7 bytes" in text
    assert "font learnt/b.ttf (6 bytes" in text


def test_the_bill_of_materials_names_each_library_and_model_and_does_not_change(tmp_path: Path) -> None:
    wheels = [wheel(tmp_path, "baogao"), wheel(tmp_path, "learnt", files={"learnt/a.onnx": "weights"})]
    told = bill_of_materials.told(inventory.of_wheels(wheels), "linux-x86_64", epoch=EPOCH)
    assert told == bill_of_materials.told(inventory.of_wheels(wheels[::-1]), "linux-x86_64", epoch=EPOCH)
    document = json.loads(told)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["name"] == "baogao"
    assert document["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    (library,) = document["components"]
    assert library["purl"] == "pkg:pypi/learnt@1.0"
    assert [one["type"] for one in library["components"]] == ["machine-learning-model"]


@pytest.mark.parametrize("member", ["../outside.py", "/outside.py", "a/../../outside.py"])
def test_no_wheel_writes_outside_its_folder(tmp_path: Path, member: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        folders.unpacked(wheel(tmp_path, "one", files={member: "x"}), tmp_path / "lib")
    assert not (tmp_path / "outside.py").exists()


def test_what_a_wheel_keeps_apart_goes_where_an_installer_puts_it(tmp_path: Path) -> None:
    kept = {"one-1.0.data/purelib/two/__init__.py": "", "one-1.0.data/scripts/run": "#!python"}
    folders.unpacked(wheel(tmp_path, "one", files=kept), tmp_path / "lib")
    assert (tmp_path / "lib" / "two" / "__init__.py").exists()
    assert not list((tmp_path / "lib").rglob("run"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_folder_has_a_launcher_its_system_can_read(tmp_path: Path, platform: str) -> None:
    """cmd.exe reads a script in the system's code page, which is GBK where Chinese is spoken; sh wants LF alone."""
    place = PLATFORMS[platform]
    folders.started(ROOT, place, [wheel(tmp_path, "baogao")], tmp_path / "made", epoch=EPOCH)
    name = "启动报告库.bat" if place.windows else "启动报告库.sh"
    data = (tmp_path / "made" / name).read_bytes()
    text = data.decode("gbk" if place.windows else "utf-8")
    assert "@PYTHON@" not in text
    assert place.python in text
    assert "双击" in text
    assert (data.count(b"\r\n") == data.count(b"\n")) is place.windows
    listed = (tmp_path / "made" / "SHA256SUMS").read_text("utf-8")
    assert name in listed
    assert "lib/baogao/__init__.py" in listed


@pytest.mark.parametrize("name", ["start.bat", "install.bat"])
def test_a_batch_file_keeps_words_out_of_its_blocks(name: str) -> None:
    """cmd.exe puts arguments in before it looks for the end of a block, and ")" in one ends it: C:\\a(1)."""
    depth, blocks, labels, wanted = 0, 0, set(), set()
    for line in (ROOT / "docs" / "deploy" / "launchers" / name).read_text("utf-8").splitlines():
        bare = re.sub(r'"[^"]*"', "", line).strip()
        if bare.lower().startswith("rem "):
            continue
        assert depth == 0 or not re.search(r"%[*1-9]", bare), line
        depth += bare.count("(") - bare.count(")")
        assert depth >= 0, line
        blocks += bare.endswith("(")
        labels |= set(re.findall(r"^:(\w+)", bare))
        wanted |= set(re.findall(r"goto (\w+)", bare))
    assert depth == 0
    assert wanted == labels
    assert blocks == (2 if name == "start.bat" else 0)


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg-deb here")
def test_a_debian_package_made_twice_is_the_same_and_says_where_all_lies(tmp_path: Path) -> None:
    made: list[Path] = []
    wheels = [wheel(tmp_path, "baogao"), wheel(tmp_path, "one")]
    for number, umask in ((1, 0o022), (2, 0o077)):
        before = os.umask(umask)
        (tmp_path / str(number)).mkdir()
        made.append(debian.built(ROOT, PLATFORMS["linux-x86_64"], wheels, tmp_path / str(number), epoch=EPOCH))
        os.umask(before)
    assert made[0].name == "baogao_1.0_amd64.deb"
    assert made[0].read_bytes() == made[1].read_bytes()
    words = ["dpkg-deb", "--contents", str(made[0])]
    listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    modes = {line.split()[-1]: (line.split()[0], line.split()[1]) for line in listed}
    assert {owner for _, owner in modes.values()} == {"root/root"}
    assert modes["./usr/bin/baogao"][0] == modes["./usr/sbin/baogao-service"][0] == "-rwxr-xr-x"
    assert modes["./etc/default/baogao"][0] == modes["./usr/lib/systemd/system/baogao.service"][0] == "-rw-r--r--"
    assert "./usr/lib/baogao/lib/one/__init__.py" in modes
    fields = subprocess.run(["dpkg-deb", "--field", str(made[0])], capture_output=True, text=True, check=True).stdout
    assert "@" not in fields.replace("baogao@localhost", "")
    assert "Depends: python3.11, adduser" in fields


def test_a_frozen_program_starts_every_module_that_the_program_starts() -> None:
    """A module started by `-m` that the frozen program does not know would never run there, without a word."""
    started = set()
    for room in ("archive", "indexer", "web"):
        for path in (ROOT / room).rglob("*.py"):
            if path.parent.name != "packaging":  # builds releases, and is not in them
                started |= set(re.findall(r'sys\.executable,\s*"-m",\s*"([\w.]+)"', path.read_text("utf-8")))
    assert started == frozen.CHILDREN


def test_a_frozen_program_runs_no_other_module(capsys: pytest.CaptureFixture[str]) -> None:
    assert frozen.main(["-m", "http.server"]) == 2
    assert "-m" in capsys.readouterr().err
