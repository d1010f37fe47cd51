"""mapping/gazetteer.py and its index: look-ups, scans, searches, on a small index and on the one that ships."""

from pathlib import Path

import numpy as np
import pytest

from mapping.errors import GazetteerError
from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.index.files import split_qualifier
from mapping.index.writer import PlaceRecord, fold_ascii, rate_prominence, write_index
from mapping.kinds import Level
from mapping.settings import find_folder

# id, name, lon, lat, feature, level, country, admin1, admin2, population, other names
SAMPLE = [
    ("gn:3017382", "France", 2.0, 46.0, "A.PCLI", "country", "FR", "", "", 66987244, "République française"),
    ("gn:2988507", "Paris", 2.3488, 48.85341, "P.PPLC", "city", "FR", "11", "", 2138551, "Париж;巴黎;Lutetia"),
    ("gn:4717560", "Paris", -95.55551, 33.66094, "P.PPLA2", "city", "US", "TX", "", 24782, ""),
    ("gn:6252001", "United States", -98.5, 39.76, "A.PCLI", "country", "US", "", "", 327167434, "USA;US;U.S."),
    ("gn:4736286", "Texas", -99.25061, 31.25044, "A.ADM1", "adm1", "US", "TX", "", 22875689, ""),
    ("gn:614540", "Georgia", 43.5, 42.0, "A.PCLI", "country", "GE", "", "", 3704500, "Грузия"),
    ("gn:4197000", "Georgia", -83.50018, 32.75042, "A.ADM1", "adm1", "US", "GA", "", 8975842, ""),
    ("gn:99237", "Iraq", 44.0, 33.0, "A.PCLI", "country", "IQ", "", "", 38433600, "العراق"),
    ("gn:94787", "Kirkuk", 44.39222, 35.46806, "P.PPLA", "city", "IQ", "13", "", 1031000, "Karkūk;كركوك"),
    ("gn:98410", "Kirkuk", 44.13, 35.37, "A.ADM1", "adm1", "IQ", "13", "", 1395614, ""),
    ("gn:99532", "Al Başrah", 47.78, 30.51, "P.PPLA", "city", "IQ", "02", "", 1326564, "البصرة"),
    ("gn:5128581", "New York City", -74.00597, 40.71427, "P.PPL", "city", "US", "NY", "", 8804190, "New York"),
    ("gn:5128638", "New York", -75.4999, 43.00035, "A.ADM1", "adm1", "US", "NY", "", 19274244, ""),
    ("gn:4407066", "St. Louis", -90.19789, 38.62727, "P.PPLA2", "city", "US", "MO", "510", 279695, ""),
    ("gn:2413451", "Gambia", -15.5, 13.5, "A.PCLI", "country", "GM", "", "", 2280102, ""),
    ("gn:1790630", "Xi’an", 108.92861, 34.25833, "P.PPLA", "city", "CN", "26", "", 6501190, "西安"),
    ("gn:5322745", "Alameda County", -121.9, 37.65, "A.ADM2", "adm2", "US", "CA", "001", 1510271, "Alameda"),
    ("gn:5322737", "Alameda", -122.24164, 37.76521, "P.PPL", "city", "US", "CA", "001", 78906, ""),
    ("gn:281184", "Jerusalem", 35.21633, 31.76904, "P.PPLC", "city", "IL", "06", "", 801000, "ירושלים;القدس"),
    ("dl:persian-gulf", "Persian Gulf", 51.5, 27.0, "H.GULF", "region", "", "", "", 0, "Arabian Gulf"),
    ("dl:lands-end", "Land's End", -5.716, 50.066, "T.CAPE", "poi", "GB", "", "", 0, ""),
    ("gn:2179537", "Wellington", 174.77557, -41.28664, "P.PPLC", "city", "NZ", "G2", "", 381900, ""),
    ("gn:2198148", "Suva", 178.44149, -18.14161, "P.PPLC", "city", "FJ", "01", "", 77366, ""),
    ("gn:2971316", "Us", 1.96, 49.1, "P.PPL", "city", "FR", "11", "", 1248, ""),
]


