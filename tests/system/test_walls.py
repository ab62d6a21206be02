"""The walls: which folder imports which, which file owns which library, and that nobody else owns our package names."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.shared_files import ROOT

ROOMS = ("archive", "indexer", "web")
MOST_FILES = 16

ARCHIVE_BASE = {"archive", "archive/text", "archive/messages"}
READERS = {
    f"archive/readers{part}"
    for part in ("", "/containers", "/markup", "/number_format", "/ocr", "/office", "/pages", "/sheets")
}
READERS |= {"archive/readers/pages/pdfium"}
READERS |= {f"archive/readers/office/{part}" for part in ("opendocument", "rendering", "word97", "wordprocessing")}
CATALOG = {"archive/catalog", "archive/catalog/sql", "archive/catalog/stores", "archive/storage"}
QUERY = {"indexer/query", "indexer/query/nodes", "indexer/analysis"}
INDEX = {"indexer/index", *(f"indexer/index/opensearch{part}" for part in ("", "/layout", "/questions"))}
INDEX |= {f"indexer/index/embedded{part}" for part in ("", "/earlier_layout", "/positions", "/words")}
INDEX |= {
    f"indexer/index/embedded/positions/{part}"
    for part in ("answers", "arrays", "arrays/pieces", "arrays/words", "units")
}
SEARCH = {f"indexer/search{part}" for part in ("", "/answering", "/documents", "/narrowing", "/relevance", "/spelling")}
ASKING = {"indexer", "indexer/logs", *QUERY, *INDEX, *SEARCH}
USES = {
    "indexer/rights",
    "indexer/comparison",
    "indexer/overlap",
    "indexer/proofing",
    "indexer/wordings",
    "indexer/numbers",
    "indexer/export",
    "indexer/tables",
    "indexer/forms",
    "indexer/guidance",
    "indexer/assistants",
    "indexer/accounts",
}
AUDIT = {"archive/people", "indexer/audit"}
WORK = {"indexer/processes", "indexer/ingest", "indexer/maintenance", "indexer/demo"}
PAGES = {
    f"web/pages/{task}"
    for task in ("search", "reports", "imports", "notebook", "tables", "proofing", "wordings", "accounts", "admin")
}
WEB_BASE = {"web", "web/http", "web/state", "web/charts", "web/accounts"}
ANY_ARCHIVE = {*ARCHIVE_BASE, *READERS, *CATALOG, "archive/people", "archive/masthead", "archive/outline"}

MAY_IMPORT: dict[str, set[str]] = {
    # What a report is. `ingest` is the only file that knows the order of reading.
    "archive": {*ARCHIVE_BASE, *READERS, "archive/masthead", "archive/outline"},
    "archive/messages": {"archive/messages/zh", "archive/messages/en"},
    "archive/messages/zh": set(),
    "archive/messages/en": set(),
    "archive/text": {"archive"},
    "archive/readers": {"archive", "archive/text", *READERS},
    **{room: {"archive", "archive/text", *READERS} for room in READERS if room != "archive/readers"},
    "archive/masthead": {"archive", "archive/text"},
    "archive/outline": {"archive", "archive/text"},
    "archive/storage": {"archive"},
    # The truth knows no reader: it keeps what has been read. Corrections are the masthead's.
    "archive/catalog": {"archive", "archive/masthead", *CATALOG},
    "archive/catalog/sql": {"archive", "archive/masthead", *CATALOG},
    "archive/catalog/stores": {"archive", "archive/catalog/stores", "archive/storage"},
    "archive/catalog/stores/schema": set(),
    # Who may come in. People know no report: which fonds a group may read stands in the catalog.
    "archive/people": {"archive", "archive/catalog/stores", "archive/people", "archive/storage"},
    "archive/people/schema": set(),
    # How a passage is found. The root holds settings, clock, document, and `workspace`, which opens all of it.
    "indexer": {*ANY_ARCHIVE, *ASKING},
    "indexer/analysis": {"archive", "archive/text"},
    # What is logged is known by those who log: the log itself knows its settings, and no query, import or page.
    "indexer/logs": {"archive", "indexer"},
    # A query knows no index, no searcher and no catalog: what it means, it means on a document.
    "indexer/query": {"archive", "archive/masthead", "archive/text", "indexer", *QUERY},
    "indexer/query/nodes": {"archive", "archive/masthead", "archive/text", "indexer", "indexer/query/nodes"},
    # An index proposes from the catalog's texts; it knows no searcher and no import.
    **{
        room: {
            "archive",
            "archive/text",
            "archive/catalog",
            "archive/storage",
            "indexer",
            "indexer/processes",
            *QUERY,
            *INDEX,
        }
        for room in INDEX
    },
    "indexer/search": {"archive", "archive/text", "archive/catalog", "archive/readers", "archive/storage", *ASKING},
    "indexer/search/answering": {"archive", "archive/catalog", *ASKING},
    "indexer/search/documents": {"archive", "archive/text", "archive/catalog", *ASKING},
    "indexer/search/spelling": {"archive", "archive/text", "archive/catalog", "archive/storage", *ASKING},
    "indexer/search/narrowing": {"archive", "archive/text", "archive/catalog", *ASKING},
    # Order decides nothing about what answers: it sees texts and places, no catalog and no engine.
    "indexer/search/relevance": {
        "archive",
        "indexer",
        "indexer/index",
        *QUERY,
        "indexer/search",
        "indexer/search/relevance",
    },
    "indexer/processes": {"archive", "archive/messages", "archive/catalog", "archive/storage", *READERS},
    "indexer/comparison": {"archive", "archive/text", "archive/catalog", *ASKING},
    # In which shape it is told to programs. Whoever tells knows the forms; they know what is told, and no address.
    "indexer/forms": {
        *ARCHIVE_BASE,
        "archive/catalog",
        *ASKING,
        "indexer/comparison",
        "indexer/tables",
        "indexer/proofing",
        "indexer/overlap",
        "indexer/wordings",
    },
    # A text that is taken out is read again by the reader that will read it elsewhere.
    "indexer/export": {
        *ANY_ARCHIVE,
        *ASKING,
        "indexer/forms",
        "indexer/proofing",
        "indexer/processes",
    },
    # What assistants may ask: the protocol and its tools, whichever door they come by.
    "indexer/assistants": {
        *ARCHIVE_BASE,
        "archive/catalog",
        *ASKING,
        "indexer/comparison",
        "indexer/forms",
        "indexer/overlap",
        "indexer/proofing",
        "indexer/tables",
        "indexer/wordings",
    },
    # What helps where nothing is found: the same on the page and in the terminal.
    "indexer/guidance": {
        "archive",
        "archive/text",
        "archive/catalog",
        *ASKING,
        "indexer/forms",
        "indexer/tables",
        "indexer/guidance",
    },
    "indexer/tables": {*ANY_ARCHIVE, *ASKING, "indexer/export", "indexer/processes"},
    # What reports share: the texts decide.
    "indexer/overlap": {"archive", "archive/text", "archive/storage", *ASKING, "indexer/comparison"},
    # A draft is read as an import reads it, and kept nowhere.
    "indexer/proofing": {
        *("archive", "archive/text", *ASKING),
        *("indexer/comparison", "indexer/ingest", "indexer/processes", "indexer/tables"),
    },
    # Who may read what: above the engines and the catalog, below all that asks them.
    "indexer/rights": {"archive", "archive/text", "archive/catalog", "archive/people", *ASKING},
    # What is counted of wordings is derived from the catalog and told by places that the searcher found.
    "indexer/wordings": {"archive", "archive/text", "archive/catalog", "archive/storage", *ASKING},
    # Figures are read from sentences that the searcher found.
    "indexer/numbers": {"archive", "archive/text", *ASKING},
    # After an import its wordings are counted.
    "indexer/ingest": {
        *ANY_ARCHIVE,
        *("indexer", "indexer/logs", *INDEX, "indexer/processes", "indexer/comparison", "indexer/wordings"),
    },
    # Invented papers come in as all others do.
    # An account is a reader to those who ask for rights.
    "indexer/accounts": {
        *("archive", "archive/catalog", "archive/people"),
        *("indexer", "indexer/forms", "indexer/rights", "indexer/search"),
    },
    "indexer/demo": {"archive/catalog", "indexer/ingest"},
    # Deeds are recorded by whoever answers; what a deed is, the people's room says.
    "indexer/audit": {
        "archive",
        "archive/messages",
        *CATALOG,
        "archive/people",
        "indexer",
        "indexer/forms",
        "indexer/search",
        "indexer/maintenance",
    },
    "indexer/maintenance": {*ANY_ARCHIVE, *ASKING, *WORK, *AUDIT},
    "indexer/cli": {*ANY_ARCHIVE, *ASKING, *WORK, *AUDIT, "indexer/forms"},
    **{
        f"indexer/cli/{task}": {*ANY_ARCHIVE, *ASKING, *USES, *WORK, *AUDIT, "indexer/cli"}
        for task in ("search", "content", "system", "people")
    },
    # How it is read. Pages know no serving and no application; only `app` knows all pages.
    # Builds releases from a tree. The frozen program's entry is the command line's.
    "indexer/packaging": {"indexer/cli"},
    "web": {*ARCHIVE_BASE, *ASKING, *USES, *AUDIT, *WEB_BASE, *PAGES, "web/api", "web/assistants"},
    # Pictures are numbers: where things stand in them. They know no request and no catalog.
    "web/charts": {"indexer/search", "web/charts"},
    # Who asks, and whether they may: known before any page is.
    "web/accounts": {
        *ARCHIVE_BASE,
        "archive/catalog",
        "archive/people",
        *("indexer", "indexer/accounts", "indexer/index", "indexer/rights"),
        *("web/accounts", "web/http", "web/state"),
    },
    "web/http": {*ARCHIVE_BASE, *ASKING, *AUDIT, "indexer/forms", "indexer/rights", "web/http", "web/state"},
    "web/state": {
        *ANY_ARCHIVE,
        *ASKING,
        "indexer/demo",
        "indexer/forms",
        "indexer/maintenance",
        "indexer/rights",
        "indexer/wordings",
        "web/state",
    },
    "web/pages": set(),
    **{room: {*ANY_ARCHIVE, *ASKING, *USES, *WORK, *WEB_BASE, *PAGES} for room in PAGES},
    "web/pages/admin": {*ANY_ARCHIVE, *ASKING, *USES, *WORK, *AUDIT, *WEB_BASE, *PAGES},
    "web/api": {*ANY_ARCHIVE, *ASKING, *USES, *WORK, "indexer/audit", *WEB_BASE, *PAGES, "web/api"},
    "web/assistants": {"indexer", "indexer/assistants", "web/http", "web/state"},
    "web/serving": {
        *ARCHIVE_BASE,
        *ASKING,
        "archive/people",
        "indexer/maintenance",
        "indexer/processes",
        "indexer/cli",
        "web",
        "web/http",
        "web/state",
    },
}
"""Folder to the folders that its files may import, besides itself. A folder that is missing is a wall to be drawn."""

SAME_NAME = {
    "numbers": "数字: the verb and the page",
    "audit": "the record of deeds: its store, its words, its verb",
    "term": "a wording that is asked for: the query's node and the verb",
    "roster": "应交名单: the verb and the page",
    "overlap": "雷同: the form, its words and the verb",
    "proof": "校对: the verb and the page",
    "register": "登记表: its table, its page, its verb",
    "checklist": "核查表: its values and its page",
    "compare": "two reports side by side: the page and the verb",
    "edits": "最近修改: the protocol, the verb, its JSON, and the page",
    "near_duplicates": "疑似重复: the protocol, how they are found, and the page",
    "suggest": "suggestions: how they are found, and the verb",
    "similar": "similar passages: how they are found, the page, and the verb",
    "concordance": "逐处: the lines and the page",
    "clippings": "摘录: as a file, and the page",
    "notes": "批注",
    "topics": "专题: the protocol, which reports one holds, its form and its page",
    "search": "the verb search lies in the folder of verbs that ask",
    "backup": "the copy and the verb",
    "demo": "样例: the verb, its words and the page",
    "reindex": "the verb",
    "imports": "导入记录: the protocol in the catalog; messages about it",
    "base": "the protocol of a folder: reader, catalog, engine",
    "extract": "the one entry of masthead and of outline",
    "people": "姓名 in a masthead; those who may come in, and the words about them",
    "opening": "opening a home's database, or making it: the catalog, its people",
    "engine": "an engine: of the index (embedded, opensearch), of recognition",
    "catalog": "the folder and the SQL behind its protocol",
    "phrase_counts": "how often a phrase stands where: in either engine",
    "address": "of a cluster",
    "ocr": "recognition: the readers' folder, and its child process",
    "model": "frozen values without I/O: of a report, of a query",
    "answer": "a search's answer: its value and its form",
    "fonds": "分库: the protocol and the verb",
    "report": "a report: its form and its page",
    "reader": "what reads: a thread's own view of the embedded index, and a person",
    "parts": "部分: how they are told, and the condition on them",
}
"""File names that stand more than once, and why: one meaning. Any other name twice misleads somebody."""
BY_LANGUAGE = "archive/messages/"
"""The two languages have the same files, named by their subject."""

OWNERS = {
    "argon2": {"archive/people/passwords.py"},
    "jieba": {"indexer/analysis/cutters.py"},
    "rjieba": {"indexer/analysis/cutters.py"},
    "whoosh": {"indexer/index/embedded/word_store.py"},
    "markdown": {"archive/readers/markup/markdown.py"},
    "pypdfium2": {f"archive/readers/pages/pdfium/pdfium_{part}.py" for part in ("annotations", "glyphs", "pages")},
    "psycopg": {"archive/catalog/stores/postgresql.py"},
    "pypdf": {"archive/readers/pages/pdfium/pdf_layers.py", "archive/readers/pages/pypdf_pages.py"},
    "opensearchpy": {"indexer/index/opensearch/connection.py"},
    "openpyxl": {"archive/readers/sheets/xlsx.py", "indexer/export/xlsx_writer.py"},
    "rapidocr": {"archive/readers/ocr/rapidocr_lines.py"},
    "PIL": {"archive/readers/ocr/image_frames.py"},
    "watchfiles": {"indexer/ingest/watch_events.py"},
    "docx": {"indexer/export/docx_writer.py"},
    "pypinyin": {"indexer/analysis/pinyin.py"},
    "numpy": {
        f"indexer/index/embedded/positions/arrays/{part}.py"
        for part in (
            *("numpy_arrays", "numpy_stretches", "numpy_texts", "numpy_windows"),
            *("pieces/numpy_pieces", "pieces/numpy_polynomials", "pieces/numpy_wordings", "words/numpy_postings"),
        )
    },
    "rapidfuzz": {"indexer/search/similar.py"},
    "platformdirs": {"indexer/settings.py"},
    "prometheus_client": {"web/http/metrics.py"},
    "authlib": {"web/accounts/openid_connect.py"},
    "joserfc": {"web/accounts/openid_connect.py"},
    "requests": {"web/accounts/openid_connect.py"},
    "cryptography": {"indexer/maintenance/certificate.py"},
    "ldap3": {"indexer/accounts/ldap_directory.py"},
    "packaging": {"indexer/packaging/platforms.py"},
    "cyclonedx": {"indexer/packaging/bill_of_materials.py"},
    "packageurl": {"indexer/packaging/bill_of_materials.py"},
    "tomllib": {"indexer/settings.py"},
    "nh3": {"web/markup.py"},
    "waitress": {"web/serving/http_server.py"},
    "flask_wtf": {"web/http/security.py"},
    "wtforms": {"web/http/security.py"},
    # The truth's only SQL, the earlier index, and the writers' lock.
    "sqlite3": {
        "archive/catalog/stores/sqlite.py",
        "archive/storage/sqlite_codes.py",
        "indexer/index/embedded/earlier_layout/bigram_store.py",
        "indexer/index/embedded/generations.py",
    },
}
WHOLE_ROOM = {"flask": "web", "werkzeug": "web", "jinja2": "web", "markupsafe": "web"}
"""Libraries that are a room's own language: Flask and its parts anywhere in web, nowhere else."""


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


