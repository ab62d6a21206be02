"""The words of the query language: where a token begins and ends, and what stays text. What they mean together is the
parser's business.

Tokens are recognised only at a token's start: the start of the query, after white space, after an opening bracket,
a negation, a field or a scope. Everything else is text up to white space or a closing bracket without partner.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from unicodedata import normalize

from archive.errors import QueryError
from archive.text.fold import fold_text
from indexer.query.nodes.quoting import CLOSING, closing_at

MAX_CHARACTERS = 2_000
MAX_DEPTH = 16

_ENGLISH = {
    "year": "年", "date": "日期", "period": "报告期", "unit": "单位", "person": "述职人", "title": "标题",
    "type": "类型", "number": "文号", "format": "格式", "part": "部分", "has": "有", "lacks": "缺", "synonym": "近义",
}  # fmt: skip
FIELDS = {**{name: name for name in _ENGLISH.values()}, **_ENGLISH}
_ONLY_BEFORE_A_VALUE = {"日期"}
"""Words that people paste as labels (日期:待定): fields only where such a value follows, whichever the colon."""
SCOPES = {"同句": "同句", "同段": "同段", "同节": "同节", "sentence": "同句", "paragraph": "同段", "section": "同节"}

_OPEN, _CLOSE, _MINUS = "(（", ")）", "-－"
_LETTERS = "A-Za-z\u00c0-\u024fＡ-Ｚａ-ｚ\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_NAME = re.compile(f"([{_LETTERS}]+)([:：])")
_NUMBER = re.compile("[0-9〇零一二三四五六七八九十百千万两]+")
_NEAR = re.compile("(?:NEAR|相距)[/／]([0-9０-９]{1,6})")
_OPERATOR = re.compile("[A-Z或与非除相]")
"""With what an operator begins."""
_PLAIN = re.compile(f"[^\\s{re.escape(_OPEN + _CLOSE)}]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Kind(Enum):
    """What a token is."""

    TERM = auto()
    PHRASE = auto()
    OPEN = auto()
    CLOSE = auto()
    FIELD = auto()
    SCOPE = auto()
    NOT = auto()
    OR = auto()
    AND = auto()
    EXCEPT = auto()
    NEAR = auto()
    END = auto()


WORDS = {
    "OR": Kind.OR,
    "或": Kind.OR,
    "AND": Kind.AND,
    "与": Kind.AND,
    "NOT": Kind.NOT,
    "非": Kind.NOT,
    "EXCEPT": Kind.EXCEPT,
    "除外": Kind.EXCEPT,
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token, the code point at which it begins, and its text: a term as typed, a phrase without its quotation marks,
    a field's or scope's own name, an operator as typed. `distance` belongs to NEAR.
    """

    kind: Kind
    start: int
    text: str
    distance: int = 0


def admit(text: str) -> None:
    """Raises QueryError where no query can be made of the text at all: empty, too long, no Unicode text."""
    if not text or text.isspace():
        raise QueryError("query.empty")
    if len(text) > MAX_CHARACTERS:
        raise QueryError("query.too_long", position=MAX_CHARACTERS, limit=MAX_CHARACTERS, length=len(text))
    if found := _SURROGATE.search(text):
        raise QueryError("query.bad_character", position=found.start(), character=f"U+{ord(found.group()):04X}")


def tokens(text: str, may_be: Callable[[str, str], bool]) -> list[Token]:
    """The tokens of an admitted text, END last; brackets come in pairs. Raises QueryError where that cannot be.

    `may_be` tells whether a field may have a value: where it may not, a name before `：` is text (有：是的).
    """
    return _Lexer(text, may_be).run()


