"""Points told by a distance from a place, or as lying between two."""

import pytest

from mapping.explain import explain_document
from mapping.gazetteer import Gazetteer
from mapping.geo import distance_km, place_distance_km
from mapping.kinds import Level
from mapping.model import Event, Offset, Place
from mapping.pipeline import analyse
from mapping.recognition.offsets import find_offset
from mapping.resolution.offsets import shift_place
from tests.parsing import Parse


def _find(gazetteer: Gazetteer, name: str, country: str) -> Place:
    return next(place for place in gazetteer.find_places(name) if place.country_code == country)


def _first(parse: Parse, gazetteer: Gazetteer, text: str) -> Event:
    return analyse(parse(text), gazetteer).events[0]


@pytest.mark.parametrize(
    ("before", "expected_km", "azimuth", "radius_km"),
    [
        ("A bomb exploded 30 km north of ", 30.0, 0.0, 9.0),
        ("Troops met about 28 km to the southwest of ", 28.0, 225.0, 8.4),
        ("A bus fell into a river ten kilometres south-east of the town of ", 10.0, 135.0, 3.0),
        ("A mine, 25 miles (40 km) west of the capital, ", 40.2336, 270.0, 12.07),
        ("Shots were heard 15 miles outside ", 0.0, 0.0, 24.14),
        ("The camp lies some 2.5 km from ", 0.0, 0.0, 2.5),
    ],
)
def test_find_offset_reads_distance_and_bearing(
    before: str, expected_km: float, azimuth: float, radius_km: float
) -> None:
    """In kilometres and degrees from north; without a bearing the distance is the radius."""
    offset = find_offset(f"{before}Sarn", len(before))
    assert offset is not None
    assert offset.distance_km == pytest.approx(expected_km)
    assert offset.azimuth == azimuth
    assert offset.radius_km == pytest.approx(radius_km, abs=0.01)


@pytest.mark.parametrize(
    "before",
    [
        "He ran 5 km in ",
        "It rained north of ",
        "He drove 40 km and saw ",
        "Ships sailed 900 km north of ",
        "At 30 km/h they left ",
        "30 men of ",
    ],
)
def test_find_offset_leaves_other_numbers_alone(before: str) -> None:
    """A distance has to be told from the name, and to be short enough to say where."""
    assert find_offset(f"{before}Sarn", len(before)) is None


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 225.0])
def test_shift_place_goes_as_far_as_told(gazetteer: Gazetteer, azimuth: float) -> None:
    """Across the date line as well; the point has an id and a name of its own."""
    place = _find(gazetteer, "Suva", "FJ")
    shifted = shift_place(place, Offset(words="200 km off", distance_km=200.0, azimuth=azimuth, radius_km=60.0))
    away = distance_km(lon=place.lon, lat=place.lat, to_lon=shifted.lon, to_lat=shifted.lat)
    assert away == pytest.approx(200.0, rel=0.01)
    assert -180.0 <= shifted.lon <= 180.0
    assert (shifted.place_id, shifted.name) == (f"{place.place_id}/200-km-off", "200 km off Suva")
    assert (shifted.radius_km, shifted.level, shifted.geoname_id) == (60.0, place.level, None)


def test_an_event_stands_at_the_distance_told(parse: Parse, gazetteer: Gazetteer) -> None:
    """Not in the town that the distance is told from; the town keeps its own place."""
    event = _first(parse, gazetteer, "A bomb exploded 30 km north of Aleppo on Monday, killing four soldiers.")
    aleppo = _find(gazetteer, "Aleppo", "SY")
    assert event.place is not None
    place = event.place.place
    assert place.lat > aleppo.lat
    assert place_distance_km(place, aleppo) == pytest.approx(30.0, rel=0.02)
    assert place.country_code == "SY"
    assert event.place.rule.endswith(", at the distance told")


def test_an_event_between_two_towns_stands_in_the_middle(parse: Parse, gazetteer: Gazetteer) -> None:
    """Half of the way is the radius, as nobody tells where on the road it was."""
    event = _first(parse, gazetteer, "Rebels attacked a bus on the road from Bogota to Tunja on Saturday.")
    bogota, tunja = _find(gazetteer, "Bogota", "CO"), _find(gazetteer, "Tunja", "CO")
    assert event.place is not None
    place = event.place.place
    assert place_distance_km(place, bogota) == pytest.approx(place_distance_km(place, tunja), rel=0.02)
    assert place.radius_km == pytest.approx(place_distance_km(bogota, tunja) / 2, rel=0.02)


def test_an_unlisted_village_stands_at_its_distance_from_the_town(parse: Parse, gazetteer: Gazetteer) -> None:
    """Where no list has it, the town and the distance from it tell where it is."""
    text = "A mine killed two farmers in Quorrabamba, 28 km to the southwest of San Salvador, on Friday."
    found = analyse(parse(text), gazetteer).resolutions
    village = next(one for one in found if one.mention.text == "Quorrabamba")
    capital = _find(gazetteer, "San Salvador", "SV")
    assert village.place is not None
    assert place_distance_km(village.place, capital) == pytest.approx(28.0, rel=0.02)
    assert village.place.lon < capital.lon
    assert village.place.lat < capital.lat


def test_a_country_has_no_point_to_tell_a_distance_from(parse: Parse, gazetteer: Gazetteer) -> None:
    """Thirty kilometres from a country are told from its border."""
    event = _first(parse, gazetteer, "A rocket fell 30 km west of Hungary on Monday, killing two farmers.")
    assert event.place is None or event.place.place.level is Level.COUNTRY


def test_explain_tells_the_distance(parse: Parse, gazetteer: Gazetteer) -> None:
    """With the words of the text and how sure it is."""
    parsed = parse("A bomb exploded 30 km north of Aleppo on Monday.")
    assert any(
        "'30 km north of' it, within 9 km" in line for line in explain_document(parsed, analyse(parsed, gazetteer))
    )
