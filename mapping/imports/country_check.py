"""Points of a file and the countries that its rows name: wrong code lists and swapped axes show, gaps are filled."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache

from mapping.geo import box_around
from mapping.imports.codes import CountryCodes
from mapping.imports.placing import BY_FILE
from mapping.imports.values import ImportedEvent
from mapping.model import Place
from mapping.settings import find_folder
from mapping.tables import read_table

FindCountry = Callable[..., str | None]
"""`boundaries.Boundaries.find_country`: keywords `lon` and `lat`, the country's code or None."""

_WRONG_SHARE = 0.1
_LEAST_WRONG = 2
_GRID_DIGITS = 3
# Outlines are simplified: a town at a border may lie on its other side, Goma in Rwanda.
_BORDER_KM = 10.0


@cache
def load_shared_lands() -> tuple[frozenset[str], ...]:
    """Countries that outlines and data sets draw apart or together, from geodata/import_shared_lands.csv.

    Raises:
        GazetteerError: The table is missing.
    """
    rows = read_table(find_folder("geodata") / "import_shared_lands.csv")
    return tuple(frozenset(row["countries"].split()) for row in rows)


class CountryCheck:
    """Compares points with countries, row by row.

    Args:
        find_country: The outlines.
        countries: The code lists.
    """

    def __init__(self, find_country: FindCountry, countries: CountryCodes) -> None:
        self._find = lru_cache(maxsize=50_000)(lambda lon, lat: find_country(lon=lon, lat=lat))
        self._countries = countries
        self.checked = 0
        self.wrong = 0
        self._right_if_swapped = 0
        self._right_if_fips = 0
        self._example = ""

    def add(self, event: ImportedEvent) -> bool:
        """Look at one event; False where its point lies in another country than its row names."""
        choice = event.placed.choice
        if choice is None or choice.rule != BY_FILE or not choice.place.country_code:
            return True
        place = choice.place
        found = self._look_up(place.lon, place.lat)
        if found is None:
            return True
        self.checked += 1
        if _is_same_land(found, place.country_code) or self._is_near(place):
            return True
        self.wrong += 1
        self._example = self._example or f"{event.doc_id}: {place.country_code} by the row, {found} by the point"
        if abs(place.lon) <= 90 and self._look_up(place.lat, place.lon) == place.country_code:
            self._right_if_swapped += 1
        if self._countries.from_fips(place.country_code) == found:
            self._right_if_fips += 1
        return False

    def fill(self, event: ImportedEvent) -> ImportedEvent:
        """The event with the country that its point lies in, where its row names none; so filters find it."""
        choice = event.placed.choice
        if choice is None or choice.rule != BY_FILE or choice.place.country_code or choice.place.country:
            return event
        code = self._look_up(choice.place.lon, choice.place.lat)
        if code is None:
            return event
        place = replace(choice.place, country_code=code, country=self._countries.name_of(code))
        return replace(event, placed=replace(event.placed, choice=replace(choice, place=place)))

    def explain(self) -> str:
        """Why the file must not be imported as it is; "" where so few points are wrong that they may be slips."""
        if self.wrong < _LEAST_WRONG or self.wrong < _WRONG_SHARE * self.checked:
            return ""
        told = f"{self.wrong:,} of {self.checked:,} points lie outside the country of their row ({self._example})"
        if 2 * self._right_if_swapped > self.wrong:
            return f"{told}: with latitude and longitude exchanged {self._right_if_swapped:,} fit; say --swap-axes"
        if 2 * self._right_if_fips > self.wrong:
            return f"{told}: read as FIPS 10-4 {self._right_if_fips:,} codes fit; say --country-codes fips"
        return f"{told}: check the columns of country, latitude and longitude, or say --no-country-check"

    def _is_near(self, place: Place) -> bool:
        box = box_around(lon=place.lon, lat=place.lat, radius_km=_BORDER_KM)
        around = [(lon, lat) for lon in (box.west, place.lon, box.east) for lat in (box.south, place.lat, box.north)]
        return any(self._look_up(lon, lat) == place.country_code for lon, lat in around)

    def _look_up(self, lon: float, lat: float) -> str | None:
        return self._find(round(lon, _GRID_DIGITS), round(lat, _GRID_DIGITS))


def _is_same_land(found: str, told: str) -> bool:
    return found == told or any(found in land and told in land for land in load_shared_lands())
