"""Tests of what counts as a toponym, on sentences of our own."""

from itertools import pairwise

import pytest

from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.kinds import MentionKind
from mapping.model import Mention, Span
from mapping.toponyms import find_mentions, make_mentions
from tests.parsing import Parse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that travels with Dateline."""
    return open_gazetteer()


def _texts(mentions: tuple[Mention, ...], *kinds: MentionKind) -> list[str]:
    return [mention.text for mention in mentions if not kinds or mention.kind in kinds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Two trains collided near Lyon on Friday.", ["Lyon"], id="city"),
        pytest.param("The minister flew from Nairobi to Addis Ababa.", ["Nairobi", "Addis Ababa"], id="two words"),
        pytest.param("Floods reached the Netherlands overnight.", ["Netherlands"], id="article left out"),
        pytest.param("Kenya's capital was calm.", ["Kenya"], id="possessive left out"),
        pytest.param("A fire broke out in Otter Tail County.", ["Otter Tail County"], id="county"),
        pytest.param("U.S.-led forces left the valley.", ["U.S."], id="inside a compound"),
        pytest.param("LISBON, Portugal (Example Wire) - A bridge fell.", ["LISBON", "Portugal"], id="dateline"),
        pytest.param("floods close schools across kenya", ["kenya"], id="headline without capitals"),
        pytest.param("FLOODS CLOSE SCHOOLS ACROSS KENYA", ["Kenya"], id="headline in capitals"),
        pytest.param("The City of Toledo sued the firm.", ["Toledo"], id="city of"),
        pytest.param(
            "Police defused a bomb at a Catholic school in Vina del Mar.", ["Vina del Mar"], id="cut at a particle"
        ),
        pytest.param("Buses burned in Guatemala city on Sunday.", ["Guatemala city"], id="city in small letters"),
        pytest.param("He was seen in the Kuwait city of Jahra.", ["Kuwait", "Jahra"], id="a city of a country"),
        pytest.param("CHARLESTON, W.Va. -- Two bridges were closed.", ["CHARLESTON", "W.Va."], id="stop of a state"),
        pytest.param("America's farms suffered.", ["America"], id="not the Americas"),
        pytest.param("They fled to Mosul, Tikrit and Kirkuk.", ["Mosul", "Tikrit", "Kirkuk"], id="list"),
    ],
)
def test_find_mentions_marks_the_names_of_places(
    parse: Parse, gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """Names are marked without article and possessive."""
    assert _texts(find_mentions(parse(text), gazetteer)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Emma Watson thanked her neighbour, Paul Armstrong, for the cake.", id="surnames"),
        pytest.param("The sergeant, Jordan Lincoln, was wounded.", id="given name and surname"),
        pytest.param("He told NBC News that he was sorry.", id="broadcaster"),
        pytest.param("She writes for the New York Times and the Washington Post.", id="newspapers"),
        pytest.param("Reading is fun, and Nice people do it daily.", id="common words"),
        pytest.param("General Qassem Soleimani met Senator John McCain.", id="titles"),
        pytest.param("Doctors fear that Ebola will spread during El Niño.", id="phrases that mean no place"),
        pytest.param("He fought in the Gulf War.", id="wars that bear a name"),
        pytest.param("Maria Lopez, M.D., joined the clinic.", id="a degree"),
        pytest.param("The UN and NATO met.", id="capitals"),
        pytest.param("The Dalai Lama smiled.", id="title"),
        pytest.param("He lives on Northeast 80th Street.", id="direction of a street"),
        pytest.param("The Treasury Department and the justice department appealed.", id="departments of a government"),
        pytest.param("He grew up in a Sunni neighborhood.", id="quarter of a people"),
        pytest.param("Fighters of the Badr Organization and of ISIS were seen.", id="militias"),
        pytest.param("Roads were cut - Leonard Harville", id="given name and surname without a verb"),
        pytest.param("The bus had burned out, according to Cochran.", id="one who is quoted"),
        pytest.param('They flew from the aircraft carrier "Kennedy" at dawn.', id="a ship"),
        pytest.param("Police blamed Lashkar-e-Taiba.", id="the end of a longer name"),
        pytest.param("Shooting leads to Citys latest homicide.", id="an everyday word in the plural"),
    ],
)
def test_find_mentions_leaves_out_what_is_no_place(parse: Parse, gazetteer: Gazetteer, text: str) -> None:
    """Persons, news outlets, militias and everyday words are no places."""
    assert _texts(find_mentions(parse(text), gazetteer)) == []


def test_find_mentions_knows_a_lake_from_a_person(parse: Parse, gazetteer: Gazetteer) -> None:
    """A town whose last word the language model takes for somebody's surname."""
    text = (
        "Lake Charles shooting; one dead\n\nOne man was killed in a shooting on Friday night, Lake Charles Police said."
    )
    assert _texts(find_mentions(parse(text), gazetteer)) == ["Lake Charles", "Lake Charles"]


