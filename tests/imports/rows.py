"""Invented rows in the columns of each data set."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from mapping.imports.codes import load_layouts
from tests.imports.helpers import fill

with Path(__file__).with_name("headers.csv").open(encoding="utf-8", newline="") as _lines:
    _HEADERS = {line[0]: tuple(line[1:]) for line in csv.reader(_lines)}
ACLED, ACLED_OLD, ACLED_2016, ACLED_2015, GTD, EMDAT, ICEWS, POLECAT = (
    _HEADERS[name] for name in ("acled", "acled_old", "acled_2016", "acled_2015", "gtd", "emdat", "icews", "polecat")
)


def make_acled(names: Sequence[str] = ACLED, **values: object) -> dict[str, object]:
    """A clash at Djibo, coded exactly."""
    row: dict[str, object] = {
        "event_id_cnty": "BFO9001",
        "event_date": "01 March 2024",
        "time_precision": 1,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Burkina Faso",
        "inter1": "State forces",
        "actor2": "Northern Column",
        "inter2": "Rebel groups",
        "iso": 854,
        "country": "Burkina Faso",
        "admin1": "Sahel",
        "admin2": "Soum",
        "location": "Djibo",
        "latitude": "14.1000",
        "longitude": "-1.6300",
        "geo_precision": 1,
        "source": "Desk Sahel",
        "notes": "Soldiers and fighters traded fire for two hours.",
        "fatalities": 4,
        "timestamp": 1709900000,
    }
    return fill(names, row | values)


def make_gdelt(layout: str = "gdelt 2.0", **values: object) -> dict[str, object]:
    """A fight in Mosul, in an article's lead."""
    names = load_layouts()[layout]
    row: dict[str, object] = {
        "GLOBALEVENTID": 900000001,
        "SQLDATE": 20240301,
        "Actor1Name": "MILITIA",
        "Actor1CountryCode": "IRQ",
        "Actor1Type1Code": "UAF",
        "Actor2Name": "POLICE",
        "Actor2Type1Code": "COP",
        "IsRootEvent": 1,
        "EventCode": "193",
        "EventBaseCode": "193",
        "EventRootCode": "19",
        "QuadClass": 4,
        "NumMentions": 4,
        "NumArticles": 4,
        "ActionGeo_Type": 4,
        "ActionGeo_FullName": "Mosul, Nineveh, Iraq",
        "ActionGeo_CountryCode": "IZ",
        "ActionGeo_Lat": "36.335",
        "ActionGeo_Long": "43.1189",
        "DATEADDED": "20240301120000" if layout == "gdelt 2.0" else "20240301",
    }
    if "SOURCEURL" in names:
        row["SOURCEURL"] = "https://news.example/mosul"
    return fill(names, row | values)


def make_ucdp(**values: object) -> dict[str, object]:
    """A fight with five deaths near Mosul."""
    row: dict[str, object] = {
        "id": 700001,
        "year": 2019,
        "type_of_violence": 1,
        "side_a": "Government of Iraq",
        "side_b": "The Column",
        "source_headline": "Five dead in raid near city",
        "source_original": "police;https://wire.example/raid",
        "where_prec": 1,
        "where_coordinates": "Mosul",
        "adm_1": "Nineveh",
        "latitude": 36.335,
        "longitude": 43.1189,
        "country": "Iraq",
        "country_id": 645,
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2019-05-02 00:00:00.000",
        "date_end": "2019-05-02 00:00:00.000",
        "best": 5,
        "high": 8,
        "low": 4,
    }
    return fill(load_layouts()["ucdp ged"], row | values)


def make_gtd(**values: object) -> dict[str, object]:
    """A bombing in Mosul."""
    row: dict[str, object] = {
        "eventid": 201905020001,
        "iyear": 2019,
        "imonth": 5,
        "iday": 2,
        "country_txt": "Iraq",
        "provstate": "Nineveh",
        "city": "Mosul",
        "latitude": 36.335,
        "longitude": 43.1189,
        "specificity": 1,
        "vicinity": 0,
        "summary": "05/02/2019: A device went off at a market.",
        "doubtterr": 0,
        "suicide": 0,
        "attacktype1_txt": "Bombing/Explosion",
        "targtype1_txt": "Business",
        "gname": "Unknown",
        "nkill": 3,
        "nwound": 7,
    }
    return fill(GTD, row | values)


def make_emdat(**values: object) -> dict[str, object]:
    """A flood in the southern Philippines; names that are no keywords stand in `more`."""
    row: dict[str, object] = {
        "DisNo.": "2021-0999-PHL",
        "Disaster Type": "Flood",
        "Disaster Subtype": "Flash flood",
        "ISO": "PHL",
        "Country": "Philippines",
        "Location": "Basilan, Sulu provinces; Cotabato city (Maguindanao)",
        "Start Year": 2021,
        "Start Month": 3,
        "Start Day": 4,
        "End Year": 2021,
        "End Month": 3,
        "End Day": 9,
        "Total Deaths": 12,
        "No. Injured": 30,
    }
    more = values.pop("more", {})
    assert isinstance(more, Mapping)
    return fill(EMDAT, row | values | dict(more))


def make_icews(**more: object) -> dict[str, object]:
    """An arrest in Mosul."""
    row: dict[str, object] = {
        "Event ID": "500001",
        "Event Date": "2015-06-07",
        "Source Name": "Police (Iraq)",
        "Source Country": "Iraq",
        "Event Text": "Arrest, detain, or charge with legal action",
        "CAMEO Code": "173",
        "Target Name": "Citizen (Iraq)",
        "Target Country": "Iraq",
        "Publisher": "Wire",
        "City": "Mosul",
        "Province": "Nineveh",
        "Country": "Iraq",
        "Latitude": "36.335",
        "Longitude": "43.1189",
    }
    return fill(ICEWS, row | {name.replace("_", " "): value for name, value in more.items()})


def make_polecat(**more: object) -> dict[str, object]:
    """A march in Mosul."""
    row: dict[str, object] = {
        "Event ID": "P1",
        "Event Date": "2021-06-07",
        "Event Type": "PROTEST",
        "Event Mode": "demo",
        "Actor Name": "Teachers",
        "Actor Country": "IRQ",
        "Recipient Name": "Government",
        "Placename": "Mosul",
        "City": "Mosul",
        "Province": "Nineveh",
        "Country": "IRQ",
        "Latitude": "36.335",
        "Longitude": "43.1189",
        "Publication Date": "2021-06-09",
        "Headline": "Teachers march for pay",
    }
    return fill(POLECAT, row | {name.replace("_", " "): value for name, value in more.items()})
