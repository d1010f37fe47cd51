"""Which place belongs to which event.

Every place that the document names is weighed for each trigger, with that of no place at all: its role in the sentence,
where the events around it were, what the story is about. Where no place is told, none is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mapping.kinds import MentionKind, ParagraphKind
from mapping.model import Candidate, ParsedDocument, Place, PlaceChoice, Resolution, Trigger
from mapping.resolution.reasons import explain_choice
from mapping.telling.parts import FindPart, find_no_part, lies_in_part, locate
from mapping.telling.references import REFERENCE
from mapping.telling.site_choice import judge_options
from mapping.telling.site_lands import ALONE, FindLands, find_common_land, find_no_lands, is_common_land
from mapping.telling.site_options import Option, OptionMaker
from mapping.telling.sites import Site, fineness
from mapping.telling.syntax import make_tree

# What a caption's own words have to say of a place to stand against the scene that it tells last.
_PLAIN, _SCENE = 0.85, 0.85
_BEFORE = frozenset({"after", "since", "before", "until"})
_MIN_ALTERNATIVE, _MAX_ALTERNATIVES = 0.03, 4
# What is left of the score of a place around a name that the gazetteer lacks.
_STAND_IN, _DIVISION = 0.6, 2
# What the text around tells is weaker than the chance says: it was fitted to the main events of documents.
_BORROWED = 0.95

# Who acts or speaks, or where something comes from, says nothing of what is around a name that the gazetteer lacks.
_NOT_AROUND = frozenset({"actor", "speaker's seat", "origin"})

Judged = tuple[Option, float]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where an event was: a place, or only the name that the text has for it, or neither.

    `unlisted` is that name where the gazetteer lacks it and the text names no place around it, else "".
    """

    choice: PlaceChoice | None
    unlisted: str = ""


def place_events(
    parsed: ParsedDocument,
    triggers: Sequence[Trigger],
    resolutions: Sequence[Resolution],
    *,
    find_part: FindPart = find_no_part,
    find_lands: FindLands = find_no_lands,
) -> tuple[Placing, ...]:
    """Choose for each trigger where the event was.

    Args:
        parsed: The document with its sentences.
        triggers: In text order.
        resolutions: Of all the document's mentions, in text order.
        find_part: What a part of a place means; an event "in northern Iraq" is placed there, not in Iraq's middle.
        find_lands: Province and country of a place; an event with several likely places, all in one, is shown there.

    Returns:
        One per trigger, in the same order; without a choice where the text tells no place for it, or none is likely
        enough. A choice's score is the chance that the place is right.
    """
    maker = OptionMaker(parsed, triggers, resolutions, find_part)
    choices = []
    for number, trigger in enumerate(triggers):
        judged = judge_options(maker.make(number))
        scene = _find_scene(parsed, trigger, judged, maker.sites, find_part)
        choices.append(_make_choice([scene, *judged] if scene else judged, find_part, find_lands))
    return tuple(choices)


def _find_scene(
    parsed: ParsedDocument, trigger: Trigger, judged: Sequence[Judged], sites: Sequence[Site], find_part: FindPart
) -> Judged | None:
    """The place of a picture, which its caption tells last; what is only background keeps its own."""
    number = parsed.sentences[trigger.sentence].paragraph
    if parsed.document.paragraphs[number].kind is not ParagraphKind.CAPTION:
        return None
    told = judged[0][0].told
    if told is not None and (told.score >= _PLAIN or _is_background(parsed, trigger)):
        return None
    scenes = [
        site
        for site in sites
        if parsed.sentences[site.sentence].paragraph == number
        and site.place
        and site.kind is MentionKind.PLACE
        and site.hangs_on_place_word
    ]
    if not scenes:
        return None
    inside = [site for site in scenes if lies_in_part(site.resolution, scenes[-1].resolution, find_part)]
    return Option(min([scenes[-1], *inside], key=lambda site: fineness(site.place)), "caption", {}), _SCENE


def _is_background(parsed: ParsedDocument, trigger: Trigger) -> bool:
    """Whether what the trigger tells of came before or after the scene: "people cheer after the city was retaken"."""
    tree = make_tree(parsed.sentences[trigger.sentence])
    chain = [trigger.token, *tree.ancestors(trigger.token)]
    return any(tree.tokens[child].lemma in _BEFORE for index in chain[:-1] for child in tree.children[index])


def _make_choice(judged: Sequence[Judged], find_part: FindPart, find_lands: FindLands) -> Placing:
    """The likeliest option as a choice, with the next ones as alternatives."""
    (best, chance), *others = judged
    if best.site is None:
        return Placing(None)
    rule, place = best.rule, locate(best.site.resolution, find_part)
    if chance < ALONE:
        common = find_common_land(judged, find_lands)
        if common is None:
            return Placing(None)
        best, place, chance, rule = common.option, common.land, common.chance, common.rule
    elif place is None:
        place = _find_around(others)
        chance, rule = _STAND_IN * chance, f"{rule}, shown at the place around it"
    if best.site is None:
        return Placing(None)
    if place is None:
        return Placing(None, unlisted=best.site.resolution.mention.text)
    if best.told is None and best.rule != "caption":
        chance *= _BORROWED
    return Placing(_describe_choice(best.site, place, chance, rule, judged))


def _describe_choice(site: Site, place: Place, chance: float, rule: str, judged: Sequence[Judged]) -> PlaceChoice:
    mention = site.resolution.mention
    if (
        mention.offset is not None
        and site.place is not None
        and place.name == f"{mention.offset.words} {site.place.name}"
    ):
        rule = f"{rule}, at the distance told"
    named = _explain_name(site, place)
    alternatives = {candidate.place.place_id: candidate for candidate in named}
    for option, score in judged:
        other = option.site.place if option.site else None
        # Where a land is shown for the likely places, the likeliest is one of them.
        is_shown = other == place or (other == site.place and not is_common_land(rule))
        if other is not None and not is_shown and score > _MIN_ALTERNATIVE:
            alternatives.setdefault(other.place_id, Candidate(place=other, score=score))
    return PlaceChoice(
        place=place,
        start=mention.start,
        end=mention.end,
        mention=mention.text,
        rule=f"{rule}, named before" if mention.rule == REFERENCE else rule,
        score=min(1.0, chance * (0.5 + 0.5 * site.resolution.score)),
        alternatives=tuple(alternatives.values())[: len(named) + _MAX_ALTERNATIVES],
    )


def _find_around(judged: Sequence[Judged]) -> Place | None:
    """The likeliest division or country, to show a name at that the gazetteer lacks."""
    wide: Iterator[Place] = (
        option.site.place
        for option, _ in judged
        if option.site is not None
        and option.site.place is not None
        and fineness(option.site.place) >= _DIVISION
        and option.rule not in _NOT_AROUND
    )
    return next(wide, None)


def _explain_name(site: Site, place: Place) -> tuple[Candidate, ...]:
    """What else the name might have meant; nothing where the point is that of a place around it."""
    if site.place is None:
        return ()
    told = explain_choice(site.resolution)
    return (replace(told[0], place=place), *told[1:]) if told else ()
