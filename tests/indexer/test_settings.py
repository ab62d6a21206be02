"""Settings: flag beats environment beats file beats default, and what cannot be is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import UsageError
from indexer.settings import FILE, Settings, home_of, load


def test_each_source_beats_the_ones_behind_it(tmp_path: Path) -> None:
    assert load(tmp_path, {}) == Settings()
    (tmp_path / FILE).write_text('port = 1\nhost = "a"\njobs = 2\n', encoding="utf-8")
    environ = {"BAOGAO_PORT": "3", "BAOGAO_JOBS": "", "BAOGAO_HOST": "b"}
    found = load(tmp_path, environ, port=4, host=None)
    assert (found.port, found.host, found.jobs) == (4, "b", 2), "an empty variable and a flag not given say nothing"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("port = -1", "settings.bad_value", id="a port below none"),
        pytest.param("jobs = -3", "settings.bad_value", id="fewer than no processes"),
        pytest.param("lock_seconds = nan", "settings.bad_value", id="no number"),
        pytest.param("lock_seconds = inf", "settings.bad_value", id="waiting for ever"),
        pytest.param('port = "acht"', "settings.bad_value", id="a word for a number"),
        pytest.param('log_level = "loud"', "settings.bad_value", id="no such level"),
        pytest.param('log_format = "xml"', "settings.bad_value", id="no such form"),
        pytest.param(
            "audit_days = 179", "audit.too_short", id="a record of deeds that is kept for less than the law wants"
        ),
        pytest.param('log_queries = "perhaps"', "settings.bad_value", id="neither on nor off"),
        pytest.param("ports = 1", "settings.unknown", id="a name that is no setting"),
        pytest.param("port 1", "settings.unreadable", id="no TOML"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load(tmp_path, {})
    assert caught.value.code == code
    assert FILE in str(caught.value.evidence["where"])


def test_a_wrong_variable_names_the_environment(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, {"BAOGAO_JOBS": "-1"})
    assert (caught.value.code, caught.value.evidence["where"]) == ("settings.bad_value", "environment")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", (), id="nothing set"),
        pytest.param('index = "positions"\nindex_shadow = false', (), id="as it is by itself"),
        pytest.param('index = "fts5"', ("index = fts5",), id="the index of the release before"),
        pytest.param(
            'index = "fts5"\nindex_shadow = true', ("index = fts5", "index_shadow = true"), id="and beside it"
        ),
    ],
)
def test_what_was_of_use_in_the_release_before_is_named(tmp_path: Path, text: str, told: tuple[str, ...]) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert load(tmp_path, {}).without_effect == told


def test_the_home_is_the_flag_else_the_variable_and_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert home_of("a", {"BAOGAO_HOME": "/b"}) == tmp_path / "a"
    assert home_of(None, {"BAOGAO_HOME": "/b"}) == Path("/b")
    assert home_of(None, {}).is_absolute()


@pytest.mark.parametrize(
    ("text", "variables", "on"),
    [
        pytest.param("log_queries = true", {}, True, id="TOML's own"),
        pytest.param('log_queries = "off"', {}, False, id="a word that Python takes for true"),
        pytest.param("log_queries = true", {"BAOGAO_LOG_QUERIES": "0"}, False, id="the environment beats the file"),
        pytest.param("", {"BAOGAO_LOG_QUERIES": "TRUE"}, True, id="in capitals"),
    ],
)
def test_a_switch_is_on_only_where_it_says_so(
    tmp_path: Path, text: str, variables: dict[str, str], *, on: bool
) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert load(tmp_path, variables).log_queries is on
