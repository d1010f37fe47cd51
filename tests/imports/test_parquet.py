"""Tests of the import of GeoParquet and plain Parquet."""

import json
from pathlib import Path

import geopandas
import pyarrow
import pyarrow.parquet
import pytest
from shapely.geometry import Point

from mapping.errors import ImportFileError
from tests.imports.helpers import run_import

POINTS = [Point(43.1189, 36.335), None]


def write_frame(path: Path, *, crs: str = "EPSG:4326", **columns: object) -> Path:
    """Two raids as geopandas writes them; the second without a point."""
    values = {"date": ["2024-03-01", "2024-03-02"], "city": ["Mosul", "Kirkuk"], "notes": ["A.", "B."], **columns}
    frame = geopandas.GeoDataFrame(values, geometry=POINTS, crs="EPSG:4326").to_crs(crs)
    frame.to_parquet(path)
    return path


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32638"])
def test_points_of_any_coordinates_are_read(tmp_path: Path, crs: str) -> None:
    """A row without a point is looked up by its name."""
    got = run_import(write_frame(tmp_path / "raids.parquet", crs=crs))
    assert "GeoParquet" in got.report.opened
    assert (got.report.placed_by_file, got.report.placed_by_name + got.report.guessed) == (1, 1)
    first = next(event for event in got.events.values() if event.sentence == "A.")
    assert first.place is not None
    assert (first.place.place.lon, first.place.place.lat) == pytest.approx((43.1189, 36.335))


def test_days_numbers_and_lists_keep_what_they_say(tmp_path: Path) -> None:
    """Days of any type become ISO, missing numbers nothing; the row keeps lists as JSON."""
    table = pyarrow.table(
        {
            "date": pyarrow.array([19_783, 19_784], type=pyarrow.date32()),
            "city": ["Mosul", "Kirkuk"],
            "country": ["Iraq", "Iraq"],
            "killed": [3.0, float("nan")],
            "tags": [["a", "b"], []],
            "parts": [{"x": 1}, {"x": None}],
        }
    )
    pyarrow.parquet.write_table(table, tmp_path / "raids.parquet")
    got = run_import(tmp_path / "raids.parquet")
    assert got.report.placed_by_name == 2
    events = sorted(got.events.values(), key=lambda event: event.date.edtf if event.date else "")
    assert [event.date.edtf for event in events if event.date] == ["2024-03-01", "2024-03-02"]
    assert [[toll.number for toll in event.tolls] for event in events] == [[3], []]
    raw = json.loads(got.documents[events[0].doc_id].raw)
    assert (raw["tags"], raw["parts"]) == (["a", "b"], {"x": 1})


def test_other_geometries_are_refused_with_words(tmp_path: Path) -> None:
    """Rather than placed nowhere."""
    frame = geopandas.GeoDataFrame({"city": ["Mosul"]}, geometry=POINTS[:1], crs="EPSG:4326")
    frame.to_parquet(tmp_path / "arrow.parquet", geometry_encoding="geoarrow")
    with pytest.raises(ImportFileError, match="keeps its geometry as 'point', which is not read here: write it as WKB"):
        run_import(tmp_path / "arrow.parquet")


def test_a_cut_file_is_damaged(tmp_path: Path) -> None:
    """With the file's name."""
    path = write_frame(tmp_path / "raids.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ImportFileError, match=r"raids\.parquet' is a damaged Parquet file"):
        run_import(path)
