"""What the tests of imports share: a small gazetteer, files of invented rows, and one call that imports a file."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mapping.errors import GazetteerError
from mapping.imports.loading import Progress, import_file
from mapping.imports.placing import ImportOptions
from mapping.imports.report import ImportReport, UnmatchedRow
from mapping.index.names import normalise_name
from mapping.kinds import Level
from mapping.model import Document, Event, Place
from mapping.query import EventQuery
from mapping.store import EventStore, open_store

WRITTEN = date(2026, 11, 1)
_FEATURES = {
    Level.CITY: ("P", "PPL"),
    Level.COUNTRY: ("A", "PCLI"),
    Level.ADM1: ("A", "ADM1"),
    Level.ADM2: ("A", "ADM2"),
}


def make_place(
    name: str, lon: float, lat: float, country: str, *, level: Level = Level.CITY, admin1: str = "", people: int = 1000
) -> Place:
    """A place of the small gazetteer; the division's code is its first two letters."""
    feature_class, feature_code = _FEATURES[level]
    code, country_name = country.split(" ", 1)
    return Place(
        place_id=f"gn:{sum(map(ord, f'{name}{admin1}{level.value}{country}'))}",
        name=name,
        ascii_name=name,
        lon=lon,
        lat=lat,
        feature_class=feature_class,
        feature_code=feature_code,
        level=level,
        country_code=code,
        country=country_name,
        admin1_code=admin1[:2].upper(),
        admin1=admin1,
        population=people,
        radius_km=5.0 if level is Level.CITY else 100.0,
    )


IRAQ, PHILIPPINES, FASO, STATES = "IQ Iraq", "PH Philippines", "BF Burkina Faso", "US United States"
PLACES = (
    make_place("Iraq", 44.0, 33.0, IRAQ, level=Level.COUNTRY, people=40_000_000),
    make_place("Philippines", 122.0, 13.0, PHILIPPINES, level=Level.COUNTRY, people=110_000_000),
    make_place("Burkina Faso", -1.7, 12.2, FASO, level=Level.COUNTRY, people=20_000_000),
    make_place("United States", -98.0, 39.0, STATES, level=Level.COUNTRY, people=330_000_000),
    make_place("Nineveh", 42.2, 36.0, IRAQ, level=Level.ADM1, admin1="Nineveh", people=3_000_000),
    make_place("Kirkuk", 44.1, 35.3, IRAQ, level=Level.ADM1, admin1="Kirkuk", people=1_500_000),
    make_place("Mosul", 43.1189, 36.335, IRAQ, admin1="Nineveh", people=1_700_000),
    make_place("Kirkuk", 44.3922, 35.4681, IRAQ, admin1="Kirkuk", people=970_000),
    make_place("Hamza", 44.9, 31.7, IRAQ, admin1="Al-Qadisiyah", people=50_000),
    make_place("Hamza", 43.0, 34.5, IRAQ, admin1="Salah ad Din", people=45_000),
    make_place("Sahel", -0.9, 14.1, FASO, level=Level.ADM1, admin1="Sahel", people=1_200_000),
    make_place("Djibo", -1.63, 14.1, FASO, admin1="Sahel", people=60_000),
    make_place("Ouagadougou", -1.53, 12.37, FASO, admin1="Centre", people=2_400_000),
    make_place("Basilan", 122.0, 6.6, PHILIPPINES, level=Level.ADM2, admin1="Bangsamoro", people=430_000),
    make_place("Sulu", 121.0, 6.0, PHILIPPINES, level=Level.ADM2, admin1="Bangsamoro", people=820_000),
    make_place("Cotabato City", 124.2464, 7.2236, PHILIPPINES, admin1="Maguindanao", people=300_000),
    make_place("Springfield", -89.64, 39.8, STATES, admin1="Illinois", people=116_000),
    make_place("Springfield", -93.3, 37.2, STATES, admin1="Missouri", people=170_000),
    make_place("Missouri", -92.5, 38.3, STATES, level=Level.ADM1, admin1="Missouri", people=6_000_000),
    make_place("Tokyo", 139.69, 35.69, "JP Japan", people=8_300_000),
)


