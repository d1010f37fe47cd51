"""Tests of which place a name means, on the famous confusions."""

import pytest

from mapping.gazetteer import Gazetteer, open_gazetteer
from mapping.geo import place_distance_km
from mapping.kinds import Level
from mapping.model import ParsedDocument, Resolution, Span
from mapping.recognition.tables import load_word_tables
from mapping.resolution.candidates import find_candidates, find_correction, is_within
from mapping.resolution.outlets import OutletHome
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions, make_mentions
from tests.parsing import Parse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer that travels with Dateline."""
    return open_gazetteer()


def _resolve(parsed: ParsedDocument, gazetteer: Gazetteer, home: OutletHome | None = None) -> dict[str, Resolution]:
    mentions = find_mentions(parsed, gazetteer)
    return {found.mention.text: found for found in resolve_mentions(parsed, mentions, gazetteer, home=home)}


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        pytest.param("Thousands marched in Paris.", "Paris", "FR", "", id="Paris"),
        pytest.param("A barn burned down in Paris, Texas.", "Paris", "US", "Texas", id="Paris, Texas"),
        pytest.param("Protests in Tripoli spread to Benghazi and Misrata.", "Tripoli", "LY", "", id="Tripoli, Libya"),
        pytest.param("Clashes in Tripoli alarmed Beirut and Sidon.", "Tripoli", "LB", "", id="Tripoli, Lebanon"),
        pytest.param("Georgia and Armenia signed in Tbilisi.", "Georgia", "GE", "", id="Georgia, the country"),
        pytest.param("Peach farms in Georgia, Alabama and Florida.", "Georgia", "US", "", id="Georgia, the state"),
        pytest.param("Fires near London, Ontario, were put out.", "London", "CA", "Ontario", id="London, Ontario"),
        pytest.param("Iraqi troops took Kirkuk.", "Iraqi", "IQ", "", id="demonym"),
        pytest.param("The U.S. sent aid.", "U.S.", "US", "", id="abbreviation"),
    ],
)
def test_resolve_mentions_picks_the_place_that_the_text_means(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, country: str, admin1: str
) -> None:
    """Containers and the other names of the text decide which of several places is meant."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert place.country_code == country
    assert admin1 in place.admin1


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        pytest.param(
            "A pipe burst in central Boston and flooded a station. In London, engineers said they would look at it.",
            "Boston",
            "US",
            id="London does not make Boston English",
        ),
        pytest.param(
            "A pipe burst in Boston and flooded a station. Trains to Skegness and Spalding were late.",
            "Boston",
            "GB",
            id="two towns next door do",
        ),
        pytest.param("Flames tore through a mill in Perth. Crews came from Dundee.", "Perth", "GB", id="one town does"),
        pytest.param("A shop burned in Birmingham, said Alabama police.", "Birmingham", "US", id="a state does"),
    ],
)
def test_resolve_mentions_hears_less_of_where_a_place_lies_from_a_famous_city(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, country: str
) -> None:
    """The world's cities are named everywhere; a small one places its neighbours."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert place.country_code == country


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        pytest.param("Police sealed off Santiago near Isabela.", "Santiago", "Isabela", id="a namesake lies there"),
        pytest.param(
            "A fire broke out at the San Jose quarry near Copiapo.", "San Jose", "Copiapo", id="no namesake lies there"
        ),
        pytest.param(
            "Shells hit Victoria, about 15 km (9 miles) west of Comodoro Rivadavia.",
            "Victoria",
            "Comodoro Rivadavia",
            id="so many kilometres from",
        ),
    ],
)
def test_resolve_mentions_looks_near_the_place_that_the_text_names(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, near: str
) -> None:
    """Of two names that the text puts side by side, one is not on another continent."""
    found = _resolve(parse(text), gazetteer)
    place, other = found[name].place, found[near].place
    assert place is not None
    assert other is not None
    assert place_distance_km(place, other) < 100
    assert "near" in found[name].reason


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        pytest.param("Two men fled from Chicago near Lincoln Park.", "Chicago", "US", id="the outer name is surer"),
        pytest.param("Iraqi forces near Raqqa held their fire.", "Iraqi", "IQ", id="a people is not a spot"),
        pytest.param("A bus left Paris on time. Near Tbilisi, rain fell.", "Paris", "FR", id="another sentence"),
        pytest.param(
            "The envoy told Madrid that rebels near Aleppo gave up.", "Madrid", "ES", id="other words between"
        ),
    ],
)
def test_resolve_mentions_moves_no_name_that_is_not_beside(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, country: str
) -> None:
    """Only a name right before "near" is near, and a sure one stays where it is."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert place.country_code == country


