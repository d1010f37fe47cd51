"""The tables of geodata/, which hold what is knowledge and no code."""

import csv
from collections.abc import Iterator
from pathlib import Path

from mapping.errors import GazetteerError


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of one of geodata's CSV tables, by the names in its first line.

    Raises:
        GazetteerError: The file is missing.
    """
    try:
        file = path.open(encoding="utf-8", newline="")
    except FileNotFoundError as error:
        raise GazetteerError(f"{path} is missing: install Dateline again") from error
    with file:
        yield from csv.DictReader(file)


def read_weights(path: Path) -> dict[str, float]:
    """The weight of each feature, from a table with the columns `feature` and `weight`.

    Raises:
        GazetteerError: The file is missing.
    """
    return {row["feature"]: float(row["weight"]) for row in read_table(path)}
