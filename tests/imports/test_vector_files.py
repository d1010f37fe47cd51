"""Tests of the import of GeoPackage, FlatGeobuf, KML and Shapefile."""

import shutil
from dataclasses import replace
from pathlib import Path

import geopandas
import pyogrio
import pytest
from shapely.geometry import Point, Polygon

from mapping.errors import ImportFileError
from mapping.exports import write_features
from mapping.imports.vector_files import find_vector_kind
from mapping.query import EventQuery
from mapping.store import open_store
from tests.imports.helpers import import_into, run_import
from tests.values import EVENT, EXTRACTION

ALL = EventQuery(placed=None)
KINDS = {"GeoPackage": "gpkg", "FlatGeobuf": "fgb", "KML": "kml", "Shapefile": "shp"}
DRIVERS = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "kml": "LIBKML", "shp": "ESRI Shapefile"}


def write_layer(path: Path, *, crs: str = "EPSG:4326", **columns: object) -> Path:
    """Two raids as a layer; `columns` go beside or before the usual ones."""
    values = {"date": ["2024-03-01", "2024-03-02"], "city": ["Mosul", "Kirkuk"], "notes": ["A.", "B."], **columns}
    points = [Point(43.1189, 36.335), Point(44.3922, 35.4681)]
    frame = geopandas.GeoDataFrame(values, geometry=points, crs="EPSG:4326").to_crs(crs)
    pyogrio.write_dataframe(frame, path, driver=DRIVERS[path.suffix[1:]])
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read(tmp_path: Path, kind: str) -> None:
    """Fields are columns, the geometry is the point."""
    got = run_import(write_layer(tmp_path / f"raids.{KINDS[kind]}"))
    assert kind in got.report.opened
    assert got.report.placed_by_file == 2
    first = min(got.events.values(), key=lambda event: event.date.edtf if event.date else "")
    assert first.sentence == "A."
    assert first.date is not None
    assert first.date.edtf == "2024-03-01"
    assert first.place is not None
    assert (first.place.place.lon, first.place.place.lat) == pytest.approx((43.1189, 36.335))


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32638"])
def test_other_coordinates_are_turned_into_degrees(tmp_path: Path, crs: str) -> None:
    """Web maps and surveyors use metres."""
    got = run_import(write_layer(tmp_path / "raids.gpkg", crs=crs))
    lons = sorted(event.place.place.lon for event in got.events.values() if event.place)
    assert lons == pytest.approx([43.1189, 44.3922], abs=1e-6)


def test_shapes_get_a_point_inside(tmp_path: Path) -> None:
    """And are kept whole in the row."""
    square = Polygon([(40, 30), (46, 30), (46, 36), (40, 36)])
    frame = geopandas.GeoDataFrame({"date": ["2024"], "name": ["Flooded"]}, geometry=[square], crs="EPSG:4326")
    pyogrio.write_dataframe(frame, tmp_path / "f.gpkg", driver="GPKG")
    got = run_import(tmp_path / "f.gpkg")
    assert got.only.place is not None
    assert 40 < got.only.place.place.lon < 46
    assert '"Polygon"' in got.documents[got.only.doc_id].raw


@pytest.mark.parametrize("suffix", ["gpkg", "fgb"])
def test_exports_saved_by_a_map_program_come_back(tmp_path: Path, suffix: str) -> None:
    """GeoJSON out, opened and saved in a program such as QGIS, and in again: the same export."""
    with open_store(tmp_path / "one.db") as one, open_store(tmp_path / "two.db") as two:
        one.add(replace(EXTRACTION, events=(EVENT, replace(EVENT, event_id="e2", score=0.25))))
        told = "".join(write_features(one.find_sourced_events(ALL)))
        (tmp_path / "events.geojson").write_text(told, encoding="utf-8")
        path = tmp_path / f"events.{suffix}"
        # Ids of features that are texts do not fit into these files; the property of that name stays.
        frame = geopandas.read_file(tmp_path / "events.geojson").astype({"date_start": str, "date_end": str})
        pyogrio.write_dataframe(frame, path, driver=DRIVERS[suffix])
        got = import_into(two, path)
        assert got.report.source_format == "Dateline's own export"
        assert "".join(write_features(two.find_sourced_events(ALL))) == told


def test_the_layer_can_be_chosen(tmp_path: Path) -> None:
    """By name; a wrong name lists those that there are."""
    path = write_layer(tmp_path / "raids.gpkg")
    frame = geopandas.GeoDataFrame({"city": ["Tokyo"]}, geometry=[Point(139.69, 35.69)], crs="EPSG:4326")
    pyogrio.write_dataframe(frame, path, driver="GPKG", layer="other", append=True)
    assert run_import(path).report.kept == 2
    assert run_import(path, sheet="other").report.kept == 1
    with pytest.raises(ImportFileError, match="no layer 'oter': there are raids, other"):
        run_import(path, sheet="oter")


@pytest.mark.parametrize(
    "opening",
    [
        b'<OGRVRTDataSource><!-- <kml> --><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd',
        b"<!-- <kml> --><OGRVRTDataSource>",
        b"<?xml version='1.0'?><!--<kml >--><gml>",
        b"SQLite format 3\x00" + bytes(80),
        b"text",
    ],
)
def test_what_is_no_file_of_geometries_is_not_opened_as_one(opening: bytes) -> None:
    """A virtual file of GDAL could name other files to read."""
    assert find_vector_kind(opening) == ""


def test_damaged_files_say_so(tmp_path: Path) -> None:
    """Cut off in the middle."""
    path = write_layer(tmp_path / "raids.fgb")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(ImportFileError, match="damaged FlatGeobuf"):
        run_import(path)


@pytest.mark.parametrize(
    ("content", "message"), [(b"PAR1....", "damaged Parquet file"), (b"SQLite format 3\x00", "database")]
)
def test_other_binaries_are_refused_with_words(tmp_path: Path, content: bytes, message: str) -> None:
    """A store of Dateline's is no file to import."""
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(ImportFileError, match=message):
        run_import(tmp_path / "x")


def test_a_shapefile_without_its_table_has_positions_alone(tmp_path: Path) -> None:
    """The other files must lie beside it; what is missing is said by the events that have no day."""
    path = write_layer(tmp_path / "raids.shp")
    folder = tmp_path / "alone"
    folder.mkdir()
    for suffix in (".shp", ".shx"):
        shutil.copy(path.with_suffix(suffix), folder)
    got = run_import(folder / "raids.shp")
    assert got.report.placed_by_file == 2
    assert got.report.undated.total() == 2
