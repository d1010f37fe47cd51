"""Tests of mapping.imports.country_check on the real outlines: what counts as another country, and what it means."""

import pytest

from mapping.boundaries import open_boundaries
from mapping.imports.codes import load_country_codes
from mapping.imports.country_check import CountryCheck, load_shared_lands
from mapping.imports.values import ImportedEvent, Placed
from mapping.kinds import Level
from mapping.model import Place, PlaceChoice


def make_event(lon: float, lat: float, country_code: str, rule: str = "file") -> ImportedEvent:
    """An event with a point, of a row that names a country."""
    place = Place(
        place_id="t:1",
        name="Spot",
        ascii_name="Spot",
        lon=lon,
        lat=lat,
        feature_class="P",
        feature_code="PPL",
        level=Level.CITY,
        country_code=country_code,
    )
    choice = PlaceChoice(place=place, start=0, end=0, mention="", rule=rule, score=0.5)
    return ImportedEvent(
        source_format="table",
        doc_id="table:t:1",
        text="x",
        title="",
        source="",
        type="other.other",
        type_raw="",
        raw="{}",
        score=0.5,
        placed=Placed(choice=choice),
    )


@pytest.fixture
def check() -> CountryCheck:
    """A fresh check on the bundled outlines."""
    return CountryCheck(open_boundaries().find_country, load_country_codes())


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (44.39, 33.31, "IQ"),
        (29.23, -1.67, "CD"),
        (29.26, -1.70, "RW"),
        (34.1, 44.95, "UA"),
        (34.1, 44.95, "RU"),
        (35.2, 31.78, "PS"),
        (121.5, 25.04, "CN"),
        (-52.3, 4.9, "FR"),
        (-30.0, 0.0, "BR"),
        (179.9, -16.5, "FJ"),
    ],
    ids=["Baghdad", "Goma", "Gisenyi", "Crimea", "Crimea again", "Jerusalem", "Taipei", "Cayenne", "at sea", "Fiji"],
)
def test_a_point_where_its_row_says_is_right(check: CountryCheck, lon: float, lat: float, code: str) -> None:
    """Borders are lenient by ten kilometres; land that is drawn differently and the sea count for nothing."""
    assert check.add(make_event(lon, lat, code))
    assert check.wrong == 0


@pytest.mark.parametrize(
    ("lon", "lat", "code"), [(2.35, 48.85, "IQ"), (34.1, 44.95, "IQ"), (44.39, 33.31, "IR")], ids=str
)
def test_a_point_elsewhere_is_wrong(check: CountryCheck, lon: float, lat: float, code: str) -> None:
    """Paris, the Crimea and Baghdad are not in Iraq, Iraq and Iran."""
    assert not check.add(make_event(lon, lat, code))
    assert (check.checked, check.wrong) == (1, 1)
    assert check.explain() == ""


def test_places_of_the_gazetteer_are_not_checked(check: CountryCheck) -> None:
    """They were looked for inside the country."""
    assert check.add(make_event(2.35, 48.85, "IQ", rule="gazetteer"))
    assert check.checked == 0


def test_shared_lands_name_countries_that_exist() -> None:
    """Each group has two at least."""
    names = load_country_codes().names
    for land in load_shared_lands():
        assert len(land) > 1
        assert land <= set(names)
