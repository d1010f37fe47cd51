"""The tables of fitted weights in geodata/: a column `feature`, a column `weight`, and what is told of each."""

import csv
from collections.abc import Iterable
from pathlib import Path

from mapping.tables import read_table

GEODATA = Path(__file__).parents[1] / "geodata"


def write_weights(path: Path, weights: Iterable[float], *, digits: int = 2) -> None:
    """Replace the weights, in the table's order; its other columns stay."""
    rows = list(read_table(path))
    written = [{**row, "weight": f"{weight:.{digits}f}"} for row, weight in zip(rows, weights, strict=True)]
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, tuple(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)
