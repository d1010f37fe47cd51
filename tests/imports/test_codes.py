"""Tests of mapping.imports.codes: code lists of countries and type maps."""

import pytest

from mapping.event_types import load_event_types
from mapping.imports.codes import (
    find_actor_kind,
    find_layout,
    find_precision,
    load_country_codes,
    load_layouts,
    load_type_map,
    pad_cameo,
)
from mapping.kinds import Level
from mapping.settings import find_folder
from mapping.tables import read_table

# The codes of FIPS 10-4 that are another country's in ISO 3166, or no country's.
FIPS = (
    "AU AT,AS AU,CH CN,SZ CH,GM DE,DA DK,SW SE,SP ES,PO PT,UP UA,RS RU,RI RS,BO BY,BL BO,BK BA,BU BG,EZ CZ,LO SK,"
    "LG LV,LH LT,EN EE,EI IE,UK GB,IZ IQ,IS IL,WE PS,GZ PS,TU TR,TX TM,TI TJ,KU KW,MU OM,SA SA,YM YE,JA JP,KS KR,"
    "KN KP,VM VN,RP PH,BM MM,CB KH,CE LK,BG BD,ID ID,SN SG,SG SN,NI NG,NG NE,NU NI,SF ZA,SU SD,OD SS,CG CD,CF CG,"
    "CD TD,CT CF,GA GM,GB GA,GV GN,IV CI,LI LR,LY LY,MO MA,TS TN,AG DZ,ZA ZM,ZI ZW,WA NA,BC BW,BY BI,HA HT,DR DO,"
    "HO HN,ES SV,CS CR,PM PA,CI CL,PA PY,KV XK,MJ ME"
)


@pytest.mark.parametrize("pair", FIPS.split(","))
def test_fips_codes_are_translated(pair: str) -> None:
    """GDELT's AS is Australia, not American Samoa."""
    fips, iso = pair.split()
    assert load_country_codes().from_fips(fips) == iso


def test_each_code_names_one_country() -> None:
    """No list gives one code to two countries, and all but two islands have a FIPS code."""
    rows = list(read_table(find_folder("geodata") / "import_countries.csv"))
    assert len(rows) == 250
    for column in ("country_code", "alpha3", "numeric", "fips", "gleditsch_ward", "cameo"):
        codes = [code for row in rows for code in row[column].split()]
        assert len(codes) == len(set(codes)), column
    assert {row["country_code"] for row in rows if not row["fips"]} == {"AX", "BQ"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("IQ", "IQ"),
        ("iq", "IQ"),
        ("IRQ", "IQ"),
        ("368", "IQ"),
        ("4", "AF"),
        ("004", "AF"),
        ("Iraq", "IQ"),
        ("Russia (Soviet Union)", "RU"),
        ("DR Congo (Zaire)", "CD"),
        ("Myanmar (Burma)", "MM"),
        ("Korea (the Republic of)", "KR"),
        ("Côte d’Ivoire", "CI"),
        ("West Bank and Gaza Strip", "PS"),
        ("Türkiye", "TR"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_countries_are_known_by_every_name(text: str, code: str) -> None:
    """ISO codes of two and three letters, numbers that lost their zeros, and the names that data sets use."""
    assert load_country_codes().from_text(text) == code


@pytest.mark.parametrize(("number", "code"), [("365", "RU"), ("645", "IQ"), ("678", "YE"), ("347", "XK"), ("999", "")])
def test_gleditsch_and_wards_numbers_are_not_isos(number: str, code: str) -> None:
    """UCDP's 645 is Iraq."""
    assert load_country_codes().from_gleditsch_ward(number) == code


@pytest.mark.parametrize(("cameo", "code"), [("IRQ", "IQ"), ("ROM", "RO"), ("GZS", "PS"), ("EUR", "")])
def test_cameo_countries(cameo: str, code: str) -> None:
    """Mostly ISO's three letters, with CAMEO's own for some; regions are no countries."""
    assert load_country_codes().from_cameo(cameo) == code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("010", "diplomacy.statement"),
        ("061", "economy.trade"),
        ("0841", "diplomacy.prisoner"),
        ("0871", "diplomacy.agreement"),
        ("0874", "security.territory_transfer"),
        ("141", "protest.demo"),
        ("1411", "protest.demo"),
        ("1724", "security.restrict"),
        ("1821", "attack.sexual"),
        ("1833", "strike.ied"),
        ("190", "battle.clash"),
        ("1951", "strike.air"),
        ("200", "attack.killing"),
        ("20", "diplomacy.statement"),
        ("201", "humanitarian.displacement"),
        ("x", ""),
    ],
)
def test_cameo_codes_have_types(code: str, kind: str) -> None:
    """A code without a row of its own is what it refines."""
    assert load_type_map().find_cameo(code) == kind


