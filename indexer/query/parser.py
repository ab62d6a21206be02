"""From the text that people type to the query, or an error that points at the character. What a token is: `lexer`;
what a query means: `model`.

    query  = or ;
    or     = and , { OR , and } ;
    and    = item , { [ AND ] , item } ;              at least one item without NOT; a field counts as one
    item   = [ NOT ] , except ;
    except = near , [ EXCEPT , near ] ;
    near   = atom , { NEAR , atom } ;
    atom   = SCOPE , group | FIELD , ( range | group | phrase | term ) | group | phrase | term ;
    group  = OPEN , or , CLOSE ;

A field before a group holds for every value inside: `标题:(党建 OR 廉政)` is `标题:党建 OR 标题:廉政`.
"""

from __future__ import annotations

import re
import unicodedata

from archive.errors import QueryError
from archive.fold import fold_text
from archive.model import CELL
from indexer.query.lexer import FIELDS, Kind, Token, admit, tokens
from indexer.query.model import All, Any, Field, Not, Phrase, Query, Years
from indexer.query.quoting import GAP

MAX_TERMS = 64
MAX_DISTANCE = 100

_BINARY = (Kind.OR, Kind.AND, Kind.EXCEPT, Kind.NEAR)
_YEAR = "([0-9]{4})年?"
_RANGE = re.compile(rf"(?:{_YEAR})?(?:\.\.|-|~|至)(?:{_YEAR})?")


def parse(text: str, *, literal: bool = False) -> Query:
    """The query that `text` is; `literal` takes the whole as one phrase without any syntax.

    Raises QueryError (query.*) with the 0-based code point of `text` at which it cannot be understood.
    """
    admit(text)
    if literal:
        return _phrase(text, 0, quoted=True)
    return _Parser(tokens(text)).query()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.index = 0
        self.terms = 0

    def query(self) -> Query:
        return self._or(None)

    def _peek(self) -> Token:
        return self.found[self.index]

    def _take(self) -> Token:
        token = self.found[self.index]
        self.index += 1
        return token

    def _or(self, field: str | None) -> Query:
        items = [self._and(field)]
        while self._peek().kind is Kind.OR:
            self._take_binary()
            items.append(self._and(field))
        return items[0] if len(items) == 1 else Any(tuple(items))

    def _and(self, field: str | None) -> Query:
        start = self._peek().start
        items = [self._item(field)]
        while self._peek().kind not in (Kind.OR, Kind.CLOSE, Kind.END):
            if self._peek().kind is Kind.AND:
                self._take_binary()
            items.append(self._item(field))
        if all(isinstance(item, Not) for item in items):
            raise QueryError("query.no_positive", position=start)
        return items[0] if len(items) == 1 else All(tuple(items))

    def _take_binary(self) -> Token:
        """The operator here; there is something on its left, and something must stand on its right."""
        token = self._take()
        if self._peek().kind in (Kind.END, Kind.CLOSE):
            raise QueryError("query.operator_alone", position=token.start, operator=token.text)
        return token

    def _item(self, field: str | None) -> Query:
        if self._peek().kind is not Kind.NOT:
            return self._except(field)
        negation = self._take()
        if self._peek().kind is Kind.NOT:
            raise QueryError("query.double_not", position=self._peek().start)
        if self._peek().kind in (Kind.END, Kind.CLOSE, *_BINARY):
            raise QueryError("query.operator_alone", position=negation.start, operator=negation.text)
        return Not(self._except(field))

    def _except(self, field: str | None) -> Query:
        wording = self._near(field)
        if self._peek().kind is Kind.EXCEPT:
            raise _not_yet(self._take_binary())
        return wording

    def _near(self, field: str | None) -> Query:
        atom = self._atom(field)
        if self._peek().kind is Kind.NEAR:
            operator = self._take_binary()
            if operator.distance > MAX_DISTANCE:
                raise QueryError("query.too_far", position=operator.start, limit=MAX_DISTANCE)
            raise _not_yet(operator)
        return atom

    def _atom(self, field: str | None) -> Query:
        token = self._take()
        if token.kind in _BINARY:
            raise QueryError("query.operator_alone", position=token.start, operator=token.text)
        if token.kind is Kind.SCOPE:
            raise _not_yet(token)
        if token.kind is Kind.FIELD:
            return self._field(token, field)
        if token.kind is Kind.OPEN:
            return self._group(token, field)
        return self._value(token, field)

    def _group(self, bracket: Token, field: str | None) -> Query:
        if self._peek().kind is Kind.CLOSE:
            raise QueryError("query.nothing_left", position=bracket.start, text=bracket.text + self._peek().text)
        inside = self._or(field)
        self._take()  # the lexer has paired the brackets
        return inside

    def _field(self, name: Token, outer: str | None) -> Query:
        if outer is not None:
            raise QueryError("query.field_in_field", position=name.start, name=name.text, outer=outer)
        if name.text not in FIELDS:
            raise _not_yet(name)
        return self._atom(name.text)

    def _value(self, token: Token, field: str | None) -> Query:
        if field == "年":
            return Field(field, _years(token))
        phrase = self._phrase(token)
        if field is not None:
            return Field(field, phrase)
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise QueryError("query.too_many_terms", position=token.start, limit=MAX_TERMS)
        return phrase

    def _phrase(self, token: Token) -> Phrase:
        quoted = token.kind is Kind.PHRASE
        if quoted and (gap := GAP.search(token.text)):
            raise QueryError("query.not_yet", position=token.start + 1 + gap.start(), operator=gap.group())
        phrase = _phrase(token.text, token.start, quoted=quoted)
        if not quoted and len(phrase.text) == 1 and _is_punctuation(phrase.text):
            raise QueryError("query.only_punctuation", position=token.start, text=token.text)
        return phrase


def _phrase(typed: str, position: int, *, quoted: bool) -> Phrase:
    if not fold_text(typed).strip(CELL):
        raise QueryError("query.nothing_left", position=position, text=typed)
    return Phrase.of(typed, quoted=quoted)


def _is_punctuation(character: str) -> bool:
    """Punctuation, or a sign of mathematics, money or typing; a picture sign is a word of its own."""
    return unicodedata.category(character)[0] == "P" or unicodedata.category(character) in ("Sm", "Sc", "Sk")


def _years(token: Token) -> Years:
    text = fold_text(token.text)
    if single := re.fullmatch(_YEAR, text):
        return Years(int(single[1]), int(single[1]))
    match = _RANGE.fullmatch(text)
    years = Years(*(int(year) if year else None for year in match.groups())) if match else Years(None, None)
    if years.first is years.last is None or not years:
        raise QueryError("query.bad_value", position=token.start, name="年", value=token.text)
    return years


def _not_yet(token: Token) -> QueryError:
    return QueryError("query.not_yet", position=token.start, operator=token.text)
