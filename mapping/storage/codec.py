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
        try:
            return orjson.dumps(self._encoder(type(value))(value)).decode()
        except TypeError as error:
            raise ValueError(f"{type(value).__name__} cannot be written as JSON: {error}") from error

    def read(self, kind: type[_Value], text: str, **fields: object) -> _Value:
        """Read back what `write` wrote of a value of this class.

        Args:
            kind: The class.
            text: The JSON.
            fields: Values that take the place of those in the JSON.

        Raises:
            ValueError: The text is not JSON, or a value in it is out of its range.
            TypeError: A field is missing or unknown.
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
        if not dataclasses.is_dataclass(kind):
            if kind in (int, float):
                return _check_number
            return _take_apart(kind, self._encoder, date.isoformat, lambda member: member.value)
        hints = get_type_hints(kind)
        fields = [(field.name, self._encoder(hints[field.name]), field.default) for field in dataclasses.fields(kind)]
        return lambda value: {
            name: encode(part) for name, encode, default in fields if (part := getattr(value, name)) != default
        }

    def _make_decoder(self, kind: _Hint) -> _Turn:
        if not dataclasses.is_dataclass(kind):
            return _take_apart(kind, self._decoder, date.fromisoformat, kind)
        make: Any = kind
        return _decode_fields(make, {name: self._decoder(hint) for name, hint in get_type_hints(kind).items()})


def _decode_fields(make: Callable[..., object], decoders: Mapping[str, _Turn]) -> _Turn:
    # Most fields are texts and numbers, which JSON gives as they are; looking at the others alone halves the time.
    turned = [(name, decode) for name, decode in decoders.items() if decode is not _keep]

    def decode_fields(data: dict[str, Any], others: Mapping[str, object] = MappingProxyType({})) -> object:
        for name, decode in turned:
            if name in data:
                data[name] = decode(data[name])
        return make(**{**data, **others}) if others else make(**data)

    return decode_fields


def _keep(value: object) -> object:
    return value


def _check_number(value: float) -> float:
    """JSON has no word for what is no number; orjson would write null."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not JSON compliant")
    return value


def _take_apart(kind: _Hint, find: Callable[[Any], _Turn], turn_date: _Turn, turn_enum: _Turn) -> _Turn:
    """What both ways share: containers, dates and enumerations; everything else JSON knows by itself."""
    origin: object = get_origin(kind)
    if origin in (Union, UnionType):
        turn = find(next(part for part in get_args(kind) if part is not type(None)))
        return lambda value: None if value is None else turn(value)
    if origin is tuple:
        turn = find(get_args(kind)[0])
        return lambda values: tuple(map(turn, values))
    if kind is date:
        return turn_date
    if isinstance(kind, type) and issubclass(kind, Enum):
        return turn_enum
    return _keep