def make_records() -> list[PlaceRecord]:
    """The sample as the builders gather places."""
    records = []
    for place_id, name, lon, lat, feature, level, country, admin1, admin2, population, names in SAMPLE:
        feature_class, code = feature.split(".")
        record = PlaceRecord(
            place_id=place_id,
            name=name,
            lon=lon,
            lat=lat,
            feature_class=feature_class,
            feature_code=code,
            level=Level(level),
            names={other for other in names.split(";") if other},
            country_code=country,
            admin1_code=admin1,
            admin2_code=admin2,
            population=population,
            radius_km=12.5,
        )
        record.prominence = rate_prominence(code, population, radius_km=record.radius_km)
        records.append(record)
    return records


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """A gazetteer of two dozen places, the famous confusions among them."""
    folder = tmp_path_factory.mktemp("gazetteer")
    write_index(make_records(), folder)
    return Gazetteer(folder, tables=find_folder("geodata"))


def list_ids(gazetteer: Gazetteer, name: str) -> list[str]:
    """The ids of the places of a name, in order."""
    return [place.place_id for place in gazetteer.find_places(name)]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        pytest.param("Paris", ["gn:2988507", "gn:4717560"], id="capital-before-town"),
        pytest.param("Georgia", ["gn:614540", "gn:4197000"], id="country-before-larger-state"),
        pytest.param("New York", ["gn:5128581", "gn:5128638"], id="city-before-its-state"),
        pytest.param("Kirkuk", ["gn:94787", "gn:98410"], id="city-and-division-both-kept"),
        pytest.param("كركوك", ["gn:94787"], id="arabic"),
        pytest.param("Париж", ["gn:2988507"], id="cyrillic"),
        pytest.param("西安", ["gn:1790630"], id="chinese"),
        pytest.param("ירושלים", ["gn:281184"], id="hebrew"),
        pytest.param("Xi'an", ["gn:1790630"], id="other-apostrophe"),
        pytest.param("Saint Louis", ["gn:4407066"], id="saint"),
        pytest.param("Basra", ["gn:99532"], id="press-spelling-of-an-arab-name"),
        pytest.param("Kirkuk Province", ["gn:98410"], id="province-is-the-division"),
        pytest.param("Province of Kirkuk", ["gn:98410"], id="province-of"),
        pytest.param("Alameda County", ["gn:5322745"], id="county-by-its-own-name"),
        pytest.param("Kirkuk City", ["gn:94787"], id="city-is-the-town"),
        pytest.param("the Gambia", ["gn:2413451"], id="article"),
        pytest.param("Atlantis", [], id="unknown"),
        pytest.param("", [], id="empty"),
        pytest.param("...", [], id="punctuation"),
    ],
)
def test_names_find_their_places_most_prominent_first(sample: Gazetteer, name: str, ids: list[str]) -> None:
    """Country, capital, population decide the order; spelling does not matter."""
    assert list_ids(sample, name) == ids


def test_a_place_carries_all_that_is_known_of_it(sample: Gazetteer) -> None:
    """Names of country and division come from their own records, coordinates to a metre."""
    place = sample.get_place("gn:94787")
    assert (place.name, place.country, place.admin1) == ("Kirkuk", "Iraq", "Kirkuk")
    assert (place.lon, place.lat) == (44.39222, 35.46806)
    assert (place.feature_class, place.feature_code, place.level) == ("P", "PPLA", Level.CITY)
    assert (place.population, place.radius_km, place.geoname_id) == (1031000, 12.5, 94787)
    assert sample.get_place("gn:5322737").admin2 == "Alameda County"
    assert sample.get_place("gn:99532").ascii_name == "Al Basrah"
    assert sample.get_place("dl:persian-gulf").geoname_id is None


def test_negative_and_far_coordinates_survive_the_file(sample: Gazetteer) -> None:
    """South, west, and close to the antimeridian."""
    assert (sample.get_place("gn:2179537").lon, sample.get_place("gn:2179537").lat) == (174.77557, -41.28664)
    assert (sample.get_place("gn:5128581").lon, sample.get_place("gn:2198148").lat) == (-74.00597, -18.14161)