class _Lexer:
    def __init__(self, text: str, may_be: Callable[[str, str], bool]) -> None:
        self.text = text
        self.may_be = may_be
        self.at = 0
        self.found: list[Token] = []
        self.opened: list[int] = []

    def run(self) -> list[Token]:
        self._skip_space()
        while self.at < len(self.text):
            self._next()
            self._skip_space()
        if self.opened:
            raise QueryError("query.unbalanced_bracket", position=self.opened[0], bracket=self.text[self.opened[0]])
        self.found.append(Token(Kind.END, len(self.text), ""))
        return self.found

    def _next(self) -> None:
        if self.text[self.at] in _CLOSE:
            self._close()
        elif self._bounded_left() and (word := self._operator()):
            self._emit(word, word.start + len(word.text))
        elif self._at_token_start():
            self._at_start()
        else:
            self._term()

    def _at_start(self) -> None:
        character = self.text[self.at]
        after_field = self._last() is Kind.FIELD
        if character in _MINUS and not after_field and self._may_negate():
            self._emit(Token(Kind.NOT, self.at, character), self.at + 1)
        elif not after_field and self._name():
            return
        elif character in _OPEN and not self._bracket_is_text(self.at):
            self._open()
        elif character in CLOSING and (end := self._phrase_end(self.at)):
            self._emit(Token(Kind.PHRASE, self.at, self.text[self.at + 1 : end - 1]), end)
        else:
            self._term()

    def _emit(self, token: Token, end: int) -> None:
        self.found.append(token)
        self.at = end

    def _last(self) -> Kind | None:
        """The kind of the token that ends directly before this place; None after white space and at the start."""
        if self.at == 0 or self.text[self.at - 1].isspace():
            return None
        return self.found[-1].kind if self.found else None

    def _skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _at_token_start(self) -> bool:
        return self._last() not in (Kind.CLOSE, Kind.TERM, Kind.PHRASE)

    def _bounded_left(self) -> bool:
        return self._last() in (None, Kind.OPEN, Kind.CLOSE)

    def _ends(self, at: int, brackets: str) -> bool:
        """Does a run of text end at `at`: at the query's end, white space, or one of `brackets`?"""
        return at >= len(self.text) or self.text[at].isspace() or self.text[at] in brackets

    # --- operators, names

    def _operator(self) -> Token | None:
        if not _OPERATOR.match(self.text, self.at):
            return None
        end = self.at
        while not self._ends(end, _OPEN + _CLOSE):
            end += 1
        word = self.text[self.at : end]
        if kind := WORDS.get(word):
            return Token(kind, self.at, word)
        if near := _NEAR.fullmatch(word):
            return Token(Kind.NEAR, self.at, word, int(near[1]))
        return None

    def _may_negate(self) -> bool:
        after = self.at + 1
        if after < len(self.text) and self.text[after] in _MINUS:
            raise QueryError("query.double_not", position=self.at)
        return not self._ends(after, _CLOSE)

    def _name(self) -> bool:
        """Takes a field or a scope with its colon, where one stands here with something to apply to."""
        match = _NAME.match(self.text, self.at)
        if match is None:
            return False
        name, end = fold_text(match[1]), match.end()
        if name in SCOPES:
            return self._scope(SCOPES[name], match)
        if name in FIELDS:
            doubtful = match[2] == "：" or FIELDS[name] in _ONLY_BEFORE_A_VALUE
            if self._ends(end, _CLOSE) or (doubtful and not self._may_be(FIELDS[name], end)):
                return False
            self._emit(Token(Kind.FIELD, self.at, FIELDS[name]), end)
            return True
        if match[2] == ":":
            raise QueryError("query.unknown_field", position=self.at, name=match[1], known="、".join(_own(FIELDS)))
        return False

    def _may_be(self, name: str, start: int) -> bool:
        """Can the field have what stands at `start`? A group or a quoted value is not looked into."""
        end = start
        while not self._ends(end, _CLOSE):
            end += 1
        return self.text[start] in _OPEN or self.text[start] in CLOSING or self.may_be(name, self.text[start:end])

    def _scope(self, name: str, match: re.Match[str]) -> bool:
        at = match.end()
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        if self._ends(at, _CLOSE) or (at > match.end() and self.text[at] not in _OPEN):
            return False
        if self.text[at] not in _OPEN:
            raise QueryError("query.scope_needs_group", position=at, scope=match[1])
        self._emit(Token(Kind.SCOPE, self.at, name), at)
        self._open()
        return True

    # --- brackets and quotation marks

    def _open(self) -> None:
        if len(self.opened) == MAX_DEPTH:
            raise QueryError("query.too_deep", position=self.at, limit=MAX_DEPTH)
        self.opened.append(self.at)
        self._emit(Token(Kind.OPEN, self.at, self.text[self.at]), self.at + 1)

    def _close(self) -> None:
        if not self.opened:
            raise QueryError("query.unbalanced_bracket", position=self.at, bracket=self.text[self.at])
        self.opened.pop()
        self._emit(Token(Kind.CLOSE, self.at, self.text[self.at]), self.at + 1)

    def _bracket_is_text(self, start: int) -> bool:
        """Does the pair that opens here hold only a number, or no white space and stand against a term?"""
        end = self._pair_end(start)
        if end < 0:
            return False
        if _NUMBER.fullmatch(normalize("NFKC", self.text[start + 1 : end])):
            return True
        return not self._ends(end + 1, _CLOSE)

    def _pair_end(self, start: int) -> int:
        """Where the bracket that opens at `start` closes; -1 where it does not, or white space comes first."""
        depth, at, fresh = 0, start, False
        while at < len(self.text) and not self.text[at].isspace():
            character = self.text[at]
            if fresh and (name := _NAME.match(self.text, at)):
                at = name.end()
                continue
            if fresh and character in CLOSING and (end := self._phrase_end(at)):
                if any(map(str.isspace, self.text[at:end])):
                    return -1
                at, fresh = end, False
                continue
            depth += (character in _OPEN) - (character in _CLOSE)
            if depth == 0:
                return at
            fresh = character in _OPEN or (fresh and character in _MINUS)
            at += 1
        return -1

    def _phrase_end(self, start: int) -> int:
        """Behind the closing mark of the phrase that opens at `start`; 0 where the marks are text."""
        close = closing_at(self.text, start)
        if close < 0:
            raise QueryError("query.unbalanced_quote", position=start, mark=self.text[start])
        return close + 1 if self._ends(close + 1, _CLOSE) else 0

    def _term(self) -> None:
        end, depth = self._plain_end(self.at), 0
        while not self._ends(end, ""):
            depth += (self.text[end] in _OPEN) - (self.text[end] in _CLOSE)
            if depth < 0:
                if not self._numbering(end):
                    break
                depth = 0
            end = self._plain_end(end + 1)
        self._emit(Token(Kind.TERM, self.at, self.text[self.at : end]), end)

    def _plain_end(self, at: int) -> int:
        """Behind all that is neither white space nor a bracket."""
        plain = _PLAIN.match(self.text, at)
        return plain.end() if plain else at

    def _numbering(self, close: int) -> bool:
        """Is this closing bracket without partner that of a numbering at the head of a pasted text: 1）加强学习?"""
        number = fold_text(self.text[self.at : close])
        return not self.opened and bool(_NUMBER.fullmatch(number)) and not self._ends(close + 1, _CLOSE)


def _own(names: dict[str, str]) -> list[str]:
    return [name for name, own in names.items() if name == own]
