"""The values of `model.py` <-> JSON, without loss: what the store keeps of an event and a document.

Fields at their defaults are left out, so that a field that a later version adds needs no change of older files.
"""

import dataclasses
import math
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType, UnionType
from typing import Any, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

_Value = TypeVar("_Value")
_Turn: TypeAlias = Callable[[Any], Any]
# A class, or a union or tuple of classes: what get_type_hints gives has no type of its own.
_Hint: TypeAlias = Any


class Shared(NamedTuple):
    """How a value that many others hold is kept once: `put` keeps it and gives its number, `get` finds it again."""

    put: Callable[[Any], int]
    get: Callable[[int], Any]


class Codec:
    """Writes frozen dataclasses as JSON and reads them back; what there is to know of a class is found out once.

    Args:
        shared: Classes whose values are kept elsewhere and stand in the JSON as a number.
    """

    def __init__(self, shared: Mapping[type, Shared] = MappingProxyType({})) -> None:
        self._shared = shared
        self._encoders: dict[_Hint, _Turn] = {}
        self._decoders: dict[_Hint, _Turn] = {}

    def write(self, value: object) -> str:
        """One value as JSON.

        Raises:
            ValueError: A number in it is not finite, or a text is no Unicode.
        """
        kind = type(value)
        encode = self._encoders.get(kind) or self._encoder(kind)
        try:
            return orjson.dumps(encode(value)).decode()
        except TypeError as error:
            raise ValueError(f"{kind.__name__} cannot be written as JSON: {error}") from error

    def read(self, kind: type[_Value], text: str, **fields: object) -> _Value:
        """Read back what `write` wrote of a value of this class.

        Args:
            kind: The class.
            text: The JSON.
            fields: Values that take the place of those in the JSON.

        Raises:
            ValueError: The text is not JSON, or a value in it is out of its range.
            TypeError, KeyError: A field is missing or unknown.
        """
        decode: Any = self._decoder(kind)
        value: _Value = decode(orjson.loads(text), fields) if fields else decode(orjson.loads(text))
        return value

    def _encoder(self, kind: _Hint) -> _Turn:
        if kind not in self._encoders:
            self._encoders[kind] = self._shared[kind].put if kind in self._shared else self._make_encoder(kind)
        return self._encoders[kind]

    def _decoder(self, kind: _Hint) -> _Turn:
        if kind not in self._decoders:
            self._decoders[kind] = self._shared[kind].get if kind in self._shared else self._make_decoder(kind)
        return self._decoders[kind]

    def _make_encoder(self, kind: _Hint) -> _Turn:
        if dataclasses.is_dataclass(kind):
            return self._compile_encoder(kind)
        origin: object = get_origin(kind)
        if origin in (Union, UnionType):
            turn = self._encoder(next(part for part in get_args(kind) if part is not type(None)))
            return turn if turn is _keep else lambda value: None if value is None else turn(value)
        if origin is tuple:
            turn = self._encoder(get_args(kind)[0])
            return turn if turn is _keep else lambda values: list(map(turn, values))
        # Dates and enumerations are orjson's own business, and so are numbers, once they are checked.
        return _check_number if kind in (int, float) else _keep

    def _compile_encoder(self, kind: Any) -> _Turn:  # noqa: ANN401
        """A function with a line for each field, as `dataclasses` makes its own: a loop takes three times as long."""
        hints = get_type_hints(kind)
        names: dict[str, Any] = {"check": _check_number}
        always, sometimes, numbers = [], [], []
        for field in dataclasses.fields(kind):
            name, turn = field.name, self._encoder(hints[field.name])
            names |= {f"turn_{name}": turn, f"default_{name}": field.default}
            if turn is _check_number:
                numbers.append(f"value.{name}")
            plain = turn in (_check_number, _keep)
            if field.default is dataclasses.MISSING:
                always.append(f"{name!r}: " + (f"value.{name}" if plain else f"turn_{name}(value.{name})"))
            else:
                told = "part" if plain else f"turn_{name}(part)"
                sometimes.append(f"    part = value.{name}")
                sometimes.append(f"    if {_compare(name, field.default)}: data[{name!r}] = {told}")
        lines = ["def encode(value):"]
        if numbers:
            # What is no number makes the sum none, and that less itself is not 0.
            lines.append(f"    total = {' + '.join(numbers)}")
            lines.append(f"    if total - total: {'; '.join(f'check({number})' for number in numbers)}")
        lines += [f"    data = {{{', '.join(always)}}}", *sometimes, "    return data"]
        exec("\n".join(lines), names)  # noqa: S102  (made of the names of our own fields alone)
        encode: _Turn = names["encode"]
        return encode

    def _make_decoder(self, kind: _Hint) -> _Turn:
        if dataclasses.is_dataclass(kind):
            return self._compile_decoder(kind)
        origin: object = get_origin(kind)
        if origin in (Union, UnionType):
            turn = self._decoder(next(part for part in get_args(kind) if part is not type(None)))
            return turn if turn is _keep else lambda value: None if value is None else turn(value)
        if origin is tuple:
            turn = self._decoder(get_args(kind)[0])
            return tuple if turn is _keep else lambda values: tuple(map(turn, values)) if values else ()
        if kind is date:
            return date.fromisoformat
        return _Members(kind).__getitem__ if isinstance(kind, type) and issubclass(kind, Enum) else _keep

    def _compile_decoder(self, kind: Any) -> _Turn:  # noqa: ANN401
        """As `_compile_encoder`. Most fields are texts and numbers, which JSON gives as they are."""
        hints = get_type_hints(kind)
        names: dict[str, Any] = {"make": kind}
        always, sometimes = [], []
        for field in dataclasses.fields(kind):
            turn = self._decoder(hints[field.name])
            if turn is _keep:
                continue
            names[f"turn_{field.name}"] = turn
            line = f"data[{field.name!r}] = turn_{field.name}(data[{field.name!r}])"
            if field.default is dataclasses.MISSING:
                always.append(f"    {line}")
            else:
                sometimes.append(f"    if {field.name!r} in data: {line}")
        lines = ["def decode(data, others=None):", *always, *sometimes]
        lines += ["    return make(**data) if others is None else make(**{**data, **others})"]
        exec("\n".join(lines), names)  # noqa: S102  (made of the names of our own fields alone)
        decode: _Turn = names["decode"]
        return decode


class _Members(dict[Any, Enum]):
    """The members of an enumeration by their values: its own look-up takes three times as long."""

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__((member.value, member) for member in kind)
        self._kind = kind

    def __missing__(self, value: object) -> Enum:
        return self._kind(value)  # which says what is wrong


def _compare(name: str, default: object) -> str:
    """The condition under which the `part` of a field is not at its default; what is empty need not be compared."""
    if default is None or isinstance(default, Enum):
        return f"part is not default_{name}"
    return "part" if default in ("", ()) else f"part != default_{name}"


def _keep(value: object) -> object:
    return value


def _check_number(value: float) -> float:
    """JSON has no word for what is no number; orjson would write null."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not JSON compliant")
    return value