def test_an_unknown_id_is_an_error_that_shows_the_form(sample: Gazetteer) -> None:
    """The message names the id and how ids look."""
    with pytest.raises(GazetteerError, match=r"no place 'gn:1'.*gn:94787"):
        sample.get_place("gn:1")


def test_all_names_of_a_place_can_be_listed(sample: Gazetteer) -> None:
    """In every script, as they are looked up."""
    assert sample.find_names("gn:2988507") == ("lutetia", "paris", "париж", "巴黎")
    with pytest.raises(GazetteerError, match="no place"):
        sample.find_names("gn:1")


def test_countries_and_divisions_are_found_by_their_codes(sample: Gazetteer) -> None:
    """Codes in either case; unknown ones find nothing."""
    country, division = sample.get_country("iq"), sample.get_admin1("US", "TX")
    assert country is not None
    assert division is not None
    assert (country.name, division.name) == ("Iraq", "Texas")
    assert sample.get_country("XX") is None
    assert sample.get_admin1("US", "ZZ") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Troops left Kirkuk for Al-Basrah.", ["Kirkuk", "Al-Basrah"], id="hyphen-joins"),
        pytest.param("He came to New York City from New York.", ["New York City", "New York"], id="longest-wins"),
        pytest.param("Iraq's army in Xi'an", ["Iraq", "Xi'an"], id="possessive-off-apostrophe-in"),
        pytest.param("walkers at Land's End today", ["Land's End"], id="possessive-inside-a-name"),
        pytest.param("in St. Louis. The U.S. said so", ["St. Louis", "U.S."], id="dots"),
        pytest.param("They told us in texas", [], id="lower-case-is-no-name"),
        pytest.param("Us two, not the US", ["US"], id="two-letters-only-in-capitals"),
        pytest.param("Kirkukians, Parisian, MyParis", [], id="word-boundaries"),
        pytest.param("New\nYork", ["New\nYork"], id="wrapped-line"),
        pytest.param("New\n\nYork", [], id="paragraphs-part"),
        pytest.param("Iraq, Georgia/Texas", ["Iraq", "Georgia", "Texas"], id="lists"),
        pytest.param("القوات دخلت كركوك", ["كركوك"], id="script-without-case"),
        pytest.param("", [], id="empty"),
    ],
)
def test_scan_finds_the_longest_names(sample: Gazetteer, text: str, names: list[str]) -> None:
    """Each hit's span is its own text."""
    hits = list(sample.scan_text(text))
    assert [hit.name for hit in hits] == names
    assert all(text[hit.start : hit.end] == hit.name for hit in hits)


def test_scan_of_a_part_counts_from_the_beginning(sample: Gazetteer) -> None:
    """Offsets belong to the whole text; names that the part cuts off are not found."""
    text = "Iraq and Texas and Georgia"
    assert [(hit.start, hit.name) for hit in sample.scan_text(text, 5, 17)] == [(9, "Texas")]


def test_a_point_belongs_to_the_town_in_whose_circle_it_lies(sample: Gazetteer) -> None:
    """Countries and divisions are left out; across the antimeridian a place is as near as it is."""
    assert sample.find_near(lon=2.40, lat=48.90, limit=1)[0].place_id == "gn:2988507"
    levels = {place.level for place in sample.find_near(lon=44.0, lat=33.0, limit=3)}
    assert levels <= {Level.CITY, Level.POI}
    assert sample.find_near(lon=2.40 + 360, lat=48.90) == sample.find_near(lon=2.40, lat=48.90)
    assert sample.find_near(lon=2.40, lat=48.90, limit=10_000)


def test_prefix_search_ranks_by_prominence(sample: Gazetteer) -> None:
    """What a search box shows while somebody types."""
    assert [place.place_id for place in sample.find_by_prefix("Pari")] == ["gn:2988507", "gn:4717560"]
    assert [place.name for place in sample.find_by_prefix("new y", limit=1)] == ["New York City"]
    assert sample.find_by_prefix("") == ()