@cache
def imports(path: Path) -> Sequence[tuple[str, int]]:
    """Modules as they are written, and their lines."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative imports hide where a thing lives"
            found.append((node.module or "", node.lineno))
    return found


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def folder(path: Path) -> str:
    return path.parent.relative_to(ROOT).as_posix()


@cache
def inner_imports(path: Path) -> Sequence[tuple[str, int]]:
    """Modules of ours that `path` imports, wherever it stands: at the top, for types, in a function, by name."""
    return list(_inner_imports(path))


def _inner_imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner if file_of(inner) else node.module or ""), node.lineno
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func) and node.args:
            yield written(node.args[0]), node.lineno


def written(argument: ast.expr) -> str:
    """The module that a call of import_module names; of a name put together its folder."""
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        return str(argument.values[0].value).rpartition(".")[0]
    return ""


def file_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((found for found in (path.with_suffix(".py"), path / "__init__.py") if found.exists()), None)


def test_imports_fall_and_never_climb() -> None:
    climbing = []
    for path in modules():
        for name, line in inner_imports(path):
            target = file_of(name) if name.split(".")[0] in ROOMS else None
            if target is not None and folder(target) not in {folder(path), *MAY_IMPORT[folder(path)]}:
                climbing.append(f"{place(path)}:{line} imports {name}")
    assert climbing == []


def test_every_folder_has_its_walls() -> None:
    assert {folder(path) for path in modules()} <= MAY_IMPORT.keys()
    assert {other for others in MAY_IMPORT.values() for other in others} <= MAY_IMPORT.keys()


def test_texts_know_of_reports_only_what_they_are() -> None:
    """archive/text: of the root only the model and the errors."""
    known = {"archive.model", "archive.errors"}
    climbing = [
        f"{place(path)}:{line} imports {name}"
        for path in modules()
        if folder(path) == "archive/text"
        for name, line in inner_imports(path)
        if name.split(".")[0] in ROOMS and not name.startswith((*known, "archive.text"))
    ]
    assert climbing == []


@pytest.mark.parametrize("root_file", ["archive/ingest.py", "indexer/workspace.py", "web/app.py"])
def test_what_puts_the_rest_together_is_not_imported_from_below(root_file: str) -> None:
    """The root of a room may be imported by all its folders, its composition root only by what uses the whole."""
    module, room = root_file.removesuffix(".py").replace("/", "."), root_file.split("/")[0]
    below = {"archive": set(MAY_IMPORT), "indexer": {*ASKING} - {"indexer"}, "web": set(MAY_IMPORT)}[room]
    above = {
        "archive": {"indexer/ingest", "indexer/processes", "indexer/maintenance"},
        "indexer": set(),
        "web": {"web/serving"},
    }[room]
    climbing = [
        f"{place(path)}:{line}"
        for path in modules()
        if folder(path) in below - above
        for name, line in inner_imports(path)
        if name == module
    ]
    assert climbing == []


def test_no_folder_is_crowded() -> None:
    """At most sixteen files at one level: more are not found by their names."""
    files = Counter(folder(path) for path in modules() if path.stem != "__init__")
    assert {name: count for name, count in files.items() if count > MOST_FILES} == {}


def test_no_name_stands_twice_with_unlike_meaning() -> None:
    places: dict[str, list[str]] = {}
    for path in modules():
        if path.stem not in ("__init__", "__main__") and not place(path).startswith(BY_LANGUAGE):
            places.setdefault(path.stem, []).append(place(path))
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: found for name, found in twice.items() if name not in SAME_NAME} == {}


OTHERS_WORDS = {"match_phrase", "dfs_query_then_fetch", "ngram", "words", "also", "ascii", "g"}
"""Backticked in a first docstring, and no file of ours: words of OpenSearch and FTS5, a key of the answer."""


def test_files_that_docstrings_name_exist() -> None:
    stems = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    lost = []
    for path in modules():
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | names_in(tree)
        named = re.findall(r"`([^`\n]+)`", ast.get_docstring(tree) or "")
        lost += [f"{place(path)}: `{name}`" for name in named if not stands(name, {*stems, *used, *OTHERS_WORDS})]
    assert lost == []


def stands(name: str, known: set[str]) -> bool:
    """Is it there: a word that the file or the tree knows, a module or its name, a path? Other texts are no names."""
    if re.fullmatch(r"[a-z_]+", name):
        return name in known
    if re.fullmatch(r"(archive|indexer|web)(\.\w+)+", name):
        return resolves(name)
    is_path = name.endswith(".py") or re.fullmatch(r"(archive|indexer|web|docs)/[\w/.]+", name)
    return not is_path or (ROOT / name).exists()


def names_in(tree: ast.Module) -> set[str]:
    """What a file defines, takes, keeps and calls."""
    names: set[str] = set()
    for node in ast.walk(tree):
        names |= {getattr(node, key) for key in ("name", "arg", "attr") if isinstance(getattr(node, key, None), str)}
    return names


def resolves(name: str) -> bool:
    """A module, or a name that stands in one."""
    module, _, last = name.rpartition(".")
    parent = file_of(module)
    return file_of(name) is not None or (
        parent is not None and re.search(rf"\b{last}\b", parent.read_text("utf-8")) is not None
    )


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
    """However it is imported: for types alone, in a function, by name."""
    graph = {
        module_name(path): {name for name, _ in inner_imports(path) if name.split(".")[0] in ROOMS}
        for path in modules()
        if path.stem != "__init__"  # a sign that names what lies behind it
    }
    assert list(circles(graph)) == []


def module_name(path: Path) -> str:
    return place(path).removesuffix(".py").replace("/", ".")


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


DISK_CALLS = {("os", "fsync"), ("os", "fdatasync"), ("os", "replace"), ("os", "rename"), ("shutil", "disk_usage")}


def test_care_for_the_disk_has_one_owner() -> None:
    strangers = [
        f"{place(path)}:{node.lineno} {node.value.id}.{node.attr}"
        for path in modules()
        if place(path) != "archive/storage/disk.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if (node.value.id, node.attr) in DISK_CALLS
    ]
    assert strangers == []


UNSEEN_WRITES = {"tofile", "save", "savez", "memmap", "mmap", "ACCESS_WRITE", "ACCESS_COPY", "writev", "sendfile"}


def test_the_index_writes_only_what_a_test_can_make_fail() -> None:
    """By `write` of what it holds: numpy's own files and writable maps pass by the library that injects faults."""
    strangers = [
        f"{place(path)}:{node.lineno} {node.attr}"
        for path in modules()
        if place(path).startswith("indexer/index/")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in UNSEEN_WRITES
    ]
    assert strangers == []


