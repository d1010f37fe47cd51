"""How an events file keeps the model's values: JSON, and each place once however many events and candidates name it."""

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from mapping.errors import StoreError
from mapping.model import Place
from mapping.storage.codec import Codec, Shared

_Value = TypeVar("_Value")
# Of 200,000 places news names a few thousand; a place takes about a kilobyte.
_CACHED_PLACES = 20_000


class StoredValues:
    """Reads and writes the payloads of an events file.

    Args:
        connect: Gives the connection of the calling thread.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._plain = Codec()
        self._codec = Codec({Place: Shared(self._put_place, self._get_place)})
        self._get_cached = lru_cache(maxsize=_CACHED_PLACES)(self._read_place)

    def write(self, value: object) -> str:
        """A value as a payload; inside a transaction, since places that it names are kept as well."""
        return self._codec.write(value)

    def read(self, kind: type[_Value], payload: str) -> _Value:
        """The value of a payload.

        Raises:
            StoreError: It is damaged, or of a version that knew other fields.
        """
        try:
            return self._codec.read(kind, payload)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise StoreError(
                f"the events file holds something that cannot be read as {kind.__name__} ({error}):"
                " install the Dateline that made it, or restore a copy"
            ) from error

    def _put_place(self, place: Place) -> int:
        payload = self._plain.write(place)
        connection = self._connect()
        connection.execute("INSERT OR IGNORE INTO places (payload) VALUES (?)", (payload,))
        return int(connection.execute("SELECT number FROM places WHERE payload = ?", (payload,)).fetchone()[0])

    def _get_place(self, number: int) -> Place:
        return self._get_cached(number)

    def _read_place(self, number: int) -> Place:
        row = self._connect().execute("SELECT payload FROM places WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise StoreError(f"the events file is damaged: there is no place {number} in it; restore a copy")
        return self._plain.read(Place, row[0])