@pytest.mark.parametrize(
    ("written", "distance", "found"),
    [
        pytest.param("Kirkku", 1, True, id="letters-swapped"),
        pytest.param("Kirkuuk", 1, True, id="letter-too-many"),
        pytest.param("Kirkk", 1, True, id="letter-too-few"),
        pytest.param("Kerkuk", 1, True, id="letter-wrong"),
        pytest.param("Kerkok", 1, False, id="two-slips-at-one"),
        pytest.param("Kerkok", 2, True, id="two-slips-at-two"),
        pytest.param("Kirkuk", 0, True, id="no-slip"),
        pytest.param("كركك", 1, True, id="arabic"),
        pytest.param("Mosul", 2, False, id="another-name"),
    ],
)
def test_misspelt_names_are_found_within_the_bound(sample: Gazetteer, written: str, distance: int, found: bool) -> None:
    """A slip is an insertion, a deletion, a substitution or a swap of neighbours."""
    ids = [place.place_id for place in sample.find_similar(written, distance)]
    assert ("gn:94787" in ids) is found


def test_short_names_allow_no_slips(sample: Gazetteer) -> None:
    """Of three letters everything is similar to everything."""
    assert sample.find_similar("Usa") == sample.find_places("USA")


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Iraqi", "Iraq"),
        ("Iraqis", "Iraq"),
        ("Parisian", "Paris"),
        ("Filipinos", "Philippines"),
        ("Swiss", "Switzerland"),
        ("polish", None),
        ("Martian", None),
    ],
)
def test_demonyms_name_their_place(sample: Gazetteer, word: str, place: str | None) -> None:
    """People and things of a place, plurals too; a word in lower case is another word."""
    assert sample.expand_demonym(word) == place


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Ariz.", "Arizona"),
        ("ARIZ.", "Arizona"),
        ("W. Va.", "West Virginia"),
        ("W.Va.", "West Virginia"),
        ("U.S.", "United States"),
        ("US", "United States"),
        ("us", None),
        ("UAE", "United Arab Emirates"),
        ("DPRK", "North Korea"),
        ("Ore.", "Oregon"),
        ("Ore", None),
        ("IN", "Indiana"),
        ("In", None),
        ("Holy See", "Vatican City"),
    ],
)
def test_abbreviations_stand_for_their_place(sample: Gazetteer, word: str, place: str | None) -> None:
    """Dots and case tell an abbreviation from a word of the same letters."""
    assert sample.expand_abbreviation(word) == place


def test_the_same_records_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    """A build can be checked against its sums."""
    contents = []
    for name, records in (("one", make_records()), ("two", make_records()[::-1])):
        (tmp_path / name).mkdir()
        write_index(records, tmp_path / name)
        contents.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert contents[0] == contents[1]


def test_two_places_of_one_id_are_refused(tmp_path: Path) -> None:
    """A place must be merged before it is written."""
    with pytest.raises(GazetteerError, match="same id"):
        write_index([*make_records(), make_records()[0]], tmp_path)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    """An empty gazetteer would answer every question with nothing."""
    with pytest.raises(GazetteerError, match=r"lacks places\.npy.*install Dateline again"):
        open_gazetteer(tmp_path)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    """Reading rows of the wrong size would give wrong places."""
    write_index(make_records(), tmp_path)
    np.save(tmp_path / "places.npy", np.zeros(3, dtype="<u4"))
    with pytest.raises(GazetteerError, match="another version"):
        open_gazetteer(tmp_path)


