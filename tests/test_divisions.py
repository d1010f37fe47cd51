"""Outlines for maps that colour areas by their counts: their binary, and the route that sends it."""

import gzip
import json
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient

from mapping.boundaries import Boundaries, open_boundaries
from mapping.page.divisions import LEVELS, load_outlines, pack_outlines, pick_outlines
from mapping.settings import Settings
from scripts.geodata.divisions import simplify_level
from server import create_app
from tests.map_events import fill_store


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    """The outlines that travel with Dateline."""
    return open_boundaries()


def unpack_outlines(packed: bytes) -> dict[str, shapely.Geometry]:
    """Read the binary back, as the page does: rings joined by even-odd filling."""
    (size,) = struct.unpack_from("<I", packed)
    header = json.loads(packed[4 : 4 + size])
    types = {"u16": "<u2", "i16": "<i2"}
    columns = {
        column["name"]: np.frombuffer(packed, types[column["type"]], column["length"], 4 + size + column["offset"])
        for column in header["columns"]
    }
    x, y = (np.cumsum(columns[name], dtype=np.int16) / 100 for name in ("x", "y"))
    found = {code: shapely.Polygon() for code in header["codes"]}
    at = 0
    for number, length in zip(columns["ring_division"], columns["ring_points"], strict=True):
        ring = shapely.make_valid(shapely.Polygon(np.column_stack((x, y))[at : at + length]))
        code = header["codes"][number]
        found[code] = found[code].symmetric_difference(ring)
        at += int(length)
    return found


def pick(level: str, country: str) -> dict[str, shapely.Geometry]:
    """The outlines of one country."""
    return unpack_outlines(pick_outlines(load_outlines(level), lambda code: code.split(".")[0] == country))


def test_a_region_comes_back_as_it_was(boundaries: Boundaries) -> None:
    """Of a country named, the regions and no others; each covers what the full outline covers, within a few percent."""
    found = pick("admin1", "IQ")
    assert {code.split(".")[0] for code in found} == {"IQ"}
    assert len(found) == 18
    full = {f"{d.country_code}.{d.admin1_code}": shape for d, shape in boundaries.list_outlines() if d.admin1_code}
    for code, shape in found.items():
        assert shape.symmetric_difference(full[code]).area < 0.08 * full[code].area, code


def test_neighbours_share_their_border() -> None:
    """What two regions share is simplified once: hardly any land is claimed twice or lies between them."""
    found = list(pick("admin1", "IQ").values())
    union = shapely.union_all(found)
    assert sum(shape.area for shape in found) - union.area < 0.002 * union.area
    holes = sum(shapely.Polygon(ring).area for part in shapely.get_parts(union) for ring in part.interiors)
    assert holes < 0.002 * union.area


def test_a_hole_stays_a_hole() -> None:
    """Lesotho lies inside South Africa and is no part of it."""
    found = pick("country", "ZA")
    assert not found["ZA"].contains(shapely.Point(28.2, -29.6))
    assert found["ZA"].contains(shapely.Point(25.0, -30.0))


@pytest.mark.parametrize(("level", "most_bytes"), [("country", 200_000), ("admin1", 450_000)])
def test_the_files_are_light(level: str, most_bytes: int) -> None:
    """All countries, or all their regions, weigh less than a picture."""
    assert len(gzip.compress(load_outlines(level))) < most_bytes


def test_what_comes_with_dateline_is_what_the_script_makes(boundaries: Boundaries) -> None:
    """The countries' file is not that of older boundaries; picking all of a file gives the file."""
    assert load_outlines("country") == pack_outlines(simplify_level(boundaries, "country"))
    for level in LEVELS:
        assert pick_outlines(load_outlines(level), lambda _: True) == load_outlines(level)


@pytest.fixture
def client(tmp_path: Path, request: pytest.FixtureRequest) -> FlaskClient:
    """A client of a server over the fixture's events."""
    store = fill_store(tmp_path / "events.db")
    request.addfinalizer(store.close)
    return create_app(Settings(), store).test_client()


def test_the_route_sends_what_is_asked_for(client: FlaskClient) -> None:
    """Packed where the client takes it; the browser may keep it."""
    plain = client.get("/divisions.bin?level=country&country=IQ,FJ")
    assert set(unpack_outlines(plain.data)) == {"IQ", "FJ"}
    packed = client.get("/divisions.bin?level=country&country=IQ,FJ", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "max-age" in plain.headers["Cache-Control"]


@pytest.mark.parametrize("query", ["level=town", "level="])
def test_another_level_is_refused(client: FlaskClient, query: str) -> None:
    """The message names what may be asked for."""
    answer = client.get(f"/divisions.bin?{query}")
    assert answer.status_code == 400
    assert "give country or admin1" in answer.get_json()["error"]
