"""Tests of mapping.placing and of the roles that places play in a sentence."""

import pytest

from mapping.gazetteer import Gazetteer
from mapping.geo import distance_km
from mapping.kinds import ParagraphKind
from mapping.language import LanguageModel
from mapping.model import Document, Paragraph, ParsedDocument, PlaceChoice
from mapping.placing import Placing, place_events
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers, make_trigger
from tests.parsing import Parse


def place_word(parsed: ParsedDocument, word: str, gazetteer: Gazetteer) -> PlaceChoice | None:
    """Where the event of the word's last occurrence was."""
    start = parsed.document.text.rindex(word)
    trigger = make_trigger(parsed, start, start + len(word))
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    return place_events(parsed, [trigger], resolutions, find_part=gazetteer.find_part)[0].choice


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("Gunmen killed a judge in Kabul on Monday.", "killed", "Kabul"),
        ("Rebels seized Aleppo.", "seized", "Aleppo"),
        ("Nigerian police met.\nIn 2014, militants kidnapped nine girls from Chibok in Borno.", "kidnapped", "Chibok"),
        ("Gunmen from Kano kidnapped nine girls in Chibok on Monday.", "kidnapped", "Chibok"),
        ("Troops entered Mosul at dawn.", "entered", "Mosul"),
        ("A bomb exploded on the outskirts of Damascus.", "exploded", "Damascus"),
        ("Officials in London said that a bomb had exploded in Nairobi.", "exploded", "Nairobi"),
        ("Baghdad said its army had attacked rebels near Tikrit.", "attacked", "Tikrit"),
        ("The minister flew from Tehran to Damascus.", "flew", "Damascus"),
        ("The president of Bolivia resigned and fled to Peru.", "resigned", "Bolivia"),
        ("The army withdrew from Sirte.", "withdrew", "Sirte"),
        ("The Mosul offensive began on Sunday.", "offensive", "Mosul"),
        ("Police in Cairo arrested five men.", "arrested", "Cairo"),
        ("A blast in Lahore killed three people.", "killed", "Lahore"),
        ("In Mosul, Iraq, a mine killed two children.", "killed", "Mosul"),
        ("A bomb exploded in Karrada in central Baghdad on Monday.", "exploded", "Karrada"),
        ("A bomb exploded in the Karrada district of Baghdad on Monday.", "exploded", "Karrada"),
        ("A soldier was killed while driving in Gaziantep.", "killed", "Gaziantep"),
        ("Japan elects a new parliament.", "elects", "Japan"),
        ("A court in Madrid sentenced the banker.", "sentenced", "Madrid"),
        ("Two nurses were wounded by a mine near Sirte.", "wounded", "Sirte"),
        ("The Egyptian protests went on.", "protests", "Egyptian"),
        ("The Syrian civil war went on.", "war", "Syrian"),
        ("In Basra, where the port has been shut for a week, a clerk was shot.", "shot", "Basra"),
        ("He came from Basra, where five men were detained.", "detained", "Basra"),
        ("Iraq, whose ports have been bombed for weeks, backed Belgrade.", "bombed", "Iraq"),
        ("A Boston man was arrested by Derby police on Friday.", "arrested", "Derby"),
    ],
    ids=["in", "object", "taken from", "takers from", "entered", "outskirts", "reported", "seat", "destination",
         "went on",
         "origin", "modifier", "subject", "cause", "container", "quarter", "named quarter", "same scene", "office",
         "court", "hung too deep", "of a land", "civil war", "opening", "where", "whose", "townsman"],
)  # fmt: skip
def test_the_place_of_the_act_is_chosen(parse: Parse, gazetteer: Gazetteer, text: str, word: str, place: str) -> None:
    """Of the places of a sentence, the one where it happened."""
    choice = place_word(parse(text), word, gazetteer)
    assert choice is not None
    assert choice.mention == place
    assert text[choice.start : choice.end] == choice.mention


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Baghdad said rebels had been killed.", "killed"),
        ("US soldiers were killed by a mine.", "killed"),
        ("Israeli jets bombed a tunnel.", "bombed"),
        ("Sen. Jane Roe (R-Ariz.) said a bomb had exploded.", "exploded"),
        ("A bomb exploded.", "exploded"),
        ("The pilot has been held since the Gulf War.", "held"),
        ("Fiji's Vijay Singh won the golf tournament.", "won"),
        ("The U.S. invasion killed hundreds.", "invasion"),
        ("A United States drone strike killed hundreds.", "strike"),
        ("Monks marched on the anniversary of the Tiananmen Square massacre.", "marched"),
    ],
    ids=[
        "speaker",
        "country of soldiers",
        "demonym",
        "party label",
        "no name",
        "war",
        "athlete",
        "whose invasion",
        "whose strike",
        "anniversary",
    ],
)
def test_no_place_is_made_up(parse: Parse, gazetteer: Gazetteer, text: str, word: str) -> None:
    """Where the text tells no place of the act, none is given."""
    assert place_word(parse(text), word, gazetteer) is None


