"""Tests of the coarse answers for names that the gazetteer lacks."""

from dataclasses import replace

from mapping.kinds import Level, MentionKind
from mapping.model import Candidate, Mention, Place, Resolution
from mapping.resolution.focus import fill_unlisted


def _place(name: str, level: Level = Level.CITY) -> Place:
    return Place(
        place_id=f"test:{name}",
        name=name,
        ascii_name=name,
        lon=10.0,
        lat=50.0,
        feature_class="P",
        feature_code="PPL",
        level=level,
    )


def _found(name: str, start: int, place: Place | None, score: float = 1.0) -> Resolution:
    mention = Mention(
        start=start,
        end=start + len(name),
        text=name,
        kind=MentionKind.PLACE,
        name=name,
        score=1.0,
        rule="given",
    )
    return Resolution(mention=mention, place=place, score=score if place else 0.0, reason="as given")


LYON, ROUEN, FRANCE = _place("Lyon"), _place("Rouen"), _place("France", Level.COUNTRY)


def test_fill_unlisted_takes_the_nearest_town_of_the_text() -> None:
    """Of two towns the one beside the name is taken, with a lower score and a reason that says so."""
    found = [_found("Lyon", 0, LYON), _found("Old Mill Lane", 1000, None), _found("Rouen", 1050, ROUEN)]
    filled = fill_unlisted(found, [False, True, False])
    assert filled[1].place == ROUEN
    assert 0.0 < filled[1].score < 0.7
    assert filled[1].reason == "'Old Mill Lane' itself is not listed here; the text speaks of Rouen"
    assert (filled[0], filled[2]) == (found[0], found[2])


def test_fill_unlisted_is_less_sure_where_the_text_speaks_of_several_towns() -> None:
    """One town around is clearer than two at the same distance."""
    one = fill_unlisted([_found("Lyon", 0, LYON), _found("the mill", 50, None)], [False, True])
    two = fill_unlisted(
        [_found("Lyon", 0, LYON), _found("the mill", 50, None), _found("Rouen", 100, ROUEN)], [False, True, False]
    )
    assert two[1].score < one[1].score


def test_fill_unlisted_never_takes_a_country() -> None:
    """The one point of a country is no better than nothing."""
    found = [_found("France", 0, FRANCE), _found("the mill", 50, None)]
    assert fill_unlisted(found, [False, True])[1].place is None


def test_fill_unlisted_takes_no_unsure_place_as_anchor() -> None:
    """A guess does not make another guess."""
    found = [_found("Lyon", 0, LYON, score=0.2), _found("the mill", 50, None)]
    assert fill_unlisted(found, [False, True])[1].place is None


def test_fill_unlisted_replaces_a_doubtful_namesake() -> None:
    """A small namesake that nothing supports gives way to the town of the text."""
    hamlet = _place("Old Mill")
    found = [_found("Rouen", 0, ROUEN), _found("Old Mill", 50, hamlet, score=0.9)]
    assert fill_unlisted(found, [False, True])[1].place == ROUEN
    assert fill_unlisted(found, [False, False])[1].place == hamlet


def test_fill_unlisted_tells_a_guess_from_a_name_that_no_list_has() -> None:
    """A reader who knows the town would not believe that it is not listed."""
    other = replace(_found("Lyon", 50, ROUEN, score=0.2), candidates=(Candidate(place=ROUEN, score=0.2),))
    filled = fill_unlisted([_found("Lyon", 0, LYON), other], [False, True])
    assert filled[1].reason == "which 'Lyon' is meant is a guess; the text speaks of Lyon"