def test_resolve_mentions_keeps_one_sense_per_document(parse: Parse, gazetteer: Gazetteer) -> None:
    """A name once put in a state means the same town in the rest of the text."""
    text = "A school closed in Paris, Texas.\n\nThe mayor of Paris said it would open again."
    mentions = find_mentions(parse(text), gazetteer)
    found = resolve_mentions(parse(text), mentions, gazetteer)
    places = {each.place.place_id for each in found if each.mention.text == "Paris" and each.place}
    assert len(places) == 1


def test_resolve_mentions_uses_the_home_of_the_outlet(parse: Parse, gazetteer: Gazetteer) -> None:
    """Without another cue, a paper means the town next door."""
    parsed = parse("A fire broke out in Athens on Monday.")
    shares = (("US", 1.0), ("US.OH", 1.0))
    home = OutletHome(source="example.org", documents=9, lon=-82.1, lat=39.3, shares=shares)
    alone = _resolve(parsed, gazetteer)["Athens"].place
    at_home = _resolve(parsed, gazetteer, home)["Athens"].place
    assert alone is not None
    assert alone.country_code == "GR"
    assert at_home is not None
    assert at_home.admin1 == "Ohio"


def test_resolve_mentions_says_why(parse: Parse, gazetteer: Gazetteer) -> None:
    """A resolution has a reason in words, and its candidates have theirs with weights."""
    found = _resolve(parse("A barn burned down in Paris, Texas."), gazetteer)["Paris"]
    assert "the text names what it lies in" in found.reason
    assert [reason.name for reason in found.candidates[0].reasons if reason.weight > 3.0]
    assert found.candidates[0].place == found.place
    assert [candidate.score for candidate in found.candidates] == sorted(
        (candidate.score for candidate in found.candidates), reverse=True
    )


def test_resolve_mentions_is_surer_where_the_text_is_clearer(parse: Parse, gazetteer: Gazetteer) -> None:
    """The score is a chance: a container makes it larger."""
    clear = _resolve(parse("A barn burned down in Springfield, Illinois."), gazetteer)["Springfield"]
    unclear = _resolve(parse("A barn burned down in Springfield."), gazetteer)["Springfield"]
    assert clear.score > unclear.score


def test_resolve_mentions_without_mentions(parse: Parse, gazetteer: Gazetteer) -> None:
    """No mentions, no resolutions."""
    assert resolve_mentions(parse("It rained."), (), gazetteer) == ()


def test_resolve_mentions_keeps_the_country_for_its_part(parse: Parse, gazetteer: Gazetteer) -> None:
    """A part of a country resolves to the country; the mention keeps the direction."""
    found = _resolve(parse("Fighting spread in northern Iraq."), gazetteer)["Iraq"]
    assert found.place is not None
    assert (found.place.level, found.mention.part) == (Level.COUNTRY, "northern")


def test_resolve_mentions_takes_no_side_in_kashmir(parse: Parse, gazetteer: Gazetteer) -> None:
    """The bare name is that of the land that three countries share, not of one of their divisions."""
    found = _resolve(parse("Indian and Pakistani soldiers exchanged fire in Kashmir."), gazetteer)["Kashmir"]
    assert found.place is not None
    assert (found.place.level, found.place.country_code) == (Level.REGION, "")
    [named] = gazetteer.find_places("Jammu and Kashmir")
    assert named.country_code == "IN"
    srinagar = gazetteer.find_places("Srinagar")[0]
    assert is_within(srinagar, found.place)
    assert not is_within(gazetteer.find_places("Kabul")[0], found.place)


def test_resolve_mentions_guesses_no_capital_for_the_name_of_a_mine(parse: Parse, gazetteer: Gazetteer) -> None:
    """A San Jose that Chile does not list is not that of Costa Rica either; the text names what is around it."""
    found = _resolve(parse("Rescuers drilled a hole to the San Jose mine in Chile's Atacama desert."), gazetteer)
    place = found["San Jose"].place
    assert place is not None
    assert place.country_code == "CL"
    assert "is a guess; the text speaks of Atacama" in found["San Jose"].reason


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        pytest.param("Rebels shelled Alepppo and Homs in Syria.", "Alepppo", "Aleppo", id="a letter too many"),
        pytest.param("Voters in Jakatra, Indonesia, queued.", "Jakatra", "Jakarta", id="letters that changed places"),
        pytest.param("The Germnay coach spoke.", "Germnay", "Germany", id="country"),
    ],
)
def test_resolve_mentions_reads_a_misspelt_name(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, place: str
) -> None:
    """One slip of the pen away from a well-known place, with a lower score and the reason."""
    start = text.index(name)
    parsed = parse(text)
    [found] = resolve_mentions(
        parsed, make_mentions(parsed, [Span(start=start, end=start + len(name))], gazetteer), gazetteer
    )
    assert found.place is not None
    assert found.place.name == place
    assert found.score < 0.75
    assert "slip of the pen" in found.reason


