"""mapping/index/sounds.py: one key for the spellings of a name that is at home in another script."""

from collections.abc import Callable

import pytest

from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.index.names import normalise_name
from mapping.index.sounds import hear_name
from mapping.model import ParsedDocument, Resolution
from mapping.recognition.lands import find_heard, find_lands
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions
from tests.parsing import Parse


@pytest.mark.parametrize(
    ("written", "other"),
    [
        pytest.param("Raqa", "Ar Raqqah", id="doubled-letter-and-article"),
        pytest.param("Deir Ezzour", "Dayr az Zawr", id="article-written-as-one"),
        pytest.param("Hassakeh", "Al-Hasakah", id="feminine-ending"),
        pytest.param("Khan Cheikhoun", "Khan Shaykhun", id="french-letters"),
        pytest.param("Sangeen", "Sangin", id="english-vowels"),
        pytest.param("Mazar-e-Sharif", "Mazar-i Sharif", id="persian-link"),
        pytest.param("Lashkargah", "Lashkar Gah", id="blank"),
        pytest.param("Avdeevka", "Avdiivka", id="russian-for-ukrainian"),
        pytest.param("Qalqiliya", "Kalkilya", id="q"),
    ],
)
def test_spellings_of_one_name_share_a_key(written: str, other: str) -> None:
    """What newsrooms write in several ways is one."""
    assert hear_name(normalise_name(written)) == hear_name(normalise_name(other)) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Raqa", "Rafah"), ("Homs", "Hama"), ("Basra", "Busra"), ("Mosul", "Misilyah")]
)
def test_other_names_keep_apart(one: str, other: str) -> None:
    """Consonants and dark vowels still count."""
    assert hear_name(normalise_name(one)) != hear_name(normalise_name(other))


@pytest.mark.parametrize("key", ["", "hit", "حلب", "al", "route 66"])
def test_what_is_too_short_or_no_name_has_no_key(key: str) -> None:
    """Two consonants would fit half a country."""
    assert hear_name(key) == ""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The one that ships."""
    return open_gazetteer()


def resolve_all(parsed: ParsedDocument, gazetteer: Gazetteer) -> dict[str, Resolution]:
    """Each name of a text with what it means."""
    found = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    return {each.mention.text: each for each in found}


def test_the_gazetteer_hears_another_spelling(gazetteer: Gazetteer) -> None:
    """Divisions too; and only where no list has the spelling is this asked."""
    assert gazetteer.find_places("Hassakeh") == ()
    assert gazetteer.find_heard("Hassakeh")[0].country_code == "SY"
    assert all(place.feature_class in "AL" for place in gazetteer.find_heard("Hassakeh province"))
    assert gazetteer.find_heard("Hassakeh province")
    assert gazetteer.find_heard("Springfeild") == ()


def test_another_spelling_counts_only_in_a_country_that_the_text_names(gazetteer: Gazetteer) -> None:
    """A surname sounds like some town somewhere."""
    assert find_lands(["Syria", "Mosul", "Nowhere at all"], gazetteer) == {"SY", "IQ"}
    assert {place.country_code for place in find_heard("Raqa", {"SY"}, gazetteer)} == {"SY"}
    assert find_heard("Raqa", frozenset(), gazetteer) == ()
    assert find_heard("Raqa", {"US"}, gazetteer) == ()


def test_a_text_of_a_country_resolves_another_spelling(gazetteer: Gazetteer, parse: Parse) -> None:
    """The reason says what was read for what; in a text of elsewhere the same letters stay unlisted."""
    found = resolve_all(parse("Shells hit the town of Ain Eissa in Syria, officials said."), gazetteer)
    place = found["Ain Eissa"].place
    assert place is not None
    assert (place.country_code, place.ascii_name) == ("SY", "'Ayn 'Isa")
    assert "another spelling" in found["Ain Eissa"].reason
    abroad = resolve_all(parse("A barn burned in the town of Ain Eissa in Nebraska, officials said."), gazetteer)
    assert "another spelling" not in abroad["Ain Eissa"].reason


@pytest.mark.parametrize("land", ["Syria", "Nigeria"])
def test_the_end_of_an_arabic_name_is_no_place(parse: Parse, gazetteer: Gazetteer, land: str) -> None:
    """There is a Numan in Nigeria; the whole name is read where the text speaks of the town's own country."""
    found = resolve_all(parse(f"Jets bombed Maarat al-Numan on Monday, and troops in {land} saw it."), gazetteer)
    assert "Numan" not in found
    assert ("Maarat al-Numan" in found) is (land == "Syria")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Shells fell in Khan Cheikhoun, Syria's army said. Idlib was calm.", True, id="behind-in"),
        pytest.param("Shells fell in Khan Cheikhoun, Peru's army said. Lima was calm.", False, id="elsewhere"),
        pytest.param("Syria put its trust in Jarablous's rise.", False, id="owner"),
    ],
)
def test_an_unlisted_spelling_behind_in_is_a_place(gazetteer: Gazetteer, parse: Parse, text: str, found: bool) -> None:
    """The language model takes such names for people."""
    mentions = find_mentions(parse(text), gazetteer)
    assert any(mention.rule == "heard" for mention in mentions) is found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Ukraine was attacked. Rockets also hit Kryvyi Rih overnight Wednesday.", "Kryvyi Rih", True),
        ("Ethiopia was at war. Soldiers took Kombolcha on Sunday.", "Kombolcha", True),
        ("Peru was at peace. Soldiers took Kombolcha on Sunday.", "Kombolcha", False),
        ("Ukraine was attacked. Rockets hit the Kryvyi Rih Palace Hotel.", "Kryvyi Rih", False),
    ],
    ids=["behind a verb", "one word", "another country", "part of a name"],
)
def test_a_town_of_a_country_spoken_of_is_believed_as_an_object(
    parse: Callable[..., ParsedDocument], gazetteer: Gazetteer, text: str, name: str, found: bool
) -> None:
    """Although the language model does not know it."""
    rules = {mention.text: mention.rule for mention in find_mentions(parse(text), gazetteer)}
    assert (rules.get(name) == "in-land") is found
