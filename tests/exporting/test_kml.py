"""Tests of the KML export, read by GDAL and as XML."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pyogrio
import pytest

from mapping.event_types import load_event_types
from mapping.exporting.kml import write_placemarks
from mapping.exporting.records import About, Record
from tests.exporting.values import make_saying, make_test_records

KML = {"k": "http://www.opengis.net/kml/2.2"}


def write_kml(records: list[Record]) -> str:
    """The document as text."""
    return b"".join(write_placemarks(records, About(filter=(("country", "FR"),)))).decode()


def read_kml(records: list[Record]) -> ET.Element:
    """The document as a tree."""
    return ET.fromstring(write_kml(records))  # noqa: S314 - our own text


def test_a_placemark_has_its_time_its_point_and_every_field() -> None:
    """What is not known is left out, in time spans too."""
    merged, unplaced, old, undated = read_kml(make_test_records()).iterfind(".//k:Placemark", KML)
    assert merged.findtext("k:name", "", KML) == "Peaceful protest, Paris"
    assert merged.findtext("k:TimeSpan/k:begin", "", KML) == "2023-01-16"
    assert merged.findtext("k:TimeSpan/k:end", "", KML) == "2023-01-16"
    assert merged.findtext("k:Point/k:coordinates", "", KML) == "2.3488,48.85341"
    told = {data.get("name"): data.findtext("k:value", "", KML) for data in merged.iterfind(".//k:Data", KML)}
    expected = {name for name, value in make_test_records()[0].properties.items() if value not in ("", None, [])}
    assert set(told) == expected | {"lon", "lat", "details"}
    assert unplaced.find("k:Point", KML) is None
    assert old.findtext("k:TimeSpan/k:begin", "", KML) == "0079-08-24"
    assert old.find("k:TimeSpan/k:end", KML) is None
    assert undated.find("k:TimeSpan", KML) is None


def test_every_family_has_a_style_that_loads_nothing() -> None:
    """In its colour; a picture from outside would be a request."""
    text = write_kml(make_test_records())
    tree = read_kml(make_test_records())
    styles = {style.get("id"): style.findtext(".//k:color", "", KML) for style in tree.iterfind(".//k:Style", KML)}
    assert set(styles) == set(load_event_types().families)
    colour = load_event_types().families["protest"].colour_dark
    assert styles["protest"] == f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}"
    assert "href" not in text
    assert {mark.findtext("k:styleUrl", "", KML) for mark in tree.iterfind(".//k:Placemark", KML)} == {"#protest"}


def test_the_document_says_filter_and_credit() -> None:
    """In its description."""
    told = read_kml([]).findtext("k:Document/k:description", "", KML)
    assert "country=FR" in told
    assert "GeoNames" in told


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a & b ]]> c", "bell \x07 \ufffe nul \x00", "cr \r\n end"]
)
def test_hostile_texts_stay_texts(text: str) -> None:
    """In data as they are; in the description, which viewers show as HTML, with their tags as words."""
    [mark] = read_kml([make_saying(text)]).iterfind(".//k:Placemark", KML)
    plain = text.replace("\x07", "\ufffd").replace("\ufffe", "\ufffd").replace("\x00", "\ufffd")
    told = {data.get("name"): data.findtext("k:value", "", KML) for data in mark.iterfind(".//k:Data", KML)}
    assert told["sentence"] == plain
    assert "<script>" not in mark.findtext("k:description", "", KML)


def test_gdal_reads_it(tmp_path: Path) -> None:
    """Fields by their names, points in place."""
    path = tmp_path / "events.kml"
    path.write_text(write_kml(make_test_records()), encoding="utf-8")
    frame = pyogrio.read_dataframe(path)
    assert list(frame["document"]) == ["d1"] * 4
    assert (frame.geometry[0].x, frame.geometry[0].y) == (2.3488, 48.85341)
    assert frame.geometry[1] is None