@pytest.mark.parametrize("name", ["Umuanunu", "Zzyzxville", "Irap"], ids=["unlisted", "nothing like it", "too short"])
def test_resolve_mentions_corrects_no_name_that_may_be_right(gazetteer: Gazetteer, name: str) -> None:
    """An unlisted hamlet is not read as the city whose name resembles it."""
    assert find_correction(name, gazetteer) == ""


@pytest.mark.parametrize(
    ("title", "name", "admin1"),
    [
        pytest.param("Man hurt in bar fight - KXYZ Columbus, GA News", "Columbus", "Georgia", id="its own division"),
        pytest.param("Decatur man hurt - KXYZ Mobile, Ala.", "Decatur", "Alabama", id="its neighbour's division"),
        pytest.param("Springfield, Mo., bar burns", "Springfield", "Missouri", id="abbreviation inside"),
    ],
)
def test_resolve_mentions_reads_the_division_in_a_title(
    parse: Parse, gazetteer: Gazetteer, title: str, name: str, admin1: str
) -> None:
    """A page's title often says in which state a town is; its text seldom does."""
    place = _resolve(parse(f"A man was hurt in {name} on Friday.", title=title), gazetteer)[name].place
    assert place is not None
    assert place.admin1 == admin1


def test_resolve_mentions_believes_the_text_before_the_title(parse: Parse, gazetteer: Gazetteer) -> None:
    """What the text itself puts a town in goes before what a title does."""
    parsed = parse("A man was hurt in Columbus, Ohio.", title="Man hurt - KXYZ Columbus, GA News")
    place = _resolve(parsed, gazetteer)["Columbus"].place
    assert place is not None
    assert place.admin1 == "Ohio"


def test_resolve_mentions_tells_a_division_from_its_town(parse: Parse, gazetteer: Gazetteer) -> None:
    """A text can speak of both by one name."""
    parsed = parse("Villages in the Kharkiv region were freed. Rockets struck a plant on the outskirts of Kharkiv.")
    found = [
        one.place.level for one in resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer) if one.place
    ]
    assert found == [Level.ADM1, Level.CITY]


@pytest.mark.parametrize(
    ("text", "quarter", "place"),
    [
        ("Shells fell on the Yarmouk district of southern Khartoum.", "Yarmouk", "Khartoum"),
        ("Shots were heard in the Manhattan quarter of Nairobi.", "Manhattan", "Nairobi"),
    ],
)
def test_resolve_mentions_keeps_a_quarter_in_its_town(
    parse: Parse, gazetteer: Gazetteer, text: str, quarter: str, place: str
) -> None:
    """However well known another place of its name is."""
    found = _resolve(parse(text), gazetteer)[quarter]
    assert found.place is not None
    assert found.place.name == place
    assert "puts" in found.reason


def test_resolve_mentions_needs_no_neighbour_for_the_only_town_of_that_name(parse: Parse, gazetteer: Gazetteer) -> None:
    """A town far from the cities of its own country is that town, and not the capital."""
    text = "Troops left Baghdad for Kirkuk. Fighters in Sinjar, in the north of Iraq, put down their arms."
    place = _resolve(parse(text), gazetteer)["Sinjar"].place
    assert place is not None
    assert place.name == "Sinjār"


