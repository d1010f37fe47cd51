"""Names in other scripts and languages, where they are given as names: in a search, in a table."""

import csv
from datetime import date
from pathlib import Path

import pytest

from mapping.gazetteer import Gazetteer
from mapping.imports.loading import import_file
from mapping.imports.placing import ImportOptions
from mapping.store import open_store

NAMES = [
    pytest.param("كركوك", "gn:94787", id="Arabic"),
    pytest.param("الموصل", "gn:99072", id="Arabic with its article"),
    pytest.param("دمشق", "gn:170654", id="Arabic without an article"),
    pytest.param("تهران", "gn:112931", id="Persian"),
    pytest.param("Мариуполь", "gn:701822", id="Russian"),
    pytest.param("Маріуполь", "gn:701822", id="Ukrainian"),
    pytest.param("МОСКВА", "gn:524901", id="Cyrillic in capitals"),
    pytest.param("北京", "gn:1816670", id="Chinese"),
    pytest.param("武汉", "gn:1791247", id="simplified"),
    pytest.param("武漢", "gn:1791247", id="traditional"),
    pytest.param("ירושלים", "gn:281184", id="Hebrew"),
    pytest.param("תל אביב", "gn:293397", id="Hebrew with a space"),
    pytest.param("Αθήνα", "gn:264371", id="Greek"),
    pytest.param("თბილისი", "gn:611717", id="Georgian"),
]


@pytest.mark.parametrize(("name", "place_id"), NAMES)
def test_a_name_in_its_own_script_is_found(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    """The most prominent place of the name is the right one."""
    found = gazetteer.find_places(name)
    assert found
    assert found[0].place_id == place_id


@pytest.mark.parametrize(
    ("prefix", "place_id"),
    [("Киї", "gn:703448"), ("بغد", "gn:98182"), ("תל אב", "gn:293397"), ("上", "gn:1796236")],
    ids=["Ukrainian", "Arabic", "Hebrew", "Chinese"],
)
def test_a_search_box_finds_them_while_they_are_typed(gazetteer: Gazetteer, prefix: str, place_id: str) -> None:
    """The place is among the ten most prominent that begin so."""
    assert place_id in {place.place_id for place in gazetteer.find_by_prefix(prefix)}


def test_a_slip_in_another_script_is_found(gazetteer: Gazetteer) -> None:
    """A letter left out of a Russian and of an Arabic name."""
    assert "gn:701822" in {place.place_id for place in gazetteer.find_similar("Мариупль")}
    assert "gn:99072" in {place.place_id for place in gazetteer.find_similar("المصل")}


def test_a_table_of_such_names_is_imported_with_its_places(gazetteer: Gazetteer, tmp_path: Path) -> None:
    """Each row gets the point of its place."""
    rows = [("2022-03-16", "Мариуполь", "UA"), ("2017-07-09", "الموصل", "IQ"), ("2020-01-23", "武汉", "CN")]
    path = tmp_path / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("date", "place", "country", "description"))
        writer.writerows((*row, "a report") for row in rows)
    with open_store(tmp_path / "events.db") as store:
        report = import_file(path, store, gazetteer, ImportOptions(latest=date(2023, 1, 1)))
        placed = {event.place.place.place_id for event in store.find_events() if event.place}
    assert report.kept == 3
    assert placed == {"gn:701822", "gn:99072", "gn:1791247"}
