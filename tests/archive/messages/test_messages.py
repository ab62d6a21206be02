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