def test_find_mentions_takes_one_of_a_people_for_no_place(parse: Parse, gazetteer: Gazetteer) -> None:
    """Though a district has his name, unless it is told of as one."""
    assert _texts(find_mentions(parse("Hamdan, a Yemeni, was captured at a roadblock."), gazetteer)) == ["Yemeni"]
    assert "Hamdan" in _texts(find_mentions(parse("Hamdan, a Yemeni district, was cut off."), gazetteer))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param("Iraqi troops advanced.", "Iraq", MentionKind.DEMONYM, id="demonym"),
        pytest.param("Many Syrians left their homes.", "Syria", MentionKind.DEMONYM, id="people"),
        pytest.param("The Chicago Police Department opened a case.", "Chicago", MentionKind.ORGANISATION, id="seat"),
        pytest.param("Sen. Ann Smith (R-Ariz.) objected.", "Arizona", MentionKind.ORGANISATION, id="party label"),
        pytest.param("The parade ended in Toulouse.", "Toulouse", MentionKind.PLACE, id="place"),
    ],
)
def test_find_mentions_tells_in_what_sense_a_place_is_named(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, kind: MentionKind
) -> None:
    """Each mention has a kind, and the name to look up rather than the form in the text."""
    assert [(mention.name, mention.kind) for mention in find_mentions(parse(text), gazetteer)] == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "containers"),
    [
        pytest.param("A bomb went off in Mosul, Iraq, on Monday.", ["Iraq", ""], id="country"),
        pytest.param("The crash happened in Clifton, Colo., at noon.", ["Colorado", ""], id="abbreviated state"),
        pytest.param("Talks were held in Paris, London and Rome.", ["", "", ""], id="list"),
    ],
)
def test_find_mentions_reads_the_container_behind_a_name(
    parse: Parse, gazetteer: Gazetteer, text: str, containers: list[str]
) -> None:
    """A name followed by what it lies in says so; the cities of a list lie beside one another."""
    assert [mention.container for mention in find_mentions(parse(text), gazetteer)] == containers


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("Fighting spread in northern Iraq.", "northern", id="adjective"),
        pytest.param("Storms crossed south-eastern Nigeria.", "southeastern", id="hyphen"),
        pytest.param("Storms crossed Nigeria.", "", id="none"),
    ],
)
def test_find_mentions_keeps_the_direction(parse: Parse, gazetteer: Gazetteer, text: str, part: str) -> None:
    """A direction before a name is the mention's part, not a piece of its name."""
    mentions = find_mentions(parse(text), gazetteer)
    assert [mention.part for mention in mentions] == [part]