@pytest.mark.parametrize(
    ("name", "folded"), [("Łódź", "Lodz"), ("Ağrı", "Agri"), ("Straße", "Strasse"), ("北京", "北京")]
)
def test_names_fold_to_ascii(name: str, folded: str) -> None:
    """As GeoNames' asciiname; what has no Latin letters stays."""
    assert fold_ascii(name) == folded


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        pytest.param("Burma", "gn:1327865", id="burma"),
        pytest.param("Ivory Coast", "gn:2287781", id="ivory-coast"),
        pytest.param("Kiev", "gn:703448", id="kiev"),
        pytest.param("Bombay", "gn:1275339", id="bombay"),
        pytest.param("Saigon", "gn:1566083", id="saigon"),
        pytest.param("Holland", "gn:2750405", id="holland"),
        pytest.param("Czech Republic", "gn:3077311", id="czech-republic"),
        pytest.param("Swaziland", "gn:934841", id="swaziland"),
        pytest.param("Macedonia", "gn:718075", id="macedonia"),
        pytest.param("Türkiye", "gn:298795", id="turkiye"),
        pytest.param("Turkey", "gn:298795", id="turkey"),
        pytest.param("East Timor", "gn:1966436", id="east-timor"),
        pytest.param("the Hague", "gn:2747373", id="the-hague"),
        pytest.param("the Vatican", "gn:3164670", id="vatican"),
        pytest.param("Georgia, U.S.", "gn:4197000", id="georgia-us"),
        pytest.param("Kirkuk Governorate", "gn:98410", id="kirkuk-governorate"),
        pytest.param("Anbar province", "gn:99592", id="anbar-province"),
        pytest.param("Cook County", "gn:4888671", id="cook-county"),
        pytest.param("Persian Gulf", "dl:persian-gulf", id="sea"),
        pytest.param("Kurdistan Region", "gn:126585", id="region"),
        pytest.param("West Bank", "gn:285153", id="west-bank"),
        pytest.param("Tahrir Square", "dl:tahrir-square", id="square"),
        pytest.param("Баку", "gn:587084", id="cyrillic"),
        pytest.param("القاهرة", "gn:360630", id="arabic"),
        pytest.param("תל אביב", "gn:293397", id="hebrew"),
        pytest.param("上海", "gn:1796236", id="chinese"),
    ],
)
def test_names_that_news_uses_find_the_place_it_means(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    """On the gazetteer as it ships: old names, other scripts, regions, divisions."""
    assert list_ids(gazetteer, name)[0] == place_id


def test_every_demonym_and_abbreviation_leads_to_a_place(gazetteer: Gazetteer) -> None:
    """A table row whose place nobody finds is a mistake in the table."""
    expand = (gazetteer.expand_demonym, gazetteer.expand_abbreviation)
    for table, function in zip(("demonyms.csv", "abbreviations.csv"), expand, strict=True):
        lines = (find_folder("geodata") / table).read_text(encoding="utf-8").splitlines()[1:]
        words = [line.rsplit(",", 1)[0].strip('"') for line in lines if '"' not in line]
        lost = [word for word in words if not gazetteer.find_places(function(word) or "")]
        assert lost == []


def test_the_gazetteer_holds_every_tier(gazetteer: Gazetteer) -> None:
    """Cities, countries, divisions, airports and the table kept by hand are all there."""
    assert len(gazetteer) > 290_000
    assert gazetteer.get_place("dl:airport-bgw").feature_code == "AIRP"
    codes = {
        place.feature_code for name in ("Baghdad", "Texas", "Cook County") for place in gazetteer.find_places(name)
    }
    assert {"PPLC", "ADM1", "ADM2"} <= codes


def test_many_names_are_joined_to_ids_at_once(gazetteer: Gazetteer) -> None:
    """In their order and the scripts they come in, as one look-up after another would give them."""
    names = ["Kirkuk", "كركوك", "Nowhere at all", "Saint Louis", "Париж", ""]
    found = list(gazetteer.find_ids(names))
    assert found == [tuple(place.place_id for place in gazetteer.find_places(name)) for name in names]
    assert found[0][0] == "gn:94787"
    assert found[2] == found[5] == ()


@pytest.mark.parametrize(
    ("listed", "name", "qualifier"),
    [
        ("Baga (Nigeria)", "Baga", "Nigeria"),
        ("Kirkuk", "Kirkuk", ""),
        ("El Centro (Vraciu Field) Airport", "El Centro (Vraciu Field) Airport", ""),
    ],
    ids=["told from a namesake", "alone", "in the middle"],
)
def test_words_in_brackets_are_no_part_of_a_name(listed: str, name: str, qualifier: str) -> None:
    """They tell a place from a namesake; no reader looks for them."""
    assert split_qualifier(listed) == (name, qualifier)


def test_the_list_shows_no_brackets() -> None:
    """Neither of the places that only it has nor of the divisions that others lie in."""
    place = open_gazetteer().get_place("dl:baga-nigeria")
    assert (place.name, place.ascii_name, place.qualifier) == ("Baga", "Baga", "Nigeria")
    assert place in open_gazetteer().find_places("Baga")
