"""The same questions put to DuckDB over GeoParquet, the plainest way to ask a file of events."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import numpy as np
import pandas as pd

from bench.storing.filters import make_filters, make_searches
from bench.storing.timing import show_spread, time_each
from bench.synthetic import News, make_id, name_word
from mapping.event_types import family_of, load_event_types
from mapping.kinds import Modality
from mapping.model import Place
from mapping.page.layout import EPOCH
from mapping.query import EventQuery
from mapping.querying.terms import split_terms

_WARM_SEED = 99
_GRID = "SELECT floor(lon / 2), floor(lat / 2), count(*), mode(family) FROM found GROUP BY ALL"
_BARS = "SELECT first_day // 30, family, count(*) FROM found GROUP BY ALL"
_FACETS = ("family", "type", "country", "admin1", "source", "story", "modality")


def write_geoparquet(news: News, places: list[Place], path: Path) -> None:
    """The events as GeoParquet, sorted by day."""
    order = np.argsort(news.day, kind="stable")
    types = np.array(list(load_event_types().types))
    families = np.array([family_of(kind) for kind in types])
    placed = np.flatnonzero(news.place[order] >= 0)
    order = order[placed]
    place = news.place[order]
    words = np.array([name_word(number) for number in range(int(news.words.max()) + 1)], dtype=object)
    frame = pd.DataFrame(
        {
            "id": [make_id(number + 1) for number in order.tolist()],
            "first_day": news.day[order],
            "last_day": (news.day + news.length)[order],
            "type": types[news.type[order]],
            "family": families[news.type[order]],
            "modality": np.array([modality.value for modality in Modality])[news.modality[order]],
            "score": news.score[order],
            "source": [f"outlet {number}" for number in news.source[order].tolist()],
            "story": [f"s{number}" if number >= 0 else "" for number in news.story[order].tolist()],
            "country": np.array([one.country_code for one in places])[place],
            "admin1": np.array([f"{one.country_code}.{one.admin1_code}" for one in places])[place],
            "lon": np.array([one.lon for one in places])[place],
            "lat": np.array([one.lat for one in places])[place],
            "sentence": [" ".join(line) for line in words[news.words[order]]],
        }
    )
    points = geopandas.points_from_xy(frame["lon"], frame["lat"], crs="EPSG:4326")
    geopandas.GeoDataFrame(frame, geometry=points).to_parquet(path, row_group_size=100_000)


def copy_geoparquet(small: Path, large: Path, copies: int) -> None:
    """As `growing.grow`: so many copies of each event, sorted by day."""
    connection = duckdb.connect()
    connection.read_parquet(str(small)).create_view("events")
    asked = f"SELECT * EXCLUDE (id, turn), id || '-' || turn AS id FROM events, range({copies}) AS r (turn) ORDER BY first_day"  # noqa: S608, E501
    connection.execute(f"COPY ({asked}) TO '{large}' (FORMAT parquet, ROW_GROUP_SIZE 100_000)")


def measure_duckdb(path: Path) -> dict[str, str]:
    """As `reading.measure_reads`, of a GeoParquet file."""
    connection = duckdb.connect()
    connection.read_parquet(str(path)).create_view("events")
    filters, warm = make_filters(), make_filters(5, _WARM_SEED)
    searches, warm_searches = make_searches(), make_searches(5, _WARM_SEED)
    work: dict[str, Callable[[EventQuery], object]] = {
        "newest 1,000 of a filter": lambda query: _newest(connection, query, 1000),
        "histogram, grid, facets": lambda query: _count(connection, query),
    }
    found = {name: show_spread(time_each(each, filters, warm=warm)) for name, each in work.items()}
    found["text search, newest 100"] = show_spread(
        time_each(lambda query: _newest(connection, query, 100), searches, warm=warm_searches)
    )
    columns = "first_day, last_day, lon, lat, type, source, score, modality, story"
    found["all columns for the map"] = show_spread(
        time_each(lambda _: connection.execute(f"SELECT {columns} FROM events").fetchnumpy(), range(3))  # noqa: S608
    )
    return found


def _newest(connection: "duckdb.DuckDBPyConnection", query: EventQuery, number: int) -> list[Any]:
    condition, values = _make_condition(query)
    sql = f"SELECT * EXCLUDE (geometry) FROM events WHERE {condition} ORDER BY first_day DESC, id DESC LIMIT {number}"  # noqa: S608
    rows: list[Any] = connection.execute(sql, values).fetchall()
    return rows


def _count(connection: "duckdb.DuckDBPyConnection", query: EventQuery) -> None:
    condition, values = _make_condition(query)
    asked = f"SELECT * EXCLUDE (geometry, sentence, id) FROM events WHERE {condition}"  # noqa: S608
    connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {asked}", values)
    connection.execute(_GRID).fetchall()
    connection.execute(_BARS).fetchall()
    for facet in _FACETS:
        connection.execute(f"SELECT {facet}, count(*) FROM found GROUP BY 1").fetchall()  # noqa: S608


def _make_condition(query: EventQuery) -> tuple[str, list[Any]]:
    """What a filter of ours asks, in DuckDB's words."""
    parts: list[str] = ["true"]
    values: list[Any] = []
    if query.start:
        parts.append("last_day >= ?")
        values.append(query.start.toordinal() - EPOCH)
    if query.end:
        parts.append("first_day <= ?")
        values.append(query.end.toordinal() - EPOCH)
    if query.bbox:
        box = query.bbox
        parts.append("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?")
        values += [box.west, box.east, box.south, box.north]
    lists = {"type": query.types, "family": query.families, "country": query.countries, "source": query.sources}
    for column, wanted in (lists | {"modality": tuple(map(str, query.modalities))}).items():
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if query.min_score:
        parts.append("score >= ?")
        values.append(query.min_score)
    for word in split_terms(query.text).wanted:
        parts.append("(' ' || sentence || ' ') LIKE ?")
        values.append(f"% {word} %")
    return " AND ".join(parts), values
