"""What is put into templates as text is what the calls would have answered, for every reader's language and prefix."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, render_template, url_for
from flask.templating import Environment
from jinja2 import DictLoader
from markupsafe import Markup

import web
from archive.messages import LANGUAGES
from web.http import language
from web.localized_templates import LocalizedEnvironment
from web.template_filters import printable

SOURCES = (
    "{{ say('web.copy') }}",
    "{{ say( 'web.keys.on' ) ~ '！' }}<{{ say(\"web.name\") | upper }}>",
    "{{ say('web.reports', r=3) }}{{ say('web.places', m='<') }}",
    "{{ say('web.sort.' ~ name) }}{% set one, two = say('web.read'), say('asking.similar') %}{{ one }}{{ two }}",
    "{% if language() == 'zh' %}甲{% else %}A{% endif %}{{ 'zh-CN' if language() == 'zh' else 'en' }}",
    "{{ url_for('page') }}?x={{ url_for('of_one', name=name) }}",
    "{{ url_for('of_one', name='a b') }}{{ url_for('static', filename='js/a.js', v=asset_version) }}",
    "{{ url_for('page', _anchor='a', q='b') }}{{ url_for('of_one', name='x', _anchor='y') }}",
    "{{ url_for('page', q='工作&') }}{{ url_for('static', filename='css/' ~ name ~ '.css', v=asset_version) }}",
    "{{ other.say('web.copy') }}{{ other.language() }}{{ say | string | length > 0 }}",
    "say('web.copy') {# say('web.copy') #}{% raw %}{{ say('web.copy') }}{% endraw %}",
    "{{ say('web.gone' if name == 'x' else 'web.copy') }}{{ [say('web.copy'), say('web.read')] | join('、') }}",
)


class Other:
    def say(self, code: str) -> str:
        return f"another's {code}"

    def language(self) -> str:
        return "fr"


class _Said:
    def said(self, word: str) -> str:
        return f"{word}!"


def made(**templates: str) -> Flask:
    app = Flask("of_templates")
    app.jinja_environment = LocalizedEnvironment  # type: ignore[assignment] # as in `create_app`
    app.add_url_rule("/page", "page", lambda: "")
    app.add_url_rule("/of/<name>", "of_one", str)
    language.register(app)
    app.jinja_env.loader = DictLoader(templates)
    app.jinja_env.finalize = printable
    app.jinja_env.globals.update(asset_version="0123456789", url_for=url_for)
    return app


@pytest.fixture(scope="module")
def app() -> Flask:
    return made()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("prefix", ["/", "/archive"])
def test_text_in_a_template_is_what_the_call_answers(app: Flask, source: str, spoken: str, prefix: str) -> None:
    assert isinstance(app.jinja_env, LocalizedEnvironment)
    plain = Environment(app, autoescape=True, finalize=printable)
    plain.globals.update(app.jinja_env.globals)
    known = app.jinja_env.of(spoken, prefix == "/")
    with app.test_request_context(base_url=f"http://localhost{prefix}", headers={"Accept-Language": spoken}):
        values = {"name": "newest", "other": Other()}
        assert known.from_string(source).render(values) == plain.from_string(source).render(values)


class Shown:
    def __html__(self) -> str:
        return "<i>its own</i>"

    def __str__(self) -> str:
        return "<not this>"


PRINTED = "{{ value }}{{ absent }}{% set kept %}[{{ value }}]{% endset %}{{ kept }}{{ '<' ~ value }}"
UNESCAPED = "{% autoescape false %}{{ value }}{% endautoescape %}{{ [value] | list }}{{ value | safe }}"


@pytest.mark.parametrize("source", [PRINTED, UNESCAPED, "{% macro one(it) %}{{ it }}{% endmacro %}{{ one(value) }}"])
@pytest.mark.parametrize(
    "value",
    [
        *("", "plain 一岗双责", "a<b>&\"'", "\x00\x1b\x7f\x9f<", "\ud800", "line\nend\ttab\u3000\u2028"),
        *(
            Markup("<i>"),
            Markup("\x07"),
            3,
            -1,
            True,
            None,
            2.5,
            ("a", "<"),
            Shown(),
            type("Word", (str,), {})("<w>\x07"),
        ),
    ],
)
def test_a_value_is_printed_as_jinja_prints_it(app: Flask, source: str, value: object) -> None:
    assert isinstance(app.jinja_env, LocalizedEnvironment)
    plain = Environment(app, autoescape=True, finalize=printable)
    with app.test_request_context():
        found = app.jinja_env.of("zh").from_string(source).render(value=value)
        assert found == plain.from_string(source).render(value=value)


def test_no_call_is_left_where_its_answer_is_known(app: Flask) -> None:
    assert isinstance(app.jinja_env, LocalizedEnvironment)
    source = app.jinja_env.of("zh").compile("{{ say('web.copy') }}{{ language() }}{{ url_for('page') }}", raw=True)
    assert not any(f"'{name}'" in source for name in ("say", "say_zh", "language", "url_for"))
    prefixed = app.jinja_env.of("zh", rooted=False).compile("{{ url_for('page') }}", raw=True)
    assert "'url_for'" in prefixed


def test_functions_are_called_without_a_detour(app: Flask) -> None:
    """Whatever their arguments look like; macros too, which escape what they are given."""
    assert isinstance(app.jinja_env, LocalizedEnvironment)
    known = app.jinja_env.of("en")
    source = (
        "{% macro of(a, b='&') %}<i>{{ a }}{{ b }}{{ caller() if caller else '' }}</i>{% endmacro %}"
        "{{ of('<') }}{{ of('<', b=word) }}{{ of(b='>', a=1) }}{{ of(*('<', '>')) }}{{ of(**{'a': '<'}) }}"
        "{% call of('c') %}<b>{% endcall %}{{ other.said('<') }}{{ other.said(word='<') }}{{ word.upper() }}"
        "{% for a in (1, 2) %}{{ of(a, loop.cycle('x', 'y')) }}{% endfor %}{{ joined(class='<', b=2) }}"
    )
    values = {"word": "<w>", "other": _Said(), "joined": lambda **given: f"{given}"}
    plain = Environment(app, autoescape=True, finalize=printable)
    with app.test_request_context():
        assert known.from_string(source).render(values) == plain.from_string(source).render(values)
    assert "context.call" not in known.compile("{{ word.upper() }}{{ say('web.reports', r=3) }}{{ of(1) }}", raw=True)


def test_a_template_is_that_of_the_request() -> None:
    app = made(outer="{% include 'inner' %}", inner="{{ say('web.copy') }}")
    for spoken in (*LANGUAGES, *LANGUAGES):
        with app.test_request_context(headers={"Accept-Language": spoken}):
            assert render_template("outer") == LANGUAGES[spoken]["web.copy"]


def test_every_word_that_templates_name_is_a_word() -> None:
    """One that is not stays a call, which fails only where it is asked for."""
    folder = Path(web.__file__).parent / "templates"
    named = {code for path in folder.rglob("*.*ml") for code in re.findall(r"say\('([\w.]+)'\)", path.read_text())}
    assert len(named) > 700
    missing = {code for code in named for spoken in LANGUAGES if not {code, f"page.{code}"} & LANGUAGES[spoken].keys()}
    assert not missing