def test_who_took_the_ground_decides() -> None:
    """192 is the government's gain unless rebels acted."""
    assert load_type_map().find_cameo("192", ("MIL",)) == "battle.territory_gov"
    assert load_type_map().find_cameo("192", ("REB",)) == "battle.territory_nonstate"


@pytest.mark.parametrize(
    ("code", "padded"),
    [("42", "042"), ("10", "010"), ("841", "0841"), ("112", "112"), ("190", "190"), ("1", "001"), ("x", "x")],
)
def test_lost_zeros_are_given_back(code: str, padded: str) -> None:
    """Spreadsheets take the zero of 042 away."""
    assert pad_cameo(code) == padded


def test_every_row_of_the_type_map_names_a_type_of_ours() -> None:
    """And each root of CAMEO and each sub-event type of ACLED that our own table names has a row."""
    known = load_event_types().types
    rows = list(read_table(find_folder("geodata") / "import_types.csv"))
    assert {row["type"] for row in rows} - {""} <= set(known)
    acled = {row["value"] for row in rows if row["scheme"] == "acled"}
    ours = read_table(find_folder("geodata") / "event_types.csv")
    assert {row["acled_sub_event_type"] for row in ours} - {""} <= acled
    types = load_type_map()
    assert all(types.find_cameo(f"{root:02d}0") for root in range(1, 21))


@pytest.mark.parametrize(
    ("scheme", "value", "detail", "kind"),
    [
        ("acled", "suicide bomb", "", "strike.suicide"),
        ("emdat", "Earthquake", "Ground movement", "disaster.earthquake"),
        ("emdat", "Earthquake", "Tsunami", "disaster.tsunami"),
        ("plover", "ASSAULT", "drone", "strike.air"),
        ("plover", "ASSAULT", "something new", "attack.killing"),
        ("ucdp", "3", "", "attack.killing"),
        ("gtd", "Bombing/Explosion", "", "strike.bomb"),
        ("gtd", "Picnic", "", ""),
    ],
)
def test_types_of_other_lists(scheme: str, value: str, detail: str, kind: str) -> None:
    """The detail decides where the list's word leaves it open."""
    assert load_type_map().find(scheme, value, detail) == kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("battle.clash", "battle.clash"),
        ("Armed clash", "battle.clash"),
        ("protest", "protest.other"),
        ("Flood", "disaster.flood"),
        ("Strike", "protest.strike"),
        ("health", "health.outbreak"),
        ("picnic", ""),
    ],
)
def test_words_of_plain_tables(word: str, kind: str) -> None:
    """Codes, labels and families of ours, and the words of other lists."""
    assert load_type_map().find_word(word) == kind


def test_precisions_say_how_large_a_place_is() -> None:
    """An unknown code means as little as none."""
    assert find_precision("ucdp", "4").level is Level.ADM1
    assert find_precision("acled", "1").radius_km < find_precision("acled", "3").radius_km
    assert find_precision("ucdp", "99") == find_precision("ucdp", "")


def test_kinds_of_actors_are_those_of_texts() -> None:
    """ACLED's numbers and words are one, and every kind is one that actors of texts have."""
    assert find_actor_kind("acled", "1") == find_actor_kind("acled", "State forces") == "state_force"
    known = {
        row["class"] for row in read_table(find_folder("geodata") / "word_classes.csv") if row["is_actor"] == "yes"
    }
    assert {row["kind"] for row in read_table(find_folder("geodata") / "import_actors.csv")} <= known


def test_files_without_a_header_are_known_by_their_width() -> None:
    """61, 58 and 57 columns are GDELT's, 49 UCDP's; a first cell that is no number is a header."""
    assert {name: len(columns) for name, columns in load_layouts().items()} == {
        "gdelt 2.0": 61,
        "gdelt 1.0": 58,
        "gdelt 1.0 without SOURCEURL": 57,
        "ucdp ged": 49,
    }
    assert find_layout(["123"] * 61)[53] == "ActionGeo_CountryCode"
    assert find_layout(["123"] * 58)[53] == "ActionGeo_Lat"
    assert find_layout(["id"] * 49) == ()
    assert find_layout(["123"] * 12) == ()
