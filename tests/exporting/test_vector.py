"""Tests of the GeoPackage and FlatGeobuf exports, read by GDAL."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyogrio
import pytest

from mapping.exporting.fields import load_fields
from mapping.exporting.records import About, Record
from mapping.exporting.vector import save_flatgeobuf, save_geopackage
from tests.exporting.values import make_saying, make_test_records

ABOUT = About(filter=(("country", "FR"),))
KINDS = [(save_geopackage, "gpkg"), (save_flatgeobuf, "fgb")]


@pytest.mark.parametrize(("save", "ending"), KINDS)
def test_a_layer_has_typed_fields_and_points(
    tmp_path: Path, save: Callable[[list[Record], About, Path], None], ending: str
) -> None:
    """Days are days, numbers numbers; the point is the geometry, and missing where there is no place."""
    path = tmp_path / f"events.{ending}"
    save(make_test_records(), ABOUT, path)
    info = pyogrio.read_info(path)
    assert (info["features"], info["crs"], info["geometry_type"]) == (4, "EPSG:4326", "Point")
    assert set(info["fields"]) == {field.name for field in load_fields()} - {"lon", "lat"} | {"details"}
    frame = pyogrio.read_dataframe(path)
    first = frame[frame["id"] == "e1"].iloc[0]
    assert (first.geometry.x, first.geometry.y) == (2.3488, 48.85341)
    assert (first["date_start"].date(), first["score"], first["report_count"]) == (date(2023, 1, 16), 0.6, 2)
    assert first["decisions"] == "review confirmed (Ann, 2026-11-22)"
    assert frame[frame["id"] == "e2"].iloc[0].geometry is None
    assert frame[frame["id"] == "e3"]["date_start"].iloc[0].year == 79


@pytest.mark.parametrize(("save", "ending"), KINDS)
def test_a_box_selects_the_events_in_it(
    tmp_path: Path, save: Callable[[list[Record], About, Path], None], ending: str
) -> None:
    """As a map program asks."""
    path = tmp_path / f"events.{ending}"
    far = make_saying("Far away.")._replace(lon=100.0, lat=-20.0)
    save([*make_test_records(), far], ABOUT, path)
    assert list(pyogrio.read_dataframe(path, bbox=(90, -30, 110, -10))["sentence"]) == ["Far away."]


def test_the_geopackage_says_filter_and_credit(tmp_path: Path) -> None:
    """In the layer's metadata."""
    save_geopackage(make_test_records(), ABOUT, tmp_path / "events.gpkg")
    told = pyogrio.read_info(tmp_path / "events.gpkg")["layer_metadata"]
    assert told["filter"] == "country=FR"
    assert "GeoNames" in told["credit"]


@pytest.mark.parametrize(("save", "ending"), KINDS)
def test_map_programs_show_what_the_layer_is(
    tmp_path: Path, save: Callable[[list[Record], About, Path], None], ending: str
) -> None:
    """Both formats have a place for it, which QGIS shows among the layer's properties."""
    save(make_test_records(), ABOUT, tmp_path / f"events.{ending}")
    told = pyogrio.read_info(tmp_path / f"events.{ending}")["layer_metadata"]
    assert "Dateline events" in told.values()
    assert told["DESCRIPTION"].startswith("Filter: country=FR. Places: GeoNames (CC BY 4.0)")


@pytest.mark.parametrize(("save", "ending"), KINDS)
def test_no_events_are_a_layer_without_features(
    tmp_path: Path, save: Callable[[list[Record], About, Path], None], ending: str
) -> None:
    """With its fields, so that a program that reads it every day does not fail on a quiet one."""
    path = tmp_path / f"events.{ending}"
    save([], ABOUT, path)
    assert len(pyogrio.read_dataframe(path)) == 0
    assert "sentence" in pyogrio.read_info(path)["fields"]


def test_records_are_asked_for_batch_by_batch(tmp_path: Path) -> None:
    """Twelve thousand events pass in batches: never are all of them held."""
    alive: set[int] = set()
    most = 0

    class Watched(dict[str, object]):
        """Properties that know whether they are still held."""

        def __init__(self, number: int) -> None:
            super().__init__(make_saying("x").properties)
            self.number = number
            alive.add(number)

        def __del__(self) -> None:
            alive.discard(self.number)

    def give() -> Iterator[Record]:
        nonlocal most
        for number in range(12_000):
            yield Record(1.0, 2.0, Watched(number))
            most = max(most, len(alive))

    save_geopackage(give(), ABOUT, tmp_path / "events.gpkg")
    assert most < 11_000
    assert pyogrio.read_info(tmp_path / "events.gpkg")["features"] == 12_000
