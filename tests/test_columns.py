"""The binary that the page reads: what goes in comes out, whatever the order and the century."""

import json
import struct
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mapping.kinds import Granularity, Modality, Review
from mapping.model import DateSpan
from mapping.page.columns import EventColumns, make_columns
from mapping.page.layout import EPOCH, project_points
from mapping.reports import ReportRef
from tests.map_events import EVENTS, KIRKUK, SUVA, make_day, make_event, make_place, make_story

MONDAY = date(2017, 10, 16)
_DTYPES = {"i32": "<i4", "u32": "<u4", "u16": "<u2", "u8": "u1", "f32": "<f4"}


def build(events: tuple = EVENTS) -> EventColumns:
    """Columns of some events of the fixture."""
    return make_columns((event, make_story(event)) for event in events)


def unpack(payload: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """Header and columns of the binary, read by its documented layout."""
    (size,) = struct.unpack_from("<I", payload)
    header = json.loads(payload[4 : 4 + size])
    found = {
        column["name"]: np.frombuffer(payload, _DTYPES[column["type"]], column["length"], 4 + size + column["offset"])
        for column in header["columns"]
    }
    return header, found


def test_rows_are_in_time_order_and_undated_ones_last() -> None:
    """The page finds a window by binary search, so first days must ascend; 1969 comes before 1970."""
    columns = build()
    header, found = unpack(columns.payload)
    assert columns.ids == ("e4", "e3", "e5", "e1", "e6", "e2", "e7")
    assert (header["rows"], header["dated"]) == (7, 6)
    assert list(found["start"][:6]) == sorted(found["start"][:6])
    assert found["start"][0] == -1


def test_an_event_keeps_its_interval_place_and_kind() -> None:
    """A planned event known to the month spans 31 days and points at its place, type and source."""
    header, found = unpack(build().payload)
    row = 2
    assert (found["start"][row], found["days"][row]) == ((date(2017, 10, 1) - date(1970, 1, 1)).days, 30)
    assert header["places"]["name"][found["place"][row]] == "Mali"
    assert header["types"][found["type"][row]] == "battle.clash"
    assert header["sources"][found["source"][row]] == "test desk"
    assert found["score"][row] == 80
    assert header["modalities"][found["flags"][row] & 3] == Modality.PLANNED
    assert header["granularities"][(found["flags"][row] >> 2) & 15] == Granularity.MONTH


def test_an_event_without_a_place_points_at_none() -> None:
    """The greatest number of the column's type stands for no place."""
    _, found = unpack(build().payload)
    assert found["place"][4] == np.iinfo(found["place"].dtype).max


def test_an_event_keeps_its_story_its_reports_and_its_review() -> None:
    """What the store knows beyond one text: the story by its number, how many tell of it, what a person said."""
    refs = tuple(ReportRef(report_id=f"r{number}", doc_id=f"d{number}") for number in range(300))
    told = replace(EVENTS[0], story_id="s7", story="Kirkuk, October 2017", review=Review.CONFIRMED, reports=refs[:3])
    header, found = unpack(build((told, replace(EVENTS[1], reports=refs), *EVENTS[2:])).payload)
    assert header["stories"] == {"id": ["s7"], "name": ["Kirkuk, October 2017"]}
    assert list(found["story"]) == [255, 255, 255, 0, 255, 255, 255]
    assert [header["reviews"][number] for number in found["review"][2:5]] == ["none", "confirmed", "none"]
    assert list(found["reports"]) == [1, 1, 1, 3, 1, 255, 1]


def test_a_place_names_its_region_as_filters_do() -> None:
    """A country's code and GeoNames' code of the division; nothing where the place lies in none that is known."""
    town = make_place("Dibis", 44.07, 35.67, admin1="Kirkuk", admin1_code="02")
    header, _ = unpack(build((make_event(1, place=town), make_event(2, place=SUVA), EVENTS[4])).payload)
    assert dict(zip(header["places"]["name"], header["places"]["admin1_code"], strict=True)) == {
        "Dibis": "IQ.02",
        "Suva": "",
        "Mali": "",
    }


def test_the_order_of_events_makes_no_difference() -> None:
    """Equal contents have equal bytes, so an entity tag can be trusted."""
    assert build(tuple(reversed(EVENTS[1:2] + EVENTS[1:2]))).ids == ("e2", "e2")
    first, second = build(EVENTS), build((*EVENTS[1:], EVENTS[0]))
    assert first.ids == second.ids


def test_the_generation_changes_with_the_contents() -> None:
    """A changed score is another generation."""
    assert build().generation == build().generation
    assert build((replace(EVENTS[0], score=0.1), *EVENTS[1:])).generation != build().generation


def test_an_empty_store_has_columns_too() -> None:
    """No event is no error."""
    header, found = unpack(build(()).payload)
    assert header["rows"] == 0
    assert len(found["start"]) == 0


@pytest.mark.parametrize(("start", "end", "flag"), [(MONDAY, None, 64), (None, MONDAY, 128), (MONDAY, MONDAY, 0)])
def test_an_open_interval_takes_its_known_end(start: date | None, end: date | None, flag: int) -> None:
    """What happens "since Monday" or "until Monday" is drawn on Monday, with the flag of the end that is open."""
    span = DateSpan(start=start, end=end, granularity=Granularity.DAY)
    _, found = unpack(build((make_event(1, span=span),)).payload)
    assert found["start"][0] == MONDAY.toordinal() - EPOCH
    assert found["days"][0] == 0
    assert found["flags"][0] & 192 == flag


@pytest.mark.parametrize("count", [pytest.param(300, id="two bytes"), pytest.param(10, id="one byte")])
def test_place_numbers_are_as_narrow_as_they_can_be(count: int) -> None:
    """Up to 254 places take a byte a row, more take two; none is mistaken for "no place"."""
    events = tuple(
        make_event(number, place=make_place(f"Town{number}", 1.0, 2.0), span=make_day(date(2020, 1, 1)))
        for number in range(count)
    )
    header, found = unpack(build(events).payload)
    assert found["place"].dtype.itemsize == (2 if count > 254 else 1)
    assert {header["places"]["name"][number] for number in found["place"]} == {f"Town{n}" for n in range(count)}


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        pytest.param(0.0, 0.0, 2**31, 2**31, id="null island"),
        pytest.param(-180.0, 85.0511287798066, 0, 0, id="north-west corner"),
        pytest.param(180.0, -85.0511287798066, 2**32 - 1, 2**32 - 1, id="south-east corner"),
        pytest.param(0.0, 90.0, 2**31, 0, id="pole"),
        pytest.param(0.0, -90.0, 2**31, 2**32 - 1, id="other pole"),
    ],
)
def test_points_are_projected_to_web_mercator(lon: float, lat: float, x: int, y: int) -> None:
    """The corners and the middle of the square; beyond it, a pole is drawn at the edge."""
    [[found_x], [found_y]] = project_points(np.array([lon]), np.array([lat]))
    assert (int(found_x), int(found_y)) == pytest.approx((x, y), abs=2)


def test_a_point_comes_back_to_a_centimetre() -> None:
    """Going back from the stored numbers gives the coordinates."""
    [[x], [y]] = project_points(np.array([KIRKUK.lon]), np.array([KIRKUK.lat]))
    assert x / 2**32 * 360 - 180 == pytest.approx(KIRKUK.lon, abs=1e-7)
    assert np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / 2**32)))) == pytest.approx(KIRKUK.lat, abs=1e-7)


def test_ids_lead_to_rows() -> None:
    """A search's ids become row numbers in ascending order; unknown ids are passed over."""
    columns = build()
    assert list(columns.find_rows(["e2", "nowhere", "e4"])) == [0, 5]
    assert columns.row_of("nowhere") is None