class SmallGazetteer:
    """The look-ups of the gazetteer over a list of places."""

    def find_places(self, name: str) -> tuple[Place, ...]:
        """Places of exactly this name, the largest first."""
        key = normalise_name(name)
        found = [place for place in PLACES if normalise_name(place.name) == key]
        return tuple(sorted(found, key=lambda place: -place.population))

    def find_similar(self, name: str, max_distance: int = 1, limit: int = 10) -> tuple[Place, ...]:
        """Places whose name has one letter more."""
        key = normalise_name(name)
        names = (normalise_name(place.name) for place in PLACES)
        near = {other for other in names for cut in range(len(other)) if other[:cut] + other[cut + 1 :] == key}
        return tuple(place for other in sorted(near) for place in self.find_places(other))[: limit * max_distance]

    def get_country(self, country_code: str) -> Place | None:
        """The country of a code."""
        return next((p for p in PLACES if p.level is Level.COUNTRY and p.country_code == country_code), None)

    def get_place(self, place_id: str) -> Place:
        """The place of an id."""
        found = next((place for place in PLACES if place.place_id == place_id), None)
        if found is None:
            raise GazetteerError(f"no place {place_id!r}")
        return found


def find_country(*, lon: float, lat: float) -> str | None:
    """Outlines as coarse as the tests need: two boxes, and the sea."""
    boxes = {"IQ": (38.5, 29.0, 48.6, 37.5), "TR": (26.0, 37.51, 45.0, 42.2), "UA": (22.0, 44.3, 40.3, 52.4)}
    for code, (west, south, east, north) in boxes.items():
        if west <= lon <= east and south <= lat <= north:
            return code
    return None


@dataclass(kw_only=True)
class Imported:
    """What came out of an import; events and documents by document id."""

    report: ImportReport
    events: dict[str, Event]
    documents: dict[str, Document]
    unmatched: list[UnmatchedRow] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)

    @property
    def only(self) -> Event:
        """The one event."""
        (event,) = self.events.values()
        return event


def run_import(path: Path, *, source_format: str = "", check: bool = False, **options: Any) -> Imported:
    """Import a file into a new store beside it."""
    with open_store(path.with_name(f"{path.stem}-{len(list(path.parent.iterdir()))}.db")) as store:
        return import_into(store, path, source_format=source_format, check=check, **options)


def import_into(
    store: EventStore, path: Path, *, source_format: str = "", check: bool = False, **options: Any
) -> Imported:
    """Import a file into a store; `check` compares points with countries."""
    unmatched: list[UnmatchedRow] = []
    progress: list[Progress] = []
    report = import_file(
        path,
        store,
        SmallGazetteer(),
        ImportOptions(**{"latest": WRITTEN, **options}),
        source_format=source_format,
        find_country=find_country if check else None,
        on_unmatched=unmatched.append,
        on_progress=progress.append,
    )
    events = list(store.find_events(EventQuery(placed=None)))
    return Imported(
        report=report,
        events={event.doc_id: event for event in events},
        documents={document.doc_id: document for document in store.find_documents()},
        unmatched=unmatched,
        progress=progress,
    )


def write_table(
    path: Path,
    rows: Sequence[Mapping[str, object]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    header: bool = True,
) -> Path:
    """Write rows as a text table; the first row's keys are the columns."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, restval="")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write sheets of rows as a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_json(path: Path, value: object) -> Path:
    """Write a value as JSON."""
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def fill(names: Sequence[str], values: Mapping[str, object]) -> dict[str, object]:
    """A row of a format's columns in their order; what is not given is empty."""
    unknown = set(values) - set(names)
    assert not unknown, unknown
    return {name: values.get(name, "") for name in names}
