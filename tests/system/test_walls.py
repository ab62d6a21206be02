"""The walls: who imports whom, which file owns which library, and that nobody else owns our package names."""

from __future__ import annotations

import ast
import importlib.metadata
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared_files import ROOT

ROOMS = ("archive", "indexer", "web")

MAY_IMPORT = {
    "archive": {"archive"},
    "indexer": {"archive", "indexer"},
    "web": {"archive", "indexer", "web"},
}

OWNERS = {
    "jieba": {"indexer/analysis/analyzer.py"},
    "rjieba": {"indexer/analysis/analyzer.py"},
    "whoosh": {"indexer/index/embedded/word_store.py"},
    "markdown": {"archive/readers/markup/markdown.py"},
    "pypdfium2": {"archive/readers/pages/pdfium_pages.py"},
    "psycopg": {"archive/catalog/stores/postgresql.py"},
    "pypdf": {"archive/readers/pages/pypdf_pages.py"},
    "opensearchpy": {"indexer/index/opensearch/connection.py"},
    "openpyxl": {"archive/readers/office/xlsx.py", "indexer/export/xlsx_writer.py"},
    "rapidocr": {"archive/readers/ocr/rapidocr_lines.py"},
    "PIL": {"archive/readers/ocr/image_frames.py"},
    "watchfiles": {"indexer/ingest/watch_events.py"},
    "docx": {"indexer/export/docx_writer.py"},
    "pypinyin": {"indexer/analysis/pinyin.py"},
    "rapidfuzz": {"indexer/search/similar.py"},
    "platformdirs": {"indexer/settings.py"},
    "tomllib": {"indexer/settings.py"},
    "tomli": {"indexer/settings.py"},
    "nh3": {"web/markup.py"},
    "waitress": {"web/serving/command.py"},
    "flask_wtf": {"web/http/security.py"},
    "wtforms": {"web/http/security.py"},
    # The truth's only SQL, the only FTS5, and the writers' lock.
    "sqlite3": {
        "archive/catalog/stores/sqlite.py",
        "indexer/index/embedded/bigrams.py",
        "indexer/index/embedded/generations.py",
    },
}
WHOLE_ROOM = {"flask": "web", "werkzeug": "web", "jinja2": "web", "markupsafe": "web"}
"""Libraries that are a room's own language: Flask and its parts anywhere in web, nowhere else."""


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative imports hide where a thing lives"
            yield node.module or "", node.lineno


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_fall_and_never_climb() -> None:
    climbing = [
        f"{place(path)}:{line} imports {name}"
        for path in modules()
        for name, line in imports(path)
        if name.split(".")[0] in ROOMS and name.split(".")[0] not in MAY_IMPORT[place(path).split("/")[0]]
    ]
    assert climbing == []


def test_within_the_indexer_nothing_below_the_commands_imports_them() -> None:
    climbing = [
        f"{place(path)}:{line} imports {name}"
        for path in modules()
        for name, line in imports(path)
        if name.startswith("indexer.cli") and not place(path).startswith(("indexer/cli/", "web/serving/command.py"))
    ]
    assert climbing == []


def test_each_library_has_one_owner() -> None:
    strangers = []
    for path in modules():
        for name, line in imports(path):
            library = name.split(".")[0]
            if library in OWNERS and place(path) not in OWNERS[library]:
                strangers.append(f"{place(path)}:{line} imports {name}")
            if library in WHOLE_ROOM and not place(path).startswith(WHOLE_ROOM[library] + "/"):
                strangers.append(f"{place(path)}:{line} imports {name}")
    assert strangers == []


def test_every_library_is_declared_with_an_owner() -> None:
    known = {*OWNERS, *WHOLE_ROOM, *ROOMS, *sys.stdlib_module_names}
    unknown = [
        f"{place(path)}:{line} imports {name}"
        for path in modules()
        for name, line in imports(path)
        if name.split(".")[0] not in known
    ]
    assert unknown == []


def test_no_module_imports_in_a_circle() -> None:
    graph = {module_name(path): set(known_targets(path)) for path in modules()}
    assert list(circles(graph)) == []


def module_name(path: Path) -> str:
    return place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def known_targets(path: Path) -> Iterator[str]:
    """Modules of ours that are imported when `path` is (not inside functions, not for types alone)."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ROOMS:
            for alias in node.names:
                inner = ROOT / (node.module or "").replace(".", "/") / f"{alias.name}.py"
                yield f"{node.module}.{alias.name}" if inner.exists() else node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in ROOMS)


def circles(graph: dict[str, set[str]]) -> Iterator[str]:
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> Iterator[str]:
        if name in way:
            yield " → ".join((*way[way.index(name) :], name))
        elif name not in done:
            for target in sorted(graph.get(name, ())):
                if target != name:
                    yield from visit(target, (*way, name))
            done.add(name)

    for start in sorted(graph):
        yield from visit(start, ())


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_owns_our_package_names(room: str) -> None:
    owners = importlib.metadata.packages_distributions().get(room, [])
    assert set(owners) <= {"baogao"}, f"{room} is also installed by {owners}: it would overwrite ours"


def test_every_room_has_a_sign() -> None:
    unsigned = [place(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert unsigned == []


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base_utils"}
    assert [place(path) for path in modules() if path.stem in drawers] == []
