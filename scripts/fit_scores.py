"""Fit the curve that makes a chance of an event's summed weights, and write it to geodata/event_weights.csv.

    python -m scripts.fit_scores GOLD.jsonl [GOLD.jsonl ...] --scorer event_eval.py

The surest event of a document counts as right when its family, its place and its day (within one) are all right, as far
as the document's gold tells them; side events, of which gold is silent, count for nothing. The table
that is printed is of every second document, fitted to the others; what is written is fitted to all.
"""

import argparse
import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.corpora import is_fitted, make_source, open_scorer, read_gold_file
from bench.regression import find_chances, fit_logistic
from mapping.gazetteer import open_gazetteer
from mapping.language import LanguageModel
from mapping.model import Event
from mapping.pipeline import analyse
from mapping.telling.salience import load_weights

_WEIGHTS = Path(__file__).parents[1] / "geodata" / "event_weights.csv"
_LEAST = 1e-9
_RIDGE = 0.1
_NAMES = ("slope", "offset")
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)


def is_right(event: Event, gold: Mapping[str, Any], scorer: ModuleType) -> bool:
    """Whether family, place and day of the event are right, as far as the gold tells them."""
    if gold.get("type") and not scorer.fam_ok(event.trigger.type, gold["type"]):
        return False
    if gold.get("where"):
        place = event.place.place if event.place else None
        found = place and {
            "name": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "country": place.country_code,
            "level": place.level.value,
            "mention": event.place.mention if event.place else "",
        }
        if scorer.best_place(found, gold["where"]) < 2:
            return False
    if gold.get("when"):
        span = event.date.span if event.date else None
        days = span and (span.start or span.end, span.end or span.start)
        return bool(scorer.best_date(days, gold["when"]) >= 2)
    return True


def sum_best(events: Sequence[Event]) -> Iterator[tuple[Event, float]]:
    """The surest event of a document with its summed weights, which its score is the present curve of."""
    curve = load_weights("calibration")
    for event in sorted(events, key=lambda event: -event.score)[:1]:
        score = min(max(event.score, _LEAST), 1 - _LEAST)
        yield event, (math.log(score / (1 - score)) - curve["offset"]) / curve["slope"]


def read_rows(paths: Sequence[Path], scorer: ModuleType) -> Iterator[tuple[float, bool, bool]]:
    """(summed weights, whether the event is right, whether its document is fitted to) of every event used."""
    language, gazetteer = LanguageModel(), open_gazetteer()
    for path in paths:
        rows = list(read_gold_file(path))
        parses = language.parse([make_source(row) for row in rows])
        for number, (row, parsed) in enumerate(zip(rows, parses, strict=True)):
            for event, total in sum_best(analyse(parsed, gazetteer).events):
                yield total, is_right(event, row["gold"], scorer), is_fitted(number)


def print_table(chances: NDArray[np.float64], right: NDArray[np.float64]) -> None:
    """Of the events that were scored so, how many are right."""
    print("score      events  mean score  right")
    for low, high in pairwise(_BINS):
        inside = (chances >= low) & (chances < high)
        if inside.any():
            mean, share = chances[inside].mean(), right[inside].mean()
            print(f"{low:.1f}-{min(high, 1):.1f}    {inside.sum():6d}  {mean:10.2f}  {share:5.2f}")


def write_curve(weights: NDArray[np.float64]) -> None:
    """Replace the curve in the table."""
    with _WEIGHTS.open(encoding="utf-8", newline="") as table:
        kept = [row for row in csv.reader(table) if row[0] != "calibration"]
    with _WEIGHTS.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerows(kept)
        writer.writerows(("calibration", name, f"{weight:.3f}") for name, weight in zip(_NAMES, weights, strict=True))


def main() -> None:
    """Read, fit, check, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    options = parser.parse_args()
    rows = list(read_rows(options.gold, open_scorer(options.scorer)))
    features = np.array([[row[0], 1.0] for row in rows])
    right = np.array([row[1] for row in rows], dtype=float)
    fitted = np.array([row[2] for row in rows])
    half = fit_logistic(features[fitted], right[fitted], ridge=_RIDGE)
    print_table(find_chances(features[~fitted], half), right[~fitted])
    weights = fit_logistic(features, right, ridge=_RIDGE)
    print({name: round(float(weight), 3) for name, weight in zip(_NAMES, weights, strict=True)})
    write_curve(weights)


if __name__ == "__main__":
    main()
