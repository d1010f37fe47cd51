"""Tests of the GeoParquet export."""

import json
from datetime import date
from pathlib import Path

import geopandas
import pyarrow
import pyarrow.parquet
import pytest

from mapping.exporting.geoparquet import save_geoparquet
from mapping.exporting.records import About
from tests.exporting.values import make_saying, make_test_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The four events, and one far away."""
    path = tmp_path / "events.parquet"
    far = make_saying("Far away.")._replace(lon=-70.0, lat=-20.5)
    save_geoparquet([*make_test_records(), far], About(filter=(("country", "FR"),)), path)
    return path


def test_the_metadata_are_those_of_version_1_1(path: Path) -> None:
    """WKB points with a covering box, and the box of the whole file; without a crs it is longitude and latitude."""
    metadata = pyarrow.parquet.read_metadata(path).metadata
    geo = json.loads(metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == [-70.0, -20.5, 2.3488, 48.85341]
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert "crs" not in column
    assert json.loads(metadata[b"dateline"])["country"] == "FR"


def test_geopandas_reads_points_days_and_lists(path: Path) -> None:
    """With the types that the columns have."""
    frame = geopandas.read_parquet(path).set_index("id")
    assert frame.crs == "OGC:CRS84"
    first = frame.loc["e1"].iloc[0]
    assert (first.geometry.x, first.geometry.y) == (2.3488, 48.85341)
    assert first["date_start"] == date(2023, 1, 16)
    assert [actor["text"] for actor in first["actors"]] == ["Crowds", "police"]
    assert [report["document"] for report in first["reports"]] == ["d1", "d2"]
    assert frame.loc["e2"].geometry is None
    assert frame.loc["e3"]["date_start"] == date(79, 8, 24)


def test_a_box_selects_the_events_in_it(path: Path) -> None:
    """Through the covering, as DuckDB and geopandas use it."""
    frame = geopandas.read_parquet(path, bbox=(-80, -30, -60, 0))
    assert list(frame["sentence"]) == ["Far away."]


def test_days_are_days_and_lists_are_lists(path: Path) -> None:
    """For programs that know no geometry."""
    schema = pyarrow.parquet.read_schema(path)
    assert schema.field("date_start").type == pyarrow.date32()
    assert pyarrow.types.is_list(schema.field("tolls").type)
    assert pyarrow.parquet.read_table(path).column("tolls").to_pylist()[0] == [
        {"kind": "wounded", "number": 2, "bound": "exact", "text": "two"}
    ]


def test_no_events_are_a_file_with_columns(tmp_path: Path) -> None:
    """And without a box."""
    save_geoparquet([], About(), tmp_path / "none.parquet")
    assert len(geopandas.read_parquet(tmp_path / "none.parquet")) == 0