def test_resolve_mentions_takes_the_city_before_its_province(parse: Parse, gazetteer: Gazetteer) -> None:
    """A division that is called after its city, however that is spelt, is second to it."""
    place = _resolve(parse("Flights to Mazar-i-Sharif left Kabul late."), gazetteer)["Mazar-i-Sharif"].place
    assert place is not None
    assert place.level is Level.CITY


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        pytest.param("The museum opened in New York on Monday.", "New York", Level.CITY, id="a city that is meant"),
        pytest.param("He was born in Bronx, New York.", "New York", Level.ADM1, id="what only holds a place"),
        pytest.param("Voters in Oklahoma went to the polls.", "Oklahoma", Level.ADM1, id="a city that is little of it"),
        pytest.param("Rebels took the southern city of Daraa in Syria.", "Daraa", Level.CITY, id="called a city"),
    ],
)
def test_resolve_mentions_tells_a_city_from_its_division(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, level: Level
) -> None:
    """Lists call New York "New York City", and what the text calls a city is no province."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert place.level is level


def test_resolve_mentions_knows_an_island_by_the_word_for_it(gazetteer: Gazetteer) -> None:
    """And takes no town of that name for one."""
    name, places, part = find_candidates("Borneo Island", gazetteer, load_word_tables())
    assert (name, [place.feature_code for place in places], part) == ("Borneo", ["ISL"], "")


def test_resolve_mentions_needs_no_neighbour_for_a_name_borne_once(parse: Parse, gazetteer: Gazetteer) -> None:
    """The only town of a long name is meant in a text about another country too; a short name may be a part of one."""
    text = "Rain fell on Curitiba and on Londrina in Brazil. Envoys of Brazil meet in Sharm el-Sheikh next month."
    place = _resolve(parse(text), gazetteer)["Sharm el-Sheikh"].place
    assert place is not None
    assert place.country_code == "EG"


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        pytest.param(
            "Gunmen burned buses in Tegucigalpa. Shots were heard in the Escalon neighborhood, police said.",
            "Escalon",
            "Tegucigalpa",
            id="namesake abroad",
        ),
        pytest.param(
            "Troops closed the road to Managua. A bomb was found in the Montserrat neighborhood on Friday.",
            "Montserrat",
            "Managua",
            id="named like a country",
        ),
        pytest.param(
            "Police in Lyon made arrests in the Belgravia and Kensington neighborhoods.", "Belgravia", "Lyon", id="list"
        ),
        pytest.param(
            "A bus burned in Nairobi. Shots were heard in the neighborhood of Manhattan.",
            "Manhattan",
            "Nairobi",
            id="noun before",
        ),
        pytest.param("CHICAGO - Four were shot on the West Side on Friday.", "West Side", "Chicago", id="a side"),
        pytest.param(
            "Two boys were shot in the West Side Austin neighborhood, Chicago police said.",
            "Austin",
            "Chicago",
            id="named like a large city",
        ),
        pytest.param(
            "KANSAS CITY, Mo. - A boy was shot in the Northland.", "Northland", "Kansas City", id="with an article"
        ),
    ],
)
def test_resolve_mentions_puts_a_quarter_in_the_town_of_the_text(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, town: str
) -> None:
    """The text names the town in another sentence; no namesake on another continent is meant."""
    found = _resolve(parse(text), gazetteer)[name]
    assert found.place is not None
    assert found.place.name == town
    assert found.reason


@pytest.mark.parametrize(
    "text",
    [
        "He spoke in Cleveland on Monday and in the Detroit suburbs.",
        "A fire burned in the Detroit suburb of Warren.",
        "Police searched several Detroit neighborhoods. Detroit was calm.",
        "Flames rose over a suburb of Detroit's twin city.",
        "A shop was robbed in the Detroit neighborhood of Corktown.",
        "He grew up in Cleveland and lives in a Detroit neighborhood.",
        "Shells fell on the neighborhoods of Detroit city. Cleveland was calm.",
        "Fires burned in the Corktown neighborhood of Detroit. Cleveland was calm.",
        "Fires burned in a suburb of Detroit. Cleveland was calm.",
    ],
)
def test_resolve_mentions_keeps_the_town_whose_quarters_are_told(parse: Parse, gazetteer: Gazetteer, text: str) -> None:
    """The name before "suburbs" is as a rule that of the town."""
    place = _resolve(parse(text), gazetteer)["Detroit"].place
    assert place is not None
    assert (place.name, place.country_code) == ("Detroit", "US")


def test_resolve_mentions_knows_a_building_told_of_as_several(gazetteer: Gazetteer) -> None:
    """Lists have it with one word for what it is."""
    name, places, part = find_candidates("Trump Towers", gazetteer, load_word_tables())
    assert (name, [place.name for place in places], part) == ("Trump Tower", ["Trump Tower"], "")


def test_resolve_mentions_puts_a_village_in_the_division_told_with_it(parse: Parse, gazetteer: Gazetteer) -> None:
    """A village that no list has, or only abroad, keeps its name and is somewhere in the division."""
    text = "Two soldiers died in clashes in Potrerillos, Chalatenango Department, 90 km north of San Salvador."
    found = _resolve(parse(text), gazetteer)
    village, division = found["Potrerillos"].place, found["Chalatenango Department"].place
    assert village is not None
    assert division is not None
    assert (village.name, village.level, division.name) == ("Potrerillos", Level.CITY, "Chalatenango")
    assert (village.lon, village.lat, village.radius_km) == (division.lon, division.lat, division.radius_km)
    assert "puts" in found["Potrerillos"].reason


def test_resolve_mentions_takes_no_state_abroad_for_a_town_told_with_its_division(
    parse: Parse, gazetteer: Gazetteer
) -> None:
    """Ceará is a state of Brazil; what the text puts in a department of Colombia is a village there."""
    place = _resolve(parse("A bomb went off in Ceara, Antioquia Department, on Monday."), gazetteer)["Ceara"].place
    assert place is not None
    assert (place.name, place.level, place.country_code) == ("Ceara", Level.CITY, "CO")


def test_resolve_mentions_knows_a_division_by_the_word_of_its_language(parse: Parse, gazetteer: Gazetteer) -> None:
    """News writes "district" where the list of places has "Landkreis"."""
    found = _resolve(parse("Floods swept through villages in the Ahrweiler district of Germany."), gazetteer)
    place = found["Ahrweiler"].place
    assert place is not None
    assert place.level is Level.ADM2


def test_resolve_mentions_takes_no_capital_for_a_hamlet_beside_another_town(parse: Parse, gazetteer: Gazetteer) -> None:
    """What a headline puts near a town are the gains, and not the capital that claims them."""
    found = _resolve(parse("Strike kills three as Kyiv claims gains near Bakhmut"), gazetteer)["Kyiv"]
    assert found.place is not None
    assert found.place.name == "Kyiv"


def test_resolve_mentions_needs_no_neighbour_for_a_small_town_called_one(parse: Parse, gazetteer: Gazetteer) -> None:
    """The only town of its name, in the text's own country, stays where it is for all its few people."""
    text = "Troops retook the town of Bentiu from rebels, an army spokesman in Juba said."
    found = _resolve(parse(text), gazetteer)["Bentiu"]
    assert found.place is not None
    assert found.place.name == "Bentiu"


