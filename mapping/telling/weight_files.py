"""The files of weights in geodata/: arrays by name, some of them names of columns, a line each."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mapping.errors import GazetteerError
from mapping.settings import find_folder


@contextmanager
def open_weights(folder: Path | None, name: str, *, script: str) -> Iterator[Mapping[str, NDArray[Any]]]:
    """The arrays of a file, each read when it is asked for.

    Args:
        folder: Where it is; None means the bundled geodata.
        name: The file's name, which ends in .npz.
        script: What makes the file, for whoever lacks it.

    Raises:
        GazetteerError: The file is missing, is none of numpy's, is cut off, or lacks an array.
    """
    path = (folder or find_folder("geodata")) / name
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            yield data
    except FileNotFoundError as error:
        raise GazetteerError(f"{path} is missing: install Dateline again, or run {script}") from error
    except (BadZipFile, EOFError, KeyError, ValueError, zlib.error) as error:
        raise GazetteerError(f"{path} is damaged: install Dateline again, or run {script}") from error


def read_names(array: NDArray[Any]) -> tuple[str, ...]:
    """The names that an array of bytes holds, a line each."""
    return tuple(array.tobytes().decode("utf-8").split("\n"))
