"""The tables of fitted weights in geodata/: a column `feature`, a column `weight`, and what is told of each."""

import csv
from collections.abc import Iterable
from pathlib import Path

GEODATA = Path(__file__).parents[1] / "geodata"


def read_weights(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def write_weights(path: Path, weights: Iterable[float], *, digits: int = 2) -> None:
    """Replace the weights, in the table's order; its other columns stay."""
    rows = read_weights(path)
    written = [{**row, "weight": f"{weight:.{digits}f}"} for row, weight in zip(rows, weights, strict=True)]
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, tuple(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)
