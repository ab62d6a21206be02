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

A field before a group holds for every value inside: `标题:(党建 OR 廉政)` is `标题:党建 OR 标题:廉政`. `近义:党建` is
no condition but a choice of wordings, (“党建” OR “党的建设”), and stands so in the canonical form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from archive.errors import QueryError
from archive.model import CELL
from archive.text.fold import fold_text
from indexer.query.field_values import closed, value_of
from indexer.query.lexer import Kind, Token, admit, tokens
from indexer.query.model import All, Any, Except, Field, Gapped, Near, Not, Phrase, Query, Scope, is_wording
from indexer.query.nodes.quoting import GAP

Alike = Callable[[str], Sequence[str]]

MAX_TERMS = 64
MAX_DISTANCE = 100

_BINARY = (Kind.OR, Kind.AND, Kind.EXCEPT, Kind.NEAR)


def parse(text: str, *, literal: bool = False, alike: Alike = lambda _: ()) -> Query:
    """The query that `text` is; `literal` takes the whole as one phrase without any syntax.

    `alike` gives the wordings that 近义 adds to a folded one.
    Raises QueryError (query.*) with the 0-based code point of `text` at which it cannot be understood.
    """
    admit(text)
    if literal:
        return _phrase(text, 0, quoted=True)
    return _Parser(tokens(text, closed), alike).query()


class _Parser:
    def __init__(self, found: list[Token], alike: Alike) -> None:
        self.found = found
        self.alike = alike
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
        if self._peek().kind is not Kind.EXCEPT:
            return wording
        operator = self._take_relation(field)
        longer = self._near(field)
        if isinstance(wording, Phrase | Gapped) and isinstance(longer, Phrase | Gapped):
            return Except(wording, longer)
        raise QueryError("query.bad_operand", position=operator.start, operator=operator.text)

    def _near(self, field: str | None) -> Query:
        wordings, distances = [self._atom(field)], []
        while self._peek().kind is Kind.NEAR:
            operator = self._take_relation(field)
            if operator.distance > MAX_DISTANCE:
                raise QueryError("query.too_far", position=operator.start, limit=MAX_DISTANCE)
            wordings.append(self._atom(field))
            distances.append(operator.distance)
            if not all(map(is_wording, wordings)):
                raise QueryError("query.bad_operand", position=operator.start, operator=operator.text)
        return Near(tuple(wordings), tuple(distances)) if distances else wordings[0]

    def _take_relation(self, field: str | None) -> Token:
        """An operator between wordings of the text; a field's value has none."""
        operator = self._take_binary()
        if field is not None:
            raise QueryError("query.not_in_field", position=operator.start, operator=operator.text, name=field)
        return operator

    def _atom(self, field: str | None) -> Query:
        token = self._take()
        if token.kind in _BINARY:
            raise QueryError("query.operator_alone", position=token.start, operator=token.text)
        if token.kind is Kind.SCOPE:
            return self._scope(token, field)
        if token.kind is Kind.FIELD:
            return self._field(token, field)
        if token.kind is Kind.OPEN:
            return self._group(token, field)
        return self._value(token, field)

    def _group(self, bracket: Token, field: str | None) -> Query:
        if self._peek().kind is Kind.CLOSE:
            raise _nothing_left(bracket.start, bracket.text + self._peek().text)
        inside = self._or(field)
        self._take()  # the lexer has paired the brackets
        return inside

    def _scope(self, name: Token, field: str | None) -> Query:
        if field is not None:
            raise QueryError("query.not_in_field", position=name.start, operator=name.text, name=field)
        return Scope(name.text, self._group(self._take(), field))

    def _field(self, name: Token, outer: str | None) -> Query:
        if outer is not None:
            raise QueryError("query.not_in_field", position=name.start, operator=f"{name.text}:", name=outer)
        return self._atom(name.text)

    def _value(self, token: Token, field: str | None) -> Query:
        if field is not None and (condition := value_of(field, token)) is not None:
            return condition
        wording = _wording(token)
        if field is None:
            return self._counted(wording, token)
        if field == "近义" and isinstance(wording, Phrase):
            return self._counted(self._alike(wording), token)
        if isinstance(wording, Phrase):
            return Field(field, wording)
        raise QueryError("query.not_in_field", position=token.start, operator="…", name=field)

    def _counted(self, wording: Query, token: Token) -> Query:
        self.terms += len(wording.phrases)
        if self.terms > MAX_TERMS:
            raise QueryError("query.too_many_terms", position=token.start, limit=MAX_TERMS)
        return wording

    def _alike(self, phrase: Phrase) -> Query:
        """Any of the wordings of the phrase's groups; itself alone where it is in none."""
        others = (Phrase.of(wording, quoted=True) for wording in self.alike(phrase.text))
        wordings = tuple(dict.fromkeys((phrase, *others)))
        return phrase if len(wordings) == 1 else Any(wordings)


def _wording(token: Token) -> Phrase | Gapped:
    if token.kind is Kind.PHRASE:
        pieces = [piece for piece in GAP.split(token.text) if _is_left(piece)]
        if not pieces:
            raise _nothing_left(token.start, token.text)
        phrases = tuple(Phrase.of(piece, quoted=True) for piece in pieces)
        return phrases[0] if len(phrases) == 1 else Gapped(phrases)
    phrase = _phrase(token.text, token.start, quoted=False)
    if len(phrase.text) == 1 and _is_punctuation(phrase.text):
        raise QueryError("query.only_punctuation", position=token.start, text=token.text)
    return phrase


def _is_left(typed: str) -> bool:
    return bool(fold_text(typed).strip(CELL))


def _phrase(typed: str, position: int, *, quoted: bool) -> Phrase:
    if not _is_left(typed):
        raise _nothing_left(position, typed)
    return Phrase.of(typed, quoted=quoted)


def _is_punctuation(character: str) -> bool:
    """Punctuation, or a sign of mathematics, money or typing; a picture sign is a word of its own."""
    return unicodedata.category(character)[0] == "P" or unicodedata.category(character) in ("Sm", "Sc", "Sk")


def _nothing_left(position: int, text: str) -> QueryError:
    return QueryError("query.nothing_left", position=position, text=text)
