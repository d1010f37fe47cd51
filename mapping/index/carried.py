"""What the gazetteer that travels with Dateline knows beyond GeoNames: its own places, other names, extents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mapping.geo import distance_km
from mapping.index.dump_files import PlaceRow
from mapping.index.files import PlaceIndex
from mapping.index.names import normalise_name
from mapping.index.writer import PlaceRecord, rate_prominence
from mapping.kinds import Level

_OWN = "dl:"
# GeoNames has the airports; the packages that the bundled gazetteer is made of lack them.
_AIRPORT = "dl:airport-"
_NATURAL_CLASSES = frozenset("HLSTUV")
_NEAR_KM = 25.0
# News writes of what was listed by hand, so it counts as ten times its size.
_LISTED_BONUS = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """How large a place of GeoNames is by the bundled gazetteer."""

    geoname_id: int
    radius_km: float
    level: Level


class CarriedPlaces:
    """The bundled gazetteer as a source of a larger one.

    Args:
        folder: Its files.
    """

    def __init__(self, folder: Path) -> None:
        self._index = PlaceIndex(folder)
        self._ids = self._index.list_ids()
        self._own: dict[int, PlaceRecord] = {
            row: self._make_record(row)
            for row, place_id in enumerate(self._ids)
            if place_id.startswith(_OWN) and not place_id.startswith(_AIRPORT)
        }
        self._by_name: defaultdict[str, list[PlaceRecord]] = defaultdict(list)
        self._twins: dict[str, int] = {}

    def read_names(self) -> Iterator[tuple[int, str]]:
        """The names of GeoNames' places, as GeoNames ids and names; those of own places are kept for later."""
        for name, rows in self._index.list_names():
            for row in rows:
                own = self._own.get(row)
                if own is not None:
                    own.names.add(name)
                    self._by_name[name].append(own)
                elif not self._ids[row].startswith(_OWN):
                    yield int(self._ids[row][3:]), name

    def read_extents(self) -> Iterator[Extent]:
        """The extents of GeoNames' countries, divisions and regions."""
        for row, place_id in enumerate(self._ids):
            if not place_id.startswith(_OWN):
                place = self._index.get_place(row)
                if place.feature_class != "P" and place.radius_km:
                    yield Extent(geoname_id=int(place_id[3:]), radius_km=place.radius_km, level=place.level)

    def match_twins(self, rows: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
        """Pass places of GeoNames on, and note which of the own places they are; after `read_names`."""
        for row in rows:
            if row.feature_class in _NATURAL_CLASSES:
                for own in self._by_name.get(normalise_name(row.name), ()):
                    away = distance_km(lon=own.lon, lat=own.lat, to_lon=row.lon, to_lat=row.lat)
                    if away <= max(_NEAR_KM, 1.5 * own.radius_km):
                        self._twins.setdefault(own.place_id, row.geoname_id)
            yield row

    def split_own(self) -> tuple[list[PlaceRecord], dict[int, PlaceRecord]]:
        """The own places that GeoNames lacks, and those it has, by GeoNames id; after `match_twins`."""
        alone = [own for own in self._own.values() if own.place_id not in self._twins]
        known = {self._twins[own.place_id]: own for own in self._own.values() if own.place_id in self._twins}
        return alone, known

    def _make_record(self, row: int) -> PlaceRecord:
        place = self._index.get_place(row)
        return PlaceRecord(
            place_id=place.place_id,
            name=f"{place.name} ({place.qualifier})" if place.qualifier else place.name,
            lon=place.lon,
            lat=place.lat,
            feature_class=place.feature_class,
            feature_code=place.feature_code,
            level=place.level,
            country_code=place.country_code,
            admin1_code=place.admin1_code,
            admin2_code=place.admin2_code,
            population=place.population,
            radius_km=place.radius_km,
            prominence=rate_prominence(place.feature_code, place.population, radius_km=place.radius_km)
            + (0.0 if place.population else _LISTED_BONUS),
        )
