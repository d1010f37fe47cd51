"""Tests of scripts.geodata.placement: in which division places lie that no source puts in one."""

import pytest
import shapely

from mapping.gazetteer import open_gazetteer
from mapping.index.writer import PlaceRecord
from mapping.kinds import Level
from scripts.geodata.placement import fill_divisions

# Two provinces side by side, another country east of them, and the sea all around.
OUTLINES = {
    ("DE", "01"): shapely.box(10, 50, 11, 51),
    ("DE", "02"): shapely.box(11, 50, 12, 51),
    ("CZ", "10"): shapely.box(12, 50, 13, 51),
    ("DE", ""): shapely.box(10, 50, 12, 51),
}


def make_record(**fields: object) -> PlaceRecord:
    """A place of which only some fields matter."""
    given: dict[str, object] = {"lon": 10.5, "lat": 50.5, "level": Level.POI, "country_code": "DE", "radius_km": 1.0}
    return PlaceRecord(place_id="dl:x", name="X", feature_class="S", feature_code="BLDG", **(given | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lon", "radius_km", "country", "code"),
    [
        pytest.param(10.5, 1.0, "DE", "01", id="a square"),
        pytest.param(10.5, 20.0, "DE", "01", id="a valley"),
        pytest.param(9.97, 3.0, "DE", "01", id="an airport in the sea"),
        pytest.param(10.0, 20.0, "DE", "01", id="a bay"),
        pytest.param(11.0, 30.0, "DE", "", id="a river through two"),
        pytest.param(12.5, 1.0, "DE", "", id="land that another country holds"),
        pytest.param(5.0, 1.0, "DE", "", id="a wreck at sea"),
        pytest.param(10.5, 1.0, "", "", id="of no country"),
    ],
)
def test_a_place_gets_the_division_that_holds_it(lon: float, radius_km: float, country: str, code: str) -> None:
    """One that lies in several has none, and borders that are disputed are left as they are."""
    record = make_record(lon=lon, radius_km=radius_km, country_code=country)
    assert fill_divisions([record], OUTLINES) == bool(code)
    assert record.admin1_code == code


def test_what_a_source_says_of_a_place_stays() -> None:
    """So do countries, which lie in no division."""
    kept = make_record(admin1_code="02")
    country = make_record(level=Level.COUNTRY)
    assert fill_divisions([kept, country], OUTLINES) == 0
    assert (kept.admin1_code, country.admin1_code) == ("02", "")


@pytest.mark.parametrize(
    ("place_id", "division"),
    [("dl:baga-nigeria", "Borno State"), ("dl:eastern-ghouta", "Rif Dimashq"), ("dl:airport-lhr", "England")],
    ids=["village", "region", "airport"],
)
def test_the_list_puts_what_only_it_has_in_a_division(place_id: str, division: str) -> None:
    """Counts and filters by province know of them."""
    assert open_gazetteer().get_place(place_id).admin1 == division
