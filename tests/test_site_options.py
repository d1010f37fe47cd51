"""Tests of mapping.telling.site_options and site_choice: where an event may have been, and which place is likeliest."""

from datetime import date

import pytest

from mapping.gazetteer import Gazetteer
from mapping.model import ParsedDocument
from mapping.resolve import resolve_mentions
from mapping.settings import find_folder
from mapping.tables import read_table
from mapping.telling.site_choice import judge_options, load_site_weights
from mapping.telling.site_options import Option, OptionMaker
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers, make_trigger
from tests.parsing import Parse


def make_options(parsed: ParsedDocument, word: str, gazetteer: Gazetteer) -> list[Option]:
    """The options of the word's last occurrence, beside the document's other triggers."""
    start = parsed.document.text.rindex(word)
    others = [trigger for trigger in find_triggers(parsed) if trigger.start != start]
    triggers = [*others, make_trigger(parsed, start, start + len(word))]
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    return OptionMaker(parsed, triggers, resolutions, gazetteer.find_part).make(len(triggers) - 1)


def name_options(options: list[Option]) -> dict[str, Option]:
    """Options by the text of their mention, "" for no place."""
    return {option.site.resolution.mention.text if option.site else "": option for option in options}


def test_every_place_and_none_is_an_option(parse: Parse, gazetteer: Gazetteer) -> None:
    """Those of the sentence have a role, those of elsewhere have none; no place comes last."""
    parsed = parse("Floods hit Lahore.\nIt rained.\nA train from Multan derailed in Sukkur.")
    options = make_options(parsed, "derailed", gazetteer)
    named = name_options(options)
    assert set(named) == {"Lahore", "Multan", "Sukkur", ""}
    assert [bool(named[name].told) for name in ("Lahore", "Multan", "Sukkur")] == [False, True, True]
    assert options[-1].site is None


def test_every_feature_has_a_weight_and_a_meaning(parse: Parse, gazetteer: Gazetteer) -> None:
    """The table is whole: nothing that is made goes unweighed, and each row says what it is."""
    parsed = parse("LIMA (Wire) - Police in Cusco said a bomb went off.\nThe Peruvian army left.\nOne man died.")
    for option in make_options(parsed, "died", gazetteer):
        assert set(option.features) <= set(load_site_weights())
    assert all(row["note"] for row in read_table(find_folder("geodata") / "site_weights.csv"))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The government ended the inquiry.", "ended", 1.0),
        ("Interior Minister Jane Roe ended the inquiry.", "ended", 1.0),
        ("The Chilean government ended the inquiry.", "ended", 0.0),
        ("Rebels ended the siege.", "ended", 0.0),
    ],
    ids=["office", "title", "of elsewhere", "no office"],
)
def test_offices_act_in_the_capital_that_a_report_is_from(
    parse: Parse, gazetteer: Gazetteer, text: str, word: str, expected: float
) -> None:
    """What a government does is told from its seat; whom the bureau writes about is elsewhere."""
    parsed = parse(f"LIMA (Wire) - It rained on Monday.\n{text}\nNobody was hurt.")
    assert name_options(make_options(parsed, word, gazetteer))["LIMA"].features["bureau_office"] == expected


def test_what_is_all_over_a_land_is_not_narrowed_to_a_town(parse: Parse, gazetteer: Gazetteer) -> None:
    """Clashes throughout Peru were not in the one town that another sentence tells."""
    narrows = []
    for where in ("in Peru", "throughout the country in Peru"):
        parsed = parse(f"Rebels attacked {where}.\nA battle near Ayacucho killed ten.\nIt rained.")
        narrows.append(name_options(make_options(parsed, "attacked", gazetteer))["Ayacucho"].features["narrows"])
    assert narrows[0] > narrows[1] == 0.0


def test_chances_sum_to_one_and_fall(parse: Parse, gazetteer: Gazetteer) -> None:
    """The likeliest option comes first."""
    judged = judge_options(make_options(parse("A mine killed two men near Sirte."), "killed", gazetteer))
    chances = [chance for _, chance in judged]
    assert sum(chances) == pytest.approx(1.0)
    assert chances == sorted(chances, reverse=True)
    assert judged[0][0].site is not None
    assert judged[0][0].site.resolution.mention.text == "Sirte"


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("A mine went off in Sinjar, some 100 km west of Mosul.", "went", "Mosul"),
        ("A convoy was hit in Zawiya, west of Tripoli.", "hit", "Tripoli"),
    ],
    ids=["kilometres", "direction"],
)
def test_what_only_locates_another_place_is_marked(
    parse: Parse, gazetteer: Gazetteer, text: str, word: str, name: str
) -> None:
    """It is not where the thing happened."""
    named = name_options(make_options(parse(text), word, gazetteer))
    assert named[name].features["reference"] == 1.0
    assert sum(option.features.get("reference", 0.0) for option in named.values()) == 1.0


def test_a_dateline_beats_a_place_named_once(parse: Parse, gazetteer: Gazetteer) -> None:
    """What is told without a place happened where the report is from, and not where somebody spoke of it."""
    parsed = parse(
        "KADUNA, Nigeria - Gunmen stormed a school on Monday.\nThey took forty pupils away.\n"
        "Parents waited at the gates all night.\nA spokesman in Geneva called it an outrage."
    )
    best = judge_options(make_options(parsed, "stormed", gazetteer))[0][0]
    assert best.site is not None
    assert best.site.resolution.mention.text == "KADUNA"


def test_words_do_not_take_the_place_of_what_was_told_before(parse: Parse, gazetteer: Gazetteer) -> None:
    """An appeal is not made where the last attack was."""
    parsed = parse("Gunmen killed six men in Jos on Monday.\nShops were shut.\nThe president appealed for calm.")
    assert "Jos" not in name_options(make_options(parsed, "appealed", gazetteer))


def test_a_title_keeps_the_dateline_behind_it(parse: Parse, gazetteer: Gazetteer) -> None:
    """That the title ends with the same town does not make the dateline a part of that name."""
    parsed = parse("Bomb kills nine in Mosul\nMOSUL, Iraq - A bomb went off.", title="Bomb kills nine in Mosul")
    option = name_options(make_options(parsed, "went", gazetteer))["MOSUL"]
    assert option.features["dateline"] == 1.0


def test_an_item_belongs_to_the_place_that_heads_it(parse: Parse, gazetteer: Gazetteer) -> None:
    """In a list of items each with its place before a colon."""
    parsed = parse("LAHORE: A train derailed on Monday.\nMULTAN: A bus overturned. Nine people were hurt.")
    named = name_options(make_options(parsed, "hurt", gazetteer))
    assert (named["LAHORE"].features["dateline_other"], named["MULTAN"].features["dateline_other"]) == (1.0, 0.0)


def test_a_whole_war_was_in_the_country(parse: Parse, gazetteer: Gazetteer) -> None:
    """What the end of a report says of all the years is not of the town that the report is about."""
    parsed = parse(
        "Jets struck a market in Idlib on Monday.\nIdlib was calm on Sunday.\nSyrian rescuers came.\n"
        "The war, which began in 2011, has killed more than 300,000 people.",
        created=date(2016, 8, 1),
    )
    judged = judge_options(make_options(parsed, "killed", gazetteer))
    best = judged[0][0].site
    assert best is not None
    assert best.place is not None
    assert best.place.name == "Syria"
    named = name_options([option for option, _ in judged])
    assert (named["Syrian"].features["masses_country"], named["Idlib"].features["masses_elsewhere"]) == (1.0, 1.0)
