"""Outlines of countries and first-order divisions in one small binary, for maps that colour areas by their counts.

Layout: the length of the header as a little-endian u32, the header (JSON in UTF-8, padded with blanks), then the
columns that it names, as in `columns.py`. `ring_division` tells whose each ring is, `ring_points` how many points it
has; `x` and `y` are the points of all rings in hundredths of a degree, each as the difference to the point before,
modulo 2**16. Rings wind as even-odd filling wants: a hole is a ring inside another.

To simplify all outlines takes seconds, so they come with Dateline as such binaries (`scripts/geodata/divisions.py`).
"""

import gzip
import json
import struct
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from mapping.errors import GazetteerError
from mapping.settings import find_folder

LEVELS = ("country", "admin1")
FORMAT = 1
_PER_DEGREE = 100
_TYPES = {"int16": "i16", "uint16": "u16"}
_DTYPES: dict[str, npt.DTypeLike] = {"i16": "<i2", "u16": "<u2"}
_Columns = dict[str, npt.NDArray[Any]]

Outlines = dict[str, BaseGeometry]


def name_file(level: str) -> str:
    """The name of a level's binary in the folder of boundaries, packed with gzip."""
    return f"{level}.outlines.gz"


@cache
def load_outlines(level: str) -> bytes:
    """All outlines of a level, simple enough to travel, as they come with Dateline.

    Args:
        level: "country" or "admin1".

    Raises:
        GazetteerError: The file is not there or is damaged.
    """
    path = find_folder("geodata") / "boundaries" / name_file(level)
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise GazetteerError(f"the outlines {str(path)!r} cannot be read: install Dateline again") from error


def pick_outlines(packed: bytes, is_wanted: Callable[[str], bool]) -> bytes:
    """Some of the outlines of a binary, as a binary of their own.

    Args:
        packed: As `pack_outlines` makes it.
        is_wanted: Told each code ("IQ", "IQ.13"), whether its outline is wanted.
    """
    codes, columns = _unpack(packed)
    kept = [number for number, code in enumerate(codes) if is_wanted(code)]
    owner, lengths = columns["ring_division"], columns["ring_points"]
    ring_is_kept = np.isin(owner, kept)
    point_is_kept = np.repeat(ring_is_kept, lengths)
    points = (np.cumsum(columns[name], dtype=np.int16)[point_is_kept] for name in ("x", "y"))
    return _pack(
        [codes[number] for number in kept],
        np.searchsorted(kept, owner[ring_is_kept]),
        lengths[ring_is_kept],
        np.stack(list(points), axis=1),
    )


def pack_outlines(outlines: Outlines) -> bytes:
    """Put outlines into one binary.

    Args:
        outlines: By their codes.
    """
    rings = [(number, ring) for number, outline in enumerate(outlines.values()) for ring in _find_rings(outline)]
    points = np.concatenate([ring for _, ring in rings]) if rings else np.empty((0, 2), dtype=np.int64)
    return _pack(list(outlines), [number for number, _ in rings], [len(ring) for _, ring in rings], points)


def _find_rings(shape: BaseGeometry) -> Iterable[npt.NDArray[np.int64]]:
    """The rings of all parts, outer and inner, in hundredths of a degree; without the point that closes each."""
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        points = np.round(shapely.get_coordinates(ring) * _PER_DEGREE).astype(np.int64)
        moved = np.any(np.diff(points, axis=0) != 0, axis=1)
        kept = points[:-1][moved]
        if len(kept) > 2:
            yield kept


def _pack(
    codes: Sequence[str],
    owners: Sequence[int] | npt.NDArray[Any],
    lengths: Sequence[int] | npt.NDArray[Any],
    points: npt.NDArray[Any],
) -> bytes:
    columns: _Columns = {
        "ring_division": np.asarray(owners, dtype=np.uint16),
        "ring_points": np.asarray(lengths, dtype=np.uint16),
        "x": np.diff(points[:, 0].astype(np.int64), prepend=0).astype(np.int16),
        "y": np.diff(points[:, 1].astype(np.int64), prepend=0).astype(np.int16),
    }
    listed, body, offset = [], [], 0
    for name, column in columns.items():
        data = column.astype(column.dtype.newbyteorder("<")).tobytes()
        data += b"\0" * (-len(data) % 8)
        listed.append({"name": name, "type": _TYPES[column.dtype.name], "offset": offset, "length": len(column)})
        body.append(data)
        offset += len(data)
    header = {"format": FORMAT, "codes": list(codes), "columns": listed}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 4) % 8)
    return struct.pack("<I", len(text)) + text + b"".join(body)


def _unpack(packed: bytes) -> tuple[list[str], _Columns]:
    (size,) = struct.unpack_from("<I", packed)
    header = json.loads(packed[4 : 4 + size])
    columns = {
        column["name"]: np.frombuffer(packed, _DTYPES[column["type"]], column["length"], 4 + size + column["offset"])
        for column in header["columns"]
    }
    return header["codes"], columns
