"""Whether the points of a file lie in the countries that its rows name: wrong code lists and swapped axes show here."""

from collections.abc import Callable
from functools import lru_cache

from mapping.imports.codes import CountryCodes
from mapping.imports.placing import BY_FILE
from mapping.imports.values import ImportedEvent

FindCountry = Callable[..., str | None]
"""`boundaries.Boundaries.find_country`: keywords `lon` and `lat`, the country's code or None."""

_WRONG_SHARE = 0.1
_LEAST_WRONG = 2
_GRID_DIGITS = 3
# Outlines and data sets draw these apart or together; a point of one in the other is no sign of a wrong file.
_ONE_LAND = (
    frozenset({"PS", "IL"}),
    frozenset({"RS", "XK"}),
    frozenset({"MA", "EH"}),
    frozenset({"CN", "HK", "MO", "TW"}),
    frozenset({"UA", "RU"}),
    frozenset({"SD", "SS"}),
    frozenset({"IN", "PK", "CN"}),
    frozenset({"FR", "GF", "GP", "MQ", "RE", "YT", "NC", "PF", "PM", "BL", "MF", "WF"}),
    frozenset({"US", "PR", "VI", "GU", "AS", "MP", "UM"}),
    frozenset({"NL", "AW", "CW", "SX", "BQ"}),
    frozenset({"SO", "ET"}),
    frozenset({"CY", "GB", "TR"}),
    frozenset({"AZ", "AM"}),
    frozenset({"GE", "RU"}),
)


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
        if _is_same_land(found, place.country_code):
            return True
        self.wrong += 1
        self._example = self._example or f"{event.doc_id}: {place.country_code} by the row, {found} by the point"
        if abs(place.lon) <= 90 and self._look_up(place.lat, place.lon) == place.country_code:
            self._right_if_swapped += 1
        if self._countries.from_fips(place.country_code) == found:
            self._right_if_fips += 1
        return False

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

    def _look_up(self, lon: float, lat: float) -> str | None:
        return self._find(round(lon, _GRID_DIGITS), round(lat, _GRID_DIGITS))


def _is_same_land(found: str, told: str) -> bool:
    return found == told or any(found in land and told in land for land in _ONE_LAND)
