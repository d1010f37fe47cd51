"""The binary in which the page reads events.

Layout: the length of the header as a little-endian u32, the header (JSON in UTF-8, padded with blanks), then the
columns, each starting at a multiple of eight bytes. The header names each column with its type and offset, and holds
the tables that rows point into: types, sources, places, stories, and the words behind numbers. Rows are sorted by first
day, then event id, as the store sorts them; rows without a date come last. A point is Web Mercator scaled to 32 bits,
exact to a centimetre. Where a row has no place or no story, its number is the greatest that its type holds.
"""

import struct
from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import orjson

from mapping.kinds import Granularity, Modality, Review

FORMAT = 2
EPOCH = date(1970, 1, 1).toordinal()
MAX_DAYS = 65535
MAX_REPORTS = 255
MODALITIES = tuple(Modality)
GRANULARITIES = tuple(Granularity)
REVIEWS = tuple(Review)
MAX_LAT = 85.0511287798066  # where Web Mercator's square ends
_TYPES = {"int32": "i32", "uint32": "u32", "uint16": "u16", "uint8": "u8", "float32": "f32"}


def pack_columns(
    header: Mapping[str, object], columns: Mapping[str, npt.NDArray[np.generic]], generation: str
) -> bytes:
    """Put a header and its columns into one binary.

    Args:
        header: The number of rows, and the tables.
        columns: By name, in the order in which they are written.
        generation: Which state of the store it shows.
    """
    listed: list[dict[str, object]] = []
    body: list[memoryview | bytes] = []
    offset = 0
    for name, column in columns.items():
        data = np.ascontiguousarray(column.astype(column.dtype.newbyteorder("<"), copy=False))
        listed.append({"name": name, "type": _TYPES[column.dtype.name], "offset": offset, "length": len(column)})
        padding = -data.nbytes % 8
        body += [data.data, b"\0" * padding]
        offset += data.nbytes + padding
    text = orjson.dumps({"format": FORMAT, "generation": generation, "columns": listed, **header})
    text += b" " * (-(len(text) + 4) % 8)
    return b"".join([struct.pack("<I", len(text)), text, *body])


def name_kinds() -> dict[str, list[str]]:
    """The words behind the numbers of modality, granularity and review, for the header."""
    return {
        "modalities": [modality.value for modality in MODALITIES],
        "granularities": [granularity.value for granularity in GRANULARITIES],
        "reviews": [review.value for review in REVIEWS],
    }


def shrink(values: npt.NDArray[np.int64], size: int | None = None) -> npt.NDArray[np.generic]:
    """The narrowest unsigned type that holds the values; its greatest value stands for -1 (none)."""
    top = (int(values.max(initial=0)) + 1) if size is None else size
    dtype = np.uint8 if top < 255 else np.uint16 if top < 65535 else np.uint32
    return np.where(values < 0, np.iinfo(dtype).max, values).astype(dtype)


def project_points(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Points as x and y of Web Mercator (EPSG:3857), the square scaled to 0..2**32-1, y downwards.

    Latitudes beyond 85.05 degrees are drawn at the edge.
    """
    x = (lon + 180.0) / 360.0
    lat = np.radians(np.clip(lat, -MAX_LAT, MAX_LAT))
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    scaled = (np.minimum(np.round(np.maximum(value, 0.0) * 2**32), 2**32 - 1) for value in (x, y))
    first, second = (value.astype(np.uint32) for value in scaled)
    return first, second