def test_every_room_has_a_sign() -> None:
    unsigned = [place(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert unsigned == []


def test_docstrings_say_what_a_thing_is() -> None:
    """In more than three words: “Itself.”, “By name.” and their like are riddles to one who comes from elsewhere."""
    riddles = [
        f"{place(path)}:{node.lineno} {node.name}: {words}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if (words := ast.get_docstring(node)) and len(words.split()) <= 3
    ]
    assert riddles == []


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base_utils"}
    assert [place(path) for path in modules() if path.stem in drawers] == []


WHOLE_ARCHIVE = {"indexer.workspace", "archive.catalog.opening", "indexer.rights.view", "indexer.rights.catalog_view"}
MAY_HAVE_ALL = {
    "web/pages/imports/import_list.py": "lets the importing process have the home",
    "web/pages/imports/uploads.py": "asks where a reader may bring files",
    "web/pages/notebook/feed.py": "asks how the archive is called, for the names in a feed",
}


def test_pages_ask_the_view_of_their_reader() -> None:
    """Nobody of the pages opens the whole catalog or engine: what `app_state` gives is what the reader may see."""
    strangers = [
        f"{place(path)}:{line} imports {name}"
        for path in modules()
        if place(path).startswith(("web/pages/", "web/api/", "web/assistants/")) and place(path) not in MAY_HAVE_ALL
        for name, line in inner_imports(path)
        if name in WHOLE_ARCHIVE or name.rpartition(".")[0] in WHOLE_ARCHIVE
    ]
    assert strangers == []


def test_pages_take_the_whole_archive_by_one_name() -> None:
    """`whole_catalog` alone, which refuses whoever may not do everything; `_workspace` is nobody's but the state's."""
    taken = [
        place(path)
        for path in modules()
        if place(path).startswith(("web/pages/", "web/api/", "web/assistants/"))
        and re.search(r"\._workspace\b|\.views\b|extensions\[app_state", path.read_text(encoding="utf-8"))
    ]
    assert taken == []
    takes = {place(path) for path in modules() if ".whole_catalog()" in path.read_text(encoding="utf-8")}
    assert takes == {"web/pages/imports/demo.py"}


def test_only_administrators_pages_have_what_they_run() -> None:
    """`administration` and the state of people hold the whole archive: no page for readers asks them for it."""
    taken = [
        place(path)
        for path in modules()
        if place(path).startswith(("web/pages/", "web/api/", "web/assistants/"))
        and not place(path).startswith("web/pages/admin/")
        and re.search(
            r"accounts\.administration|people_state\(\)\.(catalog|engine|home)", path.read_text(encoding="utf-8")
        )
    ]
    assert taken == []