def test_origin_stays_an_alternative(parse: Parse, gazetteer: Gazetteer) -> None:
    """A reader sees where the journey began as well."""
    choice = place_word(parse("The minister flew from Tehran to Damascus."), "flew", gazetteer)
    assert choice is not None
    assert choice.alternatives[-1].place.country_code == "IR"


def test_the_sentence_before_gives_the_place(parse: Parse, gazetteer: Gazetteer) -> None:
    """What happens next in a story happens where the last thing did, and scores lower for it."""
    text = "A bomb exploded near a market in Peshawar.\nIt was noon.\nA second bomb exploded minutes later."
    first = place_word(parse(text.split("\n")[0]), "exploded", gazetteer)
    parsed = parse(text)
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    choices = [placing.choice for placing in place_events(parsed, find_triggers(parsed), resolutions)]
    assert first is not None
    assert [choice.mention for choice in choices if choice] == ["Peshawar", "Peshawar"]
    assert choices[1] is not None
    assert (choices[1].rule, choices[1].score < first.score) == ("earlier sentence", True)


def test_a_country_is_narrowed_by_what_is_told_elsewhere(parse: Parse, gazetteer: Gazetteer) -> None:
    """The lead's "in Pakistan" is the town that the next sentence tells."""
    text = "A bomb killed ten people in Pakistan.\nThe bomb exploded in Quetta on Monday.\nShops were shut."
    choice = place_events(
        (parsed := parse(text)),
        [make_trigger(parsed, text.index("killed"), text.index("killed") + 6), *find_triggers(parsed)[1:]],
        resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer),
    )[0].choice
    assert choice is not None
    assert choice.mention == "Quetta"
    assert "narrowed" in choice.rule


def test_a_capital_in_the_dateline_is_no_strong_evidence(parse: Parse, gazetteer: Gazetteer) -> None:
    """A report filed from a bureau tells of elsewhere; a town's dateline is where it is about."""
    body = "Rebels attacked a convoy on Monday.\nThe road was closed.\nNo one spoke of it."
    bureau = place_word(parse("LIMA, Peru (AP) - " + body), "attacked", gazetteer)
    town = place_word(parse("AYACUCHO, Peru (AP) - " + body), "attacked", gazetteer)
    assert town is not None
    assert town.mention == "AYACUCHO"
    assert bureau is None or bureau.score < town.score


def test_a_bureau_tells_of_its_country(parse: Parse, gazetteer: Gazetteer) -> None:
    """What a report from a capital tells without a place is shown at the country, if the text names that."""
    body = "Rebels attacked a convoy on Monday.\nThe road was closed.\nThe Peruvian army gave no figures."
    bureau = place_word(parse("LIMA (AP) - " + body), "attacked", gazetteer)
    assert bureau is not None
    assert (bureau.place.name, bureau.rule) == ("Peru", "dateline, shown at its country")
    told = place_word(parse("LIMA (AP) - " + body.replace("a convoy", "a bank in the capital")), "attacked", gazetteer)
    assert told is None or told.place.name == "Lima"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A mine fell in near Varna on Monday.\nA cyclist from Osaka was hurt.", "hurt"),
        ("A mine fell in near Varna on Monday.\nNobody died.\nTwo lorries from Osaka collided.", "collided"),
        ("A mine fell in near Varna on Monday.\nThe driver, 44, from Osaka, was arrested.", "arrested"),
    ],
    ids=["victim", "helpers", "age"],
)
def test_where_somebody_is_from_is_no_scene(parse: Parse, gazetteer: Gazetteer, text: str, word: str) -> None:
    """Whatever the noun, who is from a town is told of because it is not there."""
    assert (choice := place_word(parse(text), word, gazetteer)) is None or choice.mention != "Osaka"