def test_find_mentions_gives_counties_of_a_list_their_full_name(parse: Parse, gazetteer: Gazetteer) -> None:
    """In a list that ends in "counties" each name is looked up as a county."""
    mentions = find_mentions(parse("Roads were closed in Becker, Clay and Otter Tail counties."), gazetteer)
    assert [mention.name for mention in mentions] == ["Becker County", "Clay County", "Otter Tail County"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Troops entered the village of Sarnabo on Monday.", "Sarnabo"),
        ("A mine went off in the district of Brem al-Sholan early Tuesday.", "Brem al-Sholan"),
        ("Shells fell on the town of Quor-Tabek Monday.", "Quor-Tabek"),
        ("A bomb went off in the Pelumar neighborhood on Friday.", "Pelumar"),
        ("Police searched houses in the Pelumar and Las Breñuelas neighbourhoods.", "Pelumar"),
        ("Two men were shot dead in Los Quintales hamlet, the army said.", "Los Quintales"),
        ("Rebels burned a bus in Vaupes Department.", "Vaupes Department"),
        ("Residents of Quorrabamba reported gunfire.", "Quorrabamba"),
        ("The explosion occurred in Alto de San Breño while troops slept.", "Alto de San Breño"),
        ("The minister was seized in Guatemala city on Friday.", "Guatemala city"),
    ],
)
def test_find_mentions_believes_what_the_text_calls_a_town(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str
) -> None:
    """A name that no list has is a place where the text says of what kind."""
    assert name in _texts(find_mentions(parse(text), gazetteer))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighters captured Mazar-i-Sharif, in the north, on Saturday.", "Mazar-i-Sharif"),
        ("His convoy passed through his capital Diwaniyah.", "Diwaniyah"),
    ],
    ids=["taken", "capital"],
)
def test_find_mentions_believes_what_is_taken_or_called_a_capital(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str
) -> None:
    """A city that the language model takes for a body or a person is one all the same."""
    assert [mention.text for mention in find_mentions(parse(text), gazetteer)] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gunmen attacked Port-au-Prince.", ["Port-au-Prince"]),
        ("Thousands marched in Aix-en-Provence on Saturday.", ["Aix-en-Provence"]),
        ("The theatre in Stratford-upon-Avon was cleared.", ["Stratford-upon-Avon"]),
        ("Clashes went on in Khartoum, Omdurman and Nyala.", ["Khartoum", "Omdurman", "Nyala"]),
        ("The rebels have attacked Goma.", ["Goma"]),
    ],
)
def test_find_mentions_keeps_whole_and_listed_names(
    parse: Parse, gazetteer: Gazetteer, text: str, names: list[str]
) -> None:
    """Hyphens hold a name together; what goes on a list of places is one, whatever the language model takes it for."""
    assert _texts(find_mentions(parse(text), gazetteer)) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Shells fell on Syrias north. Troops left Idlib.", ["Syria", "Idlib"], id="a country's"),
        pytest.param("Talks were held in Tolbas hall. Syria's army left.", ["Syria"], id="the text has the sign"),
        pytest.param("Rebels shelled Aleppos old town.", ["Aleppo"], id="a city's"),
        pytest.param("Crews left for Athens and Honduras.", ["Athens", "Honduras"], id="whole names"),
        pytest.param("Troops left the farms near Kafr Shams.", ["Kafr Shams"], id="a longer name"),
    ],
)
def test_find_mentions_reads_possessives_that_lost_their_sign(
    parse: Parse, gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """Pages are copied without their apostrophes: "Syrias" is Syria's, where no other word has one."""
    assert _texts(find_mentions(parse(text), gazetteer)) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("The five central American presidents met.", "Central America", id="a people"),
        pytest.param("Prices rose in south Africa on Friday.", "South Africa", id="a country"),
        pytest.param("Rain fell in central America on Friday.", "Central America", id="a region"),
        pytest.param("Rain fell in central Kenya on Friday.", "Kenya", id="a part of a country"),
    ],
)
def test_find_mentions_reads_a_land_whose_direction_is_small(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str
) -> None:
    """The words "central America" are no part of the United States, though "central Kenya" is one of Kenya."""
    assert [mention.name for mention in find_mentions(parse(text), gazetteer)] == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He was held by Urbana Police on Friday.", ["Urbana"], id="police"),
        pytest.param("Crews of the Flint Hill Fire Department came.", ["Flint Hill"], id="fire department"),
        pytest.param("He was held by Metro Police on Friday.", [], id="no town"),
    ],
)
def test_find_mentions_believes_the_towns_of_local_authorities(
    parse: Parse, gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """A town that has its own police is one, however little the language model knows of it."""
    assert _texts(find_mentions(parse(text), gazetteer)) == expected


def test_find_mentions_takes_no_person_on_a_list_for_a_place(parse: Parse, gazetteer: Gazetteer) -> None:
    """A name that people bear is not believed for standing beside a town."""
    assert "Jackson" not in _texts(find_mentions(parse("They thanked Nairobi, Kenyatta and Jackson."), gazetteer))


def test_a_nickname_is_not_believed_for_being_seized(parse: Parse, gazetteer: Gazetteer) -> None:
    """Topeka called itself Google for a month: what is seized by one word has to be a city's usual name."""
    mentions = find_mentions(parse("The tax office seized Google."), gazetteer)
    assert "in-land" not in {mention.rule for mention in mentions}


def test_find_mentions_of_an_empty_document(parse: Parse, gazetteer: Gazetteer) -> None:
    """A document without sentences has no mentions."""
    assert find_mentions(parse(""), gazetteer) == ()


def test_find_mentions_have_offsets_into_the_document(parse: Parse, gazetteer: Gazetteer) -> None:
    """The span of each mention holds its text, in order and without overlaps."""
    text = "Rain fell in Oslo.\n\nThe U.S. embassy in Kabul, Afghanistan, was closed."
    mentions = find_mentions(parse(text), gazetteer)
    assert [text[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_make_mentions_makes_one_for_each_span_in_order(parse: Parse, gazetteer: Gazetteer) -> None:
    """Given spans stay as they are, also out of order and outside of every sentence."""
    text = "Egyptian police closed a road in Aswan, Egypt."
    spans = [Span(start=33, end=38), Span(start=0, end=8), Span(start=40, end=45)]
    mentions = make_mentions(parse(text), spans, gazetteer)
    assert [(mention.text, mention.name, mention.container) for mention in mentions] == [
        ("Aswan", "Aswan", "Egypt"),
        ("Egyptian", "Egypt", ""),
        ("Egypt", "Egypt", ""),
    ]
