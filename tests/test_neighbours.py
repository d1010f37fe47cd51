"""Tests of mapping.recognition.neighbours: names that the model doubts, listed in the lands of the text."""

from collections.abc import Callable

import pytest

from mapping.gazetteer import Gazetteer
from mapping.model import ParsedDocument
from mapping.toponyms import find_mentions


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Bamako was calm.\nTroops say that Ménaka saw a fight.", "Ménaka", True),
        ("Luanda was calm.\nMen reached Jamba on Friday.", "Jamba", True),
        ("The army flew men from Esteli to Jinotega and Ocotal.", "Jinotega", True),
        ("Schools in Bogota shut.\nTwo men drowned at Soacha.\nTumaco was quiet.", "Tumaco", True),
        ("Schools in London shut.\nTumaco was quiet.", "Tumaco", False),
        ("Police in Detroit spoke.\nThe Durango pulled up.", "Durango", False),
        ("Schools in Bogota shut.\nThe Tumaco took off late.", "Tumaco", False),
    ],
    ids=["subject", "object", "list", "alone", "another land", "where English is spoken", "no name of a town"],
)
def test_a_doubted_name_is_believed_in_the_lands_of_the_text(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, text: str, name: str, found: bool
) -> None:
    """Where another place of the text surely lies in the same land; not among surnames and brands."""
    assert (name in {mention.text for mention in find_mentions(parse(text), gazetteer)}) is found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Aid left Tirana.\nThe hurt were flown to Larissa by the army of Greece.", "Larissa", True),
        ("Schools in Niamey shut.\nA lorry turned over near Zinder in May.", "Zinder", True),
        ("Managua was calm.\nSome of them were taken to Leon.", "Leon", True),
        ("Baghdad was calm.\nThe refugees, Kurds from Dohuk and Zakho, began to climb.", "Zakho", True),
        ("Hackers were busy.\nRotterdam: Two students were picked out of a dormitory.", "Rotterdam", True),
        ("Beirut was calm.\nThe Israeli army spoke of rockets at a barracks in Kiryat Shmona.", "Kiryat Shmona", True),
        ("They talked.\nBern demanded the immediate release of the other three.", "Bern", True),
        ("A ship came in at Leixões, and in Ziguinchor the border post stamps nobody in uniform.", "Ziguinchor", True),
        ("The army announced in Ciudad Mier the capture of a man.", "Ciudad Mier", True),
        ("Shares fell.\nBank of Valletta plc reversed some of the decline.", "Valletta", False),
    ],
    ids=[
        "to a town", "in a date", "a given name's", "a list", "an item", "a people's land", "a capital acts",
        "a large town anywhere", "cut by the model", "a firm",
    ],
)  # fmt: skip
def test_a_name_that_stands_as_places_do_is_believed(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, text: str, name: str, found: bool
) -> None:
    """However much the model doubts it, where the lands of the text list it, or any land a large town."""
    assert (name in {mention.text for mention in find_mentions(parse(text), gazetteer)}) is found