def test_where_an_attack_is_confirmed_is_no_scene(parse: Parse, gazetteer: Gazetteer) -> None:
    """A spokesman's seat is none of the places that he speaks of."""
    text = "Jets bombed a barn near Homs.\nTen men died.\nA source in Damascus confirmed the strikes."
    choice = place_word(parse(text), "strikes", gazetteer)
    assert choice is not None
    assert choice.mention == "Homs"


def test_the_title_counts_for_no_town_that_somebody_is_from(parse: Parse, gazetteer: Gazetteer) -> None:
    """Nor does the name of the page behind the headline."""
    text = (
        "A Boston man was arrested by Derby police.\nJane Roe, of Boston, was charged on Friday.\n"
        "A girl was hurt when shots were fired."
    )
    parsed = parse(text, title="Boston man arrested - WXYZ-TV Boston News, Weather & Sports")
    choice = place_word(parsed, "fired", gazetteer)
    assert choice is not None
    assert choice.mention == "Derby"


@pytest.mark.parametrize("sign", [":", "."])
def test_an_item_is_where_its_heading_says(parse: Parse, gazetteer: Gazetteer, sign: str) -> None:
    """Not where the items around it are."""
    text = f"Osaka{sign} A shop burned.\nVarna{sign} A bridge fell. Two men drowned.\nFaro{sign} It rained."
    choice = place_word(parse(text), "drowned", gazetteer)
    assert choice is not None
    assert choice.mention == "Varna"


def test_the_answer_is_in_the_order_of_the_triggers(parse: Parse, gazetteer: Gazetteer) -> None:
    """One choice per trigger, also where there is none."""
    parsed = parse("The minister resigned.\nGunmen killed a judge in Kabul.")
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    choices = [placing.choice for placing in place_events(parsed, find_triggers(parsed), resolutions)]
    assert [choice and choice.mention for choice in choices] == [None, "Kabul"]


def test_a_caption_tells_its_scene(language: LanguageModel, gazetteer: Gazetteer) -> None:
    """What a picture shows is where its caption says last; what came before it keeps its own place."""
    text = "People cheer after Mosul was retaken by the army, in a square of Basra on Friday."
    document = Document(
        doc_id="a", text=text, paragraphs=(Paragraph(start=0, end=len(text), kind=ParagraphKind.CAPTION),)
    )
    [parsed] = language.parse([document])
    for word, place in (("cheer", "Basra"), ("retaken", "Mosul")):
        choice = place_word(parsed, word, gazetteer)
        assert choice is not None
        assert choice.mention == place


def test_a_dateline_places_even_a_short_report(parse: Parse, gazetteer: Gazetteer) -> None:
    """One sentence behind a dateline happened where it was filed from, unless it says otherwise."""
    choice = place_word(parse("MOSUL, Iraq - Troops retook two villages on Tuesday."), "retook", gazetteer)
    assert choice is not None
    assert (choice.place.name, choice.rule) == ("Mosul", "dateline")


def test_words_are_not_put_where_the_story_is(parse: Parse, gazetteer: Gazetteer) -> None:
    """A flood in a story about a town happened there; what a government says of it did not."""
    text = (
        "Flood wrecks bridges in Galle.\nThe river rose in Galle on Sunday.\nA bridge collapsed.\n"
        "The ministers condemned the delay."
    )
    parsed = parse(text, title="Flood wrecks bridges in Galle")
    collapsed = place_word(parsed, "collapsed", gazetteer)
    assert collapsed is not None
    assert collapsed.place.name == "Galle"
    assert place_word(parsed, "condemned", gazetteer) is None


