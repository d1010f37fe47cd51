"""The gazetteer: which share of gold mentions has a right candidate, and how quick the index is.

A mention counts as covered where a place that its text can mean lies within 161 km (100 miles) of the gold point.
"""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bench.corpora import SHARED, read_corpus
from bench.places import CORPORA
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geo import distance_km
from mapping.index.names import normalise_name
from mapping.model import Place

_NEAR_KM = 161.0
_OPEN = """
import json, resource, time
import mapping.gazetteer as module
start = time.perf_counter()
gazetteer = module.open_gazetteer()
gazetteer.find_places("Kirkuk")
opened = time.perf_counter() - start
status = dict(line.split(":") for line in open("/proc/self/status") if line.startswith("Rss"))
print(json.dumps({"ms": 1000 * opened, **{key: int(value.split()[0]) / 1024 for key, value in status.items()}}))
"""


def find_candidates(gazetteer: Gazetteer, text: str) -> Iterator[Place]:
    """The places that a mention can mean by its own text."""
    text = text.removesuffix("'s").removesuffix("’s")
    for name in (text, gazetteer.expand_demonym(text), gazetteer.expand_abbreviation(text)):
        yield from gazetteer.find_places(name) if name else ()


def is_covered(gazetteer: Gazetteer, toponym: dict[str, Any]) -> bool:
    """Whether a candidate of a gold mention lies near its gold point."""
    lon, lat = float(toponym["lon"]), float(toponym["lat"])
    return any(
        distance_km(lon=lon, lat=lat, to_lon=place.lon, to_lat=place.lat) <= _NEAR_KM
        for place in find_candidates(gazetteer, toponym["surface"])
    )


def measure_coverage(gazetteer: Gazetteer, corpus: str) -> tuple[int, int, Counter[str]]:
    """How many mentions of a corpus have a gold point, how many are covered, and the texts of the others."""
    total, missing = 0, Counter[str]()
    for record in read_corpus(f"geoparsing/{corpus}-dev"):
        for toponym in record["toponyms"]:
            if toponym["lat"] is not None:
                total += 1
                missing.update([] if is_covered(gazetteer, toponym) else [toponym["surface"]])
    return total, total - missing.total(), missing


def measure_open() -> dict[str, float]:
    """Opening and the first look-up in a fresh process, after the imports: milliseconds; memory in MB by kind."""
    done = subprocess.run([sys.executable, "-c", _OPEN], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure_rates(gazetteer: Gazetteer) -> dict[str, float]:
    """Look-ups a CPU second, names never asked for before, again, and in batches; megabytes of text scanned."""
    names = [f"{stem}{ending}" for stem in _read_names(gazetteer) for ending in ("", " Province", "x")]
    rates = {}
    for label in ("look-ups a second, first time", "look-ups a second, again"):
        start = time.process_time()
        for name in names:
            gazetteer.find_places(name)
        rates[label] = len(names) / (time.process_time() - start)
    normalise_name.cache_clear()
    for label in ("names a second to ids in a batch, first time", "names a second to ids in a batch, again"):
        start = time.process_time()
        found = sum(1 for _ in gazetteer.find_ids(names))
        rates[label] = found / (time.process_time() - start)
    text = "\n".join(record["text"] for corpus in CORPORA for record in read_corpus(f"geoparsing/{corpus}-dev"))
    start = time.process_time()
    hits = sum(1 for _ in gazetteer.scan_text(text))
    rates["scanned MB a second"] = len(text.encode()) / 1e6 / (time.process_time() - start)
    rates["hits in the scan"] = hits
    return rates


def _read_names(gazetteer: Gazetteer) -> list[str]:
    """Ten thousand names of places, well known and obscure."""
    prefixes = (first + second for first in "abcdefghijklmnoprstuvwyz" for second in "aeiou")
    return sorted({place.name for prefix in prefixes for place in gazetteer.find_by_prefix(prefix, limit=100)})


def main() -> None:
    """Print the tables."""
    gazetteer = open_gazetteer()
    opened = measure_open()
    print(f"{len(gazetteer):,} places; opened and asked once in {opened['ms']:.1f} ms in a fresh process")
    print(f"memory of that process: {opened['RssAnon']:.0f} MB its own, {opened['RssFile']:.0f} MB mapped files\n")
    if SHARED.is_dir():
        for label, rate in measure_rates(gazetteer).items():
            print(f"| {label} | {rate:,.2f} |")
        print("\n| corpus | mentions with a point | covered | share |\n|---|---|---|---|")
        for corpus in CORPORA:
            total, covered, _ = measure_coverage(gazetteer, corpus)
            print(f"| {corpus} | {total} | {covered} | {100 * covered / total:.1f} |")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
