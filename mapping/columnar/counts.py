"""Tallies -> what people ask for: facets as the store counts them, a histogram, the cells of a grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mapping.columnar.rows import RowSource
from mapping.columnar.tables import NONE, Array, Grouping, Tables
from mapping.columnar.tally import Tally
from mapping.storage.counting import Facets, FacetValue

TILE_BITS = 8
"""A tile of the web is 2**8 pixels wide, and the world one tile at zoom 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """The cells of a grid that hold events; arrays of the same length, by the cells' numbers.

    Attributes:
        cell: The number of the cell (`find_cells`).
        x: Where the cell's events are on average, Web Mercator scaled to 32 bits (`project_points`).
        y: As `x`, downwards.
        count: How many events.
        family: Index into `Tables.families` of the one most of them are of.
        places: At how many places.
        place: Index into `Tables.places` of the one with most events.
    """

    cell: Array
    x: Array
    y: Array
    count: Array
    family: Array
    places: Array
    place: Array


def make_facets(tally: Tally, tables: Tables, source: RowSource, *, most: int | None = None) -> Facets:
    """How the counted events divide, as `EventStore.facets` tells it.

    Args:
        tally: The counts.
        tables: What they count.
        source: Names the stories.
        most: How many values of a facet at most; None for all.
    """
    places = _count_places(tally, tables)
    nowhere = int(tally.spots[tables.spot_places == NONE].sum())
    kinds = {name: _rank(group, group.sum(tally.kinds), most) for name, group in tables.by_kind.items()}
    where = {name: _rank(group, group.sum(places), most) for name, group in tables.by_place.items()}
    country = tables.by_place["country"]
    return Facets(
        families=kinds["family"],
        types=kinds["type"],
        countries=_rank(country, country.sum(places), most, nowhere=nowhere),
        admin1s=where["admin1"],
        sources=_rank_names(tables.sources, tally.sources, most),
        stories=_rank_stories(tally, tables, source, most),
        modalities=kinds["modality"],
        levels=where["level"],
        granularities=kinds["granularity"],
        reviews=kinds["review"],
    )


def find_cells(tables: Tables, zoom: int, cell_bits: int) -> tuple[Array, int]:
    """The cell of each spot on a map of this zoom, `NONE` for spots without a place; and how many cells there are.

    Args:
        tables: The places.
        zoom: Of the map, 0 for the world in one tile.
        cell_bits: A cell is 2**cell_bits pixels wide.
    """
    return tables.find_cells(max(0, 32 - zoom - TILE_BITS + cell_bits))


def make_grid(tally: Tally, tables: Tables, cells: Array, number: int) -> Grid:
    """Gather the counted events in cells.

    Args:
        tally: The counts.
        tables: What they count.
        cells: Of each spot, its cell, -1 for none (`find_cells`).
        number: How many cells there are.
    """
    placed = np.flatnonzero((cells >= 0) & (tally.spots > 0))
    cell, count = cells[placed], tally.spots[placed]
    families = max(1, len(tables.families))
    by_family = np.bincount(
        cell * families + tables.spot_families[placed], weights=count, minlength=number * families
    ).reshape(number, families)
    place, place_count = _sum_runs(tables.spot_places[placed], count)
    place_cell = _place_cells(cells, tables)[place]
    total = by_family.sum(axis=1)
    full = np.flatnonzero(total)
    x, y = (
        np.bincount(place_cell, weights=tables.points[place, axis] * place_count.astype(np.float64), minlength=number)
        for axis in (0, 1)
    )
    # Of each cell the place with most events: sorted by cell and count, it is the last.
    order = np.lexsort((place_count, place_cell))
    last = np.flatnonzero(np.append(np.diff(place_cell[order]) != 0, True)) if len(order) else order
    return Grid(
        cell=full,
        x=(x[full] / total[full]).astype(np.uint32),
        y=(y[full] / total[full]).astype(np.uint32),
        count=total[full].astype(np.uint32),
        family=by_family[full].argmax(axis=1).astype(np.uint8),
        places=np.bincount(place_cell, minlength=number)[full].astype(np.uint32),
        place=place[order][last].astype(np.uint32),
    )


def _place_cells(cells: Array, tables: Tables) -> Array:
    found = np.full(len(tables.places) + 1, NONE, dtype=np.int64)
    found[tables.spot_places] = cells
    return found


def _sum_runs(keys: Array, counts: Array) -> tuple[Array, Array]:
    """The distinct keys, and the sum of the counts of each."""
    found, numbers = np.unique(keys, return_inverse=True)
    return found, np.bincount(numbers, weights=counts, minlength=len(found)).astype(np.int64)


def _count_places(tally: Tally, tables: Tables) -> Array:
    placed = tables.spot_places != NONE
    counts = np.bincount(tables.spot_places[placed], weights=tally.spots[placed], minlength=len(tables.places))
    return counts.astype(np.int64)


def _rank(group: Grouping, counts: Array, most: int | None, *, nowhere: int | None = None) -> tuple[FacetValue, ...]:
    """The groups that count, the most frequent first.

    Args:
        group: The groups; one without a value is left out unless `nowhere` is given.
        counts: Of each.
        most: How many at most.
        nowhere: What counts for "" besides.
    """
    found = {group.values[n]: (int(counts[n]), group.labels[n]) for n in np.flatnonzero(counts).tolist()}
    bare, label = found.pop("", (0, ""))
    if nowhere is not None and bare + nowhere:
        found[""] = (bare + nowhere, label)
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))[:most]
    return tuple(FacetValue(value=value, count=count, label=label) for value, (count, label) in ranked)


def _rank_names(names: Sequence[str], counts: Array, most: int | None) -> tuple[FacetValue, ...]:
    """There may be very many: all are looked at as numbers, and only those that are wanted as texts."""
    found = np.flatnonzero(counts)
    if most is not None and len(found) > most:
        least = np.partition(counts[found], -most)[-most]
        found = found[counts[found] >= least]
    ranked = sorted((-int(counts[number]), names[number]) for number in found.tolist())[:most]
    return tuple(FacetValue(value=name, count=-count) for count, name in ranked)


def _rank_stories(tally: Tally, tables: Tables, source: RowSource, most: int | None) -> tuple[FacetValue, ...]:
    ranked = _rank_names(tables.stories, tally.stories[:-1], most)
    names = source.name_stories([story.value for story in ranked])
    return tuple(replace(story, label=names[story.value]) for story in ranked if story.value in names)


def trim_bars(tally: Tally, families: Sequence[str]) -> tuple[Array, Array, list[str]]:
    """The histogram without bars and families that have no event.

    Returns:
        First days of the bars; of each bar the counts by family; the families.
    """
    bars = np.flatnonzero(tally.bar_families.sum(axis=1))
    kept = np.flatnonzero(tally.bar_families.sum(axis=0))
    return tally.bars[bars], tally.bar_families[np.ix_(bars, kept)], [families[number] for number in kept.tolist()]