@pytest.mark.parametrize(
    ("text", "name", "expected", "country"),
    [
        (
            "Seed left Kampala and Addis Ababa.\nIt is bound for Serere, in Uganda, to be sown.",
            "Serere",
            "Serere",
            "UG",
        ),
        ("It hit a pier at Gdynia in Poland.\nIt had sailed from Ust-Luga, in Russia.", "Ust-Luga", "Ust’-Luga", "RU"),
        (
            "Talks went on in Vienna.\nA refinery at Gonfreville, in Normandy, was shut.",
            "Gonfreville",
            "Gonfreville",
            "FR",
        ),
        ("Israel struck Tel Aviv's foes.\nIt hit the village of Aitou in northern Lebanon.", "Aitou", "Aitou", "LB"),
    ],
    ids=["a namesake there", "a small port there", "a village of a division", "a village of a part of a country"],
)
def test_resolve_mentions_puts_a_name_in_the_land_behind_it(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, expected: str, country: str
) -> None:
    """A town of the lines around is no place for a name of which the text says in which land it lies."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert (place.name, place.country_code) == (expected, country)


def test_resolve_mentions_puts_a_village_in_the_part_of_a_country(parse: Parse, gazetteer: Gazetteer) -> None:
    """The point is that of the part, and not of all the country or of the capital that the report comes from."""
    text = "NIAMEY, Niger - Armed men killed 27 people in the village of Toumour in southeastern Niger."
    place = _resolve(parse(text), gazetteer)["Toumour"].place
    niger = next(place for place in gazetteer.find_places("Niger") if place.level is Level.COUNTRY)
    part = gazetteer.find_part(niger, "southeastern")
    assert place is not None
    assert part is not None
    assert (place.name, place.lon, place.lat) == ("Toumour", part.lon, part.lat)


def test_resolve_mentions_reads_no_list_as_a_land_that_holds(parse: Parse, gazetteer: Gazetteer) -> None:
    """What stands before a country on a list does not lie in it."""
    found = _resolve(parse("Trucks from Durban brought aid to Umbilo, Lebanon and Syria."), gazetteer)
    assert "puts" not in found["Umbilo"].reason


def test_resolve_mentions_believes_a_small_town_of_the_country_told(parse: Parse, gazetteer: Gazetteer) -> None:
    """A town that nothing near supports is no mere namesake where its own sentence speaks of its country."""
    text = "Police searched flats in Salzburg.\nA team flees as Italian police go through lodgings at Livigno."
    place = _resolve(parse(text), gazetteer)["Livigno"].place
    assert place is not None
    assert place.name == "Livigno"


@pytest.mark.parametrize(
    ("text", "name", "expected", "level"),
    [
        ("Protesters marched in Tunis on Monday.", "Tunis", "Tunis", Level.CITY),
        ("Lula takes office in Brasilia on Jan. 1.", "Brasilia", "Brasília", Level.CITY),
        ("SAADA, Yemen - Air strikes hit Saada on Monday.", "Saada", "Sa'dah", Level.CITY),
        ("A teen was killed on Indy's west side.", "Indy", "Indianapolis", Level.CITY),
    ],
    ids=["a country in French", "a country in another language", "a dateline", "a nickname"],
)
def test_resolve_mentions_takes_the_city_before_the_land_of_its_name(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str, expected: str, level: Level
) -> None:
    """Lists have countries by their names in other languages, which are those of cities in English."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert (place.name, place.level) == (expected, level)


