"""Messages are filled in; English counts one report and two reports."""

from __future__ import annotations

from string import Formatter

import pytest

from archive.messages import LANGUAGES, text

COUNTS = [
    pytest.param("1", "8", "1 report, 8 places", id="one and many"),
    pytest.param(0, 1, "0 reports, 1 place", id="nought is many"),
    pytest.param("1,021", "{m}", "1,021 reports, {m} places", id="words as they are, braces too"),
]


@pytest.mark.parametrize(("reports", "places", "said"), COUNTS)
def test_english_counts(reports: object, places: object, said: str) -> None:
    assert text("web.totals", "en", r=reports, m=places) == said
    assert text("web.totals", "zh", r=reports, m=places) == f"共 {reports} 篇 {places} 处"


def test_both_languages_fill_in_the_same_names() -> None:
    def names(language: str, code: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(LANGUAGES[language][code]) if name}

    assert LANGUAGES["zh"].keys() == LANGUAGES["en"].keys()
    assert {code for code in LANGUAGES["zh"] if names("zh", code) != names("en", code)} == set()


def test_a_code_without_words_is_a_bug() -> None:
    with pytest.raises(KeyError):
        text("no.such_code")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("count", [1, "1", 3, "12 000"])
def test_every_message_can_be_said(language: str, count: object) -> None:
    for code, message in LANGUAGES[language].items():
        names = {name.partition(".")[0] for _, name, _, _ in Formatter().parse(message) if name}
        said = text(code, language, **dict.fromkeys(names, count))
        assert "{" not in said.replace("{n}", ""), code


def test_a_noun_of_several_words_is_counted() -> None:
    assert text("read.left_out.embedded_files", "en", count=1).startswith("1 embedded file not read")
    assert text("read.left_out.embedded_files", "en", count=2).startswith("2 embedded files not read")
