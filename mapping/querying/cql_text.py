"""CQL2 text -> the same as CQL2 JSON (OGC 21-065r2, annex B), as far as filters of ours go: all but arithmetic.

PyPI's `cql2` reads more, but a few dozen open brackets keep it busy for years and a few thousand end the process, and
the text comes from anyone who knows the server's address. This reader takes time in proportion to the text's length.
The tests hold it against `cql2`.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from mapping.errors import QueryError
from mapping.querying.nodes import Json

MAX_DEPTH = 50
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\\]|''|\\.)*')
    | (?P<name>"[^"]+"|[^\W\d][\w:.]*)
    | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<sign><>|!=|<=|>=|[=<>(),])
    | (?P<other>\S)
    | (?P<end>$)
    )""",
    re.VERBOSE | re.DOTALL,
)
_COMPARATORS = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = frozenset(("AND", "OR", "NOT", "LIKE", "ILIKE", "BETWEEN", "IN", "IS", "NULL", "TRUE", "FALSE"))
# How deep the lists of positions lie in each other.
_SHAPES = {
    "POINT": ("Point", 0),
    "LINESTRING": ("LineString", 1),
    "POLYGON": ("Polygon", 2),
    "MULTIPOINT": ("MultiPoint", 1),
    "MULTILINESTRING": ("MultiLineString", 2),
    "MULTIPOLYGON": ("MultiPolygon", 3),
}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def read_cql_text(text: str) -> Json:
    """One expression as the value that CQL2 JSON has for it.

    Raises:
        QueryError: It is not CQL2, or brackets lie too deep in each other; the message says where.
    """
    reader = _Reader(text)
    value = reader.read_or()
    if reader.token.kind != "end":
        raise reader.fail("AND, OR, or the end of the filter")
    return value


def _split(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while not tokens or tokens[-1].kind != "end":
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:  # the pattern takes any character, and the end
            raise QueryError(f"the filter is not understood at character {position + 1}")
        tokens.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    return tokens


class _Reader:
    """Recursive descent, one method a rule of the grammar, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _split(text)
        self._next = 0
        self._depth = 0

    @property
    def token(self) -> _Token:
        return self._tokens[self._next]

    def fail(self, wanted: str) -> QueryError:
        rest = self._text[self.token.start : self.token.start + 20]
        found = repr(rest) if rest else "its end"
        return QueryError(
            f"the filter is not understood at character {self.token.start + 1}: expected {wanted}, found {found}"
        )

    def read_or(self) -> Json:
        return self._read_chain("OR", lambda: self._read_chain("AND", self._read_not))

    def _read_chain(self, word: str, read_part: Callable[[], Json]) -> Json:
        parts = [read_part()]
        while self._take_word(word):
            parts.append(read_part())
        return parts[0] if len(parts) == 1 else {"op": word.lower(), "args": parts}

    def _read_not(self) -> Json:
        if not self._take_word("NOT"):
            return self._read_predicate()
        self._enter()
        value = {"op": "not", "args": [self._read_not()]}
        self._depth -= 1
        return value

    def _read_predicate(self) -> Json:
        left = self._read_operand()
        if self.token.text in _COMPARATORS and self.token.kind == "sign":
            comparator = _COMPARATORS[self._take().text]
            return {"op": comparator, "args": [left, self._read_operand()]}
        if self._take_word("IS"):
            is_not = self._take_word("NOT")
            self._need_word("NULL")
            return _negate({"op": "isNull", "args": [left]}, is_not)
        is_not = self._take_word("NOT")
        if self._take_word("LIKE"):
            return _negate({"op": "like", "args": [left, self._read_operand()]}, is_not)
        if self._take_word("ILIKE"):  # not of the standard, but what GDAL sends for its own LIKE
            args = [{"op": "casei", "args": [side]} for side in (left, self._read_operand())]
            return _negate({"op": "like", "args": args}, is_not)
        if self._take_word("BETWEEN"):
            low = self._read_operand()
            self._need_word("AND")
            return _negate({"op": "between", "args": [left, low, self._read_operand()]}, is_not)
        if self._take_word("IN"):
            return _negate({"op": "in", "args": [left, self._read_list()]}, is_not)
        if is_not:
            raise self.fail("LIKE, BETWEEN or IN")
        return left

    def _read_operand(self) -> Json:
        token = self.token
        if token.kind == "number":
            return float(self._take().text)
        if token.kind == "text":
            return re.sub(r"''|\\'", "'", self._take().text[1:-1])
        if token.text == "(":
            self._take()
            self._enter()
            value = self.read_or()
            self._need(")")
            self._depth -= 1
            return value
        if token.kind == "name":
            return self._read_name()
        raise self.fail("a property, a value or a function")

    def _read_name(self) -> Json:
        token = self._take()
        if token.text.startswith('"'):
            return {"property": token.text[1:-1]}
        word = token.text.upper()
        if word in ("TRUE", "FALSE"):
            return word == "TRUE"
        if word in _WORDS:
            self._next -= 1
            raise self.fail("a property, a value or a function")
        if word in _SHAPES and self.token.text == "(":
            name, depth = _SHAPES[word]
            return {"type": name, "coordinates": self._read_positions(depth)}
        if self.token.text != "(":
            return {"property": token.text}
        return _call(word, self._read_list())

    def _read_list(self) -> list[Json]:
        self._need("(")
        self._enter()
        items = [self.read_or()]
        while self._take_sign(","):
            items.append(self.read_or())
        self._need(")")
        self._depth -= 1
        return items

    def _read_positions(self, depth: int) -> Json:
        """The coordinates of a shape in well-known text: positions in as many lists as its kind has."""
        self._need("(")
        if depth == 0:
            items: Json = self._read_position()
        else:
            items = [self._read_part(depth - 1)]
            while self._take_sign(","):
                items.append(self._read_part(depth - 1))
        self._need(")")
        return items

    def _read_part(self, depth: int) -> Json:
        # The points of a MULTIPOINT may have brackets of their own, those of a LINESTRING have none.
        return self._read_positions(depth) if self.token.text == "(" else self._read_position()

    def _read_position(self) -> list[float]:
        numbers = []
        while self.token.kind == "number":
            numbers.append(float(self._take().text))
        if len(numbers) != 2:
            raise self.fail("a position of two numbers, longitude and latitude in degrees")
        return numbers

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError(f"the filter has more than {MAX_DEPTH} brackets or NOTs in each other: make it flatter")

    def _take(self) -> _Token:
        token = self.token
        self._next += 1
        return token

    def _take_word(self, word: str) -> bool:
        return self._take_if(self.token.kind == "name" and self.token.text.upper() == word)

    def _take_sign(self, sign: str) -> bool:
        return self._take_if(self.token.kind == "sign" and self.token.text == sign)

    def _take_if(self, fits: bool) -> bool:
        self._next += fits
        return fits

    def _need_word(self, word: str) -> None:
        if not self._take_word(word):
            raise self.fail(word)

    def _need(self, sign: str) -> None:
        if not self._take_sign(sign):
            raise self.fail(f"{sign!r}")


def _negate(value: Json, is_negated: bool) -> Json:
    return {"op": "not", "args": [value]} if is_negated else value


def _call(word: str, args: list[Json]) -> Json:
    """What CQL2 JSON has for a function of CQL2 text."""
    if word in ("DATE", "TIMESTAMP") and len(args) == 1:
        return {word.lower(): args[0]}
    if word in ("INTERVAL", "BBOX"):
        return {word.lower(): args}
    return {"op": word.lower(), "args": args}
