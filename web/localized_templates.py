"""Templates compiled once a language: what every page says alike is text in them, and no call when a page is made.

A page of results asks for some four hundred words; three in four of them hang on the language alone, and so do the
addresses of its style sheets and of the other pages. The tokens of such calls become the text that they answer before
a template is parsed; what has evidence, or is put together while a page is made, stays a call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from keyword import iskeyword

from flask import Flask, has_request_context, request
from flask.templating import Environment
from jinja2 import Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import Call, Expr
from werkzeug.routing import BuildError

from archive.messages import LANGUAGES
from web.http.language import CHOICES, in_words, language, speaker
from web.template_filters import printed

VERSION = "asset_version"
"""The global of the templates that an address of a static file bears."""


class _Generator(CodeGenerator):
    """Calls functions without a detour. Writes `put(…)` where Jinja writes `escape(finalize(…))`, as
    `jinja2.nativetypes` writes its own: three calls for each of a thousand values of a page are one.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._plainly(frame):
            self.write("environment.put(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self._plainly(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Call(  # noqa: N802 # its name in Jinja
        self, node: Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Writes `f(…)` where Jinja writes `context.call(f, …)`, which looks whether a function wants to have the
        context: none of ours does, and macros know of their own whether they escape.
        """
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for number, argument in enumerate((*node.args, *node.kwargs)):
            self.write(", " if number else "")
            self.visit(argument, frame)
        self.write(")")

    @staticmethod
    def _plainly(frame: Frame) -> bool:
        """Is it known now that what is printed there is escaped?"""
        return not frame.eval_ctx.volatile and bool(frame.eval_ctx.autoescape)


class LocalizedEnvironment(Environment):
    """The application's templates. Whoever asks it for one gets that of the environment of the request's language."""

    code_generator_class = _Generator
    put = staticmethod(printed)

    spoken: str = ""
    """The language of its templates; "" for the one that stands before all others."""
    rooted = False
    """Do the addresses begin at the host, as where no proxy strips a prefix off them? Then they are text as well."""

    def __init__(self, app: Flask, **options: object) -> None:
        super().__init__(app, **options)
        self._others: dict[tuple[str, bool], LocalizedEnvironment] = {}
        self.globals.update({_speaker(spoken): speaker(spoken) for spoken in LANGUAGES})

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: Mapping[str, object] | None = None,  # noqa: A002 # its name in Jinja
    ) -> Template:
        """The template in the language of the current request; outside of any, in the first language."""
        if self.spoken:
            return super().get_template(name, parent, dict(globals) if globals else None)
        of_request = (language(), not request.script_root) if has_request_context() else (CHOICES["lang"][0], True)
        return self.of(*of_request).get_template(name, parent, globals)

    def of(self, spoken: str, rooted: bool = True) -> LocalizedEnvironment:
        """The environment of that language: filters and globals are those of all of them."""
        found = self._others.get((spoken, rooted))
        if found is None:
            found = self.overlay(extensions=[KnownAnswers])
            assert isinstance(found, LocalizedEnvironment)
            found.spoken, found.rooted = spoken, rooted
            found = self._others.setdefault((spoken, rooted), found)
        return found

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """The words of all templates themselves: to look through a chain of mappings takes an import its time."""
        return self.globals if d is None else super().make_globals(d)

    def prepare(self, names: Iterable[str]) -> None:
        """Compile these templates for the readers of every language."""
        for name in names:
            for spoken in LANGUAGES:
                self.of(spoken).get_template(name)

    def address(self, endpoint: str, values: Mapping[str, str]) -> str:
        """The path of a page. Raises BuildError where it hangs on more than these values."""
        return self.app.url_map.bind("localhost").build(endpoint, dict(values))


class KnownAnswers(Extension):
    """Puts texts in the place of calls: `say('web.copy')`, `language()`, `url_for('search.home')`. A text that hangs on
    more than that is said in the language of the templates, for which nobody has to ask.
    """

    environment: LocalizedEnvironment

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, a string in the place of each call that can be answered now."""
        tokens = list(stream)
        at = 0
        while at < len(tokens):
            of_other = at > 0 and tokens[at - 1].type == "dot"
            found = None if of_other else self._answered(tokens, at)
            if found is None:
                yield self._spoken(tokens[at], tokens[at + 1 : at + 2]) if not of_other else tokens[at]
                at += 1
            else:
                text, at = found
                yield Token(tokens[at - 1].lineno, "string", text)

    def _spoken(self, token: Token, behind: Sequence[Token]) -> Token:
        calls = token.type == "name" and token.value == "say" and behind and behind[0].type == "lparen"
        return Token(token.lineno, "name", _speaker(self.environment.spoken)) if calls else token

    def _answered(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """What the call that begins at `at` answers, and where it ends; None where that is not known."""
        answer = _ANSWERS.get(tokens[at].value) if tokens[at].type == "name" else None
        call = None if answer is None else self._call(tokens, at + 1)
        if answer is None or call is None:
            return None
        given, named, end = call
        text = answer(self.environment, given, named)
        return None if text is None else (text, end)

    def _call(self, tokens: Sequence[Token], at: int) -> tuple[Sequence[str], Mapping[str, str], int] | None:
        """The arguments of a call whose bracket opens at `at`, and its end; None where one of them is not known now."""
        given: list[str] = []
        named: dict[str, str] = {}
        if tokens[at].type != "lparen":
            return None
        at += 1
        while tokens[at].type != "rparen":
            name = ""
            if tokens[at].type == "name" and tokens[at + 1].type == "assign":
                name, at = tokens[at].value, at + 2
            value = self._known(tokens[at])
            if value is None or tokens[at + 1].type not in ("comma", "rparen"):
                return None
            if name:
                named[name] = value
            else:
                given.append(value)
            at += 1 + (tokens[at + 1].type == "comma")
        return given, named, at + 1

    def _known(self, token: Token) -> str | None:
        if token.type == "name" and token.value == VERSION:
            return str(self.environment.globals[VERSION])
        return str(token.value) if token.type == "string" else None


def _speaker(spoken: str) -> str:
    """The name under which templates have `say` in one language."""
    return f"say_{spoken}"


Answer = Callable[[LocalizedEnvironment, Sequence[str], Mapping[str, str]], str | None]


def _say(here: LocalizedEnvironment, given: Sequence[str], named: Mapping[str, str]) -> str | None:
    if len(given) != 1 or named:
        return None
    try:
        return in_words(given[0], here.spoken)
    except (KeyError, IndexError):  # no such word, or one that needs evidence: told where it is asked for
        return None


def _language(here: LocalizedEnvironment, given: Sequence[str], named: Mapping[str, str]) -> str | None:
    return None if given or named else here.spoken


def _address(here: LocalizedEnvironment, given: Sequence[str], named: Mapping[str, str]) -> str | None:
    """Of a page of ours; not of one that is named from where the current page stands (`.show`), nor with what is no
    value of the page (`_anchor`).
    """
    if not here.rooted or len(given) != 1 or given[0].startswith(".") or any(name.startswith("_") for name in named):
        return None
    try:
        return here.address(given[0], named)
    except BuildError:
        return None


_ANSWERS: Mapping[str, Answer] = {"say": _say, "language": _language, "url_for": _address}
