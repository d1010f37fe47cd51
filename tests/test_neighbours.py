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
