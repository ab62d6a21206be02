"""An archive of given files behind the application, for the tests of the page. Real files, real import, no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from indexer.cli.main import main
from indexer.settings import load
from indexer.workspace import Workspace
from web.accounts import guard
from web.app import create_app


@dataclass
class Served:
    """An open home and the application over it."""

    home: Path
    workspace: Workspace
    app: Flask

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def id_of(self, name: str) -> str:
        return next(entry.id for entry in self.workspace.catalog.list() if name in entry.source)


def put_behind_the_guard(app: Flask, asked: Callable[[], None]) -> None:
    """The guard takes whoever asks for the home's owner while there is no account: `asked` answers in its place."""
    hooks = app.before_request_funcs[None]
    hooks.insert(hooks.index(guard.check) + 1, asked)


def imported(home: Path, *paths: Path) -> None:
    assert main(["add", "--home", str(home), *map(str, paths)]) == 0


@contextmanager
def served(home: Path, *paths: Path, **settings: object) -> Iterator[Served]:
    """`settings`: others than the default ones."""
    imported(home, *paths)
    with Workspace(home, writing=True, settings=load(home, environ, **settings)) as workspace:
        yield Served(home, workspace, create_app(workspace))
