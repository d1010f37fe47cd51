"""mapping/resolution/reasons.py: why this place and not that."""

from mapping.gazetteer import Gazetteer
from mapping.model import Candidate
from mapping.placing import place_events
from mapping.resolution.reasons import explain_choice
from mapping.resolve import resolve_mentions
from mapping.toponyms import find_mentions
from mapping.triggers import find_triggers
from tests.parsing import Parse


def explain(text: str, name: str, parse: Parse, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places of a name in a text, each with its reasons."""
    parsed = parse(text)
    found = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    return next(explain_choice(each) for each in found if each.mention.text == name)


def test_the_chosen_place_has_what_sets_it_apart(parse: Parse, gazetteer: Gazetteer) -> None:
    """And its namesakes have what speaks less for them, in the same words."""
    lebanon, libya, *_ = explain("Clashes in Tripoli alarmed Beirut and Sidon.", "Tripoli", parse, gazetteer)
    assert (lebanon.place.country_code, libya.place.country_code) == ("LB", "LY")
    assert lebanon.score > libya.score
    assert any("other places of the text" in reason.note for reason in lebanon.reasons)
    assert all(reason.weight > 0 for reason in lebanon.reasons)
    assert [reason.note for reason in libya.reasons] == [f"less: {reason.note}" for reason in lebanon.reasons]
    assert all(reason.weight < 0 for reason in libya.reasons)


def test_a_name_of_one_place_needs_no_reason(parse: Parse, gazetteer: Gazetteer) -> None:
    """There is nothing that it might have meant instead."""
    assert explain("Snow fell in Ouagadougou.", "Ouagadougou", parse, gazetteer) == ()


def test_an_event_carries_what_its_place_might_have_been(parse: Parse, gazetteer: Gazetteer) -> None:
    """So that the reader of the map can see it, and put it right."""
    parsed = parse("Gunmen killed two soldiers in Tripoli, and the army in Beirut and Sidon was put on alert.")
    resolutions = resolve_mentions(parsed, find_mentions(parsed, gazetteer), gazetteer)
    choice = place_events(parsed, find_triggers(parsed), resolutions)[0].choice
    assert choice is not None
    assert choice.place.country_code == "LB"
    countries = [candidate.place.country_code for candidate in choice.alternatives if candidate.reasons]
    assert countries[:2] == ["LB", "LY"]
