"""The list of places: look up a name, an id, a demonym; scan a text for names."""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path

from mapping.boundaries import Boundaries
from mapping.errors import GazetteerError
from mapping.index.files import PlaceIndex
from mapping.index.names import normalise_name, split_division
from mapping.index.scan import NameHit, scan_text
from mapping.index.similar import find_similar_keys
from mapping.index.sounds import hear_name
from mapping.kinds import Level
from mapping.model import Place
from mapping.settings import find_folder

_DIVISIONS = frozenset({"ADM1", "ADM2", "ADM3", "ADM4", "ADMD", "TERR", "RGN", "PCLD", "PCLIX", "PCLF"})
_BLANKS = re.compile(r"\s")


def open_gazetteer(folder: Path | None = None) -> "Gazetteer":
    """Map the gazetteer's files into memory.

    Args:
        folder: Where the files are; None means those that travel with Dateline.

    Raises:
        GazetteerError: Files are missing, damaged, or of another version.
    """
    geodata = find_folder("geodata")
    return Gazetteer(folder or geodata / "gazetteer", tables=geodata)


class Gazetteer:
    """The places of one folder. Opening costs milliseconds; processes share the memory.

    Look-ups are cached and answer with frozen values, so one gazetteer can serve several threads.

    Args:
        folder: The index, as `mapping.index.writer.write_index` leaves it.
        tables: Where demonyms.csv, abbreviations.csv, neutral_names.csv and the folder boundaries/ are.
    """

    def __init__(self, folder: Path, *, tables: Path) -> None:
        self._index = PlaceIndex(folder)
        self._get_row = lru_cache(maxsize=1 << 16)(self._index.get_place)
        self._find = lru_cache(maxsize=1 << 16)(self._find_by_key)
        self._hear = lru_cache(maxsize=1 << 14)(self._find_by_sound)
        self._find_part = lru_cache(maxsize=1 << 10)(Boundaries(tables / "boundaries").find_part)
        self._demonyms = {normalise_name(word): place for word, place in _read_pairs(tables / "demonyms.csv")}
        self._abbreviations = _spell_abbreviations(_read_pairs(tables / "abbreviations.csv"))
        self._neutral = frozenset(normalise_name(name) for name, _ in _read_pairs(tables / "neutral_names.csv"))

    def __len__(self) -> int:
        """The number of places."""
        return len(self._index)

    def find_places(self, name: str) -> tuple[Place, ...]:
        """The places that bear a name, in any script, most prominent first; empty where there is none.

        "Kirkuk Province" and "Province of Kirkuk" find the division even where no name of it says so; so does
        "Basra City" the town, and "the Maldives" the country. The name of land that several countries claim, listed
        in neutral_names.csv, means the land as a whole and none of their divisions.
        """
        return self._find(normalise_name(name))

    def find_ids(self, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The ids of the places that bear each of many names exactly, most prominent first, for tables to be joined.

        Several times as quick as asking `find_places` for one name after another, since no place is built. Names that
        only say what they are of ("Kirkuk Province" of Kirkuk) are not taken apart.

        Args:
            names: In any script, as somebody wrote them.

        Yields:
            One tuple per name, in the same order; empty where no place is called so.
        """
        return self._index.find_ids(map(normalise_name, names))

    def get_place(self, place_id: str) -> Place:
        """The place of an id such as "gn:94787" or "dl:persian-gulf".

        Raises:
            GazetteerError: There is none.
        """
        return self._get_row(self._find_row(place_id))

    def find_part(self, place: Place, direction: str) -> Place | None:
        """What "northern" or "central" means of a place, as a place with a point and an extent of its own.

        It is computed from the outline of a country or division, from the circle of any other place. None where the
        word is no direction.
        """
        part = self._find_part(place, direction)
        return part.as_place() if part else None

    def find_names(self, place_id: str) -> tuple[str, ...]:
        """Every name of a place in every script, normalised and sorted; a few milliseconds, not for loops.

        Raises:
            GazetteerError: There is no place of this id.
        """
        return self._index.find_names(self._find_row(place_id))

    def has_name(self, name: str) -> bool:
        """Whether any place bears exactly this name, after normalising."""
        return normalise_name(name) in self._index.names

    def scan_text(self, text: str, start: int = 0, end: int | None = None) -> Iterator[NameHit]:
        """Find the names that stand in a text: the longest at each place, at word boundaries, not overlapping.

        Args:
            text: Any text.
            start: Where to begin; the hits' offsets count from the beginning of `text` all the same.
            end: Where to stop; None means the end of the text.
        """
        return scan_text(self._index.names, text, start, len(text) if end is None else end)

    def find_by_prefix(self, prefix: str, limit: int = 10) -> tuple[Place, ...]:
        """The most prominent places with a name that begins with `prefix`, for a search box."""
        key = normalise_name(prefix)
        if not key:
            return ()
        return tuple(self._get_row(row) for row in nsmallest(limit, set(self._index.find_by_prefix(key))))

    def find_similar(self, name: str, max_distance: int = 1, limit: int = 10) -> tuple[Place, ...]:
        """Places with a name at most so many slips of the pen away, for misspellings.

        A slip is a letter too many, too few, wrong, or two that changed places; nearest names first, then the most
        prominent places. `max_distance` may be 1 or 2; names of fewer than four letters allow none.
        """
        keys = find_similar_keys(self._index.names, normalise_name(name), max_distance)
        nearest: dict[int, int] = {}
        for key, distance in keys.items():
            for row in self._index.find_rows(key):
                nearest[row] = min(distance, nearest.get(row, distance))
        best = nsmallest(limit, nearest, key=lambda row: (nearest[row], row))
        return tuple(self._get_row(row) for row in best)

    def find_heard(self, name: str) -> tuple[Place, ...]:
        """Places of which a name may be another spelling: "Raqa" of Raqqah, "Deir Ezzor" of Dayr az-Zawr.

        Only of countries that write in other scripts than the Latin one, most prominent first. Many names that are
        no place's sound like one, so this is for names that are surely a place and that `find_places` does not know.
        """
        return self._hear(normalise_name(name))

    def _find_by_sound(self, key: str) -> tuple[Place, ...]:
        rows = self._index.find_heard(hear_name(key)) if key else ()
        division = split_division(key)
        if not rows and division is not None:
            return tuple(place for place in self._hear(division.base) if place.feature_code in _DIVISIONS)
        return tuple(self._get_row(row) for row in rows)

    def find_near(self, *, lon: float, lat: float, limit: int = 5) -> tuple[Place, ...]:
        """The towns and sites around a point, for a click on a map: those first in whose circle it lies deepest."""
        return tuple(self._get_row(row) for row in self._index.find_near(lon=lon, lat=lat, limit=limit))

    def expand_demonym(self, word: str) -> str | None:
        """The place whose people or things a word names: "Iraqis" gives "Iraq", "Parisian" "Paris"; else None."""
        if word.islower():
            return None
        demonyms, key = self._demonyms, normalise_name(word)
        return demonyms.get(key) or demonyms.get(key.removesuffix("s"))

    def expand_abbreviation(self, word: str) -> str | None:
        """What an abbreviation stands for: "Ariz." gives "Arizona", "U.S." "United States"; else None.

        Case and dots count, since the same letters are words otherwise: "US" is a country and "us" is not, "Ore." a
        state and "Ore" is not. In capitals the dots may be left out.
        """
        key = _BLANKS.sub("", word)
        found = self._abbreviations.get(key)
        return self._abbreviations.get(key.replace(".", "")) if found is None and key.isupper() else found

    def get_country(self, country_code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code, or None."""
        row = self._index.find_row(f"cc:{country_code.upper()}")
        return None if row is None else self._get_row(row)

    def get_admin1(self, country_code: str, admin1_code: str) -> Place | None:
        """The first-order division of GeoNames' codes ("US", "CA"), or None."""
        row = self._index.find_row(f"cc:{country_code.upper()}.{admin1_code}")
        return None if row is None else self._get_row(row)

    def find_lands(self, place: Place) -> tuple[Place, ...]:
        """The first-order division and the country that a place lies in or is, as far as they are known."""
        lands = (self.get_admin1(place.country_code, place.admin1_code), self.get_country(place.country_code))
        known = (land for land in lands if land is not None and place.country_code)
        return tuple(dict.fromkeys(known))

    def _find_row(self, place_id: str) -> int:
        row = self._index.find_row(place_id)
        if row is None:
            raise GazetteerError(f"the gazetteer has no place {place_id!r}: ids look like gn:94787 or dl:persian-gulf")
        return row

    def _find_by_key(self, key: str) -> tuple[Place, ...]:
        rows = self._index.find_rows(key)
        if rows or not key:
            places = tuple(self._get_row(row) for row in rows)
            return _take_no_side(key, places) if key in self._neutral else places
        if key.startswith("the "):
            return self._find(key.removeprefix("the "))
        division = split_division(key)
        if division is not None:
            return tuple(place for place in self._find(division.base) if place.feature_code in _DIVISIONS)
        if key.endswith(" city"):
            return tuple(place for place in self._find(key.removesuffix(" city")) if place.level is Level.CITY)
        return ()


def _take_no_side(key: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The region of a name first, without the divisions of countries that claim it."""
    region = [place for place in places if place.level is Level.REGION and normalise_name(place.name) == key]
    others = [place for place in places if place not in region and not (region and place.feature_class == "A")]
    return (*region, *others)


def _read_pairs(path: Path) -> list[tuple[str, str]]:
    """A table of two columns."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [(first, second) for first, second in csv.reader(lines)][1:]
    except OSError as error:
        raise GazetteerError(f"{path} cannot be read ({error}): install Dateline again") from error


def _spell_abbreviations(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The abbreviations without blanks, and in capitals without dots; what the table says itself goes first."""
    written = {_BLANKS.sub("", word): place for word, place in words}
    capitals = {word.replace(".", "").upper(): place for word, place in written.items() if "." in word}
    return capitals | written
