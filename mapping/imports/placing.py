"""Where a row's event was: a point of the file, or its words looked up in the gazetteer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from mapping.ids import hash_key
from mapping.imports.codes import CountryCodes, TypeMap, find_precision, load_country_codes, load_type_map
from mapping.imports.fields import join_words
from mapping.imports.geocoding import Geocoded, PlaceFinder, PlaceName, drop_unknown, geocode
from mapping.imports.points import Point, PointReading
from mapping.imports.values import Placed
from mapping.index.names import normalise_name
from mapping.kinds import Level
from mapping.model import Place, PlaceChoice

_FEATURES = {
    Level.POI: ("S", "BLDG"),
    Level.CITY: ("P", "PPL"),
    Level.ADM2: ("A", "ADM2"),
    Level.ADM1: ("A", "ADM1"),
    Level.REGION: ("L", "RGN"),
    Level.COUNTRY: ("A", "PCLI"),
}
_CACHED_NAMES = 20_000
UNPLACED_SCORE = 0.5
"""The score of an event that a table tells of without a place."""
BY_FILE, BY_NAME, GUESS = "file", "gazetteer", "gazetteer, a guess"
"""The rules of places: the file's own point, found by name, the likeliest of several by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportOptions:
    """What a person may say about a file.

    Attributes:
        latest: The day that the file was written; a row of a later year than the next is refused.
        day_first: Whether 03/04/2024 is the third of April; None lets the column decide.
        country: ISO 3166-1 alpha-2 code of the rows that name no country.
        country_codes: "fips" where the file's codes of two letters are FIPS 10-4; "" for the format's own.
        swap_axes: The columns of latitude and longitude are named the wrong way round.
        columns: Which field each column is, by the column's name: what the person corrects in the guess.
        event_type: The type of rows that state none.
        all_reports: GDELT: also talk and minor events, instead of material conflict in leading sentences.
        centroids: GDELT: also events that are placed in a whole country.
        reported_day: GDELT: date events by when they were reported, not by when the text says that they were.
        check_countries: Refuse a file whose points lie in other countries than its rows say.
        sheet: Which sheet of a workbook; "" for the first that fits.
    """

    latest: date
    day_first: bool | None = None
    country: str = ""
    country_codes: str = ""
    swap_axes: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    event_type: str = ""
    all_reports: bool = False
    centroids: bool = False
    reported_day: bool = False
    check_countries: bool = True
    sheet: str = ""


class Placer:
    """Makes places of rows; names are looked up once however many rows bear them.

    Args:
        finder: The gazetteer.
    """

    def __init__(self, finder: PlaceFinder) -> None:
        self.finder = finder
        self._geocode = lru_cache(maxsize=_CACHED_NAMES)(lambda words: geocode(words, finder))
        self._find_admin1 = lru_cache(maxsize=_CACHED_NAMES)(self._look_up_admin1)

    def geocode(self, words: PlaceName) -> Geocoded:
        """As `geocoding.geocode`."""
        return self._geocode(words)

    def place_row(
        self,
        words: PlaceName,
        reading: PointReading,
        *,
        source_format: str,
        precision: str = "",
        country: str = "",
    ) -> Placed:
        """The row's own point where it has a sound one, else its words looked up in the gazetteer.

        Args:
            words: What the row says of the place.
            reading: Its point.
            source_format: Whose precision codes and place ids these are.
            precision: The row's code for it.
            country: The country's name as the row has it, for codes without one.
        """
        if reading.point is None:
            placed = self.place_by_name(words)
            if placed.choice is None and reading.problem:
                return replace(placed, reason=reading.problem)
            return placed
        choice = self._place_by_file(reading.point, drop_unknown(words), source_format, precision, country)
        return Placed(choice=choice, words=write_words(words))

    def place_by_name(self, words: PlaceName) -> Placed:
        """The gazetteer's place for a row's words."""
        found = self.geocode(words)
        if found.place is None:
            return Placed(choice=None, words=write_words(words), reason=found.reason)
        choice = PlaceChoice(
            place=found.place,
            start=0,
            end=0,
            mention=words.name or words.admin2 or words.admin1 or found.place.name,
            rule=GUESS if found.is_guess else BY_NAME,
            score=found.score,
            alternatives=found.alternatives,
        )
        return Placed(choice=choice, words=write_words(words), reason=found.reason if found.is_guess else "")

    def _place_by_file(
        self, point: Point, words: PlaceName, source_format: str, precision: str, country: str
    ) -> PlaceChoice:
        """A place made of the row's own point, as large as the row's precision says.

        Rows that name the same place at the same point share it, so that a map can gather them.
        """
        size = find_precision(source_format, precision)
        admin1_code, admin1 = self._find_admin1(words.country_code, words.admin1)
        country = load_country_codes().name_of(words.country_code) or country
        name = words.name or words.admin2 or words.admin1 or country or f"{point.lat:.3f}, {point.lon:.3f}"
        key = (name, words.admin1, words.country_code, f"{point.lon:.5f}", f"{point.lat:.5f}", size.level.value)
        feature_class, feature_code = _FEATURES[size.level]
        place = Place(
            place_id=f"{source_format}:{hash_key('|'.join(key), digits=12)}",
            name=name,
            ascii_name=name,
            lon=point.lon,
            lat=point.lat,
            feature_class=feature_class,
            feature_code=feature_code,
            level=size.level,
            country_code=words.country_code,
            country=country,
            admin1_code=admin1_code,
            admin1=admin1 or words.admin1,
            admin2=words.admin2,
            radius_km=size.radius_km,
        )
        return PlaceChoice(place=place, start=0, end=0, mention=name, rule=BY_FILE, score=size.score)

    def _look_up_admin1(self, country_code: str, name: str) -> tuple[str, str]:
        """GeoNames' code and name of a division, so that rows and texts share one filter."""
        if not country_code or not name.strip():
            return "", ""
        places = [
            place
            for place in self.finder.find_places(name)
            if place.country_code == country_code and place.level is Level.ADM1
        ]
        own = [place for place in places if normalise_name(place.name) == normalise_name(name)]
        found = (own or places)[:1]
        return (found[0].admin1_code, found[0].admin1 or found[0].name) if found else ("", "")


def write_words(words: PlaceName) -> str:
    """What a row says of a place, in one line."""
    return join_words((words.name, words.admin2, words.admin1, words.country_code))


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """What every reader of rows is given."""

    options: ImportOptions
    placer: Placer
    countries: CountryCodes
    types: TypeMap


def make_tools(finder: PlaceFinder, options: ImportOptions) -> Tools:
    """Gather the tables and the gazetteer.

    Raises:
        GazetteerError: A table is missing.
    """
    return Tools(options=options, placer=Placer(finder), countries=load_country_codes(), types=load_type_map())