def test_resolve_mentions_reads_whose_quarter_is_told(parse: Parse, gazetteer: Gazetteer) -> None:
    """The large city before "district of" is no quarter of what stands behind it."""
    text = "DAMASCUS - Elsewhere in Syria, a car bomb exploded in the Homs district of Zahra on Sunday."
    found = _resolve(parse(text), gazetteer)
    homs, quarter = found["Homs"].place, found["Zahra"].place
    assert homs is not None
    assert quarter is not None
    assert (homs.name, quarter.country_code) == ("Homs", "SY")


def test_resolve_mentions_corrects_no_name_by_a_city_of_another_land(parse: Parse, gazetteer: Gazetteer) -> None:
    """Kikuyu is a city of Kenya, and Kikuku a village where the text is."""
    text = "Thousands fled the village of Kikuku in Congo this week and crossed into Uganda."
    place = _resolve(parse(text), gazetteer)["Kikuku"].place
    assert place is not None
    assert place.country_code == "CD"


def test_resolve_mentions_reads_the_article_of_a_name(parse: Parse, gazetteer: Gazetteer) -> None:
    """Its capital shows that it is part of the name."""
    text = "A teen was shot at a home in The Woodlands on Monday, police said."
    place = _resolve(parse(text), gazetteer)["Woodlands"].place
    assert place is not None
    assert (place.name, place.country_code) == ("The Woodlands", "US")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Guatemalan rebels attacked a town near Guatemala City.", "Guatemalan", id="its people"),
        pytest.param("Troops landed in Panama, and shots were heard in Panama City.", "Panama", id="its own name"),
    ],
)
def test_resolve_mentions_takes_a_country_before_what_lies_in_it(
    parse: Parse, gazetteer: Gazetteer, text: str, name: str
) -> None:
    """A bare name of a country is not that of the province around its capital, however near its towns are."""
    place = _resolve(parse(text), gazetteer)[name].place
    assert place is not None
    assert place.level is Level.COUNTRY


def test_resolve_mentions_keeps_the_province_that_the_text_calls_one(parse: Parse, gazetteer: Gazetteer) -> None:
    """With the word for it, the same name is the division's."""
    place = _resolve(parse("Two buses collided in Panama province on Friday."), gazetteer)["Panama"].place
    assert place is not None
    assert place.level is Level.ADM1


def test_resolve_mentions_knows_a_landmark_from_a_city_called_so(parse: Parse, gazetteer: Gazetteer) -> None:
    """Nobody lives in the White House, and it is no town in Tennessee or Morocco."""
    place = _resolve(parse("Reporters were let into the White House on Monday."), gazetteer)["White House"].place
    assert place is not None
    assert place.place_id == "dl:white-house"


def test_resolve_mentions_leaves_a_city_its_place(parse: Parse, gazetteer: Gazetteer) -> None:
    """Where nothing near tells which of its namesakes is meant, other cities that the text names are less likely."""
    text = "Envoys of Iran met in Geneva. Tehran spoke of progress. Talks go on in Vienna. Washington left."
    place = _resolve(parse(text), gazetteer)["Geneva"].place
    assert place is not None
    assert (place.name, place.country_code) == ("Geneva", "CH")
