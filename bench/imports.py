"""How well rows are placed by name: the toponyms of the gold corpora as cells of a table, with and without hints.

A row's country and division are those that the gold point lies in. A place is right within 161 km of the gold point.
"""

from collections import Counter

from bench.corpora import SHARED, read_corpus
from mapping.boundaries import Boundaries, open_boundaries
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geo import distance_km
from mapping.imports.geocoding import PlaceName, geocode

CORPORA = ("lgl-dev", "gwn-dev", "trnews-dev")
HINTS = ("no hint", "country", "country and division")
_RIGHT_KM = 161.0


def main() -> None:
    """Print the table: for each corpus and hint, how many rows are sure, guessed and not found, and how many right."""
    if not SHARED.is_dir():
        return
    gazetteer, boundaries = open_gazetteer(), open_boundaries()
    print("| corpus | the row gives | sure | right | guessed | right | not found |")
    print("|---|---|---|---|---|---|---|")
    for corpus in CORPORA:
        counts = _count(corpus, gazetteer, boundaries)
        for hint in HINTS:
            found = {kind: (counts[hint, kind, True], counts[hint, kind, False]) for kind in ("sure", "guessed")}
            cells = [cell for pair in found.values() for cell in (str(sum(pair)), _share(*pair))]
            print(f"| {corpus} | {hint} | {' | '.join(cells)} | {counts[hint, 'missing', False]} |")


def _count(corpus: str, gazetteer: Gazetteer, boundaries: Boundaries) -> Counter[tuple[str, str, bool]]:
    counts: Counter[tuple[str, str, bool]] = Counter()
    seen = set()
    for record in read_corpus(f"geoparsing/{corpus}"):
        for toponym in record["toponyms"]:
            lon, lat = toponym.get("lon"), toponym.get("lat")
            name = record["text"][toponym["start"] : toponym["end"]]
            if lon is None or lat is None or (name, lon, lat) in seen:
                continue
            seen.add((name, lon, lat))
            for hint, words in zip(HINTS, _make_rows(name, lon, lat, gazetteer, boundaries), strict=True):
                found = geocode(words, gazetteer)
                place = found.place
                kind = "missing" if place is None else "guessed" if found.is_guess else "sure"
                near = place is not None and distance_km(lon=lon, lat=lat, to_lon=place.lon, to_lat=place.lat)
                counts[hint, kind, place is not None and near <= _RIGHT_KM] += 1
    return counts


def _make_rows(
    name: str, lon: float, lat: float, gazetteer: Gazetteer, boundaries: Boundaries
) -> tuple[PlaceName, PlaceName, PlaceName]:
    division = boundaries.find_division(lon=lon, lat=lat)
    code = division.country_code if division else ""
    admin1 = gazetteer.get_admin1(code, division.admin1_code) if division else None
    return (
        PlaceName(name=name),
        PlaceName(name=name, country_code=code),
        PlaceName(name=name, country_code=code, admin1=admin1.name if admin1 else ""),
    )


def _share(right: int, wrong: int) -> str:
    return f"{right / (right + wrong):.3f}" if right + wrong else "-"


if __name__ == "__main__":
    main()
