"""What the sample dispatches are about: the table that the tests of texts and of events share."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
_EXPECTED = Path(__file__).parent / "fixtures" / "samples_expected.csv"


@dataclass(frozen=True, kw_only=True, slots=True)
class MainEvent:
    """One row of samples_expected.csv: what a reader would say the dispatch is about, and when it appeared.

    `within_km` is how far from the point an answer may lie; where `level` is country, the country decides instead.
    `families` are those that a reader could choose.
    """

    document: str
    published: date
    place: str
    country_code: str
    level: str
    lon: float
    lat: float
    within_km: float
    day: date
    families: tuple[str, ...]


def read_main_events() -> list[MainEvent]:
    """Read the expected main event of each dispatch."""
    with _EXPECTED.open(encoding="utf-8", newline="") as file:
        return [
            MainEvent(
                document=row["document"],
                published=date.fromisoformat(row["published"]),
                place=row["place"],
                country_code=row["country_code"],
                level=row["level"],
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                within_km=float(row["within_km"]),
                day=date.fromisoformat(row["day"]),
                families=tuple(row["families"].split(";")),
            )
            for row in csv.DictReader(file)
        ]