@pytest.mark.parametrize(
    ("text", "word", "name", "lon", "lat"),
    [
        ("Turkish jets bombed villages in northern Iraq.", "bombed", "northern Iraq", 43.5, 36.2),
        ("A quake struck south-western Iran.", "struck", "southwestern Iran", 54.0, 29.0),
        ("Floods killed twelve people in eastern Anbar province.", "killed", "eastern Al Anbar", 43.0, 33.0),
        ("A boat sank in the central Mediterranean Sea.", "sank", "central Mediterranean Sea", 18.0, 35.5),
    ],
    ids=["country", "joined direction", "division", "sea"],
)
def test_a_part_of_a_place_has_its_own_point(
    parse: Parse, gazetteer: Gazetteer, text: str, word: str, name: str, lon: float, lat: float
) -> None:
    """Northern Iraq is not drawn in Iraq's middle; it keeps the codes of the whole."""
    choice = place_word(parse(text), word, gazetteer)
    assert choice is not None
    assert choice.place.name == name
    assert distance_km(lon=choice.place.lon, lat=choice.place.lat, to_lon=lon, to_lat=lat) < 350
    whole = gazetteer.get_place(choice.place.place_id.partition("/")[0])
    assert choice.place.country_code == whole.country_code
    assert choice.place.radius_km < whole.radius_km


def test_a_town_elsewhere_does_not_narrow_a_part(parse: Parse, gazetteer: Gazetteer) -> None:
    """Basra lies in Iraq, and not in its north; Mosul does."""
    text = "Troops from Basra fought insurgents in northern Iraq."
    choice = place_word(parse(text), "fought", gazetteer)
    assert choice is not None
    assert choice.place.name == "northern Iraq"
    text = "In northern Iraq, troops fought insurgents in Mosul."
    choice = place_word(parse(text), "fought", gazetteer)
    assert choice is not None
    assert choice.place.name == "Mosul"


@pytest.mark.parametrize(
    ("towns", "land", "kind"),
    [(("Sucre", "Potosí"), "Bolivia", "country"), (("Fresno", "Bakersfield"), "California", "province")],
)
def test_several_likely_places_are_shown_at_what_holds_them(
    parse: Parse,
    gazetteer: Gazetteer,
    monkeypatch: pytest.MonkeyPatch,
    towns: tuple[str, str],
    land: str,
    kind: str,
) -> None:
    """Where no town is likely enough, the land around them is; where not even that is, nothing is shown."""
    monkeypatch.setattr("mapping.placing.ALONE", 0.999)
    parsed = parse(f"A storm killed nine people in {' and '.join(towns)}.")
    trigger = make_trigger(parsed, parsed.document.text.index("killed"), parsed.document.text.index("killed") + 6)
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    choice = place_events(parsed, [trigger], resolutions, find_lands=gazetteer.find_lands)[0].choice
    assert choice is not None
    assert (choice.place.name, choice.mention in towns) == (land, True)
    assert choice.rule.endswith(f"shown at the {kind} of all likely places")
    # The likeliest town among them: it is what the land is shown for.
    assert {candidate.place.name for candidate in choice.alternatives} >= set(towns)
    assert place_events(parsed, [trigger], resolutions) == (Placing(None),)


def test_a_world_body_speaks_from_no_scene(parse: Parse, gazetteer: Gazetteer) -> None:
    """What the Security Council asks for did not happen in the town that the report is from."""
    text = "SARAJEVO, Bosnia - A mine killed two men in the city on Monday.\nThe road was shut.\nSnow fell.\n{}"
    local, abroad = (
        place_word(parse(text.format(f"{who} called for an inquiry on Tuesday.")), "called", gazetteer)
        for who in ("The mayor", "The Security Council")
    )
    assert abroad is None or (local is not None and abroad.score < local.score)


def test_where_a_company_is_based_is_not_where_it_acts(parse: Parse, gazetteer: Gazetteer) -> None:
    """That a firm is "Geneva-based" says whose firm it is; the firm's act may be anywhere."""
    assert place_word(parse("A Geneva-based company raised its prices on Monday."), "raised", gazetteer) is None
    assert place_word(parse("A company raised its prices in Geneva on Monday."), "raised", gazetteer) is not None
