"""What the page and the API ask of a store, each in the way that Dateline answers it."""

import gzip
from collections.abc import Callable
from pathlib import Path

from bench.storing.filters import make_filters, make_searches
from bench.storing.timing import show_spread, time_each
from mapping.columnar.counts import find_cells, make_facets, make_grid, trim_bars
from mapping.columnar.served import Frame, ServedColumns
from mapping.columnar.sidecar import Sidecar
from mapping.columnar.source import StoreRows
from mapping.columnar.tally import count_selection
from mapping.query import EventQuery
from mapping.store import EventStore, StoredEvent

ROWS = 1000
_ZOOM, _CELL_BITS = 4, 5
_WARM_SEED = 99


def open_served(store: EventStore, folder: Path) -> ServedColumns:
    """The store's columns as a server has them."""
    rows = StoreRows(store)
    return ServedColumns(Sidecar(folder, rows), rows)


def open_frame(store: EventStore, folder: Path) -> Frame:
    """The store's columns, made where they are missing."""
    return open_served(store, folder).get()


def measure_reads(store: EventStore, frame: Frame, *, by_sql: bool = True) -> dict[str, str]:
    """Median and 95th percentile in ms of what people wait for, over forty filters each.

    Args:
        store: Filled.
        frame: Its columns.
        by_sql: Whether what the columns answer is asked of the database as well, which takes minutes at ten millions.
    """
    rows = StoreRows(store)
    filters, warm = make_filters(), make_filters(5, _WARM_SEED)
    searches, warm_searches = make_searches(), make_searches(5, _WARM_SEED)
    work: dict[str, Callable[[EventQuery], object]] = {
        "newest 1,000 of a filter: columns + store": lambda query: read_newest(store, frame, query),
        "newest 1,000 of a filter, as stored: columns + store": lambda query: read_stored(rows, frame, query),
        "histogram, grid, facets: columns": lambda query: count(frame, query),
    }
    if by_sql:
        work |= {
            "newest 1,000 of a filter: SQL alone": lambda query: store.read_page(query, limit=ROWS, newest_first=True),
            "facets alone: SQL": store.facets,
        }
    found = {name: show_spread(time_each(each, filters, warm=warm)) for name, each in work.items()}
    if by_sql:
        found["text search, newest 100: SQL"] = show_spread(
            time_each(lambda query: store.read_page(query, limit=100, newest_first=True), searches, warm=warm_searches)
        )
    found["text search, newest 100: columns + store"] = show_spread(
        time_each(lambda query: read_newest(store, frame, query, 100), searches, warm=warm_searches)
    )
    found["all columns for the map"] = show_spread(time_each(lambda _: frame.write(), range(9), warm=range(1)))
    return found


def read_newest(store: EventStore, frame: Frame, query: EventQuery, number: int = ROWS) -> list[object]:
    """Found in the columns, read from the store."""
    return list(store.get_numbered(frame.find_newest(query, number)))


def read_stored(rows: StoreRows, frame: Frame, query: EventQuery) -> list[StoredEvent]:
    """As `read_newest`, but as stored: what a list or an export needs."""
    return rows.read_stored(frame.find_newest(query, ROWS))


def count(frame: Frame, query: EventQuery) -> None:
    """What one view of the page asks for."""
    tables = frame.snapshot.tables
    tally = count_selection(frame.select(query), query)
    trim_bars(tally, tables.families)
    make_facets(tally, tables, frame.source, most=200)
    make_grid(tally, tables, *find_cells(tables, _ZOOM, _CELL_BITS))


def weigh(frame: Frame) -> str:
    """The page's binary: MB, and bytes an event when packed."""
    binary = frame.write()
    return f"{len(binary) / 1e6:.1f} MB, packed {len(gzip.compress(binary, 4)) / max(1, frame.snapshot.rows):.1f} bytes an event"  # noqa: E501
